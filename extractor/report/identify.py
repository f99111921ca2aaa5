"""identify: excerpt -> issuer, region, year and form. The form by the labels it uses, never by year alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.forms import NUMBERING, Form, RowDefinition, label_key
from extractor.language import fold, fold_seen
from extractor.records import Document, Excerpt, Identification, Table
from extractor.report.titles import (
    YEAR,
    Title,
    complete_issuer,
    ends_title,
    is_organ,
    is_region,
    line_to_organ,
    line_to_title,
    organ_to_region,
    places,
    region_to_issuer,
    year_to_int,
)

LONGEST_NAME = 30
LONGEST_LINE = 45  # a name with a date behind it
SIGNED_LINES = 4
TITLE_LINES = 6  # a title that is broken into lines stands among the first
HEAD = 1500  # characters in which a report says who made it
# One printed label of a table weighs as much as two phrases in text, since tables print them verbatim and
# sentences only resemble them. The year settles what labels leave open: it outweighs three shared phrases,
# and a strong phrase of another edition together with any label outweighs it.
TABLE_WEIGHT, SIGNAL_WEIGHT, WEAK_WEIGHT, YEAR_WEIGHT = 2, 3, 1, 4
MIN_TABLE_LABELS = 5
MAX_WEAK = 3


@dataclass(frozen=True, slots=True)
class _Match:
    form: Form
    labels: int
    signals: tuple[str, ...]
    weak: int
    in_years: bool

    @property
    def score(self) -> int:
        strong = self.labels * TABLE_WEIGHT + len(self.signals) * SIGNAL_WEIGHT
        return strong + min(self.weak, MAX_WEAK) * WEAK_WEIGHT + self.in_years * YEAR_WEIGHT


def excerpt_to_identification(document: Document, excerpt: Excerpt, forms: Iterable[Form]) -> Identification:
    """Who reports, on which year, on which edition of the form, and why that one."""
    text, _ = fold_seen(document.text[excerpt.start : excerpt.end])
    title = _find_title(text)
    year = (title and title.year) or _year_of_text(text)
    issuer, region = _issuer(title.issuer if title else None, text)
    tables = [t for t in document.tables if excerpt.start <= t.start < excerpt.end]
    match = _best_match(forms, text, tables, year)
    return Identification(issuer, region, year, match.form.id, _reason(match, year))


def _find_title(text: str) -> Title | None:
    """The title line, also broken into several, or the title that the opening sentences quote: 现公布新乡市2015年…报告."""
    lines = text.split("\n")
    head = [line.strip() for line in lines if line.strip()][:TITLE_LINES]
    broken = ["".join(head[i : i + n]) for n in (2, 3, 4) for i in range(len(head))]
    quoted = re.split(places().quoting, text[:HEAD])
    for texts in (lines, broken, quoted):
        titles = [title for title in map(line_to_title, texts) if title is not None]
        if titles:
            return (
                titles[0]
                if texts is lines
                else max(titles, key=lambda title: (title.year is not None) + (title.issuer is not None))
            )
    return None


def _issuer(name: str | None, text: str) -> tuple[str | None, str | None]:
    """Title, then who compiled it, then who published it, then the place's own government."""
    relative = name is not None and re.match(r"[我本]", name) is not None
    beside = _organ_beside_title(text, name)
    if name and is_organ(name) and not relative:
        full = beside if beside and beside.endswith(name) else name
        return full, organ_to_region(full)
    if beside:
        return beside, organ_to_region(beside)
    region = name if name and is_region(name) and not relative else _region_of_text(text, not relative)
    organ = _compiler(text, region) or _publisher(text)
    if organ is None and (relative or not name):
        organ = _signature(text)
    if organ:
        return organ, region or organ_to_region(organ)
    speaks_as_organ = relative or re.search(r"我(?:局|委|厅|办|院|处)", text)
    if region and not (speaks_as_organ and region != name):
        return region_to_issuer(region), region
    return None, None if relative else region


def _organ_beside_title(text: str, place: str | None) -> str | None:
    """The issuer on a line of its own: above the title, or below it where that names none or a part of it."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    lines = [line for line in lines[:7] if re.sub(places().year_in_title, "", line)]
    for above, line in pairwise(lines):
        organ = line_to_organ(above)
        if organ and (line_to_title(line) or ends_title(line)) and len(above) <= LONGEST_NAME:
            return organ
        title = line_to_title(above)
        below = line_to_organ(line) if len(line) <= LONGEST_LINE else None
        if (
            title
            and below
            and (title.issuer is None or (place and (below.startswith(place) or below.endswith(place))))
        ):
            return below if len(below) <= LONGEST_NAME else None
    return None


def _signature(text: str) -> str | None:
    """The name below the text."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    organs = (line_to_organ(line) for line in lines[-SIGNED_LINES:] if len(line) <= LONGEST_LINE)
    return next((organ for organ in organs if organ and not re.match(places().relative, organ)), None)


