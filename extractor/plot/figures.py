"""Panel -> the figures of each chart, as plain rows: what is drawn, and what stands in the table below a chart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

from extractor.definitions import Bilingual
from extractor.forms import NARRATIVE_COLUMN, crosswalk, english_labels, load_forms, name_cells, vocabulary
from extractor.panel import Panel, PanelCell, Row, panel_to_series
from extractor.plot.words import ChartName, plot_words

Figure = dict[str, str | int | float]
GROUPED = "requests"  # the grids' block whose columns are applicant groups


def coverage(panel: Panel) -> Iterator[Figure]:
    """Of each item and year, how many of the reports whose form has it state a value."""
    having: Counter[tuple[str, int]] = Counter()
    stating: Counter[tuple[str, int]] = Counter()
    for row in panel.rows:
        for key, cell in row.filing.cells.items():
            having[key, row.year] += 1
            stating[key, row.year] += cell.value is not None and cell.status != "derived"
    return shares_to_coverage(having, stating)


def shares_to_coverage(
    having: Mapping[tuple[str, int], int], stating: Mapping[tuple[str, int], int]
) -> Iterator[Figure]:
    """The same of reports that were counted by item and year; columns of applicant groups are left out."""
    names, order = name_cells(), list(dict.fromkeys(key for f in load_forms().values() for key in f.by_key))
    rank = {key: number for number, key in enumerate(order)}
    places = (place for place in having if place[0] in rank and not _is_group(place[0]))
    for key, year in sorted(places, key=lambda place: (rank[place[0]], place[1])):
        share = stating[key, year] / having[key, year]
        yield {
            "item": names[key],
            "key": key,
            "year": year,
            "reports": having[key, year],
            "stating": stating[key, year],
            "share": round(share, 4),
        }


def _is_group(key: str) -> bool:
    parts = key.split(".")
    return len(parts) == 3 and parts[0] == GROUPED and parts[-1] != NARRATIVE_COLUMN


def outcomes(panel: Panel) -> Iterator[Figure]:
    """Of each year and scope, requests and outcomes of all bodies that state them, by their forms' own definitions."""
    sums: dict[tuple[str, int, str], float] = defaultdict(float)
    bodies: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for value in panel_to_series(panel):
        if value.series in plot_words().series and value.own and value.value is not None:
            place = (value.row.scope, value.row.year, value.series)
            if value.filing is value.row.filing:
                sums[place] += value.value
                bodies[place].add(value.row.body)
    names = {link.id: link.name for link in crosswalk().links}
    for scope, year, series in sorted(sums):
        yield {
            "scope": {str(id): words for id, words in plot_words().scopes.items()}[scope],
            "year": year,
            "series": series,
            "item": names[series],
            "value": sums[scope, year, series],
            "bodies": len(bodies[scope, year, series]),
        }


def identities(panel: Panel) -> Iterator[Figure]:
    """Of each form and identity, in how many of its reports it fails, and whose fault that is."""
    reports = Counter(row.filing.form for row in panel.rows)
    failing: Counter[tuple[str, str, str]] = Counter()
    for row in panel.rows:
        failing.update(set(_failures(row)))
    for (form, identity, fault), count in sorted(failing.items()):
        words = plot_words().faults[fault]
        yield {
            "identity": f"{form} {identity}",
            "form": form,
            "fault": words.zh,
            "reports": reports[form],
            "failing": count,
            "share": round(count / reports[form], 4),
        }


def _failures(row: Row) -> Iterator[tuple[str, str, str]]:
    for failed in row.filing.failed:
        if failed.identity and failed.type in plot_words().faults:
            yield row.filing.form, failed.identity.split("[")[0], failed.type


def agreement(panel: Panel) -> Iterator[Figure]:
    """Of each block, how the readings of rules and model stand to each other."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in panel.rows:
        form = load_forms()[row.filing.form]
        for key, cell in row.filing.cells.items():
            kind = _kind(cell)
            if kind:
                counts[form.by_key[key].block, kind] += 1
    return counts_to_agreement(counts)


def counts_to_agreement(counts: Mapping[tuple[str, str], int]) -> Iterator[Figure]:
    """The same of cells that were counted by block, and by how the readings stand: agree, differ, rules, model."""
    return _by_block(counts, "reading", plot_words().readings)


def counts_to_accuracy(counts: Mapping[tuple[str, str], int]) -> Iterator[Figure]:
    """Of each block, how many cells are right, false and missed."""
    return _by_block(counts, "outcome", plot_words().judged)


def _by_block(
    counts: Mapping[tuple[str, str], int], name: str, words: Mapping[str, Bilingual]
) -> Iterator[Figure]:
    blocks, kinds = vocabulary().blocks, list(words)
    for block, kind in sorted(counts, key=lambda place: (place[0], kinds.index(place[1]))):
        yield {
            "block": blocks[block].name,
            "block_en": english_labels().blocks[block],
            name: words[kind].zh,
            f"{name}_en": words[kind].en,
            "cells": counts[block, kind],
        }


def _kind(cell: PanelCell) -> str:
    """agree, differ, rules or model; nothing where neither found a value."""
    rules = {w.value for w in cell.witnesses if w.backend == "regex" and w.accepted}
    model = {w.value for w in cell.witnesses if w.backend == "llm" and w.accepted}
    if rules and model:
        return "agree" if rules & model else "differ"
    return "rules" if rules else "model" if model else ""


FIGURES: dict[ChartName, Callable[[Panel], Iterator[Figure]]] = {
    "outcomes": outcomes,
    "identities": identities,
    "agreement": agreement,
    "coverage": coverage,  # the longest comes last on the page
}
