"""What a panel has otherwise than a release: cell by cell, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from extractor.export.csv_files import read_csv
from extractor.export.panel_tables import Record, panel_to_long
from extractor.export.release import checked_file
from extractor.export.tables import Table, to_table
from extractor.language import plain
from extractor.panel import Choice, Panel

Key = tuple[str, str, str, str]
Cell = Mapping[str, str]
KEPT = ("value", "status", "file", "sha256", "report", "label_zh", "corrected")
LONG = "long.csv"
EVERYTHING = Choice()


def panel_to_revisions(
    panel: Panel, release: Path, *, derived: bool = False, choice: Choice = EVERYTHING
) -> Table:
    """A row for each cell that was added, removed, or has another value or status than in the release. `choice` is that
    by which the panel's rows were chosen: of the release no others are looked at."""
    was = _index(
        row for row in read_csv(checked_file(release, LONG)) if choice.wants(row["body"], int(row["year"]))
    )
    now = _index(_texts(panel_to_long(panel, derived=derived)))
    return to_table("revisions", lambda: _revisions(was, now))


def _index(rows: Iterator[dict[str, str]]) -> dict[Key, Cell]:
    return {
        (row["body"], row["year"], row["scope"], row["item"]): {name: row[name] for name in KEPT}
        for row in rows
    }


def _texts(table: Table) -> Iterator[dict[str, str]]:
    """The rows as they stand in a file."""
    for row in table.rows:
        texts = ("" if v is None else v if isinstance(v, str) else plain(v) for v in row)
        yield dict(zip(table.names, texts, strict=True))


def _revisions(was: Mapping[Key, Cell], now: Mapping[Key, Cell]) -> Iterator[Record]:
    moved = dict(_moved(was, now))
    for key, before in was.items():
        new = moved.get(key, key)
        after = now.get(new)
        change = _change(before, after) or ("moved" if new != key else "")
        if change:
            yield _record(new if after else key, change, before, after, was_row=key)
    arrived = set(moved.values())
    for key, after in now.items():
        if key not in was and key not in arrived:
            yield _record(key, "added", None, after, was_row=None)


def _moved(was: Mapping[Key, Cell], now: Mapping[Key, Cell]) -> Iterator[tuple[Key, Key]]:
    """Cells of a report that stands under another body, year or scope than before."""
    arrived = {_origin(key, cell): key for key, cell in now.items() if key not in was}
    for key, cell in was.items():
        if key not in now and _origin(key, cell) in arrived:
            yield key, arrived[_origin(key, cell)]


def _origin(key: Key, cell: Cell) -> tuple[str, str, str]:
    return cell["sha256"], cell["report"], key[-1]


def _change(before: Cell | None, after: Cell | None) -> str:
    """What happened to the cell; nothing where it is as it was."""
    if before is None or after is None:
        return "added" if before is None else "removed"
    if before["value"] != after["value"]:
        return "value"
    return "status" if before["status"] != after["status"] else ""


def _record(key: Key, change: str, before: Cell | None, after: Cell | None, *, was_row: Key | None) -> Record:
    body, year, scope, item = key
    known = after or before or {}
    old, new = before or {}, after or {}
    return {
        "change": change,
        "body": body,
        "year": int(year),
        "scope": scope,
        "was_row": " ".join(was_row[:3]) if was_row and was_row != key else None,
        "item": item,
        "label_zh": known["label_zh"],
        "was_value": old.get("value"),
        "now_value": new.get("value"),
        "was_status": old.get("status"),
        "now_status": new.get("status"),
        "why": _why(before, after),
        "was_file": old.get("file"),
        "now_file": new.get("file"),
    }


def _why(before: Cell | None, after: Cell | None) -> str | None:
    if before is None or after is None:
        return None
    if before["sha256"] == after["sha256"]:
        return "read-anew"
    return "corrected" if after["corrected"] == "1" and before["corrected"] != "1" else "other-file"
