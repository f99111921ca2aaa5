"""Tables of a list form, one item a row: which number of a row is the year's, and whose it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from extractor.forms import ListColumns, label_key, vocabulary
from extractor.language import fold
from extractor.records import Finding, Table, TableCell
from extractor.tables.captions import caption_to_sort
from extractor.tables.cell_texts import fills_cell, read_text
from extractor.tables.cell_wording import cell_words
from extractor.tables.list_columns import YEAR, form_to_columns, heads_to_roles, is_split
from extractor.tables.list_lying import Pairs, lying_list
from extractor.tables.measures import is_unit, unit_in_label
from extractor.tables.printed import PrintedRow, Progress, Role, TableReading, only_filled
from extractor.tables.runs import Label, Run, table_to_runs
from extractor.tables.sheets import Match, RowFinder
from extractor.tables.table_lines import table_to_lines

MIN_ROWS = 3  # so many rows of the form make a table the form's even without its head
MAX_COLUMNS = 100  # more than any table of the forms has
SINGLE: tuple[Role, ...] = ("value",)
IGNORED: tuple[Role, ...] = ("ignored",)
NUMBERS: frozenset[Role] = frozenset({"value", "ignored", "split", "other"})  # what columns of numbers are
Columns = tuple[Sequence[Role], Sequence[TableCell]]  # what may stand in a row, and what does


@dataclass
class _Rows:
    """The rows of a list form found in one table, before it is clear that the table is the form's."""

    progress: Progress
    table: Table
    rows: list[PrintedRow] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    has_head: bool = False
    width: int = 0  # numbers in most rows of a stream
    follows: bool = False  # a table of the form with known columns was read before
    exact: int = 0  # rows named in the form's own words, not only in those of sentences

    @cached_property
    def columns(self) -> ListColumns:
        """The words that head a list's columns."""
        return form_to_columns(self.progress.form)

    def roles_of(self, heads: Sequence[str]) -> tuple[Role, ...]:
        """The columns that the texts head; () where they head none."""
        return heads_to_roles(heads, self.columns, self.progress.year)

    def note_roles(self, roles: tuple[Role, ...]) -> None:
        """Remembers the columns of the rows that follow."""
        self.progress.roles, self.has_head = roles, True

    def add(self, label: Label, match: Match, columns: Columns, unit: str) -> None:
        """Keeps the row, and remembers it as read."""
        roles, cells = columns
        keys = tuple(match.row.name if role == "value" else "" for role in roles)
        self.progress.finder.take(match)
        self.exact += label_key(label.text) in match.row.labels
        self.rows.append(
            PrintedRow(self.table, label.cell, label.text, keys, tuple(cells), (unit,) * len(keys))
        )

    def drop_empty(self, label: TableCell) -> None:
        """Forgets the row of a label that turns out to be the first part of one."""
        self.rows = [row for row in self.rows if row.cells or row.label is not label]

    def note_unknown(self, text: str, cells: Sequence[TableCell]) -> None:
        """Remembers the label of a row with a number that is not the form's."""
        is_number = any(read_text(cell.text).kind == "number" for cell in cells)
        if is_number and not self.progress.finder.is_heading(text):
            self.unknown.append(text)

    def to_reading(self) -> TableReading:
        """The rows, where they are enough to say that the table is the form's."""
        is_headed = self.has_head and self.exact > 0 and len(self.rows) >= len(self.unknown)
        # A page's end parts a table; what stands behind it has no head of its own.
        is_long = self.exact > 0 and len(self.rows) >= max(MIN_ROWS, 2 * len(self.unknown))
        goes_on = self.follows and (is_long or 0 < len(self.rows) == self.exact > len(self.unknown))
        if self.exact < MIN_ROWS and not is_headed and not goes_on:
            return TableReading()
        if is_split(self.progress.roles):
            keys = tuple(key for row in self.rows for key in row.own_keys)
            finding = Finding.of("split-columns", "warning", keys, table=self.table.number)
            return TableReading(findings=(finding,), is_form=True)
        return TableReading(tuple(self.rows), tuple(self.unknown), is_form=True)


