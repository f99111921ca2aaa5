"""A report tells the same however it is set: with blanks around its numbers, in narrow lines, on pages, as a web page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from zlib import crc32

import pytest
from quality import refuse
from typesetting import (
    as_web_page,
    in_lines,
    in_ragged_lines,
    on_pages,
    with_blanks,
    with_bold_numbers,
    with_points,
    with_wide_digits,
)

from extractor.ids import GIVEN
from extractor.pipeline import Settings, extract_file
from extractor.records import Number

WIDE = 60  # characters that some line has where a report is not set in narrow lines already


def is_wide(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    return "\t" not in text and max(map(len, text.splitlines())) > WIDE  # a web page has no tabs


# A sixth of them, by name: new reports beside them change nothing about which.
EVERY = 6
ALL = sorted((Path(__file__).parent / "offices").glob("*.txt"))
OFFICES = [path for path in ALL if crc32(path.stem.encode()) % EVERY == 0 and is_wide(path)]
FEW = 0.003  # of the values: a line that holds a list's entry alone cannot be told from a broken one

WAYS: dict[str, Callable[[str], str]] = {
    "blanks": with_blanks,
    "wide-digits": with_wide_digits,
    "bold-numbers": with_bold_numbers,
    "points": with_points,
    "official-lines": partial(in_lines, width=28),
    "page-wide-lines": partial(in_lines, width=40),
    "numbered-pages": partial(on_pages, width=28, foot="\n\n— # —\n\n"),
    "told-pages": partial(on_pages, width=28, foot="\n第 # 页 共 9 页\n"),
    "barely-numbered-pages": partial(on_pages, width=28, foot="\n#\n"),
    "fed-pages": partial(on_pages, width=36, foot="\n\f"),
    "numbered-and-fed-pages": partial(on_pages, width=28, foot="\n\n#\n\n\f"),
    "web-page": as_web_page,
}
Told = dict[tuple[str, str], Number]


def read(folder: Path, suffix: str, change: Callable[[str], str]) -> Told:
    """What the rules take from the reports as they are set then, by report and cell."""
    settings = Settings(asker=refuse, readers=("grid", "regex"))
    told: Told = {}
    for office in OFFICES:
        path = folder / f"{office.stem}{suffix}"
        path.write_bytes(change(office.read_text(encoding="utf-8")).encode())
        for report in extract_file(path, settings).reports:
            given = {key: cell.value for key, cell in report.cells.items() if cell.status in GIVEN}
            told |= {(office.stem, key): value for key, value in given.items() if value is not None}
    return told


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return read(tmp_path_factory.mktemp("plain"), ".txt", str)


@pytest.mark.parametrize("way", WAYS)
def test_the_values_stay(way: str, plain: Told, tmp_path: Path) -> None:
    told = read(tmp_path, ".html" if way == "web-page" else ".txt", WAYS[way])
    wrong = {place for place, value in told.items() if plain.get(place, value) != value}
    lost = plain.keys() - told.keys()
    assert not wrong
    assert len(plain) > 500 and len(lost) <= FEW * len(plain), sorted(lost)


# Of the values, lost and wrong: where nothing at a break tells that the sentence goes on, its parts are read apart.
RAGGED, ASTRAY = 0.12, 0.01


@pytest.mark.parametrize("widths", [(16, 9, 13, 17, 11), (21, 13, 18, 15), (28, 16, 23, 19, 29)])
def test_sentences_broken_at_no_common_width_are_read(
    widths: tuple[int, ...], plain: Told, tmp_path: Path
) -> None:
    told = read(tmp_path, ".txt", partial(in_ragged_lines, widths=widths))
    wrong = {place for place, value in told.items() if plain.get(place) != value}
    assert len(wrong) <= ASTRAY * len(plain), sorted(wrong)
    assert len(plain.keys() - told.keys()) <= RAGGED * len(plain)
