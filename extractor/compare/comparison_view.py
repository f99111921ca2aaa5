"""A comparison on the terminal: agreement, conflicts with who is wrong and why, what was not compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.compare.agreement import Agreement, cross_classes, group_cells
from extractor.compare.blame import Blamed
from extractor.compare.comparison import Comparison, Conflict
from extractor.compare.marks import Whose, quote_to_parts
from extractor.compare.remarks import blame_to_text, columns_to_lines, mismatch_to_text, unmapped_to_line
from extractor.compare.sides import SIDES, StatusClass, Value
from extractor.compare.truth import Trial
from extractor.forms import vocabulary
from extractor.output.terminal import number_to_text

VERDICTS: dict[Blamed, str] = {
    "a": "A is wrong",
    "b": "B is wrong",
    "both": "both are wrong",
    "undecided": "undecided",
}
STYLES: dict[Blamed, str] = {"a": "bold cyan", "b": "bold magenta", "both": "bold red", "undecided": "yellow"}
MARKS: dict[Whose, str] = {
    "": "",
    "a": "bold cyan underline",
    "b": "bold magenta underline",
    "source": "underline",
}
CLASS_ORDER: tuple[StatusClass, ...] = ("given", "derived", "blank", "unreadable", "not_stated")
SHOWN = 40  # conflicts, items and lines of leftovers; of more, the files have all
SNIPPET = 160
LONGEST_LINE = 600


def comparison_to_view(comparison: Comparison) -> RenderableType:
    """All of it, the conflicts of kind alone only counted."""
    return Group(
        Text.assemble(("A ", "bold cyan"), comparison.a, "   ", ("B ", "bold magenta"), comparison.b),
        Text(pairs_to_line(comparison) + "\n"),
        _agreement(comparison),
        _classes(comparison),
        *_conflicts(comparison),
        *_trial(comparison),
        *_leftovers(comparison),
        *_columns(comparison),
        *_warning(comparison),
    )


def pairs_to_line(comparison: Comparison) -> str:
    """What was compared, in one line."""
    alone = ", ".join(f"{len(comparison.unmatched[s])} of {s.upper()} alone" for s in SIDES)
    return (
        f"{len(comparison.pairs)} reports on both sides ({alone}); {len(comparison.cells):,} cells compared"
    )


def conflicts_to_line(comparison: Comparison) -> str:
    """How many conflicts, and who is wrong."""
    blamed = Counter(c.verdict.blamed for c in comparison.conflicts if c.kind != "class")
    kinds = sum(c.kind == "class" for c in comparison.conflicts)
    verdicts = ", ".join(f"{VERDICTS[name]} {blamed[name]}" for name in VERDICTS)
    return f"{blamed.total()} conflicts: {verdicts}; {kinds} more differ only in kind"


def _agreement(comparison: Comparison) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("", overflow="fold")
    for name in ("cells", "both", "same", "A only", "B only", "neither", "values %", "kinds %", "kappa"):
        table.add_column(name, justify="right", no_wrap=True)
    for group, tallies in group_cells(comparison.cells).items():
        shown = _shown_tallies(group, tallies)
        if shown:
            table.add_row(
                Text({"overall": "", "class": "A's kind", "item": "items apart"}.get(group, group), "bold")
            )
        for name, tally in shown.items():
            table.add_row(Text(tally_name(group, name)), *tally_to_texts(tally))
    return table


def _shown_tallies(group: str, tallies: Mapping[str, Agreement]) -> dict[str, Agreement]:
    """Of the items only those apart, the worst first."""
    if group != "item":
        return dict(tallies)
    apart = {n: t for n, t in tallies.items() if t.same < t.both or t.a_only or t.b_only}
    worst = sorted(apart, key=lambda n: -(apart[n].both - apart[n].same + apart[n].a_only + apart[n].b_only))
    return {name: apart[name] for name in worst[:SHOWN]}


def tally_name(group: str, name: str) -> str:
    """A row's name for people."""
    if group == "block":
        return f"{name} {vocabulary().blocks[name].name}"
    return name.replace("_", " ") if group == "class" else name


def tally_to_texts(tally: Agreement) -> tuple[str, ...]:
    """The counts and shares of a row."""
    counts = (tally.cells, tally.both, tally.same, tally.a_only, tally.b_only, tally.neither)
    kappa = "-" if tally.kappa is None else f"{tally.kappa:.3f}"
    return (*map(str, counts), _percent(tally.value_agreement), _percent(tally.class_agreement), kappa)


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"


def _classes(comparison: Comparison) -> RenderableType:
    found = cross_classes(comparison.cells)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(Text("A's kind down, B's across"))
    for name in CLASS_ORDER:
        table.add_column(name.replace("_", " "), justify="right", no_wrap=True)
    for name in CLASS_ORDER:
        if any(found[name, other] for other in CLASS_ORDER):
            table.add_row(name.replace("_", " "), *(str(found[name, other] or "") for other in CLASS_ORDER))
    return table


