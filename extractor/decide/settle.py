"""What each value is worth once the form's sums have spoken: cells with a choice are weighed together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod

from extractor.decide.weights import load_judging
from extractor.forms import Form, Identity, check_identity
from extractor.records import Decision, Number, Reason

MOST_TRIED = 4096  # ways to fill cells that hang together; beyond this the sums say nothing of them

Options = Mapping[Number | None, int]  # what each value of a cell weighs


def settle(weighed: Mapping[str, Options], printed: Mapping[str, Decision], form: Form) -> dict[str, Options]:
    """For each cell what its values weigh with the sums that each of them lets hold or fail.

    A cell with one value that weighs enough has no choice: where a sum fails with it, the report may be wrong."""
    open_cells = {key: options for key, options in weighed.items() if _has_choice(options)}
    if not open_cells:
        return dict(weighed)
    sure = {key: value for key, o in weighed.items() if key not in open_cells for value in _likely(o)}
    known = {**printed, **{key: _as_known(key, value) for key, value in sure.items()}}
    settled = dict(weighed)
    for group in _groups(open_cells, form):
        options = {key: open_cells[key] for key in group}
        settled.update(_weigh_together(options, known, _relations(group, form)))
    return settled


def _likely(options: Options) -> list[Number | None]:
    """The values for which something speaks; a rejected one weighs nothing."""
    return [value for value, weight in options.items() if weight > 0]


def _has_choice(options: Options) -> bool:
    likely = _likely(options)
    return len(likely) > 1 or (len(likely) == 1 and options[likely[0]] < load_judging().enough)


def _groups(cells: Iterable[str], form: Form) -> Iterator[tuple[str, ...]]:
    """The cells that sums bind together, in the form's order."""
    left = dict.fromkeys(cells)
    while left:
        group = [next(iter(left))]
        for key in group:
            left.pop(key, None)
            bound = {k for identity in _relations([key], form) for k in identity.keys}
            group += [k for k in left if k in bound and k not in group]
        yield tuple(group)


def _relations(keys: Iterable[str], form: Form) -> tuple[Identity, ...]:
    found = {i.id: i for key in keys for i in form.relations[key] if i.kind != "at_most"}
    return tuple(found.values())


def _weigh_together(
    cells: Mapping[str, Options], known: Mapping[str, Decision], relations: Sequence[Identity]
) -> dict[str, Options]:
    """Every way to fill the cells is tried: a value is worth what it weighs, and what the best way with it is worth
    more than the best way that leaves its cell empty."""
    choices = {key: [None, *_likely(options)] for key, options in cells.items()}
    if not relations or prod(map(len, choices.values())) > MOST_TRIED:
        return dict(cells)
    best: dict[str, dict[Number | None, int]] = {key: {} for key in cells}
    for way in product(*choices.values()):
        filled = {key: value for key, value in zip(choices, way, strict=True) if value is not None}
        worth = _judge_sums(filled, known, relations) + sum(map(_worth, cells.values(), way))
        for key, value in zip(choices, way, strict=True):
            rest = worth - _worth(cells[key], value)
            best[key][value] = max(rest, best[key].get(value, rest))
    return {key: _supported(cells[key], best[key]) for key in cells}


def _worth(options: Options, value: Number | None) -> int:
    """An empty cell is better than a value that does not weigh enough."""
    return load_judging().enough - 1 if value is None else options[value]


def _supported(options: Options, best: Mapping[Number | None, int]) -> Options:
    return {value: weight + best.get(value, best[None]) - best[None] for value, weight in options.items()}


def _judge_sums(
    filled: Mapping[str, Number], known: Mapping[str, Decision], relations: Sequence[Identity]
) -> int:
    judging = load_judging()
    tried = {**known, **{key: _as_known(key, value) for key, value in filled.items()}}
    outcomes = [check_identity(identity, tried).outcome for identity in relations]
    return judging.holds * outcomes.count("holds") + judging.fails * outcomes.count("fails")


def _as_known(key: str, value: Number | None) -> Decision:
    return Decision(key, value, "reported", None, Reason.of("sole"))
