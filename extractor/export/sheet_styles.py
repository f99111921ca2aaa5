"""How cells of a workbook look."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from extractor.export.words import export_words

FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
GRID = {"border": 1, "border_color": "#8A8F98"}


LONGEST = 32_767  # characters of a cell or a note; Excel takes no more


def fitting(text: str) -> str:
    """The text, and where Excel does not take it whole, a mark of how much of it is missing."""
    if len(text) <= LONGEST:
        return text
    mark = f"… [{len(text)}]"
    return text[: LONGEST - len(mark)] + mark


class Styles:
    """The formats of one workbook; xlsxwriter keeps them in it."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        def style(**looks: Any) -> Format:
            return book.add_format(FONT | looks)

        self.plain = style()
        self.title = style(bold=True, font_size=14, align="center")
        self.about = style(font_color="#444444", text_wrap=True)
        self.link = style(font_color="#0B57D0", underline=1)
        self.head = style(bold=True, bg_color="#E3E8EF", text_wrap=True, align="center", **GRID)
        self.label = style(text_wrap=True, **GRID)
        self.heading = style(bold=True, text_wrap=True, bg_color="#F2F4F7", **GRID)
        self.check = style(italic=True, font_color="#5F6673", align="right", **GRID)
        self.broken = style(bold=True, font_color="#B3261E")
        self.by_status = {
            id: style(bg_color=f"#{words.colour}", align="right", italic=id == "derived", **GRID)
            for id, words in export_words().statuses.items()
        }
