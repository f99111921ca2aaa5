"""The straight rules that a PDF page draws, and the text that some of them strike out."""

from __future__ import annotations

from collections.abc import Sequence

from pdfplumber.page import Page as PdfPage

from extractor.loading.pdf_chars import Char, CharsByHeight
from extractor.loading.ruled_tables import Edge

MAX_RULES = 4_000  # on one page; the largest statutory table has 300, drawings have more
STRAIGHT = 1.0  # points by which a rule may rise or lean
MIDDLE = 0.2  # of a character's height: a rule this close to its middle goes through it
TALL = 5.0  # points; what is lower is no cell's side
TALLEST = 60.0  # points; characters that are higher are struck out by no rule
ENDS = 0.6  # of a character's size by which a stroke may be longer or shorter than what it strikes out
COVER = 0.5  # of a stroke's length that characters must fill: a table's rule only happens to meet some


def page_rules(page: PdfPage) -> list[Edge]:
    """The level and upright rules, none where there are as many as in a drawing. What is curved or slanted,
    as a seal or a rounded corner, has no such side."""
    rules = [rule for rule in map(_straightened, page.edges) if rule]
    return rules if len(rules) <= MAX_RULES else []


def _straightened(edge: Edge) -> Edge | None:
    """The edge with its true direction: pdfplumber takes each line that is not quite level for upright."""
    width, height = edge["width"], edge["height"]
    if min(width, height) > STRAIGHT:
        return None
    return edge | {"orientation": "h" if width > height else "v"} if width and height else edge


def find_struck(chars: Sequence[Char], rules: Sequence[Edge]) -> list[Char]:
    """The characters with a stroke through their middles that is as long as they are."""
    upright = [rule for rule in rules if rule["orientation"] == "v" and rule["height"] >= TALL]
    index = CharsByHeight(chars)
    struck: dict[int, Char] = {}
    for rule in rules:
        if rule["orientation"] == "h":
            met = _met(rule, index)
            if met and _is_as_long(rule, met) and not _joins(rule, upright):
                struck |= {id(char): char for char in met}
    return [char for char in chars if id(char) in struck]


def _met(rule: Edge, index: CharsByHeight) -> list[Char]:
    """The characters through whose middles the rule goes."""
    reach = MIDDLE * TALLEST
    close = index.inside((rule["x0"], rule["top"] - reach, rule["x1"], rule["bottom"] + reach))
    return [char for char in close if char["upright"] and _goes_through(rule, char)]


def _goes_through(rule: Edge, char: Char) -> bool:
    apart = abs((char["top"] + char["bottom"]) - (rule["top"] + rule["bottom"])) / 2
    return bool(apart < MIDDLE * (char["bottom"] - char["top"]) and char["text"].strip())


def _is_as_long(rule: Edge, chars: Sequence[Char]) -> bool:
    slack = ENDS * max(char["size"] for char in chars)
    left, right = min(char["x0"] for char in chars), max(char["x1"] for char in chars)
    covered = sum(char["x1"] - char["x0"] for char in chars)
    ends_there = abs(left - rule["x0"]) <= slack and abs(right - rule["x1"]) <= slack
    return bool(ends_there and covered >= COVER * (rule["x1"] - rule["x0"]))


def _joins(rule: Edge, upright: Sequence[Edge]) -> bool:
    """Whether the rule runs from one upright rule to another: a cell's side, which its text only overlaps."""
    return all(any(_meets(x, rule, other) for other in upright) for x in (rule["x0"], rule["x1"]))


def _meets(x: float, rule: Edge, upright: Edge) -> bool:
    within = upright["top"] - STRAIGHT <= rule["top"] <= upright["bottom"] + STRAIGHT
    return bool(abs(upright["x0"] - x) <= STRAIGHT and within)
