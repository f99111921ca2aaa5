"""A result on the terminal: head, a table a block with where each number stands, findings, usage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from extractor.forms import Cell, Form, GridDefinition, find_form, grid_key, vocabulary
from extractor.ids import Status
from extractor.output.messages import rule_to_text
from extractor.output.results import (
    SCHEMA_VERSION,
    CellResult,
    DocumentResult,
    EvidenceResult,
    FindingResult,
    ReportResult,
)
from extractor.output.summary import ReportRow
from extractor.output.telling import (
    cell_to_reason,
    finding_to_words,
    form_reason_to_words,
    status_to_words,
)
from extractor.records import Number
from extractor.speech import language, name_of, say

STYLES: dict[Status, str] = {
    "reported": "green",
    "none_stated": "cyan",
    "approximate": "yellow",
    "blank": "dim",
    "not_applicable": "dim",
    "unreadable": "red",
    "disputed": "red",
    "not_stated": "dim",
    "derived": "magenta",
}
SEVERITIES = {"error": "bold red", "warning": "yellow", "info": "dim"}
# In a grid there is room for a sign only; a legend below names those that occur.
SIGNS: dict[Status, str] = {
    "blank": "□",
    "not_applicable": "/",
    "unreadable": "?",
    "disputed": "≠",
    "not_stated": "·",
    "none_stated": "0*",
    "approximate": "~n",
    "derived": "(n)",
}
WIDE = 76  # columns; a narrower terminal is shown less
SNIPPET = 40  # characters of evidence around the number, on a wide terminal
# A grid's columns of numbers share so much of the line, that its labels have room at 80 columns.
COLUMNS, MIN_COLUMN, MAX_COLUMN = 44, 6, 16
NARROW_COLUMNS, NARROW_COLUMN = 28, 4


def result_to_view(result: DocumentResult, width: int) -> RenderableType:
    """All reports of a result file, for a terminal of that many columns."""
    views = [report_to_view(report, result.source.path, width) for report in result.reports]
    return Group(*_age(result), *(part for view in views for part in (view, Text())))


def _age(result: DocumentResult) -> Iterator[RenderableType]:
    if result.schema_version < SCHEMA_VERSION:
        name = PurePath(result.source.path).name
        versions = {"was": result.schema_version, "now": SCHEMA_VERSION}
        yield Text(say("show.old-schema", name=name, **versions), style="yellow")


def report_to_view(report: ReportResult, source: str, width: int) -> RenderableType:
    """One report: head, blocks, findings, usage."""
    form = find_form(report.form)
    return Group(
        _head(report, form, source),
        *_blocks(report, form, width),
        *_findings(report.findings, form),
        Text(usage_to_line(report), style="dim"),
    )


def _head(report: ReportResult, form: Form, source: str) -> RenderableType:
    title = Text.assemble(
        (report.issuer or say("show.no-issuer"), "bold"),
        "  ",
        (str(report.year or say("show.no-year")), "bold"),
    )
    given = sum(cell.value is not None and cell.status != "derived" for cell in report.cells.values())
    lines = (
        say("show.lines", name=PurePath(source).name, first=report.lines[0], last=report.lines[1]),
        say("show.form", id=form.id, name=form.definition.name, reason=form_reason_to_words(report)),
        say("show.given", given=given, cells=len(report.cells)),
        *_rules(report),
    )
    return Panel(Text("\n".join(lines)), title=title, title_align="left")


def _rules(report: ReportResult) -> Iterator[str]:
    """Which rules decided how many of the cells that the report says something of."""
    known = (cell for cell in report.cells.values() if cell.status != "not_stated")
    rules = Counter(rule_to_text(cell.rule, language()) for cell in known).most_common()
    if rules:
        yield say("show.rules", rules=tuple(f"{rule} {count}" for rule, count in rules))


def _blocks(report: ReportResult, form: Form, width: int) -> Iterator[RenderableType]:
    """The blocks in the form's order; those of which nothing is known are named in one line."""
    silent = []
    for block, cells in form.blocks.items():
        known = [cell for cell in cells if report.cells[cell.key].status != "not_stated"]
        name = vocabulary().blocks[block].name
        if not known:
            silent.append(say("show.silent-block", name=name, count=len(cells)))
        elif not _is_in_grid(block, form):
            yield _title(name, len(cells) - len(known))
            yield _list_table(known, report, form, width)
    yield from (_grid_view(grid, report, width) for grid in form.definition.grids if _is_known(grid, report))
    if silent:
        yield Text.assemble((say("show.silent"), "bold"), say("list.comma").join(silent), "\n")