def list_grid_to_rows(table: Table, progress: Progress) -> TableReading:
    """A list whose rows and columns are true. Two lists side by side are read one after the other."""
    rows = _Rows(progress, table, follows=bool(progress.roles))
    lines = table_to_lines(table)
    for begin, end in _item_columns(lines, rows):
        part = [[cell for cell in line if begin <= cell.column < end] for line in lines]
        _read_lines([line for line in part if line], rows)
    return rows.to_reading()


def list_stream_to_rows(table: Table, progress: Progress) -> TableReading:
    """A list that survived as a stream of cells."""
    rows = _Rows(progress, table)
    runs = table_to_runs(table, progress.finder.is_exact)
    widths = Counter(len(run.values) for run in runs if run.values)
    rows.width = max(widths, key=lambda width: widths[width], default=0)
    last: tuple[TableCell, ...] = ()  # the values that stand before the label at hand
    is_behind = _are_behind_units(runs, progress.finder)
    for i, run in enumerate(runs):
        if _is_behind_value(rows.progress.roles) and len(set(rows.progress.roles) & NUMBERS) > 1:
            return (
                TableReading()
            )  # which of a row's numbers stand before its label, and which behind, is lost
        is_shifted = is_behind or _is_behind_value(rows.progress.roles)
        own = replace(run, values=last, row=()) if is_shifted else run
        _read_run(own, rows, is_last=i + 1 == len(runs))
        last = run.values
    return rows.to_reading()


def _are_behind_units(runs: Sequence[Run], finder: RowFinder) -> bool:
    """Whether units stand before labels, as they do where numbers do: 28 件 收到申请数. In 收到申请数 28 件 they stand there,
    too, and the first number has a label before it."""
    first = runs[0].labels if runs else ()
    if (
        not runs
        or any(is_unit(label.text) for label in first)
        or any(finder.find(label.text) for label in first[-1:])
    ):
        return False
    measured = [[is_unit(label.text) for label in run.labels] for run in runs if len(run.labels) > 1]
    before = sum(units[0] and not units[-1] for units in measured)
    return before > sum(units[-1] for units in measured)


def _is_behind_value(roles: Sequence[Role]) -> bool:
    """Whether the items stand behind their numbers."""
    return "item" in roles and "value" in roles[: roles.index("item")]


def _item_columns(lines: Sequence[Sequence[TableCell]], rows: _Rows) -> list[tuple[int, int]]:
    end = max((cell.column + cell.colspan for line in lines for cell in line), default=0)
    for line in lines:
        cells = only_filled(line)
        roles = rows.roles_of([cell.text for cell in cells])
        starts = [cell.column for cell, role in zip(cells, roles, strict=False) if role == "item"]
        if len(starts) > 1:
            return list(zip([0, *starts[1:]], [*starts[1:], end], strict=True))
    return [(0, end)]


def _read_lines(lines: Sequence[Sequence[TableCell]], rows: _Rows) -> None:
    heads: list[TableCell] = []
    roles: tuple[Role, ...] = ()
    above: TableCell | None = None  # a text that stands alone on the line before
    behind = 0  # the lines up to this one are read with the heads above them
    for n, line in enumerate(lines):
        if n < behind:
            continue
        cells = only_filled(line)
        pairs, count = lying_list(lines, n, rows.progress.year)
        if pairs and _read_lying(pairs, rows.progress.line_above(line[0].start), rows):
            behind = n + 1 + count
            continue
        found = rows.roles_of([cell.text for cell in cells])
        below = () if found else _roles_below(heads, roles, cells, rows)
        if below:
            cells = _with_lower(heads, cells)
        if found or below:
            heads, roles = cells, found or below
            rows.note_roles(roles)
        elif cells:
            named = [h for h, role in zip(heads, roles, strict=True) if role == "value"]
            _read_line(line, named, rows, above)
        above = cells[0] if len(cells) == 1 and not fills_cell(cells[0].text) else None


