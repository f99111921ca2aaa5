"""identify: excerpt -> issuer, region, year and form. The form by the labels it uses, never by year alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.forms import NUMBERING, Form, RowDefinition, label_key
from extractor.ids import Basis, Sureness
from extractor.language import WordFinder, fold, fold_lines, fold_seen
from extractor.messages import identified_to_text
from extractor.records import Document, Excerpt, Identification, Table
from extractor.report.issuers import HEAD, Issuer, text_to_issuer
from extractor.report.titles import (
    ANY_YEAR,
    Title,
    line_to_opening,
    line_to_title,
    organ_to_region,
    places,
    year_to_int,
)

TITLE_LINES = 6  # a title that is broken into lines stands among the first
# How much what tells an issuer or a year may be relied on: it says so, or implies it; anything else is a guess.
SURE: frozenset[Basis | None] = frozenset({"title", "opening", "beside-title", "compiler", "period", "given"})
SURENESS: tuple[Sureness, ...] = ("low", "medium", "high")
LIKELY: frozenset[Basis | None] = frozenset({"publisher", "signature", "place", "template", "quoted-title"})
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
    at_home: bool  # the report names a place of the province that the form is of
    is_early: bool  # the report is of a year before the form

    @property
    def score(self) -> int:
        strong = self.labels * TABLE_WEIGHT + len(self.signals) * SIGNAL_WEIGHT
        return strong + min(self.weak, MAX_WEAK) * WEAK_WEIGHT + self.in_years * YEAR_WEIGHT


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller knows of a report, for what its file lacks."""

    issuer: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class _Year:
    value: int | None
    basis: Basis | None


NOTHING = Given()


def excerpt_to_identification(
    document: Document, excerpt: Excerpt, forms: Iterable[Form], *, given: Given = NOTHING
) -> Identification:
    """Who reports, on which year, on which edition of the form, and why that one. What is given counts where the text
    says nothing for sure."""
    folded = fold_lines(document.text, excerpt.start, excerpt.end)
    text, _ = fold_seen(document.text[excerpt.start : excerpt.end], folded)
    title, basis = _find_title(text, fold(excerpt.title or ""))
    year = _supplied_year(_find_year(text, title, basis), given.year)
    tables = [t for t in document.tables if excerpt.start <= t.start < excerpt.end]
    found = text_to_issuer(text, title, basis)
    match = _best_match(forms, text, tables, year.value, found.region or "")
    found = _in_template(found, match.form.id)
    issuer = _supplied_issuer(found, given.issuer)
    return Identification(
        issuer.name,
        issuer.region,
        year.value,
        match.form.id,
        _reason(match, year.value),
        min(_sureness(issuer.basis), _sureness(year.basis), key=SURENESS.index),
        issuer.basis,
        year.basis,
    )


def _sureness(basis: Basis | None) -> Sureness:
    return "high" if basis in SURE else "medium" if basis in LIKELY else "low"


def _supplied_year(found: _Year, given: int | None) -> _Year:
    return _Year(given, "given") if given is not None and found.basis not in SURE else found


def _supplied_issuer(found: Issuer, given: str | None) -> Issuer:
    if given is None or found.basis in SURE | LIKELY:
        return found
    return Issuer(given, organ_to_region(given) or found.region, "given")


def _in_template(issuer: Issuer, form: str) -> Issuer:
    """霁川区 on the form that only Beijing uses is 北京市霁川区."""
    province, region = places().templates.get(form), issuer.region or ""
    if province is None or not re.fullmatch("|[^省市]{1,8}[区县]", region):
        return issuer
    if not region or issuer.name is None:
        return issuer._replace(region=province + region)
    return Issuer(province + issuer.name, province + region, "template")


def _find_title(text: str, own: str) -> tuple[Title | None, Basis]:
    """The report's `own` title, which links to others may stand above, or the title line, also broken into several; the
    sentence that opens a report without one; or the title that the first sentences quote: 现公布新乡市2015年…报告."""
    lines = text.split("\n")
    head = [line.strip() for line in lines if line.strip()][:TITLE_LINES]
    title = next(filter(None, map(line_to_title, (own, *lines))), None)
    if title:
        return title, "title"
    broken = ["".join(head[i : i + n]) for n in (2, 3, 4) for i in range(len(head))]
    if title := _fullest(broken):
        return title, "title"
    opening = next(filter(None, map(line_to_opening, (*head, "".join(head)))), None)
    if opening:
        return opening, "opening"
    return _fullest(_quoted(text[:HEAD])), "quoted-title"


def _fullest(texts: Iterable[str]) -> Title | None:
    """Of the titles among the texts the first that says most."""
    titles = filter(None, map(line_to_title, texts))
    return max(titles, key=lambda title: (title.year is not None) + (title.issuer is not None), default=None)


def _quoted(text: str) -> list[str]:
    """What stands between the words that quote a title, without the names of other documents."""
    words = places()
    own = re.sub("《[^《》]{0,80}》", lambda m: "" if _is_of_others(text[: m.start()]) else m[0], text)
    return words.quoting.split(own)


def _is_of_others(before: str) -> bool:
    return places().quoting_others.search(before[-30:]) is not None


