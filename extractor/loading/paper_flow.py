"""Pages to one flow of text: page numbers go, tables that a page break cut are one, broken lines are joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extractor.loading.cells import NUMBERED, TITLE_ENDS, is_value
from extractor.loading.page_numbers import is_page_footer
from extractor.loading.paper import Line, Page, PaperGrid, rounded
from extractor.loading.spacing import join_lines
from extractor.loading.writing import Block, Grid, Paragraph, Slot, Spot, Stretch

MIN_REPEATS = 3  # pages with the same first line: a running head
TOLERANCE = 3.0  # points by which the same column may stand elsewhere on the next page
FULL = 2.5  # a line that ends within so many heights of the right margin is full
PROSE = 20  # heights; lines that break where they are full are longer than that
INDENT = 1.2  # a line that begins so many heights right of the left margin begins a paragraph

Item = Line | PaperGrid
Margins = tuple[float, float]  # left and right


def pages_to_blocks(pages: Sequence[Page]) -> list[Block]:
    """The paragraphs and tables of all pages in reading order."""
    items = [(page.number, item) for page in _without_furniture(pages) for item in _in_order(page)]
    blocks: list[Block] = []
    run: list[tuple[int, Line]] = []
    before: tuple[int, PaperGrid] | None = None  # the table that the last block is made of
    for number, item in items:
        if isinstance(item, Line):
            run.append((number, item))
            before = None
            continue
        blocks.extend(_lines_to_paragraphs(run))
        run = []
        joined = _join_grids(before[1], item) if before and number == before[0] + 1 else None
        if joined:
            item = joined
            blocks.pop()
        blocks.append(Grid(item.rows))
        before = (number, item)
    return blocks + list(_lines_to_paragraphs(run))


def _in_order(page: Page) -> list[Item]:
    items: list[Item] = [*page.lines, *page.grids]
    return sorted(items, key=_order)


def _order(item: Item) -> tuple[float, int, float]:
    """Top to bottom; columns that stand side by side, one after the other."""
    column = item.column if isinstance(item, Line) else None
    return (column.top, column.number, item.box[1]) if column else (item.box[1], 0, 0.0)


def _without_furniture(pages: Sequence[Page]) -> Iterator[Page]:
    """The pages without their numbers and running heads."""
    firsts = Counter(page.lines[0].text for page in pages if page.lines)
    repeated = {text for text, count in firsts.items() if count >= MIN_REPEATS and 2 * count > len(pages)}
    for page in pages:
        lines = list(page.lines)
        tops = [grid.box[1] for grid in page.grids]
        if lines and (_is_page_number(lines[-1].text)) and all(lines[-1].box[1] > top for top in tops):
            lines.pop()
        if lines and page.number > 1 and (lines[0].text in repeated or _is_page_number(lines[0].text)):
            lines.pop(0)
        yield page._replace(lines=lines)


def _is_page_number(text: str) -> bool:
    return text.isdigit() or is_page_footer(text)


def _join_grids(above: PaperGrid, below: PaperGrid) -> PaperGrid | None:
    """Both as one table, where they stand between the same edges and the columns of one are the other's, too."""
    wide, narrow = sorted((above.columns, below.columns), key=len, reverse=True)
    places = [_place(edge, wide) for edge in narrow]
    if None in places or places[0] != 0 or places[-1] != len(wide) - 1:
        return None
    parts = [_with_columns(grid, wide) for grid in (above, below)]
    return PaperGrid(_joined(*parts), below.box, wide)


def _place(edge: float, edges: Sequence[float]) -> int | None:
    return next((i for i, other in enumerate(edges) if abs(edge - other) <= TOLERANCE), None)


def _with_columns(grid: PaperGrid, edges: Sequence[float]) -> list[list[Slot]]:
    """The rows with columns counted by these edges."""
    places = [_place(edge, edges) or 0 for edge in grid.columns]
    return [
        [
            slot._replace(
                column=places[slot.column],
                colspan=places[slot.column + slot.colspan] - places[slot.column],
            )
            for slot in row
        ]
        for row in grid.rows
    ]


