"""The comparison itself: two sides, cell by cell, and gold beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractor.compare.agreement import Compared, Difference, find_difference
from extractor.compare.blame import Case, Verdict, judge
from extractor.compare.foreign import Mapped, fields_to_values, find_lacking, without_absent
from extractor.compare.labelling import guess_form
from extractor.compare.layout import headers
from extractor.compare.pairing import pair_reports
from extractor.compare.reading import report_to_values
from extractor.compare.rereading import Load, Rereading, Sources, reread
from extractor.compare.sides import (
    SILENT,
    Column,
    Origin,
    Pair,
    Side,
    SideName,
    SideReport,
    Unmapped,
    Value,
)
from extractor.compare.truth import Trial, Truth, find_truth, judge_cell
from extractor.errors import UnreadableInput
from extractor.forms import Cell, Form, find_form, load_forms
from extractor.loading import load_report
from extractor.output import EvidenceResult, ReportResult, SourceResult
from extractor.records import Document


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that the two sides have differently. `quotes`: the texts to show, with both sides' marks."""

    report: str
    issuer: str | None
    year: int | None
    form: str
    cell: Cell
    kind: Difference
    a: Value
    b: Value
    verdict: Verdict
    quotes: tuple[EvidenceResult, ...]
    truth: Truth | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that came of it."""

    a: str
    b: str
    pairs: tuple[Pair, ...]
    cells: tuple[Compared, ...]
    conflicts: tuple[Conflict, ...]
    unmatched: Mapping[SideName, tuple[str, ...]]
    uncovered: Mapping[SideName, int]  # values that the other side's file has no place for
    unmapped: Mapping[SideName, tuple[Unmapped, ...]]
    columns: Mapping[SideName, tuple[Column, ...]] = field(default_factory=dict)  # of other programs' files
    trial: Trial | None = None
    unjudged: tuple[str, ...] = ()  # pairs that gold has no report for


@dataclass(frozen=True, slots=True)
class Matched:
    """A pair with its form and both sides' values, and what is known of its truth."""

    pair: Pair
    form: Form
    a: Mapped
    b: Mapped
    gold: SideReport | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The cells that both sides can speak of, in the form's order."""
        both = self.a.covered & self.b.covered
        return tuple(key for key in self.form.by_key if key in both)


def compare_sides(
    a: Side, b: Side, *, mapping: Mapping[str, str], gold: Side | None = None, load: Load = load_report
) -> Comparison:
    """The two sides held together, and against gold where there is any; `load` reads their sources again."""
    pairing = pair_reports(a.reports, b.reports)
    matches = match_pairs(pairing.pairs, mapping)
    if gold is not None:
        matches = list(_with_gold(matches, gold))
    cells = tuple(cell for match in matches for cell in match_to_cells(match))
    unused = _unused(mapping, a, b)
    return Comparison(
        a=a.name,
        b=b.name,
        pairs=pairing.pairs,
        cells=cells,
        conflicts=tuple(_find_all_conflicts(matches, Sources(load))),
        unmatched={
            "a": tuple(r.name for r in pairing.a_only),
            "b": tuple(r.name for r in pairing.b_only),
        },
        uncovered={
            "a": sum(_count_uncovered(m.b, m.a) for m in matches),
            "b": sum(_count_uncovered(m.a, m.b) for m in matches),
        },
        unmapped={
            "a": (*_merged((*a.unmapped, *(u for m in matches for u in m.a.unmapped))), *unused),
            "b": _merged((*b.unmapped, *(u for m in matches for u in m.b.unmapped))),
        },
        columns={"a": a.columns, "b": b.columns},
        trial=None if gold is None else _try(matches),
        unjudged=() if gold is None else tuple(m.pair.a.name for m in matches if m.gold is None),
    )


def match_pairs(pairs: Iterable[Pair], mapping: Mapping[str, str]) -> list[Matched]:
    """Both sides' values of each pair, as far as both can speak of them."""
    return _without_absent([_match(pair, mapping) for pair in pairs])


def _match(pair: Pair, mapping: Mapping[str, str]) -> Matched:
    form = _find_form(pair)
    a, b = _map(pair.a, form, mapping), _map(pair.b, form, mapping)
    return Matched(pair, form, a, b)


def _without_absent(matches: Sequence[Matched]) -> list[Matched]:
    """What a side's file was not meant to have is nothing that it missed."""
    a_lacks = Counter(key for m in matches for key in find_lacking(m.a, m.pair.a, m.b.values))
    b_lacks = Counter(key for m in matches for key in find_lacking(m.b, m.pair.b, m.a.values))
    return [
        replace(
            match,
            a=without_absent(match.a, match.pair.a, match.b.values, a_lacks),
            b=without_absent(match.b, match.pair.b, match.a.values, b_lacks),
        )
        for match in matches
    ]


def _find_form(pair: Pair) -> Form:
    """The form that a result was read by; else the one that a file names; else the one its labels fit."""
    for report in sorted((pair.a, pair.b), key=lambda r: r.is_foreign):
        if report.form in load_forms():
            return find_form(report.form)
    return guess_form(pair.a.labels | pair.b.labels, pair.a.year or pair.b.year)


