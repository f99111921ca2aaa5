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
from extractor.compare.counting import count_items, count_slips, pair_swaps
from extractor.compare.marks import Whose, quote_to_parts
from extractor.compare.remarks import blame_to_text, columns_to_lines, mismatch_to_text, unmapped_to_line
from extractor.compare.sides import SIDES, StatusClass, Value
from extractor.compare.truth import Trial
from extractor.forms import name_cells, vocabulary
from extractor.output import status_to_words
from extractor.output.paragraph import Paragraph
from extractor.output.terminal import number_to_text
from extractor.speech import language, say

VERDICTS: tuple[Blamed, ...] = ("a", "b", "both", "undecided")
STYLES: dict[Blamed, str] = {"a": "bold cyan", "b": "bold magenta", "both": "bold red", "undecided": "yellow"}
MARKS: dict[Whose, str] = {
    "": "",
    "a": "bold cyan underline",
    "b": "bold magenta underline",
    "source": "underline",
}
TALLY = ("cells", "both", "same", "a_only", "b_only", "neither", "values", "kinds", "kappa")
CLASS_ORDER: tuple[StatusClass, ...] = ("given", "derived", "blank", "unreadable", "not_stated")
SHOWN = 40  # conflicts, items and lines of leftovers; of more, the files have all
SNIPPET = 160
SHOWN_COUNTS = 12
LONGEST_LINE = 600


def comparison_to_view(comparison: Comparison) -> RenderableType:
    """All of it, the conflicts of kind alone only counted."""
    return Group(
        Text.assemble(("A ", "bold cyan"), comparison.a, "   ", ("B ", "bold magenta"), comparison.b),
        Paragraph(pairs_to_line(comparison)),
        *_conflicts(comparison),
        *_counts(comparison),
        *_trial(comparison),
        _agreement(comparison),
        _classes(comparison),
        *_leftovers(comparison),
        *_columns(comparison),
        *_warning(comparison),
    )


def pairs_to_line(comparison: Comparison) -> str:
    """What was compared, in one line."""
    alone = {f"{side}_alone": len(comparison.unmatched[side]) for side in SIDES}
    return say("compare.pairs", reports=len(comparison.pairs), cells=len(comparison.cells), **alone)


def conflicts_to_line(comparison: Comparison) -> str:
    """How many conflicts, and who is wrong."""
    blamed = Counter(c.verdict.blamed for c in comparison.conflicts if c.kind != "class")
    kinds = sum(c.kind == "class" for c in comparison.conflicts)
    verdicts = say("list.comma").join(f"{verdict_to_text(name)} {blamed[name]}" for name in VERDICTS)
    return say("compare.conflicts", count=blamed.total(), verdicts=verdicts, kinds=kinds)


def verdict_to_text(blamed: Blamed) -> str:
    """Who is wrong."""
    return say(f"compare.wrong-{blamed}")


def _counts(comparison: Comparison) -> Iterator[RenderableType]:
    """Of the conflicts of values, how many each item has, and what the slips look like."""
    for title, counts in (
        (say("compare.by-item"), count_items(comparison)),
        (say("compare.by-slip"), count_slips(comparison)),
    ):
        if counts:
            shown = say("list.comma").join(
                f"{name} {count}" for name, count in counts.most_common(SHOWN_COUNTS)
            )
            more = len(counts) - SHOWN_COUNTS
            if more > 0:
                shown += say("list.comma") + say("compare.and-more", count=more)
            yield Text(title, style="bold")
            yield Paragraph(shown, indent=2)
    yield Text()


def _agreement(comparison: Comparison) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("", overflow="fold")
    for name in TALLY:
        table.add_column(say(f"compare.tally-{name}"), justify="right", no_wrap=True)
    for group, tallies in group_cells(comparison.cells).items():
        shown = _shown_tallies(group, tallies)
        if shown:
            table.add_row(Text(say(f"compare.group-{group}"), "bold"))
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
    if group == "item":
        return name_cells().get(name, name)
    return class_to_text(name) if group == "class" else say("compare.all") if name == "all" else name


def class_to_text(name: str) -> str:
    """A kind of statement."""
    return say(f"compare.class-{name}")


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
    table.add_column(Text(say("compare.classes")))
    for name in CLASS_ORDER:
        table.add_column(class_to_text(name), justify="right", no_wrap=True)
    for name in CLASS_ORDER:
        if any(found[name, other] for other in CLASS_ORDER):
            table.add_row(class_to_text(name), *(str(found[name, other] or "") for other in CLASS_ORDER))
    return table