def _find_year(text: str, title: Title | None, basis: Basis) -> _Year:
    """The title's, the period that the figures cover, else the year named most often; 比2017年 names another's."""
    if title and title.year:
        return _Year(title.year, basis)
    text = places().stamps.sub("", text)
    period = re.search(r"(?:统计期限|统计时间|期限|时间)[^。]{0,12}?(20[0-3]\d)年", text)
    if period:
        return _Year(int(period[1]), "period")
    found = Counter(
        year_to_int(m[1])
        for m in ANY_YEAR.finditer(text)
        if text[m.end() : m.end() + 1] == "年"
        and text[max(0, m.start() - 1) : m.start()] not in set("比较〔([")
    )
    if not found:
        return _Year(None, None)
    return _Year(max(found, key=lambda year: (found[year], year)), "most-named")


def _best_match(
    forms: Iterable[Form], text: str, tables: Sequence[Table], year: int | None, region: str
) -> _Match:
    flat = "".join(text.split())
    forms = tuple(forms)
    held = _signal_finder(forms).find(flat)
    printed = {label_key(cell.text) for table in tables for cell in table.cells}
    matches = [_match(form, (flat, held), printed, year, region) for form in forms]
    possible = [match for match in matches if _possible(match)]
    known = [match for match in possible if not _is_too_early(match)]
    return max(known or possible, key=lambda match: match.score)  # a year may lie before all editions


def _match(
    form: Form, told: tuple[str, frozenset[str]], printed: set[str], year: int | None, region: str
) -> _Match:
    """How well the form fits a report; `told`: its text without blanks, and the signals in it."""
    definition, (text, held) = form.definition, told
    signals = tuple(s for s, folded in _folded_signals(form) if folded in held)
    labels = len(_printed_labels(form) & printed)
    if year is None or form.covers(year):  # what other offices print instead is nobody's own
        labels += len(_other_labels(form) & printed)
    if definition.needs_table and signals and labels < MIN_TABLE_LABELS:
        labels = max(labels, sum(_is_before_number(row, text) for row in definition.rows if row.key))
    return _Match(
        form=form,
        labels=labels,
        signals=signals,
        weak=sum(folded in held for folded in _folded_weak_signals(form)),
        in_years=form.covers(year),
        at_home=definition.region is not None and region.startswith(definition.region),
        is_early=year is not None and year < definition.years[0],
    )


@cache
def _signal_finder(forms: tuple[Form, ...]) -> WordFinder:
    """All signals of the forms, so that a report is searched for them once."""
    own = (folded for form in forms for _, folded in _folded_signals(form))
    return WordFinder((*own, *(folded for form in forms for folded in _folded_weak_signals(form))))


@cache
def _folded_signals(form: Form) -> tuple[tuple[str, str], ...]:
    """Each signal of the form as it is told, and as a folded text has it."""
    return tuple((signal, fold(signal)) for signal in form.definition.signals)


@cache
def _folded_weak_signals(form: Form) -> tuple[str, ...]:
    return tuple(map(fold, form.definition.weak_signals))


def _is_before_number(row: RowDefinition, text: str) -> bool:
    """Whether a row of a list that has lost its lines stands in the text without blanks: label, unit, number."""
    names = {NUMBERING.sub("", fold(name)) for name in (row.label or "", *row.also)}
    return any(re.search(rf"{re.escape(name)}{row.unit or ''}\d", text) for name in names if name)


@cache
def _printed_labels(form: Form) -> frozenset[str]:
    labels = {label_key(row.label or "") for row in form.definition.rows if row.key}
    for grid in form.definition.grids:
        labels |= {label_key(row.label or "") for row in grid.rows if row.key}
        labels |= {label_key(column.label) for column in grid.columns}
    return frozenset(labels - {""})


@cache
def _other_labels(form: Form) -> frozenset[str]:
    rows = [row for row in form.definition.rows if row.key]
    labels = {label_key(label) for row in rows for label in row.also}
    return frozenset(labels - _printed_labels(form) - {""})


def _possible(match: _Match) -> bool:
    definition = match.form.definition
    if definition.needs_table and match.labels < MIN_TABLE_LABELS:
        return False
    return len(match.signals) + match.at_home >= definition.needs_signals


def _is_too_early(match: _Match) -> bool:
    """In sentences an edition's words are older than its form."""
    return match.is_early and match.labels < MIN_TABLE_LABELS


def _reason(match: _Match, year: int | None) -> str:
    parts = []
    if match.labels >= MIN_TABLE_LABELS:
        parts.append(identified_to_text("labels", count=match.labels))
    if match.signals:
        parts.append(identified_to_text("signals", words=tuple(match.signals[:4])))
    if match.weak and not parts:
        parts.append(identified_to_text("shared", count=match.weak))
    if not parts:
        parts.append(identified_to_text("sentences"))
    first, last = match.form.definition.years
    span = f"{first}-{'' if match.form.definition.open_ended else last}"
    where = "within" if match.in_years else "outside"
    parts.append(
        identified_to_text("no-year") if year is None else identified_to_text(where, year=year, span=span)
    )
    return "; ".join(parts)
