"""YAML of cassettes: the same content as the library's loader gives, and no file that could harm."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import fails

from extractor.cassettes.files import LARGEST, read_recording
from extractor.cassettes.plain_yaml import parse_plain_yaml
from extractor.errors import UnreadableInput

CASSETTES = sorted((Path(__file__).parents[2] / "cassettes").rglob("*.yaml"))
VALUES: list[Any] = [
    0, 1, -5, 10**17, 0.25, -1.5, 1e-7, 123456.0, True, False, None, "", "1", "0.5", "true", "null", "~", "1:16", "0x1f",
    "010", "1e5", "no", "2020-01-01", "甲", "a: b", "- a", "x\ny\n", "  x ", "#", "\x00\x1b", "\ufffd", "'\"",
    {}, [], {"a": {"b": [{"c": 1}]}}, [[1, [2]]],
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_what_is_written_is_read(value: Any) -> None:
    plain = yaml.safe_dump({"a": value}, allow_unicode=True)
    read = parse_plain_yaml(plain)["a"]
    assert read == value and type(read) is type(value)


def test_the_recordings_are_read_as_the_library_reads_them() -> None:
    assert len(CASSETTES) > 30
    for path in CASSETTES:
        text = path.read_text(encoding="utf-8")
        assert parse_plain_yaml(text) == yaml.safe_load(text)


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with fails(UnreadableInput, "cassette.too-large", size=64):
        read_recording(path)


HARMFUL: dict[str, str] = {
    "brackets": "[" * 50_000,
    "braces": "{" * 50_000,
    "braces with names": "{a: " * 50_000,
    "dashes": "- " * 50_000,
    "question marks": "? " * 50_000,
    "steps": "\n".join(f"{' ' * n}a:" for n in range(2000)),
    "closed brackets": "[" * 20_000 + "]" * 20_000,
    "aliases": "a: &a [x]\nb: *a\n",
    "aliases of aliases": "a: &a [x,x]\n" + "".join(f"b{n}: &b{n} [*a,*a]\n" for n in range(9)),
    "merge": "a: &a {x: 1}\nb: {<<: *a}\n",
    "tag": "a: !!python/object:os.system x\n",
    "tag of a list": "a: !x [1]\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "a name twice": "a: 1\na: 2\n",
    "a number as name": "1: 2\n",
    "a list as name": "? [a]\n: 1\n",
    "nothing": "",
    "half": "a: [",
    "other characters": "a: \x00",
}


@pytest.mark.parametrize("text", HARMFUL.values(), ids=HARMFUL)
def test_what_could_harm_is_no_cassette(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    started = time.monotonic()
    with fails(UnreadableInput, "cassette.foreign"):
        read_recording(path)
    assert time.monotonic() - started < 5