def _joined(above: Sequence[Sequence[Slot]], below: Sequence[Sequence[Slot]]) -> list[list[Slot]]:
    """The rows of both parts, the head of the second left out where it repeats the first's."""
    head = 0
    while head < min(len(above), len(below)) and _texts(above[head]) == _texts(below[head]):
        if any(is_value(text) for text in _texts(below[head])):
            break  # two rows of numbers may be alike
        head += 1
    rows, rest = list(map(list, above)), list(below[head:])
    if rows and rest and _is_cut(rows[-1], rest[0]):
        rows[-1] = [_glued(slot, rest[0]) for slot in rows[-1]]
        rest, head = rest[1:], head + 1
    shift = len(rows) - head
    return rows + [[slot._replace(row=slot.row + shift) for slot in row] for row in rest]


def _texts(row: Iterable[Slot]) -> list[str]:
    return [slot.text for slot in row]


def _is_cut(last: Sequence[Slot], first: Sequence[Slot]) -> bool:
    """Whether a page break cut a row: its numbered label goes on behind the break, its values stand once."""
    # Merged cells that began on the page before go on beside the row, empty.
    rest = [slot for slot in first if slot.text or slot.rowspan == 1]
    if [slot.column for slot in last] != [slot.column for slot in rest]:
        return False
    filled = [
        (above.text, below.text) for above, below in zip(last, rest, strict=True) if above.text and below.text
    ]
    if any(is_value(above) for above, _ in filled):
        return False
    return any(_is_numbered(above) and not _is_numbered(below) for above, below in filled)


def _is_numbered(text: str) -> bool:
    return NUMBERED.match(text) is not None or text[:1].isdigit() or text.startswith(("（", "("))


def _glued(slot: Slot, row: Iterable[Slot]) -> Slot:
    rest = next(other for other in row if other.column == slot.column)
    spot = slot.spot if slot.text else rest.spot
    return slot._replace(text=join_lines([slot.text, rest.text]), spot=spot)


def _lines_to_paragraphs(lines: Sequence[tuple[int, Line]]) -> Iterator[Paragraph]:
    """Lines that run on to the margin are one paragraph with what follows."""
    if not lines:
        return
    page = (min(line.box[0] for _, line in lines), max(line.box[2] for _, line in lines))
    parts: list[Stretch] = []
    before: Line | None = None
    for number, line in lines:
        if before and not _goes_on(before, line, page):
            yield Paragraph(parts)
            parts = []
        spot = Spot(number, rounded(line.box), line.is_doubtful)
        gap = _gap(parts[-1].text, line.text) if parts else ""
        parts.append(Stretch(gap + line.text, spot))
        before = line
    yield Paragraph(parts)


def _goes_on(line: Line, following: Line, page: Margins) -> bool:
    left, right = _margins(line, page)
    if _is_centred(line, left, right) and _is_centred(following, *_margins(following, page)):
        alike = abs(line.height - following.height) < 1
        return alike and not line.text.endswith(TITLE_ENDS) and following.text.endswith(TITLE_ENDS)
    is_prose = line.column or line.box[2] - line.box[0] > PROSE * line.height
    full = line.box[2] > right - FULL * line.height and is_prose
    indented = following.box[0] > _margins(following, page)[0] + INDENT * following.height
    return bool(full and not indented and not NUMBERED.match(following.text))


def _margins(line: Line, page: Margins) -> Margins:
    """Between what the line stands: the sides of its column or, without one, of the page's text."""
    return (line.column.left, line.column.right) if line.column else page


def _is_centred(line: Line, left: float, right: float) -> bool:
    before, after = line.box[0] - left, right - line.box[2]
    return before > INDENT * line.height and abs(before - after) < 2 * line.height


def _gap(before: str, text: str) -> str:
    """What stands between two lines of a paragraph: nothing in Chinese and in numbers, else a space."""
    return " " if before[-1:].isascii() and before[-1:].isalpha() and text[:1].isascii() else ""
