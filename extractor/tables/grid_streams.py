"""Tables of a grid form that survived as a stream of cells: labels open rows, values fill them."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.forms import label_key
from extractor.records import Table
from extractor.tables.measures import unit_in_label
from extractor.tables.printed import Gathering, PrintedRow, Progress, TableReading, heads_to_order
from extractor.tables.runs import Label, Run, table_to_runs
from extractor.tables.sheets import Match, Sheet


def stream_to_rows(table: Table, progress: Progress) -> TableReading:
    """The table's rows that are the form's, each with the columns that its values may stand in."""
    gathering = Gathering(progress, table)
    for run in table_to_runs(table, _known_labels(progress)):
        for label in run.labels:
            gathering.note_title(label.text)
        if run.values:
            _add_run(run, gathering)
    return gathering.to_reading()


class _known_labels:
    """Tells whether a text is a label of the form, whole."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def __call__(self, text: str) -> bool:
        return self._progress.finder.is_exact(text) or self._progress.names_column(text)


def _add_run(run: Run, gathering: Gathering) -> None:
    progress = gathering.progress
    for sheet in progress.sheets:
        if sheet.is_across and (keys := _across_keys(run, sheet)):
            _add_across(run, sheet, keys, gathering)
            return
    if not run.labels:
        return
    label = run.labels[-1]
    match = progress.finder.find(label.text)
    if match and _is_last_head(run, match.sheet):
        return
    if match is None:
        if progress.finder.is_heading(label.text):
            gathering.note_heading(label.text, run.values)
        else:
            gathering.unknown.append(label.text)
        return
    _add_row(run, label, match, gathering)


def _add_row(run: Run, label: Label, match: Match, gathering: Gathering) -> None:
    sheet = match.sheet
    heads = [head for head in run.labels[:-1] if sheet.column_of(head.text)]
    order = heads_to_order([label.text for label in run.labels[:-1]], sheet)
    if order:
        gathering.heads[id(sheet)] = order
    columns = gathering.heads.get(id(sheet)) or gathering.progress.order_of(sheet)
    columns = sheet.complete(columns, len(run.values))
    keys = sheet.row_keys(match.row.name, columns)
    row = PrintedRow(
        table=gathering.table,
        label=label.cell,
        text=label.text,
        keys=keys,
        cells=run.values,
        units=tuple(unit_in_label(label.text) or _unit(heads, sheet, column) for column in columns),
        traced=run.row if len(run.row) == len(keys) else (),
    )
    gathering.add_row(match, row)


def _is_last_head(run: Run, sheet: Sheet) -> bool:
    """总计 and 其他 name rows and columns: without numbering, after other heads, it is one of them."""
    label = run.labels[-1].text
    if not sheet.column_of(label) or len("".join(label.split())) > len(label_key(label)):
        return False
    columns = [column for head in run.labels if (column := sheet.column_of(head.text))]
    return len(set(columns)) == len(columns) > 1


def _unit(heads: Sequence[Label], sheet: Sheet, column: str) -> str:
    return next((unit_in_label(head.text) for head in heads if sheet.column_of(head.text) == column), "")


def _across_keys(run: Run, sheet: Sheet) -> tuple[str, ...]:
    """The keys of a line of numbers, from the groups and columns named before it; () for other runs."""
    if not run.labels or _group_of(run.labels[-1], sheet):
        return ()
    groups = [row for label in run.labels if (row := _group_of(label, sheet))]
    columns = [column for label in run.labels if (column := sheet.column_of(label.text))]
    width = len(sheet.columns)
    chunks = [columns[i : i + width] for i in range(0, len(columns), width)]
    if groups and len(chunks) == len(groups) and all(len(set(chunk)) == width for chunk in chunks):
        return tuple(sheet.keys[row, c] for row, chunk in zip(groups, chunks, strict=True) for c in chunk)
    everything = tuple(sheet.keys.values())
    is_whole = len(everything) in (len(run.values), len(run.row))
    return everything if is_whole and _names_groups(run, sheet) else ()


def _names_groups(run: Run, sheet: Sheet) -> bool:
    """Whether the texts name two groups, even where lines of a wrapped head run into each other."""
    text = "".join(label_key(label.text) for label in run.labels)
    return sum(any(label in text for label in row.labels) for row in sheet.rows) > 1


def _group_of(label: Label, sheet: Sheet) -> str | None:
    key = label_key(label.text)
    return next((row.name for row in sheet.rows if key in row.labels), None)


def _add_across(run: Run, sheet: Sheet, keys: tuple[str, ...], gathering: Gathering) -> None:
    label = next((label for label in run.labels if _group_of(label, sheet)), run.labels[0])
    gathering.heads[id(sheet)] = sheet.order
    traced = run.row if len(run.row) == len(keys) else ()
    row = PrintedRow(gathering.table, label.cell, label.text, keys, run.values, ("",) * len(keys), traced)
    gathering.rows.append((sheet, row))
