"""Tables of a list form with true rows and columns, one item a row: which number of a row is the year's, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.forms import vocabulary
from extractor.language import fold
from extractor.records import Table, TableCell
from extractor.tables.captions import caption_above
from extractor.tables.cell_texts import fills_cell, is_share
from extractor.tables.list_crossed import crossed_list
from extractor.tables.list_gathering import (
    SINGLE,
    Columns,
    ListRows,
    is_bare_heading,
    is_behind_value,
    number_columns,
)
from extractor.tables.list_lying import Pairs, lying_list
from extractor.tables.list_own import Entry, is_others, name_entries, own_list
from extractor.tables.measures import is_unit, unit_in_label
from extractor.tables.printed import Progress, Role, TableReading, only_filled
from extractor.tables.runs import Label
from extractor.tables.sheets import Match, RowFinder
from extractor.tables.table_lines import table_to_lines

MAX_COLUMNS = 100  # more than any table of the forms has


def list_grid_to_rows(table: Table, progress: Progress) -> TableReading:
    """A list whose rows and columns are true. Two lists side by side are read one after the other."""
    rows = ListRows(progress, table, follows=bool(progress.roles))
    lines = table_to_lines(table)
    for begin, end in _item_columns(lines, rows):
        part = [[cell for cell in line if begin <= cell.column < end] for line in lines]
        _read_lines([line for line in part if line], rows)
    return rows.to_reading()


def _item_columns(lines: Sequence[Sequence[TableCell]], rows: ListRows) -> list[tuple[int, int]]:
    end = max((cell.column + cell.colspan for line in lines for cell in line), default=0)
    for line in lines:
        cells = only_filled(line)
        roles = rows.roles_of([cell.text for cell in cells])
        apart = zip(cells, roles, ("", *roles), strict=False)  # 类别 | 项目 are of one list
        starts = [cell.column for cell, role, before in apart if role == "item" != before]
        if len(starts) > 1:
            return list(zip([0, *starts[1:]], [*starts[1:], end], strict=True))
    return [(0, end)]


def _read_lines(lines: Sequence[Sequence[TableCell]], rows: ListRows) -> None:
    heads: list[TableCell] = []
    roles: tuple[Role, ...] = ()
    above: TableCell | None = None  # a text that stands alone on the line before
    behind = 0  # the lines up to this one are read with the heads above them
    for n, line in enumerate(lines):
        if n < behind:
            continue
        cells = only_filled(line)
        pairs, count = lying_list(lines, n, rows.progress.year)
        if pairs and _read_lying(pairs, caption_above(rows.progress.text, line[0].start), rows):
            behind = n + 1 + count
            continue
        crossed, count = crossed_list(lines, n, rows.progress.form, rows.progress.finder)
        if crossed:
            for row in crossed:
                rows.add_cells(*row)
            behind = n + 1 + count
            continue
        entries, count = own_list(lines, n, rows.progress)
        if entries:
            for entry in entries:
                rows.add_entry(entry)
            behind = n + 1 + count
            continue
        found = rows.roles_of([cell.text for cell in cells])
        below = () if found else _roles_below(heads, roles, cells, rows)
        if below:
            cells = _with_lower(heads, cells)
        if found or below:
            heads, roles = cells, found or below
            rows.note_roles(roles, [head.text for head in heads])
        elif cells:
            named = [h for h, role in zip(heads, roles, strict=True) if role == "value"]
            _read_line(line, named, rows, above)
        above = cells[0] if len(cells) == 1 and not fills_cell(cells[0].text) else None


def _read_lying(pairs: Pairs, caption: str, rows: ListRows) -> bool:
    """Reads the heads with the numbers under them as rows: those of one block, or where most of them name items of the form
    that the caption speaks of."""
    finder, progress = rows.progress.finder, rows.progress
    if is_others(caption, progress.year):
        return False
    entries = [Entry(head, number, unit_in_label(head.text)) for head, number in pairs]
    named = name_entries(entries, caption, progress.form)
    if not named and 2 * sum(finder.find(head.text) is not None for head, _ in pairs) <= len(pairs):
        return False
    # Of 维持 and 纠错 no row before tells whether they are of reviews or of suits.
    for entry in named or entries:
        match = finder.find(entry.label.text) if finder.is_sole(entry.label.text) else None
        if not entry.key and match and _is_topic(match, caption):
            rows.add(Label(entry.label.text, entry.label), match, (SINGLE, [entry.value]), entry.unit)
        else:
            rows.add_entry(entry)
    return True


def _is_topic(match: Match, caption: str) -> bool:
    """Whether the caption speaks of what the row is of."""
    cell = match.row.cell
    return cell is not None and vocabulary().blocks[cell.block].is_named_in(fold(caption))


def _roles_below(
    heads: Sequence[TableCell], roles: Sequence[Role], cells: Sequence[TableCell], rows: ListRows
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
    line: Sequence[TableCell], heads: Sequence[TableCell], rows: ListRows, above: TableCell | None = None
) -> None:
    """One row: the last text before its numbers that names an item of the form, and the year's number. `above`: a text
    that stands alone over the row, and may be the first part of its label."""
    filled = only_filled(line)
    values = [cell for cell in filled if fills_cell(cell.text)]
    place = _cell_under(heads, line)
    texts = _texts_before(place, values, filled)
    if place and not texts and is_behind_value(rows.progress.roles):
        texts = [c for c in filled if c.column > place.column and c not in values and not is_unit(c.text)]
    label = _find_label(texts, above, rows.progress.finder)
    match = rows.progress.finder.find(label.text) if label else None
    if label is None or match is None:
        rows.note_unknown(texts[0].text if texts else "", [place] if place else values)
    elif not is_bare_heading(label.text, values, rows):
        is_behind = is_behind_value(rows.progress.roles)
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


def _year_cells(
    place: TableCell | None, label: TableCell, after: Sequence[TableCell], rows: ListRows
) -> Columns:
    """The cell under the year's head; without one the numbers after the label."""
    if place is not None and (place.column > label.column or is_behind_value(rows.progress.roles)):
        return SINGLE, [place]
    roles = number_columns(rows.progress.roles)
    cells = [cell for cell in after if fills_cell(cell.text)]
    if len(roles) == 1:  # 58 | 62.4%
        cells = [cell for cell in cells if not is_share(cell.text)] or cells
    if not cells and len(roles) == 1:
        cells = list(after[-1:])
    return roles, cells