def _map(report: SideReport, form: Form, mapping: Mapping[str, str]) -> Mapped:
    if report.is_foreign:
        return fields_to_values(report, form, mapping)
    covered = frozenset(find_form(report.form).by_key) if report.form else frozenset(report.values)
    return Mapped(report.values, covered)


def _with_gold(matches: Iterable[Matched], gold: Side) -> Iterator[Matched]:
    """Each pair with its gold, found as the counterpart of its first report, else of its second."""
    found = list(matches)
    by_a = {id(p.a): p.b for p in pair_reports([m.pair.a for m in found], gold.reports).pairs}
    by_b = {id(p.a): p.b for p in pair_reports([m.pair.b for m in found], gold.reports).pairs}
    for match in found:
        yield replace(match, gold=by_a.get(id(match.pair.a)) or by_b.get(id(match.pair.b)))


def match_to_cells(match: Matched) -> Iterator[Compared]:
    """The cells that both sides can speak of."""
    for key in match.keys:
        a, b = match.a.values.get(key, SILENT), match.b.values.get(key, SILENT)
        yield Compared(match.pair.a.name, match.form.id, key, match.form.by_key[key].block, a, b)


def _find_all_conflicts(matches: Sequence[Matched], sources: Sources) -> Iterator[Conflict]:
    """The conflicts in the order of the matches. Those of one source are looked for together, so that it is read once."""
    together = sorted(range(len(matches)), key=lambda number: _source_path(matches[number]))
    found = {number: tuple(find_conflicts(matches[number], sources)) for number in together}
    for number in range(len(matches)):
        yield from found[number]


def _source_path(match: Matched) -> str:
    origin = match.pair.a.origin or match.pair.b.origin
    return origin.source.path if origin else ""


def judge_quoted(match: Matched, source: SourceResult, report: ReportResult) -> tuple[Conflict, ...]:
    """The conflicts of the pair, its first side being this result, judged by what the result quotes: no file is opened."""
    whole = replace(match.pair.a, origin=Origin(source, report), values=dict(report_to_values(report)))
    a = Mapped(whole.values, frozenset(match.form.by_key))
    found = replace(match, pair=replace(match.pair, a=whole), a=a)
    return tuple(find_conflicts(found, Sources(_unopened)))


def _unopened(path: Path) -> Document:
    raise UnreadableInput("compare.unopened", path=path)


def find_conflicts(match: Matched, sources: Sources) -> Iterator[Conflict]:
    """Every cell that sets the two sides apart, judged by the source and the sums."""
    apart = [(cell, kind) for cell in match_to_cells(match) if (kind := find_difference(cell))]
    if not apart:
        return
    origin = match.pair.a.origin or match.pair.b.origin
    keys = [cell.key for cell, _ in apart]
    source = reread(origin, match.form, keys, sources) if origin else None
    for compared, kind in apart:
        cell = match.form.by_key[compared.key]
        case = Case(cell, match.form, {"a": match.a.values, "b": match.b.values}, source)
        yield Conflict(
            report=compared.report,
            issuer=match.pair.a.issuer or match.pair.b.issuer,
            year=match.pair.a.year or match.pair.b.year,
            form=match.form.id,
            cell=cell,
            kind=kind,
            a=compared.a,
            b=compared.b,
            verdict=judge(case),
            quotes=tuple(_quotes(cell, compared, source)),
            truth=find_truth(match.gold, compared),
        )


def _quotes(cell: Cell, compared: Compared, source: Rereading | None) -> Iterator[EvidenceResult]:
    """What each side quotes, and what the source has for the item; each place once, a table cell in its row."""
    places = source.exact(cell.key) if source else ()
    rows = {(p.evidence.start, p.evidence.end): p.row for p in places if p.row}
    told: set[tuple[int, int, str]] = set()
    for quote in (compared.a.evidence, compared.b.evidence, *(place.evidence for place in places)):
        if quote is not None and (quote.start, quote.end, quote.text) not in told:
            told.add((quote.start, quote.end, quote.text))
            yield rows.get((quote.start, quote.end), quote)


def _try(matches: Iterable[Matched]) -> Trial:
    judged = (judge_cell(match.gold, cell) for match in matches for cell in match_to_cells(match))
    return sum((trial for trial in judged if trial), Trial())


def _count_uncovered(speaker: Mapped, other: Mapped) -> int:
    return sum(value.is_given and key not in other.covered for key, value in speaker.values.items())


def _merged(unmapped: Iterable[Unmapped]) -> tuple[Unmapped, ...]:
    """One line for what is the same in many rows."""
    merged: dict[tuple[object, ...], Unmapped] = {}
    for one in unmapped:
        same = (one.id, one.what, one.details)
        known = merged.get(same)
        merged[same] = replace(one, count=one.count + known.count) if known else one
    return tuple(merged.values())


def _unused(mapping: Mapping[str, str], a: Side, b: Side) -> tuple[Unmapped, ...]:
    """Lines of the mapping file that no label of the files answers to: most often a slip."""
    known = headers(a.reports) | headers(b.reports)
    items = {label: key for label, key in mapping.items() if "." in key and label not in known}
    return tuple(Unmapped("unused-mapping", label, (("key", key),)) for label, key in items.items())