def _compiler(text: str, region: str | None) -> str | None:
    """`由市政府办公室综合各县…编制`: a name without its place takes the report's."""
    match = re.search(places().compiled_by, text[:HEAD])
    if match is None or not is_organ(match[1]):
        return None
    name: str = match[1]
    own = organ_to_region(name)
    if own and not re.match(places().relative, name):
        return region.removesuffix(own) + name if region and region.endswith(own) else name
    if region is None:
        return None
    bare = re.sub(places().relative, "", name)
    return complete_issuer(region + bare) if not bare.startswith("政府办") else region + "人民" + bare


def _publisher(text: str) -> str | None:
    for match in re.finditer(places().publisher + r"([^\s,;。:]{4,30})", text):
        if is_organ(match[1]) and not re.match(places().relative, match[1]):
            return complete_issuer(match[1])
    return None


def _region_of_text(text: str, allowed: bool) -> str | None:
    """The province that a news-like head names: 安徽:去年…"""
    head = text.strip()[:40]
    for short, full in places().provinces.items():
        if allowed and head.startswith((short, full)):
            return full
    return None


def _year_of_text(text: str) -> int | None:
    """The period that the figures cover, else the year named most often; 比2017年 names another's."""
    period = re.search(r"(?:统计期限|统计时间|期限|时间)[^。]{0,12}?(20[0-3]\d)年", text)
    if period:
        return int(period[1])
    found = Counter(
        year_to_int(m[1])
        for m in YEAR.finditer(text)
        if text[m.end() : m.end() + 1] == "年"
        and text[max(0, m.start() - 1) : m.start()] not in set("比较〔([")
    )
    return max(found, key=lambda year: (found[year], year)) if found else None


def _best_match(forms: Iterable[Form], text: str, tables: Sequence[Table], year: int | None) -> _Match:
    flat = re.sub(r"\s+", "", text)
    printed = {label_key(cell.text) for table in tables for cell in table.cells}
    matches = [_match(form, flat, printed, year) for form in forms]
    return max((m for m in matches if _possible(m)), key=lambda m: m.score)


def _match(form: Form, text: str, printed: set[str], year: int | None) -> _Match:
    definition = form.definition
    signals = tuple(s for s in definition.signals if fold(s) in text)
    labels = len(_printed_labels(form) & printed)
    if definition.needs_table and signals and labels < MIN_TABLE_LABELS:
        labels = max(labels, sum(_is_before_number(row, text) for row in definition.rows if row.key))
    return _Match(
        form=form,
        labels=labels,
        signals=signals,
        weak=sum(fold(s) in text for s in definition.weak_signals),
        in_years=form.covers(year),
    )


def _is_before_number(row: RowDefinition, text: str) -> bool:
    """Whether a row of a list that has lost its lines stands in the text without blanks: label, unit, number."""
    names = {NUMBERING.sub("", fold(name)) for name in (row.label or "", *row.also)}
    return any(re.search(rf"{re.escape(name)}{row.unit or ''}\d", text) for name in names if name)


def _printed_labels(form: Form) -> set[str]:
    labels = {label_key(row.label or "") for row in form.definition.rows if row.key}
    for grid in form.definition.grids:
        labels |= {label_key(row.label or "") for row in grid.rows if row.key}
        labels |= {label_key(column.label) for column in grid.columns}
    return labels - {""}


def _possible(match: _Match) -> bool:
    definition = match.form.definition
    if definition.needs_table and match.labels < MIN_TABLE_LABELS:
        return False
    return len(match.signals) >= definition.needs_signals


def _reason(match: _Match, year: int | None) -> str:
    parts = []
    if match.labels >= MIN_TABLE_LABELS:
        parts.append(f"{match.labels} labels of this form are printed in tables")
    if match.signals:
        parts.append("wording of this form: " + ", ".join(match.signals[:4]))
    if match.weak and not parts:
        parts.append(f"{match.weak} phrases this form shares with others")
    if not parts:
        parts.append("told in sentences, with no label of a later form")
    first, last = match.form.definition.years
    span = f"{first}-{'' if match.form.definition.open_ended else last}"
    where = "within" if match.in_years else "outside"
    parts.append("no year found" if year is None else f"{year} lies {where} {span}")
    return "; ".join(parts)
