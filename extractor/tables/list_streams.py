"""Lists that survived as a stream of cells: labels, and the numbers before or behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractor.records import Table, TableCell
from extractor.tables.cell_texts import is_share
from extractor.tables.list_columns import YEAR
from extractor.tables.list_crossed import crossed_keys
from extractor.tables.list_gathering import (
    NO_NUMBERS,
    ListRows,
    is_bare_heading,
    is_behind_value,
    number_columns,
)
from extractor.tables.measures import is_unit, unit_in_label
from extractor.tables.printed import Progress, Role, TableReading
from extractor.tables.row_codes import without_codes
from extractor.tables.runs import Label, Run, table_to_runs
from extractor.tables.sheets import RowFinder

IGNORED: tuple[Role, ...] = ("ignored",)


def list_stream_to_rows(table: Table, progress: Progress) -> TableReading:
    """A list that survived as a stream of cells."""
    rows = ListRows(progress, table)
    table = without_codes(table, rows.columns.item)
    runs = _with_units(table_to_runs(table, progress.finder.is_exact))
    widths = Counter(len(run.values) for run in runs if run.values)
    rows.width = max(widths, key=lambda width: widths[width], default=0)
    last: tuple[TableCell, ...] = ()  # the values that stand before the label at hand
    is_behind = _are_behind_units(runs, progress.finder)
    heads: tuple[str, ...] = ()  # of a list of wholes beside their parts
    for i, run in enumerate(runs):
        heads = _heads_over(run) or heads
        keys = _crossed_keys(run, heads, progress)
        if keys:
            rows.add_cells(run.labels[-1].cell, keys, run.values)
            continue
        roles = rows.progress.roles
        # Of several numbers in a row it is lost which stand before its label, and which behind.
        if is_behind_value(roles) and sum(role not in NO_NUMBERS for role in roles) > 1:
            return TableReading()
        is_shifted = is_behind or is_behind_value(roles)
        own = replace(run, values=last, row=()) if is_shifted else run
        _read_run(own, rows, is_last=i + 1 == len(runs))
        last = run.values
    return rows.to_reading()


def _heads_over(run: Run) -> tuple[str, ...]:
    """The labels before the last one, as many as there are numbers behind it."""
    before = run.labels[:-1][-len(run.values) :] if run.values else ()
    return tuple(label.text for label in before) if len(before) == len(run.values) else ()


def _crossed_keys(run: Run, heads: Sequence[str], progress: Progress) -> tuple[str, ...]:
    """The items of the run's numbers, where each stands below the head of a part of what the label names."""
    if not run.labels or len(heads) != len(run.values):
        return ()
    return crossed_keys(run.labels[-1].text, heads, progress.form, progress.finder)


def _with_units(runs: Sequence[Run]) -> list[Run]:
    """The runs; where a number stands between a label and its unit, behind which the row's own stands, it is a page's."""
    kept: list[Run] = []
    for run in runs:
        before = kept[-1].labels if kept else ()
        is_unit_alone = run.labels and run.values and all(is_unit(label.text) for label in run.labels)
        if is_unit_alone and before and not is_unit(before[-1].text):
            kept[-1] = replace(run, labels=(*before, *run.labels))
        else:
            kept.append(run)
    return kept


def _are_behind_units(runs: Sequence[Run], finder: RowFinder) -> bool:
    """Whether units stand before labels, as they do where numbers do: 28 件 收到申请数. In 收到申请数 28 件 they stand there,
    too, and the first number has a label before it."""
    first = runs[0].labels if runs else ()
    if any(is_unit(label.text) for label in first) or (first and finder.find(first[-1].text)):
        return False
    measured = [[is_unit(label.text) for label in run.labels] for run in runs if len(run.labels) > 1]
    before = sum(units[0] and not units[-1] for units in measured)
    return before > sum(units[-1] for units in measured)


def _read_run(run: Run, rows: ListRows, *, is_last: bool) -> None:
    """One run of a stream: heads, then the label of a row with its unit, then the row's numbers."""
    labels, unit = _without_units(run.labels)
    heads = _find_heads(labels, rows)
    if not run.values or len(labels) == heads:
        return
    label = labels[-1]
    match = rows.progress.finder.find(label.text)
    if match is None:
        rows.note_unknown(label.text, run.values)
    elif not is_bare_heading(label.text, run.values, rows):
        roles, values = _without_shares(number_columns(rows.progress.roles), run.values)
        if not is_last:  # a number that belongs before the next row's label stands behind this row's values
            roles += IGNORED * _leading(rows.progress.roles)
        rows.add(label, match, (roles, values), unit or unit_in_label(label.text))


def _without_shares(
    roles: tuple[Role, ...], values: Sequence[TableCell]
) -> tuple[tuple[Role, ...], Sequence[TableCell]]:
    """The columns and the run's numbers but those of hundredths, which parts of a part often lack."""
    counts = tuple(role for role in roles if role != "share")
    plain = [value for value in values if not is_share(value.text)]
    return (counts, plain) if len(plain) <= len(counts) < len(roles) else (roles, values)


def _without_units(labels: Sequence[Label]) -> tuple[list[Label], str]:
    """The labels without the units behind them, and the last of these."""
    kept = list(labels)
    unit = kept[-1].text if kept and is_unit(kept[-1].text) else ""
    while kept and is_unit(kept[-1].text):
        kept.pop()
    return kept, unit


def _find_heads(labels: Sequence[Label], rows: ListRows) -> int:
    """Notes the columns where the labels begin with heads; gives the number of labels up to the last head."""
    for end in range(len(labels), 1, -1):
        heads = [label.text for label in labels[:end]]
        if any(rows.progress.finder.is_exact(head) for head in heads):
            continue
        captions = {n for n, head in enumerate(heads) if str(rows.progress.year) in YEAR.findall(head)}
        for begin in (n for n in range(end - 1) if n not in captions):  # 2011年度: above the heads
            roles = rows.roles_of(heads[begin:])
            is_bounded = roles and "other" not in (roles[0], roles[-1])
            is_counted = roles[:1] == ("item",) and len(number_columns(roles)) == rows.width > 1
            if is_bounded or is_counted:
                rows.note_roles(roles, heads[begin:])
                return end
    return 0


def _leading(roles: Sequence[Role]) -> int:
    return roles.index("item") if "item" in roles else 0
