"""Problems -> words, in the language spoken and with the form's labels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.check.checkup import Checkup
from extractor.check.problems import Problem, is_printed
from extractor.forms import Check, Form, name_cell, name_sum
from extractor.language import plain
from extractor.output import CellResult, EvidenceResult, join_names, sum_to_words
from extractor.records import Number
from extractor.speech import say

CELL = re.compile(r"t(\d+)r(\d+)c(\d+)")
SENTENCE = re.compile(r"s(\d+)")
MOST_TERMS = 8  # of a sum whose numbers are told one by one


def problem_to_words(problem: Problem, checkup: Checkup) -> str:
    """What is wrong, in a line."""
    form, check = checkup.form, problem.check
    if problem.id in ("sum", "sum-explained") and check:
        told = sum_to_words(form, check.identity, check.left, check.right)
        return say(f"check.{problem.id}", sum=told, terms=_terms(check, checkup))
    if check:
        return say(f"check.{problem.id}", **_across(problem, check, form))
    return say(f"check.{problem.id}", **_details(problem, checkup))


def problem_to_places(problem: Problem, checkup: Checkup) -> Iterator[tuple[str, str]]:
    """Where to look, with what stands there: of a sum its total, of a contradiction table and sentence."""
    details = dict(problem.details)
    for key in problem.keys[:1]:
        cell = checkup.report.cells[key]
        evidence = cell.evidence or _printed_evidence(cell)
        if evidence and evidence.text.strip():
            yield place_to_words(evidence), " ".join(evidence.text.split())
    if details.get("where"):
        text = " ".join(str(details["text"]).split())
        yield _ref_to_words(str(details["where"])), text


def place_to_words(evidence: EvidenceResult) -> str:
    """`第 2 页，表 3 第 4 行第 5 列`."""
    place = _ref_to_words(evidence.ref)
    return say("check.place-page", page=evidence.page, place=place) if evidence.page else place


def change_to_words(form: Form, change: tuple[tuple[str, Number, Number], ...]) -> str:
    """`予以公开（自然人）由 25 改为 21`."""
    told = (
        say("change.way", name=name_cell(form, key), was=plain(was), now=plain(now))
        for key, was, now in change
    )
    return say("check.change-and").join(told)


def ways_to_lines(checkup: Checkup) -> tuple[str, ...]:
    """The proposals, each in a line."""
    lines = [change_to_words(checkup.form, way) for way in checkup.ways]
    if len(lines) == 1:
        return (say("check.only-way", changes=lines[0]),)
    return tuple(say("check.way", changes=line) for line in lines)


def check_to_words(check: Check, form: Form) -> str:
    """A sum with both its sides, whether it holds or not."""
    names = name_sum(form, check.identity)
    where = say("sum.where", where=names.where) if names.where else ""
    if check.outcome == "holds" and check.identity.kind != "at_most":
        left = join_names(names.left)
        return say("check.sum-holds", where=where, left=left, a=plain(check.left), b=plain(check.right))
    return sum_to_words(form, check.identity, check.left, check.right)


def _across(problem: Problem, check: Check, form: Form) -> dict[str, object]:
    names = name_sum(form, check.identity)
    return {
        "where": say("sum.where", where=names.where) if names.where else "",
        "name": join_names(names.left),
        "now": plain(check.left),
        "before": plain(check.right),
        **dict(problem.details),
    }


def _details(problem: Problem, checkup: Checkup) -> dict[str, object]:
    form, details = checkup.form, dict(problem.details)
    words: dict[str, object] = {
        name: plain(value) if isinstance(value, int | float) and name not in ("year", "other") else value
        for name, value in details.items()
    }
    if isinstance(details.get("key"), str):
        words["name"] = name_cell(form, str(details["key"]))
    if problem.id == "missing-cells":
        words["names"] = "、".join(name_cell(form, key) for key in problem.keys)
    if problem.id == "unreadable":
        evidence = _printed_evidence(checkup.report.cells[problem.keys[0]])
        text = "".join(evidence.text.split()) if evidence else ""
        words["printed"] = say("check.printed", text=text) if text else ""
    if problem.id == "stock-below-issued":
        values = {key: cell.value or 0 for key, cell in checkup.report.cells.items()}
        words["least"] = plain(values[problem.keys[1]] - values[problem.keys[2]])
    return words


def _terms(check: Check, checkup: Checkup) -> str:
    """The numbers of both sides, those of 0 left out."""
    sides = []
    for keys in (check.identity.left, check.identity.right):
        values = [(signed, checkup.report.cells[signed.lstrip("-")].value) for signed in keys]
        shown = [("- " if s.startswith("-") else "+ ") + plain(v) for s, v in values if v]
        sides.append(" ".join(shown[:MOST_TERMS]).removeprefix("+ ") + (" + …" if shown[MOST_TERMS:] else ""))
    left, right = (side or "0" for side in sides)
    return say("check.terms", left=left, right=right)


def _printed_evidence(cell: CellResult) -> EvidenceResult | None:
    if not is_printed(cell):
        return None
    return next((c.evidence for c in cell.candidates if c.backend == "grid" and c.evidence), None)


def _ref_to_words(ref: str) -> str:
    if found := CELL.fullmatch(ref):
        return say("check.place-cell", table=found[1], row=found[2], column=found[3])
    if found := SENTENCE.fullmatch(ref):
        return say("check.place-sentence", number=found[1])
    return ref
