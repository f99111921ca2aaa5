"""Files written whole, folders that are there only for something, and what crashes leave."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import fails

from extractor.errors import ExtractorError, UsageError
from extractor.output.files import made_folder, prepared_folder, printable_path, remove_leftovers, write_whole

ROOT = Path(__file__).resolve().parents[2]
OURS = ".ogi-abcd_123.tmp"
only_posix = pytest.mark.skipif(os.name != "posix", reason="no locks")
# Writes argv[1], and stops for good where the file is written, but has not its name yet.
STOPPED = """
import os, sys, time, pathlib
from extractor.output.files import write_whole
def stop(old, new):
    print("there", flush=True)
    time.sleep(600)
os.replace = stop
write_whole(pathlib.Path(sys.argv[1]), "text")
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestLeftovers:
    @pytest.mark.parametrize(
        "name", [OURS, ".ogi-abcd_123.tmp.txt", ".ogi-abc.tmp", "a.tmp", ".a.json.abcd1234.tmp"]
    )
    def test_ours_go(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).touch()
        remove_leftovers(tmp_path, before=time.time() + 1)
        assert names(tmp_path) == ([] if name == OURS else [name])

    def test_younger_ones_stay(self, tmp_path: Path) -> None:
        (tmp_path / OURS).touch()
        remove_leftovers(tmp_path, before=time.time() - 60)
        assert names(tmp_path) == [OURS]

    def test_no_folder_no_leftovers(self, tmp_path: Path) -> None:
        remove_leftovers(tmp_path / "no", before=time.time())
        assert names(tmp_path) == []

    @only_posix
    def test_a_folder_or_a_link_is_none_of_ours(self, tmp_path: Path) -> None:
        (tmp_path / OURS).mkdir()
        (tmp_path / ".ogi-abcd_124.tmp").symlink_to(tmp_path / "a.txt")
        remove_leftovers(tmp_path, before=time.time() + 1)
        assert len(names(tmp_path)) == 2

    @only_posix
    def test_what_a_live_process_writes_stays_until_it_dies(self, tmp_path: Path) -> None:
        command = [sys.executable, "-c", STOPPED, str(tmp_path / "a.json")]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as writer:
            assert writer.stdout and writer.stdout.readline() == b"there\n"
            remove_leftovers(tmp_path, before=time.time() + 1)
            assert len(names(tmp_path)) == 1
            writer.kill()
        assert len(names(tmp_path)) == 1
        remove_leftovers(tmp_path, before=time.time() + 1)
        assert names(tmp_path) == []


class TestFolders:
    def test_one_that_nothing_was_put_in_goes_again(self, tmp_path: Path) -> None:
        with made_folder(tmp_path / "a" / "b"):
            assert (tmp_path / "a" / "b").is_dir()
        assert names(tmp_path) == []

    def test_one_that_was_there_stays(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        with made_folder(tmp_path / "a" / "b"):
            pass
        assert names(tmp_path) == ["a"]

    def test_a_failed_write_leaves_none(self, tmp_path: Path) -> None:
        with pytest.raises(UnicodeEncodeError):
            write_whole(tmp_path / "a" / "b" / "c.json", "\ud800")
        assert names(tmp_path) == []

    def test_one_that_cannot_be_is_told_of_the_file(self, tmp_path: Path) -> None:
        (tmp_path / "a").touch()
        path = tmp_path / "a" / "b.json"
        with fails(ExtractorError, "file.unwritable", path=str(path), why="File exists"):
            write_whole(path, "{}")

    def test_a_prepared_one_keeps_what_is_written(self, tmp_path: Path) -> None:
        with prepared_folder("--out", tmp_path / "a"):
            write_whole(tmp_path / "a" / "b.json", "{}")
        assert names(tmp_path / "a") == ["b.json"]

    def test_a_file_is_none(self, tmp_path: Path) -> None:
        (tmp_path / "a").touch()
        told = {"option": "--out", "path": str(tmp_path / "a"), "why": "File exists"}
        with fails(UsageError, "out.no-folder", **told), prepared_folder("--out", tmp_path / "a"):
            raise AssertionError("it was prepared")

    @only_posix
    def test_one_that_takes_no_more_is_found_at_once(self, tmp_path: Path) -> None:
        import resource

        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))  # as on a disk that is all but full
        try:
            refused = fails(UsageError, "out.unwritable", why="File too large")
            with refused, prepared_folder("--out", tmp_path / "a"):
                raise AssertionError("it was prepared")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert names(tmp_path) == []

    @only_posix
    def test_one_that_may_not_be_written_is_found_at_once(self) -> None:
        with pytest.raises(UsageError) as error, prepared_folder("--out", Path("/proc/ogi")):
            raise AssertionError("it was prepared")
        assert error.value.id in ("out.no-folder", "out.unwritable")


def test_the_mode_is_that_of_any_file(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", "")
    (tmp_path / "b").touch()
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


@pytest.mark.parametrize(
    ("path", "text"), [("县/a.txt", "县/a.txt"), (os.fsdecode(b"a\xff.txt"), r"a\xff.txt")]
)
def test_printable_path(path: str, text: str) -> None:
    assert printable_path(path) == printable_path(Path(path)) == text
