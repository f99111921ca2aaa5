"""Charts in words: what each shows in a sentence, for who does not see it, and its figures as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractor.plot import ChartName, Figure, plot_words
from extractor.speech import language, say


@dataclass(frozen=True, slots=True)
class Table:
    """Heads, and rows whose first cell is a head, too."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A chart in words."""

    name: ChartName
    title: str
    note: str
    words: str
    table: Table


def tell(name: ChartName, figures: Sequence[Figure]) -> Told:
    """The chart in the language spoken."""
    words = plot_words().charts[name]
    title, note = (words.title.zh, words.note.zh) if language() == "zh" else (words.title.en, words.note.en)
    sum_up, lay_out = TOLD[name]
    told = sum_up(figures) if figures else say("review.nothing-to-draw")
    return Told(name, title, note, told, lay_out(figures))


def _sum_up_coverage(figures: Sequence[Figure]) -> str:
    years = sorted({int(figure["year"]) for figure in figures})
    having, stating = (sum(int(figure[name]) for figure in figures) for name in ("reports", "stating"))
    items = len({figure["key"] for figure in figures})
    share = to_percent(stating / having)
    return say("review.alt-coverage", items=items, first=years[0], last=years[-1], share=share)


def _lay_out_coverage(figures: Sequence[Figure]) -> Table:
    """Items down, years across."""
    years = sorted({int(figure["year"]) for figure in figures})
    shares: dict[str, dict[int, str]] = {}
    for figure in figures:
        own = shares.setdefault(str(figure["item"]), {})
        own[int(figure["year"])] = to_percent(float(figure["share"]))
    rows = ((item, *(own.get(year, "") for year in years)) for item, own in shares.items())
    return Table((say("review.item"), *map(str, years)), tuple(rows))


def _sum_up_blocks(figures: Sequence[Figure]) -> str:
    """Of all blocks together, how many cells of each kind."""
    sums: dict[str, int] = {}
    for figure in figures:
        kind = _spoken(figure, _kind(figure))
        sums[kind] = sums.get(kind, 0) + int(figure["cells"])
    parts = (say("review.alt-part", name=name, count=count) for name, count in sums.items())
    return say("review.alt-cells", cells=sum(sums.values()), parts=say("list.comma").join(parts))


def _lay_out_blocks(figures: Sequence[Figure]) -> Table:
    """Blocks down, kinds across."""
    kinds = list(dict.fromkeys(_spoken(figure, _kind(figure)) for figure in figures))
    cells: dict[str, dict[str, str]] = {}
    for figure in figures:
        own = cells.setdefault(_spoken(figure, "block"), {})
        own[_spoken(figure, _kind(figure))] = str(figure["cells"])
    rows = ((block, *(own.get(kind, "0") for kind in kinds)) for block, own in cells.items())
    return Table((say("review.block"), *kinds), tuple(rows))


def _sum_up_bins(figures: Sequence[Figure]) -> str:
    parts = (
        say(
            "review.alt-bin",
            bin=_bin(figure),
            right=to_percent(float(figure["right"])),
            cells=figure["cells"],
        )
        for figure in figures
    )
    return say("list.and").join(parts)


def _lay_out_bins(figures: Sequence[Figure]) -> Table:
    heads = ("review.confidence-of", "review.cells", "review.predicted", "review.right", "review.interval")
    rows = tuple(
        (
            _bin(figure),
            str(figure["cells"]),
            to_percent(float(figure["predicted"])),
            to_percent(float(figure["right"])),
            to_range((float(figure["low"]), float(figure["high"]))),
        )
        for figure in figures
    )
    return Table(tuple(map(say, heads)), rows)


def _bin(figure: Figure) -> str:
    return to_range((float(figure["from"]), float(figure["to"])), digits=0)


def _kind(figure: Figure) -> str:
    return "reading" if "reading" in figure else "outcome"


def _spoken(figure: Figure, name: str) -> str:
    return str(figure[name if language() == "zh" else f"{name}_en"])


def to_percent(share: float | None, digits: int = 1) -> str:
    """A share; nothing where there is none."""
    return "" if share is None else f"{100 * share:.{digits}f}%"


def to_range(interval: tuple[float, float] | None, digits: int = 1) -> str:
    """Between what shares."""
    return "" if interval is None else f"{100 * interval[0]:.{digits}f}–{100 * interval[1]:.{digits}f}%"


TOLD: dict[ChartName, tuple[Callable[[Sequence[Figure]], str], Callable[[Sequence[Figure]], Table]]] = {
    "coverage": (_sum_up_coverage, _lay_out_coverage),
    "agreement": (_sum_up_blocks, _lay_out_blocks),
    "accuracy": (_sum_up_blocks, _lay_out_blocks),
    "reliability": (_sum_up_bins, _lay_out_bins),
}
