"""English labels of cells and legal names of variables: schemas/english.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from extractor.definitions import Definition, read_definition
from extractor.resources import SCHEMAS


class EnglishLabels(Definition):
    """schemas/english.yaml."""

    blocks: dict[str, str]
    items: dict[str, str]
    rows: dict[str, str]
    columns: dict[str, str]
    units: dict[str, str]
    short: dict[str, str]


@cache
def english_labels(folder: Path = SCHEMAS) -> EnglishLabels:
    """The labels of the schemas folder."""
    return read_definition(folder / "english.yaml", EnglishLabels)


@cache
def key_to_english(key: str) -> str:
    """The cell's English label; its key where the schemas have none."""
    words = english_labels()
    if key in words.items:
        return words.items[key]
    row, _, column = key.rpartition(".")
    if row in words.rows and column in words.columns:
        return f"{words.rows[row]}, {words.columns[column]}"
    return key


@cache
def key_to_variable(key: str) -> str:
    """The key as a name that statistics programs take: letters, digits and lines, short enough for a suffix."""
    return "_".join(_shorten(part) for part in key.split("."))


def _shorten(part: str) -> str:
    short = english_labels().short
    if part in short:
        return short[part]
    for written, brief in short.items():
        if "_" in written:
            part = part.replace(written, brief)
    return "_".join(short.get(word, word) for word in part.split("_"))