def _is_in_grid(block: str, form: Form) -> bool:
    grids = form.definition.grids
    return any(grid.block == block or block in (row.key for row in grid.rows) for grid in grids)


def _title(name: str, silent: int) -> Text:
    return Text.assemble((name, "bold"), (say("show.not-stated", count=silent) if silent else "", "dim"))


def _list_table(known: Sequence[Cell], report: ReportResult, form: Form, width: int) -> RenderableType:
    is_wide, size = width >= WIDE, min(SNIPPET, width // 4)
    table = Table(box=None, expand=True, show_header=False, padding=(0, 1, 0, 0))
    table.add_column(ratio=5, overflow="fold")
    table.add_column(justify="right", min_width=9, no_wrap=True)
    table.add_column(min_width=4, no_wrap=True)
    table.add_column(width=11 if language() == "en" else 9)
    if is_wide:
        table.add_column(min_width=4, style="dim")
        table.add_column(min_width=4, style="dim")
    table.add_column(ratio=6, overflow="fold")
    for cell in known:
        found = report.cells[cell.key]
        label = Padding(Text(cell.label, overflow="fold"), (0, 0, 0, 1 + 2 * _depth(cell, form)))
        value = Text("" if found.value is None else number_to_text(found.value), style="bold")
        status = Text(status_to_words(found.status), style=STYLES[found.status])
        ref = found.evidence.ref if found.evidence else ""
        source = (Text(name_of("reader", found.backend or "")), Text(ref)) if is_wide else ()
        table.add_row(label, value, Text(found.unit), status, *source, _where(found, size))
    return Padding(table, (0, 0, 1, 0))


def _depth(cell: Cell, form: Form) -> int:
    return 0 if cell.parent is None else 1 + _depth(form.by_key[cell.parent], form)


def _where(cell: CellResult, size: int) -> Text:
    """What stands there; where nothing does, why the cell is what it is."""
    if cell.evidence is not None:
        return evidence_to_snippet(cell.evidence, size)
    reason = rule_to_text(cell.rule, language()) if cell.status == "derived" else cell_to_reason(cell)
    return Text(reason, style="italic")


def evidence_to_snippet(evidence: EvidenceResult, size: int = SNIPPET) -> Text:
    """About `size` characters around the number, cut ends marked. Spaces around the number make it stand out
    without colour, and a line is never broken within it."""
    start, end = evidence.mark or (evidence.start, evidence.start)
    first, last = start - evidence.start, end - evidence.start
    room = max(size - (last - first), 0) // 2
    left = max(0, min(first - room, len(evidence.text) - size))
    right = min(len(evidence.text), max(last + room, left + size))
    parts = (evidence.text[left:first], evidence.text[first:last], evidence.text[last:right])
    before, number, after = ("".join(part.split()) for part in parts)
    cut_left, cut_right = "…" * bool(left), "…" * (right < len(evidence.text))
    pieces = (Text(cut_left + before), Text(number, "bold underline"), Text(after + cut_right))
    return Text(" ").join(piece for piece in pieces if piece)


def _grid_keys(grid: GridDefinition) -> list[str]:
    return [grid_key(grid, row.key, column.key) for row in grid.rows if row.key for column in grid.columns]


def _is_known(grid: GridDefinition, report: ReportResult) -> bool:
    return any(report.cells[key].status != "not_stated" for key in _grid_keys(grid))


def _grid_view(grid: GridDefinition, report: ReportResult, width: int) -> RenderableType:
    """The grid as it is printed, with a legend of the signs that stand for no plain number."""
    statuses = Counter(report.cells[key].status for key in _grid_keys(grid))
    signs = [
        say("show.sign", sign=sign, status=status_to_words(s), count=statuses[s])
        for s, sign in SIGNS.items()
        if statuses[s]
    ]
    legend = [Text("   ".join(signs) + "\n", style="dim")] if signs else []
    return Group(_title(grid.title, statuses["not_stated"]), _grid_table(grid, report, width), *legend)


def _grid_table(grid: GridDefinition, report: ReportResult, width: int) -> RenderableType:
    share, least, gap = (COLUMNS, MIN_COLUMN, 1) if width >= WIDE else (NARROW_COLUMNS, NARROW_COLUMN, 0)
    texts = {key: _grid_cell(report.cells[key]) for key in _grid_keys(grid)}
    rows = [row for row in grid.rows if row.key]
    table = Table(box=box.SIMPLE_HEAD, padding=(0, gap, 0, 0), pad_edge=False)
    table.add_column(overflow="fold")
    for column in grid.columns:
        # Headings are broken, numbers never: a number cut short is another number.
        longest = max(len(texts[grid_key(grid, row.key or "", column.key)]) for row in rows)
        size = max(longest, least, min(MAX_COLUMN, share // len(grid.columns)))
        table.add_column(Text(column.label, overflow="fold"), justify="right", vertical="bottom", width=size)
    for row in grid.rows:
        keys = [grid_key(grid, row.key, column.key) for column in grid.columns] if row.key else []
        label = row.heading or row.label or row.key or ""
        table.add_row(Text(label, style="" if keys else "bold"), *(texts[key] for key in keys))
    return table


def _grid_cell(cell: CellResult) -> Text:
    number = "" if cell.value is None else number_to_text(cell.value)
    sign = SIGNS.get(cell.status, "n")
    text = sign.replace("n", number) if "n" in sign else sign
    return Text(text, style=STYLES[cell.status])


def _findings(findings: Sequence[FindingResult], form: Form) -> Iterator[RenderableType]:
    if not findings:
        return
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
    for _ in range(3):
        table.add_column(overflow="fold")
    for finding in sorted(findings, key=lambda f: list(SEVERITIES).index(f.severity)):
        severity = Text(say(f"severity.{finding.severity}"), style=SEVERITIES[finding.severity])
        table.add_row(severity, Text(name_of("finding", finding.type)), Text(finding_to_words(finding, form)))
    yield Rule(say("show.findings"), align="left", characters="─")
    yield Padding(table, (0, 0, 1, 0))


def usage_to_line(report: ReportResult) -> str:
    """What the model cost, or that none was asked."""
    usage, model = report.usage, report.provenance.model
    if not usage.calls:
        return say("show.no-model")
    tokens = {"prompt": usage.prompt_tokens, "completion": usage.completion_tokens}
    asked = {"calls": usage.calls, "retries": usage.retries, "seconds": usage.seconds}
    return say("show.usage", model=model, **asked, **tokens)


def number_to_text(value: Number) -> str:
    """The number with thousands separators, without a fraction where it has none."""
    return f"{int(value):,}" if value == int(value) else f"{value:,.10g}"


def rows_to_table(rows: Iterable[ReportRow], width: int = WIDE) -> Table:
    """Many reports, one a line; on a narrow terminal without what can be looked up elsewhere."""
    is_wide = width >= WIDE
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for name in ("file", "issuer"):
        table.add_column(say(f"column.{name}"), overflow="fold")
    for name in ("year", "form") if is_wide else ("year",):
        table.add_column(say(f"column.{name}"), no_wrap=True)
    for name in ("given", "of", "err", "warn", "info", "sec") if is_wide else ("given", "err", "warn"):
        table.add_column(say(f"column.{name}"), justify="right", no_wrap=True)
    for row in rows:
        head = (row.source, row.issuer or "?", str(row.year or "?"))
        errors, warnings, notes = (str(row.findings[severity]) for severity in SEVERITIES)
        if is_wide:
            counts = (str(row.given), str(row.cells), errors, warnings, notes, f"{row.usage.seconds:.1f}")
            table.add_row(*map(Text, (*head, row.form)), *counts)
        else:
            table.add_row(*map(Text, head), str(row.given), errors, warnings)
    return table
