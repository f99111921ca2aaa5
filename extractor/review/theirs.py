"""The user's own numbers, from a file of another program, beside the reports of a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from extractor.compare import (
    Matched,
    Pair,
    Side,
    Value,
    blame_to_text,
    find_difference,
    judge_quoted,
    make_report,
    match_pairs,
    match_to_cells,
    pair_reports,
    verdict_to_text,
)
from extractor.review.columns import BY_DIFFERENCE, OF_FILE, Kind
from extractor.speech import language
from extractor.store import CellAt, Head

if TYPE_CHECKING:
    from extractor.review.desk import Desk
    from extractor.review.kept import Kept
    from extractor.store import State, Store

Place = tuple[str, int]  # a file's hash and a report in it


@dataclass(frozen=True)
class Held:
    """The file held beside the store: the reports that it speaks of, and the cells in which the two differ."""

    matches: Mapping[Place, Matched]
    apart: Mapping[Kind, tuple[CellAt, ...]]
    unmatched: tuple[str, ...]  # reports of the file that the store has not


class Theirs:
    """The user's file, read once."""

    def __init__(self, store: Store, kept: Kept, side: Side, mapping: Mapping[str, str]) -> None:
        self._store, self._kept, self._side, self._mapping = store, kept, side, mapping

    @property
    def name(self) -> str:
        """The file's, wherever it lies."""
        return PurePath(self._side.name).name

    def held(self, state: State) -> Held:
        """The file beside what was read by then."""
        return self._kept.get("theirs", state.read, self._hold)

    def value(self, held: Held, at: CellAt) -> Value | None:
        """What the file says of the cell; none where it cannot speak of it."""
        match = held.matches.get((at.sha256, at.report))
        if match is None or at.key not in match.b.covered:
            return None
        return match.b.values.get(at.key, Value(None, "not_stated"))

    def verdicts(self, held: Held, desk: Desk) -> dict[str, tuple[str, ...]]:
        """Who is wrong, and why, of the report's cells in which the two differ, by what the result quotes."""
        match = held.matches.get((desk.source.sha256, desk.number))
        if match is None:
            return {}
        conflicts = judge_quoted(match, desk.source, desk.report)
        return {
            found.cell.key: (
                verdict_to_text(found.verdict.blamed),
                *(blame_to_text(blame, language()) for blame in found.verdict.blames),
            )
            for found in conflicts
        }

    def _hold(self) -> Held:
        heads = list(self._store.heads())
        own = [make_report(head.path, head, name=head.name) for head in heads]
        pairing = pair_reports(own, self._side.reports)
        by_report = {id(report): head for report, head in zip(own, heads, strict=True)}
        places = [by_report[id(pair.a)] for pair in pairing.pairs]
        matches = self._match(pairing.pairs, places)
        found = {(head.sha256, head.report): match for head, match in zip(places, matches, strict=True)}
        return Held(found, _find_apart(found), tuple(report.name for report in pairing.b_only))

    def _match(self, pairs: Sequence[Pair], heads: Sequence[Head]) -> list[Matched]:
        """Of each report only the values that the file can speak of are read."""
        matches = match_pairs(pairs, self._mapping)
        keys = frozenset[str]().union(*(match.b.covered for match in matches))
        values: defaultdict[Head, dict[str, Value]] = defaultdict(dict)
        for read in self._store.values(heads, keys):
            values[read.head][read.key] = Value(read.value, read.status)
        valued = [_with_values(match, values[head]) for match, head in zip(matches, heads, strict=True)]
        # What a long file was not meant to have is known only beside what the program has.
        has_long = any(report.is_long for report in self._side.reports)
        return match_pairs([match.pair for match in valued], self._mapping) if has_long else valued


def _with_values(match: Matched, values: Mapping[str, Value]) -> Matched:
    pair = replace(match.pair, a=replace(match.pair.a, values=values))
    return replace(match, pair=pair, a=replace(match.a, values=values))


def _find_apart(matches: Mapping[Place, Matched]) -> dict[Kind, tuple[CellAt, ...]]:
    apart: dict[Kind, list[CellAt]] = {kind: [] for kind in OF_FILE}
    for (sha256, report), match in matches.items():
        for cell in match_to_cells(match):
            difference = find_difference(cell)
            kind = BY_DIFFERENCE.get(difference) if difference else None
            if kind:
                apart[kind].append(CellAt(sha256, report, cell.key))
    return {kind: tuple(found) for kind, found in apart.items()}
