"""What a cell of a workbook shows: its value as printed, and what of it is hidden, struck out or not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.colors import COLOR_INDEX

from extractor.ids import Hiding
from extractor.loading.broken import SEAM, broken_note, lines_to_text
from extractor.loading.css_risks import near
from extractor.loading.css_values import WHITE, Colour, attribute_colour
from extractor.loading.spacing import join_lines, raised
from extractor.loading.unshown import hidden_notes, shown_safely, struck_notes
from extractor.records import Finding

DIGITS = 15  # what a spreadsheet keeps of a number
SMALL = 2.0  # points; smaller text is not seen
THEME_LEVELS = {0: 1.0, 1: 0.0}  # the white and the black that a theme begins with


class Shown(NamedTuple):
    """What is read of a cell, and whether a part of it is unclear."""

    text: str
    is_doubtful: bool = False


@dataclass
class Unseen:
    """What was met in a workbook that is not shown, or cannot be read as a value."""

    passages: list[tuple[str, Hiding]] = field(default_factory=list)  # hidden text, and what hides it
    struck: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)

    def notes(self, shown: str) -> Iterator[Finding]:
        """What there is to tell of it, beside the text that is shown."""
        yield from hidden_notes(self.passages, shown)
        yield from struck_notes(self.struck, shown)
        yield from broken_note(len(self.broken), self.broken[0]) if self.broken else ()
        if self.formulas:
            first = shown_safely(self.formulas[0])
            yield Finding.of("formula-without-result", "warning", count=len(self.formulas), first=first)


def cell_to_shown(cell: Cell, formula: object, unseen: Unseen) -> Shown:
    """What the cell shows; `formula` is what stands in it, where that is not the value."""
    if cell.value is None and isinstance(formula, CellRichText):
        return _rich_to_shown(cell, formula, unseen)
    text = printed(cell.value if cell.value is not None else formula, cell.number_format)
    if not text.strip():
        return Shown("")
    if cell.value is None:
        unseen.formulas.append(f"{cell.coordinate} {text}")
        return Shown(join_lines(text.split("\n")), is_doubtful=True)
    if reason := _hidden_by(cell):
        unseen.passages.append((text, reason))
        return Shown("")
    if cell.font and cell.font.strike:
        unseen.struck.append(text)
        return Shown("", is_doubtful=True)
    if isinstance(formula, CellRichText):
        return _rich_to_shown(cell, formula, unseen)
    return _lines_to_shown([text], unseen)


def printed(value: object, number_format: str) -> str:
    """The value as the sheet prints it."""
    if value is None:
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool):
        percent = "%" if "%" in number_format else ""
        return f"{value * 100 if percent else value:.{DIGITS}g}{percent}"
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return str(getattr(value, "text", None) or value)  # of a formula over several cells


def _rich_to_shown(cell: Cell, parts: Sequence[str | TextBlock], unseen: Unseen) -> Shown:
    """The text of a cell that is set in several fonts."""
    ground = _ground(cell)
    texts = []
    for part in parts:
        text, font = str(part), part.font if isinstance(part, TextBlock) else None
        if font is not None and (reason := _hidden_in(font, ground)):
            unseen.passages.append((text, reason))
        elif font is not None and font.strike:
            unseen.struck.append(text)
            texts.append(SEAM)
        else:
            is_raised = font is not None and font.vertAlign in ("superscript", "subscript")
            texts.append(raised(text) if is_raised else text)
    return _lines_to_shown(texts, unseen)


def _lines_to_shown(texts: Sequence[str], unseen: Unseen) -> Shown:
    marked = "".join(texts)
    whole, broken = lines_to_text(marked.split("\n"), in_cell=True)
    text = join_lines(whole.split("\n"))
    if broken:
        unseen.broken.append(text)
    return Shown(text, bool(broken) or (not text and SEAM in marked))


def _hidden_by(cell: Cell) -> Hiding | None:
    if _section(cell) == "":
        return "number-format"
    return _hidden_in(cell.font, _ground(cell)) if cell.font else None


def _section(cell: Cell) -> str | None:
    """The part of the number format that the value is printed by; '' prints nothing."""
    sections = cell.number_format.split(";")
    if len(sections) == 1:
        return None
    if not isinstance(cell.value, int | float):
        return sections[3] if len(sections) == 4 else None
    place = 2 if cell.value == 0 else 1 if cell.value < 0 else 0
    return sections[place] if place < len(sections) else sections[0]


def _hidden_in(font: Any, ground: Colour | None) -> Hiding | None:
    size = font.sz
    if size is not None and size < SMALL:
        return "small-type"
    colour = _colour(font.color) if font.color is not None else None
    return "same-colour" if colour and ground and near(colour, ground) else None


def _ground(cell: Cell) -> Colour | None:
    """The colour behind the cell's text; None where it is a pattern, or not known."""
    fill = cell.fill
    if fill is None or fill.fill_type is None:
        return WHITE
    return _colour(fill.fgColor) if fill.fill_type == "solid" else None


def _colour(colour: Any) -> Colour | None:
    if colour is None:
        return None
    if colour.type == "rgb":
        return attribute_colour(str(colour.rgb)[-6:])
    if colour.type == "indexed" and 0 <= colour.indexed < len(COLOR_INDEX):
        return attribute_colour(COLOR_INDEX[colour.indexed][-6:])
    level = THEME_LEVELS.get(colour.theme) if colour.type == "theme" else None
    if level is None:
        return None
    tint = colour.tint or 0.0
    level = level * (1 + tint) if tint < 0 else level + (1 - level) * tint
    return Colour((level, level, level))
