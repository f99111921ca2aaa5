"""Where those who read differ: over a store by kind of disagreement, page by page, and in one report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extractor.ids import MODEL, RULES
from extractor.output import find_reading
from extractor.review.columns import KINDS, OF_FILE, OF_PEOPLE, OF_READERS, Columns, Kind
from extractor.store import PAGE, CellAt, CellRead, Cut, Page, Step, cut_sequence, fits

if TYPE_CHECKING:
    from extractor.compare import Value
    from extractor.review.desk import Desk
    from extractor.review.judged import Judges
    from extractor.review.kept import Kept
    from extractor.review.theirs import Held, Theirs
    from extractor.store import State, Store


class Apart:
    """All disagreements of a store."""

    def __init__(self, store: Store, kept: Kept, judges: Judges, theirs: Theirs | None = None) -> None:
        self._store, self._kept, self._judges, self.theirs = store, kept, judges, theirs

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Those that there can be."""
        of_file = (*OF_FILE, "person-file")
        return tuple(kind for kind in KINDS if self.theirs or kind not in of_file)

    def counts(self, state: State) -> dict[Kind, int]:
        """How many cells there are of each kind."""
        met = self._kept.get("met", state.read, self._store.count_met)
        held = self._held(state)
        listed = {kind: len(self._listed(kind, state, held)) for kind in (*OF_FILE, *OF_PEOPLE)}
        return {kind: met.get(kind, 0) if kind in OF_READERS else listed[kind] for kind in self.kinds}

    def page(self, kind: Kind, state: State, cut: Cut | None = None) -> Page[Columns]:
        """A page of the cells of that kind."""
        held = self._held(state)
        if kind in OF_READERS:
            found = self._store.list_met(kind, cut)
            return Page(tuple(self._fill(found.rows, held)), found.earlier, found.later)
        places = cut_sequence(self._listed(kind, state, held), cut, size=PAGE)
        read = self._store.read_cells(places.rows)
        rows = [read[at] for at in places.rows if at in read]
        return Page(tuple(self._fill(rows, held)), places.earlier, places.later)

    def of_report(self, desk: Desk, state: State) -> tuple[Columns, ...]:
        """All cells of the report."""
        held = self._held(state)
        asked = desk.report.provenance.model is not None
        return tuple(
            Columns(_read_desk(desk, key), desk.decision(key), self._find_theirs(held, desk.at(key)), asked)
            for key in desk.report.cells
        )

    def verdicts(self, desk: Desk, state: State) -> dict[str, tuple[str, ...]]:
        """Who is wrong where the user's file and the program differ, and why."""
        held = self._held(state)
        return self.theirs.verdicts(held, desk) if self.theirs and held else {}

    def unmatched(self, state: State) -> tuple[str, ...]:
        """The reports of the user's file that the store has not."""
        held = self._held(state)
        return held.unmatched if held else ()

    def is_foreign(self, state: State) -> bool:
        """Whether the user's file speaks of no report of the store."""
        held = self._held(state)
        return held is not None and not held.matches

    def _held(self, state: State) -> Held | None:
        return self.theirs.held(state) if self.theirs else None

    def _listed(self, kind: Kind, state: State, held: Held | None) -> Sequence[CellAt]:
        if kind in OF_FILE:
            return held.apart[kind] if held else ()
        known = (state.read, state.decided)
        return self._kept.get(("of people", kind), known, lambda: tuple(self._by_people(kind, state, held)))

    def _by_people(self, kind: Kind, state: State, held: Held | None) -> Iterator[CellAt]:
        for step, read in self._judges.decided(state):
            if kind in Columns(read, step, self._find_theirs(held, step.at)).kinds:
                yield step.at

    def _find_theirs(self, held: Held | None, at: CellAt) -> Value | None:
        return self.theirs.value(held, at) if self.theirs and held else None

    def _fill(self, rows: Sequence[CellRead], held: Held | None) -> Iterator[Columns]:
        standings = self._store.decisions.of_files({read.at.sha256 for read in rows})
        for read in rows:
            at = read.at
            standing = standings.get((at.sha256, at.report), {}).get(at.key)
            decision = standing.decision if standing else None
            yield Columns(read, _fitting(decision, read), self._find_theirs(held, at))


def _fitting(step: Step | None, read: CellRead) -> Step | None:
    return step if step and fits(step, read.lines) else None


def _read_desk(desk: Desk, key: str) -> CellRead:
    cell, report = desk.cell(key), desk.report
    readings = {
        reader: found.value
        for reader in (RULES, MODEL)
        if (found := find_reading(cell, reader)) and found.value is not None
    }
    return CellRead(
        at=desk.at(key),
        issuer=report.issuer,
        year=report.year,
        form=report.form,
        value=cell.value,
        status=cell.status,
        confidence=cell.confidence,
        lines=report.lines,
        readings=readings,
    )
