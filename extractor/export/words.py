"""schemas/export.yaml: columns, statuses and the words of workbooks."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from extractor.definitions import Bilingual, Definition, read_definition
from extractor.ids import Status
from extractor.resources import SCHEMAS

Kind = Literal["text", "whole", "number", "flag"]
TableName = Literal["long", "wide", "series", "reports", "findings", "gaps", "codebook", "revisions"]


class Column(Definition):
    """A column of a table."""

    name: str
    kind: Kind
    zh: str
    en: str
    coded: bool = False  # statuses, which have numbers


class TableWords(Definition):
    """A table's title and columns."""

    title: Bilingual
    columns: tuple[Column, ...]


class Companion(Definition):
    """A variable that stands beside each item's."""

    suffix: str
    zh: str
    en: str


class StatusWords(Definition):
    """A status in both languages, its number and its colour."""

    code: int
    zh: str
    en: str
    colour: str


class SheetWords(Definition):
    """Words of a workbook."""

    index: str
    panel: str
    findings: str
    codebook: str
    item: str
    unit: str
    value: str
    status: str
    check: str
    difference: str
    broken: str
    source: str
    legend: str
    evidence: str
    place: str
    page: str
    file: str
    reason: str


class ExportWords(Definition):
    """schemas/export.yaml."""

    tables: dict[TableName, TableWords]
    companions: dict[Literal["status"], Companion]
    statuses: dict[Status | Literal["no_item"], StatusWords]
    sheets: SheetWords


@cache
def export_words(folder: Path = SCHEMAS) -> ExportWords:
    """The words of the schemas folder."""
    return read_definition(folder / "export.yaml", ExportWords)