def _conflicts(comparison: Comparison) -> Iterator[RenderableType]:
    shown = [c for c in comparison.conflicts if c.kind != "class"]
    yield Text(conflicts_to_line(comparison), style="bold")
    for conflict in shown[:SHOWN]:
        yield _conflict(conflict)
    if len(shown) > SHOWN:
        yield Text(f"{len(shown) - SHOWN} more: --csv, --html and --json have them all")
    yield Text()


def _conflict(conflict: Conflict) -> RenderableType:
    verdict = conflict.verdict
    head = Text.assemble(
        (conflict.report, "bold"), f"  {conflict.cell.key}  ", ("A ", "cyan"), value_to_text(conflict.a)
    )
    head.append("  B ", "magenta").append(value_to_text(conflict.b)).append("  ")
    head.append(VERDICTS[verdict.blamed], STYLES[verdict.blamed])
    if verdict.sums:
        head.append(f"  sums support {verdict.sums.upper()}", "dim")
    if conflict.truth:
        head.append(f"  gold: {truth_to_text(conflict)}", "bold green")
    lines = [Text(blame_to_text(blame), style="dim") for blame in verdict.blames]
    return Group(head, Padding(Group(Text(conflict.cell.label), *lines, *_texts(conflict)), (0, 0, 0, 2)))


def _texts(conflict: Conflict) -> Iterator[Text]:
    for quote in conflict.quotes:
        text = Text(f"[{quote.ref}] ", "dim")
        for part in quote_to_parts(quote, conflict):
            text.append(re.sub(r"\s+", " ", part.text), MARKS[part.whose])
        text.truncate(SNIPPET, overflow="ellipsis")
        yield text


def value_to_text(value: Value) -> str:
    """A number as it is; otherwise what the side says in its place."""
    if value.value is None:
        printed = f" ({value.printed})" if value.printed else ""
        return value.status.replace("_", " ") + printed
    status = "" if value.status == "reported" else f" ({value.status.replace('_', ' ')})"
    return number_to_text(value.value) + status


def truth_to_text(conflict: Conflict) -> str:
    """What gold has, and who is right by it."""
    if conflict.truth is None:
        return ""
    value = "nothing stated" if conflict.truth.value is None else number_to_text(conflict.truth.value)
    right = conflict.truth.right
    return (
        f"{value}, {'both' if right == 'both' else 'neither' if right == 'neither' else right.upper()} right"
    )


def _trial(comparison: Comparison) -> Iterator[RenderableType]:
    if comparison.trial:
        yield Text(trial_to_line(comparison.trial), style="bold")
        if comparison.unjudged:
            yield Text(f"no gold for: {', '.join(comparison.unjudged)}")
        yield Text()


def trial_to_line(trial: Trial) -> str:
    """Both sides against gold, with McNemar's test."""
    return (
        f"against gold: both right {trial.both_right}, only A {trial.a_right}, only B {trial.b_right}, "
        f"neither {trial.neither}; McNemar's exact p = {trial.p:.4g}"
    )


def _leftovers(comparison: Comparison) -> Iterator[RenderableType]:
    for side in SIDES:
        name = side.upper()
        yield from _listed(f"reports of {name} alone", comparison.unmatched[side])
        if comparison.uncovered[side]:
            count = comparison.uncovered[side]
            yield Text(
                f"{count} values of the other side are of items that {name} has no place for: not compared"
            )
        yield from _listed(f"not mapped in {name}", map(unmapped_to_line, comparison.unmapped[side]))
    differing = (f"{p.a.name}: {mismatch_to_text(m)}" for p in comparison.pairs for m in p.mismatches)
    yield from _listed("whose report it is, differs", differing)


def _columns(comparison: Comparison) -> Iterator[RenderableType]:
    """Of a side that is another program's file, what each column was taken for."""
    for side, columns in comparison.columns.items():
        if columns:
            yield Text(f"how the columns of {side.upper()} were understood", style="bold")
        for taken, headers in columns_to_lines(columns):
            line = Text.assemble("  ", (taken, "italic"), f": {headers}")
            line.truncate(LONGEST_LINE, overflow="ellipsis")
            yield line


def _warning(comparison: Comparison) -> Iterator[RenderableType]:
    if not comparison.cells:
        yield Text("\n" + nothing_to_line(comparison), style="bold red")


def nothing_to_line(comparison: Comparison) -> str:
    """Why not one cell was compared."""
    if comparison.pairs:
        return "NOTHING WAS COMPARED: the reports of both sides have no item in common"
    return (
        "NOTHING WAS COMPARED: no report of A could be told to be the same as one of B; see above what each has, "
        "and what the columns were taken for; --map says what they are"
    )


def _listed(title: str, lines: Iterable[str]) -> Iterator[RenderableType]:
    found = list(lines)
    if found:
        yield Text(f"{title} ({len(found)})", style="bold")
        yield from (Text(f"  {line}") for line in found[:SHOWN])
        if len(found) > SHOWN:
            yield Text(f"  and {len(found) - SHOWN} more")
