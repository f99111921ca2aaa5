"""split: Document -> the reports it holds. A file may hold several, among stray text of other pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.errors import NotAReport, UnreadableInput
from extractor.language import find_numbers, fold_lines, fold_seen, load_wording
from extractor.records import Document, Excerpt
from extractor.report.titles import Title, line_to_opening, line_to_organ, line_to_title, places

MAX_REPORTS = 1_000  # a province's collection has some hundred; each fills a form of up to 200 cells
MIN_BODY = 60  # characters; a title with less below it is a link to a report, unless a sentence tells of a year's work
TELLS = re.compile(r"[^。]*(?:公开|申请)[^。]*。")
SNIPPET_ENDS = ("...", "…")  # search pages cut what they quote of other pages


@dataclass(frozen=True, slots=True)
class _Heading:
    line: int  # 0-based
    title: Title
    text: str  # of the title; nothing where a sentence opens the report


def document_to_excerpts(document: Document) -> tuple[Excerpt, ...]:
    """The reports of the document in order; NotAReport where nothing speaks of open government information."""
    lines = document.text.split("\n")
    whole, _ = fold_seen(document.text, fold_lines(document.text, 0, len(document.text)))
    folded = [line.strip() for line in whole.split("\n")]
    if not places().about.search("".join(folded)):  # lines may be broken within the words
        raise NotAReport("report.none", path=document.path)
    titles = [line_to_title(line) for line in folded]
    headings = _merge_repeated(_find_headings(folded, titles))
    texts = _body_texts(headings, folded, titles)
    bodies = [h for h, text in zip(headings, texts, strict=True) if _is_body(text, h)]
    if len(bodies) > MAX_REPORTS:
        raise UnreadableInput("report.too-many", path=document.path, most=MAX_REPORTS)
    if len(bodies) < 2:
        spans = [_only_report(bodies, folded)]
    else:
        spans = _several_reports(bodies, headings, folded)
    return tuple(_excerpt(document, span, lines) for span in spans)


def _find_headings(folded: Sequence[str], titles: Sequence[Title | None]) -> list[_Heading]:
    """Titles, and the sentences that open a report without one: below each title the first such sentence is its own."""
    found: list[_Heading] = []
    opened = True  # whether the report at hand has had its opening sentence
    for number, (line, title) in enumerate(zip(folded, titles, strict=True)):
        if title:
            found.append(_Heading(number, title, line))
            opened = False
        elif opening := line_to_opening(line):
            if opened:
                found.append(_Heading(number, opening, ""))
            opened = True
    return found


def _merge_repeated(headings: Sequence[_Heading]) -> list[_Heading]:
    """A title printed again (on each page, above each part) starts no new report."""
    merged: list[_Heading] = []
    for heading in headings:
        if not merged or not _same_report(merged[-1].title, heading.title):
            merged.append(heading)
    return merged


def _same_report(a: Title, b: Title) -> bool:
    years = a.year == b.year or None in (a.year, b.year)
    issuers = a.issuer is None or b.issuer is None or a.issuer in b.issuer or b.issuer in a.issuer
    return years and issuers


def _body_texts(
    headings: Sequence[_Heading], folded: Sequence[str], titles: Sequence[Title | None]
) -> list[list[str]]:
    """The lines below each heading, but for titles and the foot of the page."""
    ends = [*(h.line for h in headings[1:]), len(folded)][: len(headings)]
    foot = places().foot
    has_foot = foot.search("\n".join(folded)) is not None
    is_left = [title or (has_foot and foot.search(line)) for line, title in zip(folded, titles, strict=True)]
    own = ["" if left else line for line, left in zip(folded, is_left, strict=True)]
    return [own[h.line + 1 : end] for h, end in zip(headings, ends, strict=True)]


def _is_body(lines: Sequence[str], heading: _Heading) -> bool:
    if sum(map(len, lines)) >= (MIN_BODY if heading.text else 1):
        return True
    whole = "".join(line for line in lines if not line.endswith(SNIPPET_ENDS))
    return any(_counts(told[0]) for told in TELLS.finditer(whole))


def _counts(sentence: str) -> bool:
    """Whether the sentence counts something, or says that there was none of it."""
    return load_wording().denial.search(sentence) is not None or any(n.unit for n in find_numbers(sentence))


def _only_report(bodies: Sequence[_Heading], folded: Sequence[str]) -> tuple[int, int, str | None]:
    """One report has the whole file, but for quoted scraps of other pages above and below it."""
    start, title = 0, bodies[0].text or None if bodies else None
    if bodies and any(line.endswith(SNIPPET_ENDS) for line in folded[: bodies[0].line]):
        start = _with_organ_line(bodies[0].line, folded)
    return start, _without_snippets(start, len(folded), folded), title


def _several_reports(
    bodies: Sequence[_Heading], headings: Sequence[_Heading], folded: Sequence[str]
) -> list[tuple[int, int, str | None]]:
    starts = sorted(_with_organ_line(h.line, folded) for h in headings)
    spans: list[tuple[int, int, str | None]] = []
    for body in bodies:
        start = _with_organ_line(body.line, folded)
        end = next((s for s in starts if s > body.line), len(folded))
        spans.append((start, _without_snippets(start, end, folded), body.text or None))
    return spans


def _with_organ_line(line: int, folded: Sequence[str]) -> int:
    """The issuer's name on a line of its own above the title belongs to the report."""
    above = next((i for i in range(line - 1, max(-1, line - 3), -1) if folded[i]), None)
    return above if above is not None and len(folded[above]) <= 30 and line_to_organ(folded[above]) else line


def _without_snippets(start: int, end: int, folded: Sequence[str]) -> int:
    while end > start + 1 and (not folded[end - 1] or folded[end - 1].endswith(SNIPPET_ENDS)):
        end -= 1
    return end


def _excerpt(document: Document, span: tuple[int, int, str | None], lines: Sequence[str]) -> Excerpt:
    first, end, title = span
    start = document.line_starts[first]
    return Excerpt(first + 1, end, start, document.line_starts[end - 1] + len(lines[end - 1]), title)
