"""Names of results and of recordings, and names on a terminal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.run.names import LONGEST, RECORDING, RESULT, Neighbours, fit_name, shown


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (["a.txt", "b.txt"], ["a", "b"]),
        (["a.txt", "a.html"], ["a.txt", "a.html"]),
        (["a.txt", "a.html", "b.txt"], ["a.txt", "a.html", "b"]),
        (["A.txt", "a.html"], ["A.txt", "a.html"]),
        (["a.txt.md", "a.txt", "a.md"], ["a.txt.md", "a.txt", "a.md"]),
        (["a", "a.txt"], ["a", "a.txt"]),
        (["a.txt", "a.json", "a.gold.json", "a.gif"], ["a", "a", "a.gold", "a"]),
    ],
    ids=" ".join,
)
def test_a_name_tells_a_file_from_its_neighbours(tmp_path: Path, files: list[str], names: list[str]) -> None:
    for file in files:
        (tmp_path / file).touch()
    neighbours = Neighbours(tmp_path)
    assert [neighbours.name(tmp_path / file) for file in files] == names


def test_capitals_alone_are_told_apart_by_a_digest(tmp_path: Path) -> None:
    for file in ("a.txt", "A.txt"):
        (tmp_path / file).touch()
    if len(list(tmp_path.iterdir())) < 2:
        pytest.skip("the file system takes capitals for small letters")
    names = [Neighbours(tmp_path).name(tmp_path / file) for file in ("a.txt", "A.txt")]
    assert names == ["a.txt-18b7cb09", "A.txt-48266a69"]


def test_a_folder_that_is_not_there_has_no_neighbours(tmp_path: Path) -> None:
    assert Neighbours(tmp_path / "no").name(Path("no/a.txt")) == "a"


class TestLength:
    def test_what_fits_stays(self) -> None:
        name = "县" * 83 + "a"
        assert fit_name(name, RESULT) == f"{name}.json"
        assert len(os.fsencode(fit_name(name, RESULT))) == LONGEST

    @pytest.mark.parametrize("name", ["县" * 84, "县" * 85, "a" + "县" * 84, "a" * 255, "\udcff" * 255])
    @pytest.mark.parametrize("suffix", [RESULT, RECORDING])
    def test_what_does_not_is_shortened(self, tmp_path: Path, name: str, suffix: str) -> None:
        fitted = fit_name(name, suffix)
        assert len(os.fsencode(fitted)) <= LONGEST
        assert fitted.startswith(name[:70]) and fitted.endswith(suffix)
        (tmp_path / fitted).touch()

    def test_names_that_begin_alike_stay_apart(self) -> None:
        assert fit_name("县" * 90 + "甲", RESULT) != fit_name("县" * 90 + "乙", RESULT)


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("某县 2022.txt", "某县 2022.txt"),
        ("\x1b[2Ja\x07\r\n\t\x7f.txt", "␛[2Ja␇␍␊␉\\u007f.txt"),
        ("\x9b31m", "\\u009b31m"),
        ("a\u202egpj.exe", "a\\u202egpj.exe"),
        ("a\u200bb\ufeff\u2028c", "a\\u200bb\\ufeff\\u2028c"),
        ("\udcff", "\\udcff"),
        ("　全角　", "　全角　"),
    ],
)
def test_shown(text: str, visible: str) -> None:
    assert shown(text) == visible
