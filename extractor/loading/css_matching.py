"""Which rules fit an element, found by its name, class and id, within a limit on the work of all elements."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from cssselect2 import SelectorError, compile_selector_list
from lxml import etree
from tinycss2 import parse_component_value_list

from extractor.loading.css_elements import Overwork, Styled, Work
from extractor.loading.css_properties import Declared
from extractor.loading.css_sheets import Rule
from extractor.loading.css_values import Token, split_list
from extractor.records import Reason

Element = etree._Element

FITTING = 5  # steps, for a rule that fits: what it declares is gone through
# What reading a selector raises where it is more than wrong: nested too deeply, or of a kind that is not known.
UNREAD = (NotImplementedError, RecursionError, SyntaxError, MemoryError, TypeError, ValueError, IndexError)
# Names, classes and ids, inside each other or not: nearly all selectors, and read without a parser.
STEP = r"(?:\s*+>\s*+|\s++)"
SIMPLE = re.compile(rf"[\w.#*-]++(?:{STEP}[\w.#*-]++)*+")
STEPS = re.compile(STEP)
NAMES = re.compile(r"[.#]?[\w-]+")
ANY = "*"


class Fit(NamedTuple):
    """A rule's declarations, where one of its selectors fits an element."""

    declared: tuple[Declared, ...]
    is_layered: bool


class Keys(NamedTuple):
    """What an element must have for a selector to fit: by itself, and around it ('' if nothing is asked there)."""

    own: str
    around: str


class _Selectors:
    """A rule's selectors, compiled when an element comes that one of them may fit."""

    def __init__(self, text: str, fit: Fit) -> None:
        self.fit = fit
        self.is_unread = False
        self._text = text

    @cached_property
    def compiled(self) -> Sequence[Any]:
        """What tests an element, for each selector; nothing where one of them is wrong, as in browsers."""
        try:
            return list(compile_selector_list(self._text))
        except SelectorError:
            return ()
        except UNREAD:
            self.is_unread = True
            return ()


class _Candidate(NamedTuple):
    order: int
    selectors: _Selectors
    number: int


class Matching:
    """The rules of a page, to be asked for those that fit an element."""

    def __init__(self, rules: Iterable[Rule], properties: Collection[str]) -> None:
        self.is_over = False  # whether there was too much work; no rule fits from there on
        self._work = Work()
        self._all: list[_Selectors] = []
        self._index: dict[str, dict[str, list[_Candidate]]] = {}
        self._parents: dict[Element, Styled] = {}
        self._around: tuple[Element | None, frozenset[str]] = (None, frozenset())
        for rule in rules:
            declared = tuple(d for d in rule.declared if d.name in properties or d.name.startswith("--"))
            if declared:
                self._add(rule.selectors, Fit(declared, rule.is_layered))

    def problems(self) -> list[Reason]:
        """What kept rules from being applied."""
        unread = any(selectors.is_unread for selectors in self._all)
        over = [Reason.of("css-work")] if self.is_over else []
        return [*over, Reason.of("css-unread")] if unread else over

    def fits(self, element: Element) -> list[Fit]:
        """The rules that fit the element, the weakest first."""
        groups = [group for key in own_keys(element) if (group := self._index.get(key))]
        if self.is_over or not groups:
            return []
        try:
            found = sorted(self._found(element, groups), key=lambda entry: entry[:2])
        except (Overwork, RecursionError):
            self.is_over = True
            return []
        return [fit for _, _, fit in found]

    def fits_any(self, element: Element) -> bool:
        """Whether any rule fits the element; also where there was too much work to tell."""
        if self._index.keys().isdisjoint(own_keys(element)):
            return False
        groups = [group for key in own_keys(element) if (group := self._index.get(key))]
        try:
            return bool(groups) and next(self._found(element, groups), None) is not None
        except (Overwork, RecursionError):
            self.is_over = True
            return True

    def _found(
        self, element: Element, groups: Iterable[dict[str, list[_Candidate]]]
    ) -> Iterator[tuple[Any, int, Fit]]:
        styled = self._styled(element)
        for group in groups:
            for candidate in self._candidates(element, group):
                compiled = candidate.selectors.compiled
                self._work.take()
                if not compiled:
                    continue
                selector = compiled[candidate.number]
                if selector.pseudo_element is None and selector.test(styled):
                    self._work.take(FITTING)
                    yield selector.specificity, candidate.order, candidate.selectors.fit

    def _candidates(self, element: Element, group: dict[str, list[_Candidate]]) -> Iterator[_Candidate]:
        yield from group.get("", ())
        if len(group) > ("" in group):
            around = self._names_around(element)
            self._work.take(min(len(around), len(group)))
            for key in group.keys() & around:
                yield from group[key]

    def _names_around(self, element: Element) -> frozenset[str]:
        """The classes and ids of the elements around this one."""
        parent = element.getparent()
        if parent is None or self._around[0] is not parent:
            around = [parent, *parent.iterancestors()] if parent is not None else []
            self._work.take(len(around))
            self._around = (parent, frozenset(key for one in around for key in own_keys(one)))
        return self._around[1]

    def _styled(self, element: Element) -> Styled:
        chain = [element]
        while (parent := chain[-1].getparent()) is not None and parent not in self._parents:
            chain.append(parent)
        styled = self._parents.get(parent) if parent is not None else None
        for node in reversed(chain):
            styled = Styled(node, styled, self._work)
            if node is not element:
                self._parents[node] = styled
        assert styled is not None
        return styled

    def _add(self, text: str, fit: Fit) -> None:
        selectors = _Selectors(text, fit)
        self._all.append(selectors)
        for number, keys in enumerate(selectors_to_keys(text)):
            candidate = _Candidate(len(self._all), selectors, number)
            self._index.setdefault(keys.own, {}).setdefault(keys.around, []).append(candidate)


