"""Rows -> the results that they were made of, word for word."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from extractor.store.tables import candidates, cells, documents, evidence, findings, reports

if TYPE_CHECKING:
    from extractor.output import DocumentResult

SOURCE = ("path", "sha256", "media_type", "address", "fetched")
AT_ONCE = 50  # documents that are read together
Row = Mapping[Any, Any]
Place = tuple[int, ...]


def read_documents(connection: Connection, sources: Sequence[Row]) -> Iterator[DocumentResult]:
    """The results of these documents, in this order; each has its `id`, and where its file lies."""
    for first in range(0, len(sources), AT_ONCE):
        some = sources[first : first + AT_ONCE]
        content = _Content(connection, [source["id"] for source in some])
        yield from (content.to_result(source) for source in some)


class _Content:
    """All rows of some documents, by what they belong to."""

    def __init__(self, connection: Connection, ids: Sequence[int]) -> None:
        self._connection, self._ids = connection, ids
        self._versions = {
            row["id"]: row["schema_version"]
            for row in connection.execute(select(documents).where(documents.c.id.in_(ids))).mappings()
        }
        self._evidence = {_at(row, "evidence"): _evidence(row) for row in self._rows(evidence)}
        self._candidates = self._grouped(candidates, "report", "cell")
        self._cells = self._grouped(cells, "report")
        self._findings = self._grouped(findings, "report")
        self._reports = self._grouped(reports)

    def to_result(self, source: Row) -> DocumentResult:
        """The document's, checked as a result file is."""
        from extractor.output import DocumentResult

        id = source["id"]
        return DocumentResult.model_validate(
            {
                "schema_version": self._versions[id],
                "source": {name: source[name] for name in SOURCE},
                "reports": [self._report(row) for row in self._reports[id,]],
            }
        )

    def _rows(self, table: Any) -> Iterator[Row]:
        chosen = select(table).where(table.c.document_id.in_(self._ids)).order_by(*table.primary_key)
        yield from self._connection.execute(chosen).mappings()

    def _grouped(self, table: Any, *names: str) -> Mapping[Place, list[Row]]:
        groups: defaultdict[Place, list[Row]] = defaultdict(list)
        for row in self._rows(table):
            groups[_at(row, *names)].append(row)
        return groups

    def _report(self, row: Row) -> dict[str, Any]:
        at = _at(row, "report")
        same = ("issuer", "region", "year", "form", "form_reason", "sure", "issuer_from", "year_from")
        usage = ("calls", "retries", "prompt_tokens", "completion_tokens", "seconds")
        return {
            "id": row["name"],
            "lines": (row["first_line"], row["last_line"]),
            **{name: row[name] for name in same},
            "cells": {cell["key"]: self._cell(cell) for cell in self._cells[at]},
            "findings": [_finding(finding) for finding in self._findings[at]],
            "usage": {name: row[name] for name in usage},
            "provenance": {name: row[name] for name in ("model", "prompts", "version", "ask")},
        }

    def _cell(self, row: Row) -> dict[str, Any]:
        same = ("status", "unit", "backend", "reason", "rule", "details", "confidence")
        own = [self._candidate(candidate) for candidate in self._candidates[_at(row, "report", "cell")]]
        return self._valued(row, same) | {"candidates": own}

    def _candidate(self, row: Row) -> dict[str, Any]:
        return self._valued(row, ("backend", "status", "accepted", "why", "rule", "details"))

    def _valued(self, row: Row, same: Sequence[str]) -> dict[str, Any]:
        number = row["evidence"]
        return {
            "value": None if row["written"] is None else json.loads(row["written"]),
            **{name: row[name] for name in same},
            "evidence": None if number is None else self._evidence[row["document_id"], number],
        }


def _at(row: Row, *names: str) -> Place:
    return (row["document_id"], *(row[name] for name in names))


def _evidence(row: Row) -> dict[str, Any]:
    same = ("kind", "ref", "start", "end", "text", "page", "box")
    mark = None if row["mark_start"] is None else (row["mark_start"], row["mark_end"])
    return {**{name: row[name] for name in same}, "mark": mark}


def _finding(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("type", "severity", "keys", "message", "details")}
