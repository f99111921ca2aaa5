"""What a reading weighs: by witness, by why it was read there, and by what casts a doubt on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path

from extractor.decide.familiarity import load_familiar, rate_strangeness
from extractor.definitions import Definition, read_definition
from extractor.ids import GIVEN
from extractor.records import Candidate, Number
from extractor.resources import SCHEMAS

ANY = "else"
Mark = tuple[int, int]
Owners = Mapping[Mark, Collection[str]]  # where a number stands, and the cells that its clause names


class Judging(Definition):
    """schemas/judging.yaml, where its fields are told."""

    witnesses: dict[str, dict[str, int]]
    enough: int
    margin: int
    holds: int
    fails: int
    taken: int
    silence: int
    torn: int
    strange: int
    stranger: float
    usual: float
    near: int


@cache
def load_judging(folder: Path = SCHEMAS) -> Judging:
    """The weights of the schemas folder."""
    return read_definition(folder / "judging.yaml", Judging)


def weigh(candidate: Candidate) -> int:
    """What the reading weighs by itself; a rejected one without a doubt weighs nothing."""
    if not candidate.accepted and not candidate.doubt:
        return 0
    by_reason = load_judging().witnesses[candidate.backend]
    why = candidate.why.id if candidate.why else ANY
    return by_reason.get(why, by_reason[ANY]) + candidate.doubt


def find_owners(candidates: Iterable[Candidate]) -> Owners:
    """The cells that each number is read for by its own clause."""
    owners: dict[Mark, set[str]] = {}
    for candidate in candidates:
        if candidate.accepted and candidate.exact and (mark := _mark(candidate)):
            owners.setdefault(mark, set()).add(candidate.key)
    return owners


def _mark(candidate: Candidate) -> Mark | None:
    return candidate.evidence.mark if candidate.evidence and candidate.evidence.kind == "sentence" else None


def weigh_values(candidates: Iterable[Candidate], owners: Owners) -> dict[Number | None, int]:
    """What each value weighs: the best reading of each witness, less the silence of a witness that was asked, and less
    where it was read in a far stranger clause than another value."""
    candidates = tuple(candidates)
    heaviest: dict[Number | None, dict[str, int]] = {}
    silent: set[str] = set()
    for candidate in candidates:
        if candidate.status in GIVEN:
            by_witness = heaviest.setdefault(candidate.value, {})
            weight = weigh(candidate) + _taken(candidate, owners) + _near(candidate)
            by_witness[candidate.backend] = max(weight, by_witness.get(candidate.backend, weight))
        elif candidate.status == "not_stated":
            silent.add(candidate.backend)
    judging, strange = load_judging(), _find_strange(candidates)
    torn = _find_torn(heaviest.values())
    return {
        value: sum(min(w, judging.torn) if torn - {witness} else w for witness, w in weights.items())
        + judging.silence * len(silent - weights.keys())
        + judging.strange * (value in strange)
        for value, weights in heaviest.items()
    }


def _find_torn(weighed: Collection[Mapping[str, int]]) -> set[str]:
    """The witnesses that read several values of the cell, each of which would be enough."""
    if len(weighed) < 2:
        return set()
    enough = load_judging().enough
    read = Counter(witness for weights in weighed for witness, weight in weights.items() if weight >= enough)
    return {witness for witness, values in read.items() if values > 1}


def _find_strange(candidates: Iterable[Candidate]) -> set[Number | None]:
    """The values that were read in far stranger clauses than another value of the cell."""
    read = [c for c in candidates if c.accepted and c.status in GIVEN]
    if len({c.value for c in read}) < 2:  # there is nothing to choose
        return set()
    familiar = load_familiar()
    least: dict[Number | None, float] = {}
    for c in read:
        strangeness = rate_strangeness(c.key, c.evidence, familiar)
        if strangeness is not None:
            least[c.value] = min(strangeness, least.get(c.value, strangeness))
    judging, familiarest = load_judging(), min(least.values(), default=1.0)
    if familiarest > judging.usual:  # where all are strange, none is right for being less so
        return set()
    return {value for value, strangeness in least.items() if strangeness >= familiarest + judging.stranger}


def _near(candidate: Candidate) -> int:
    """政策解读一栏,全年写了6篇: the name stands in the clause before, and numbers of it have stood in such clauses."""
    if candidate.why is None or candidate.why.id != "named-nearby":
        return 0
    strangeness = rate_strangeness(candidate.key, candidate.evidence, load_familiar())
    return load_judging().near if strangeness is not None and strangeness <= load_judging().usual else 0


def _taken(candidate: Candidate, owners: Owners) -> int:
    mark = _mark(candidate)
    is_taken = (
        not candidate.exact and mark is not None and not {candidate.key}.issuperset(owners.get(mark, ()))
    )
    return load_judging().taken if is_taken else 0