def _read_lying(pairs: Pairs, caption: str, rows: _Rows) -> bool:
    """Reads the heads with the numbers under them as rows, where most of them name items of the form that the caption
    speaks of."""
    finder = rows.progress.finder
    if cell_words().no_counts.search(fold(caption)) or caption_to_sort(caption, rows.progress.year):
        return False
    if 2 * sum(finder.find(head.text) is not None for head, _ in pairs) <= len(pairs):
        return False
    for head, number in pairs:  # of 维持 and 纠错 no row before tells whether they are of reviews or of suits
        match = finder.find(head.text) if finder.is_sole(head.text) else None
        if match and _is_topic(match, caption):
            rows.add(Label(head.text, head), match, (SINGLE, [number]), unit_in_label(head.text))
        else:
            rows.note_unknown(head.text, [number])
    return True


def _is_topic(match: Match, caption: str) -> bool:
    """Whether the caption speaks of what the row is of."""
    cell = match.row.cell
    return cell is not None and any(word in fold(caption) for word in vocabulary().blocks[cell.block].topic)


def _roles_below(
    heads: Sequence[TableCell], roles: Sequence[Role], cells: Sequence[TableCell], rows: _Rows
) -> tuple[Role, ...]:
    """The columns of heads in two levels, where the cells part one that reaches over several columns."""
    wide = [_reach(head, heads) for head, role in zip(heads, roles, strict=True) if role != "item"]
    is_lower = all(any(cell.column in reach for reach in wide if len(reach) > 1) for cell in cells)
    if len(cells) < 2 or not is_lower or any(fills_cell(cell.text) for cell in cells):
        return ()
    return rows.roles_of([cell.text for cell in _with_lower(heads, cells)])


def _with_lower(heads: Sequence[TableCell], cells: Sequence[TableCell]) -> list[TableCell]:
    """The heads, with those of the lower level in place of the ones over them."""
    upper = [head for head in heads if not any(cell.column in _reach(head, heads) for cell in cells)]
    return sorted([*upper, *cells], key=lambda cell: cell.column)


def _reach(head: TableCell, heads: Sequence[TableCell]) -> range:
    """The columns under a head: its own, and where spans were lost those up to the next head."""
    following = min((other.column for other in heads if other.column > head.column), default=MAX_COLUMNS)
    return range(head.column, max(following, head.column + head.colspan))


def _read_line(
    line: Sequence[TableCell], heads: Sequence[TableCell], rows: _Rows, above: TableCell | None = None
) -> None:
    """One row: the last text before its numbers that names an item of the form, and the year's number. `above`: a text
    that stands alone over the row, and may be the first part of its label."""
    filled = only_filled(line)
    values = [cell for cell in filled if fills_cell(cell.text)]
    place = _cell_under(heads, line)
    texts = _texts_before(place, values, filled)
    if place and not texts and _is_behind_value(rows.progress.roles):
        texts = [c for c in filled if c.column > place.column and c not in values and not is_unit(c.text)]
    label = _find_label(texts, above, rows.progress.finder)
    match = rows.progress.finder.find(label.text) if label else None
    if label is None or match is None:
        rows.note_unknown(texts[0].text if texts else "", [place] if place else values)
    elif not _is_bare_heading(label.text, values, rows):
        is_behind = _is_behind_value(rows.progress.roles)
        behind = [cell for cell in line if is_behind or cell.column > label.cell.column]
        beside = next((cell.text for cell in behind if is_unit(cell.text)), "")
        unit = beside or _unit_named((label.text, *(head.text for head in heads)))
        after = [cell for cell in behind if not is_unit(cell.text)]
        if label.cell is above:
            rows.drop_empty(above)
        rows.add(label, match, _year_cells(place, label.cell, after, rows), unit)


def _find_label(texts: Sequence[TableCell], above: TableCell | None, finder: RowFinder) -> Label | None:
    """The last of the texts that names a row, or the first behind what stands above it: 主要负责同志参加 / 新闻发布会次数."""
    found = next((cell for cell in reversed(texts) if finder.find(cell.text)), None)
    if found is None and texts and above and finder.is_exact(above.text + texts[0].text):
        return Label(above.text + texts[0].text, above)
    return Label(found.text, found) if found else None


