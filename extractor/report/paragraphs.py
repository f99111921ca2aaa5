"""Lines -> paragraphs: what a page broke in the middle of a sentence is put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import NamedTuple

from extractor.loading import bare_page_number
from extractor.report.ragged import LINE_CLOSERS, find_ragged, room_of
from extractor.report.titles import line_to_title

WRAPPED_LINE = 25  # a shorter line that ends without punctuation is a heading or an entry, not a wrapped line
# Characters by which full lines differ: numbers, and marks that may not begin a line, are not parted.
SLACK = 3
NARROWEST = 18  # characters of a full line
MIN_FULL = 4  # lines, of all that break off, to tell how wide the text is set
MOSTLY = 0.6
FEW = 0.1
TITLE_CLOSERS = tuple(
    "告报结况书)函"
)  # of 报告, 年报, 总结, 情况, asked before the whole line is, which takes longer
HEADING_CLOSERS = ("情况", "措施", "问题", "工作", "事项", "概述", "打算", "安排")
MARK = re.compile("[,;:。]")
INDENT = "  "  # before the first line of a paragraph
NO_OPENERS = tuple("。,;:、!?》)]%")  # marks that begin no line: what stands before them goes on
HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]+[章节部]|\d{1,2}[、.](?!\d))"
)


class Line(NamedTuple):
    """A line of running text: folded, without what is not seen."""

    text: str
    places: Sequence[int]  # where in the document each of its characters stands

    @property
    def width(self) -> float:
        """In Chinese characters; two digits take the room of one, and a blank beside a number next to none."""
        text = self.text.rstrip()
        indent = len(text) - len(text.lstrip())
        return indent + room_of(text[indent:].replace(" ", ""))

    @property
    def breaks_off(self) -> bool:
        """Whether no mark closes it."""
        return not self.text.strip().endswith(LINE_CLOSERS)


def lines_to_paragraphs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines that go on from each other; blank ones part them."""
    lines = tuple(lines)
    full = _full_width(lines)
    texts = [line.text for line in lines]
    ragged = set(find_ragged(texts, [_begins(text.strip()) for text in texts]))
    paragraph: list[Line] = []
    for n, line in enumerate(lines):
        if paragraph and full < inf and _is_page_number(line, paragraph[-1], full):
            continue
        goes_on = line.text.strip() and paragraph and (n - 1 in ragged or _goes_on(paragraph[-1], line, full))
        if paragraph and not goes_on:
            yield paragraph
            paragraph = []
        if line.text.strip():
            paragraph.append(line)
    if paragraph:
        yield paragraph


def _is_page_number(line: Line, above: Line, full: float) -> bool:
    """Whether the line stands between two of a sentence. A number of the sentence would have the rest of it behind it."""
    return bare_page_number(line.text) is not None and _goes_on(above, line, full)


def _begins(text: str) -> bool:
    """Whether the line is a heading or a title."""
    return HEADING.match(text) is not None or _is_title(text)


def _goes_on(line: Line, following: Line, full: float) -> bool:
    is_full = full < inf and line.width >= full
    if is_full and line.text.rstrip().endswith(":") and following.text.lstrip()[:1].isdigit():
        return True  # 公开规范性文件数: and its number
    if HEADING.match(following.text.strip()):
        return False
    if not line.breaks_off:  # a sentence may end where a line does
        goes_on = following.width >= full or not following.breaks_off
        return is_full and goes_on and not following.text.startswith(INDENT)
    text = line.text.strip()
    is_cut = following.text.lstrip().startswith(NO_OPENERS) and not text[-1].isdigit()  # 9\n,8 are of a table
    if is_cut or text.endswith((",", "、")):
        return True
    if HEADING.match(text) and text.endswith(HEADING_CLOSERS) and MARK.search(text) is None:
        return False  # 三、因政府信息公开申请行政复议、提起行政诉讼的情况
    return (len(text) >= WRAPPED_LINE or is_full) and not _is_title(text)


def _is_title(text: str) -> bool:
    """Whether the line is the title of a report, below which its text begins."""
    return text.endswith(TITLE_CLOSERS) and line_to_title(text) is not None


def _full_width(lines: Sequence[Line]) -> float:
    """How wide a line is at least that goes on in the next, where all are set alike: columns of a page have 20 characters
    a line, official documents 28. No line is as wide where they are not."""
    widths = [(line.width, line.breaks_off) for line in lines if line.text.strip()]
    broken = Counter(round(width) for width, off in widths if off and round(width) >= NARROWEST)
    if not broken:
        return inf
    near = {width: sum(broken[width - less] for less in range(SLACK + 1)) for width in broken}
    width = max(near, key=lambda w: (near[w], w))
    longer = sum(w > width + 1 for w, _ in widths)
    is_set = near[width] >= max(MIN_FULL, MOSTLY * broken.total()) and longer <= FEW * len(widths)
    return width - SLACK if is_set else inf