def _conflicts(comparison: Comparison) -> Iterator[RenderableType]:
    shown = pair_swaps([c for c in comparison.conflicts if c.kind != "class"])
    yield Text(conflicts_to_line(comparison), style="bold")
    for conflict, twin in shown[:SHOWN]:
        yield _conflict(conflict, twin)
    if len(shown) > SHOWN:
        yield Text(say("compare.more-conflicts", count=len(shown) - SHOWN))
    yield Text()


def _conflict(conflict: Conflict, twin: Conflict | None) -> RenderableType:
    verdict = conflict.verdict
    head = Text.assemble(
        (conflict.report, "bold"), f"  {conflict.cell.name}  ", ("A ", "cyan"), value_to_text(conflict.a)
    )
    head.append("  B ", "magenta").append(value_to_text(conflict.b)).append("  ")
    head.append(verdict_to_text(verdict.blamed), STYLES[verdict.blamed])
    if verdict.sums:
        head.append("  " + say("compare.sums-support", side=verdict.sums.upper()), "dim")
    if conflict.truth:
        head.append("  " + say("compare.gold", truth=truth_to_text(conflict)), "bold green")
    lines = [Paragraph(blame_to_text(blame, language()), "dim") for blame in verdict.blames]
    if twin:
        swap = {"name": twin.cell.name, "a": value_to_text(twin.a), "b": value_to_text(twin.b)}
        lines.insert(0, Paragraph(say("compare.twin", **swap)))
    return Group(
        head, Padding(Group(Text(conflict.cell.key, style="dim"), *lines, *_texts(conflict)), (0, 0, 0, 2))
    )


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
        return status_to_words(value.status) + printed
    status = "" if value.status == "reported" else f" ({status_to_words(value.status)})"
    return number_to_text(value.value) + status


def truth_to_text(conflict: Conflict) -> str:
    """What gold has, and who is right by it."""
    if conflict.truth is None:
        return ""
    true = conflict.truth.value
    value = say("compare.nothing-stated") if true is None else number_to_text(true)
    return say("compare.truth", value=value, right=say(f"compare.right-{conflict.truth.right}"))


def _trial(comparison: Comparison) -> Iterator[RenderableType]:
    if comparison.trial:
        yield Text(trial_to_line(comparison.trial), style="bold")
        if comparison.unjudged:
            yield Text(say("compare.no-gold", names=", ".join(comparison.unjudged)))
        yield Text()


def trial_to_line(trial: Trial) -> str:
    """Both sides against gold, with McNemar's test."""
    counts = {"both": trial.both_right, "a": trial.a_right, "b": trial.b_right, "neither": trial.neither}
    return say("compare.trial", **counts, p=trial.p)


def _leftovers(comparison: Comparison) -> Iterator[RenderableType]:
    for side in SIDES:
        name = side.upper()
        yield from _listed(say("compare.alone", side=name), comparison.unmatched[side])
        if comparison.uncovered[side]:
            count = comparison.uncovered[side]
            yield Paragraph(say("compare.uncovered", count=count, side=name))
        unmapped = (unmapped_to_line(found, language()) for found in comparison.unmapped[side])
        yield from _listed(say("compare.unmapped", side=name), unmapped)
    differing = (
        f"{pair.a.name}: {mismatch_to_text(mismatch, language())}"
        for pair in comparison.pairs
        for mismatch in pair.mismatches
    )
    yield from _listed(say("compare.mismatches"), differing)


def _columns(comparison: Comparison) -> Iterator[RenderableType]:
    """Of a side that is another program's file, what each column was taken for."""
    for side, columns in comparison.columns.items():
        if columns:
            yield Text(say("compare.columns", side=side.upper()), style="bold")
        for taken, headers in columns_to_lines(columns, language()):
            line = Text.assemble("  ", (taken, "italic"), f": {headers}")
            line.truncate(LONGEST_LINE, overflow="ellipsis")
            yield line


def _warning(comparison: Comparison) -> Iterator[RenderableType]:
    if not comparison.cells:
        yield Text("\n" + nothing_to_line(comparison), style="bold red")


def nothing_to_line(comparison: Comparison) -> str:
    """Why not one cell was compared."""
    if comparison.pairs:
        return say("compare.no-common-item")
    return say("compare.no-pair")


def _listed(title: str, lines: Iterable[str]) -> Iterator[RenderableType]:
    found = list(lines)
    if found:
        yield Text(f"{title} ({len(found)})", style="bold")
        yield from (Paragraph(line, indent=2) for line in found[:SHOWN])
        if len(found) > SHOWN:
            yield Text("  " + say("compare.and-more", count=len(found) - SHOWN))