def _unit_named(texts: Sequence[str]) -> str:
    """The first unit that one of the texts names in brackets, or ''."""
    return next(filter(None, map(unit_in_label, texts)), "")


def _cell_under(heads: Sequence[TableCell], line: Sequence[TableCell]) -> TableCell | None:
    """The first cell of the line that stands under one of the heads."""
    columns = {head.column for head in heads}
    return next((c for c in line if columns & set(range(c.column, c.column + c.colspan))), None)


def _texts_before(
    place: TableCell | None, values: Sequence[TableCell], filled: Sequence[TableCell]
) -> list[TableCell]:
    """The texts that may name the row: those before the year's number, or before the last where no head tells."""
    numbers = [place] if place else values
    stop = max((cell.column for cell in numbers), default=MAX_COLUMNS)
    texts = [c for c in filled if c not in values and c is not place and not is_unit(c.text)]
    return [cell for cell in texts if cell.column < stop]


def _is_bare_heading(text: str, values: Sequence[TableCell], rows: _Rows) -> bool:
    """Whether the text is a heading without a number of its own."""
    return rows.progress.finder.is_heading(text) and all(
        read_text(cell.text).kind == "absent" for cell in values
    )


def _year_cells(
    place: TableCell | None, label: TableCell, after: Sequence[TableCell], rows: _Rows
) -> Columns:
    """The cell under the year's head; without one the numbers after the label."""
    if place is not None and (place.column > label.column or _is_behind_value(rows.progress.roles)):
        return SINGLE, [place]
    roles = _number_columns(rows.progress.roles)
    cells = [cell for cell in after if fills_cell(cell.text)]
    if not cells and len(roles) == 1:
        cells = list(after[-1:])
    return roles, cells


def _read_run(run: Run, rows: _Rows, *, is_last: bool) -> None:
    """One run of a stream: heads, then the label of a row with its unit, then the row's numbers."""
    labels, unit = _without_units(run.labels)
    heads = _find_heads(labels, rows)
    if not run.values or len(labels) == heads:
        return
    label = labels[-1]
    match = rows.progress.finder.find(label.text)
    if match is None:
        rows.note_unknown(label.text, run.values)
    elif not _is_bare_heading(label.text, run.values, rows):
        roles = _number_columns(rows.progress.roles)
        if not is_last:  # a number that belongs before the next row's label stands behind this row's values
            roles += IGNORED * _leading(rows.progress.roles)
        rows.add(label, match, (roles, run.values), unit or unit_in_label(label.text))


def _without_units(labels: Sequence[Label]) -> tuple[list[Label], str]:
    """The labels without the units behind them, and the last of these."""
    kept = list(labels)
    unit = kept[-1].text if kept and is_unit(kept[-1].text) else ""
    while kept and is_unit(kept[-1].text):
        kept.pop()
    return kept, unit


def _find_heads(labels: Sequence[Label], rows: _Rows) -> int:
    """Notes the columns where the labels begin with heads; gives the number of labels up to the last head."""
    for end in range(len(labels), 1, -1):
        heads = [label.text for label in labels[:end]]
        if any(rows.progress.finder.is_exact(head) for head in heads):
            continue
        captions = {n for n, head in enumerate(heads) if str(rows.progress.year) in YEAR.findall(head)}
        for begin in (n for n in range(end - 1) if n not in captions):  # 2011年度: above the heads
            roles = rows.roles_of(heads[begin:])
            is_bounded = roles and "other" not in (roles[0], roles[-1])
            is_counted = roles[:1] == ("item",) and len(_number_columns(roles)) == rows.width > 1
            if is_bounded or is_counted:
                rows.note_roles(roles)
                return end
    return 0


def _number_columns(roles: Sequence[Role]) -> tuple[Role, ...]:
    """The columns of a row's numbers, left to right after its item."""
    after = roles[roles.index("item") + 1 :] if "item" in roles else roles
    numbers = tuple(role for role in after if role not in ("item", "unit", "note"))
    return numbers if "value" in numbers else SINGLE


def _leading(roles: Sequence[Role]) -> int:
    return roles.index("item") if "item" in roles else 0