def own_keys(element: Element) -> list[str]:
    """An element's name, classes and id, as selectors write them."""
    keys = [ANY, str(element.tag)]
    if names := element.get("class"):
        keys.extend(f".{name}" for name in dict.fromkeys(names.split()))
    if name := element.get("id"):
        keys.append(f"#{name}")
    return keys


def selectors_to_keys(text: str) -> list[Keys]:
    """For each of the selectors, what an element must have for it to fit."""
    parts = list(map(str.strip, text.split(",")))
    if all(map(SIMPLE.fullmatch, parts)):
        return [_simple_keys(part) for part in parts]
    if "|" in text:  # names in namespaces
        return [Keys(ANY, "")] * len(list(split_list(parse_component_value_list(text))))
    return [_keys(part) for part in split_list(parse_component_value_list(text, skip_comments=True))]


def _simple_keys(selector: str) -> Keys:
    *outer, last = (NAMES.findall(step) for step in STEPS.split(selector))
    around = (name for step in outer for name in step if name[0] in ".#")
    return Keys(_own_key(last), next(around, ""))


def _own_key(names: Sequence[str]) -> str:
    """The one of the names that fewest elements have."""
    by_rarity = sorted(names, key=lambda name: "#.".find(name[0]) % 3)
    return (by_rarity[0] if by_rarity[0][0] in ".#" else by_rarity[0].lower()) if by_rarity else ANY


def _keys(tokens: Sequence[Token]) -> Keys:
    names: list[str] = []
    around = ""
    before: Token = None
    for token in tokens:
        is_mark = token == "+" or token == "~" or token == ">"
        if (
            names
            and token.type != "whitespace"
            and before is not None
            and (before.type == "whitespace" or is_mark)
        ):
            if token != "+" and token != "~":  # else it is asked of an element beside
                around = around or next((name for name in names if name[0] in ".#"), "")
            names = []
        if token.type == "hash":
            names.append(f"#{token.value}")
        elif token.type == "ident" and (before is None or before != ":"):
            names.append(f".{token.value}" if before is not None and before == "." else str(token.value))
        before = token
    return Keys(_own_key(names), around)
