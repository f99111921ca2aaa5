"""Style sheets to rules, within limits on their size and nesting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from tinycss2 import parse_blocks_contents, parse_component_value_list, parse_stylesheet, serialize
from tinycss2.ast import AtRule, QualifiedRule

from extractor.loading.css_declarations import read_declarations, read_style
from extractor.loading.css_media import holds
from extractor.loading.css_properties import Declared
from extractor.loading.css_values import Token, split_list, word
from extractor.records import Reason

MAX_CSS = 1_000_000  # characters of all style sheets of a page
MAX_RULES = 20_000
MAX_NESTING = 12  # of rules in each other
MAX_SELECTOR = 5_000  # characters of one rule's selectors, those of the rules around it included
# At-rules that hold rules for any reader; those of media queries are asked whether they do.
HOLDING = frozenset({"supports", "layer", "container", "scope"})
# Parts of elements that hold no text of the page, and states that no element is in before anyone acts.
ABSENT = frozenset({
    "before", "after", "hover", "active", "focus", "focus-within", "focus-visible", "visited", "target",
})  # fmt: skip
# A rule without escapes, comments and rules inside it; the parser is asked only from the first other one on. What is
# in brackets is a string or has none: of an address without quotes, a quote in it is a part.
GAP = r"(?:\s|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/|<!--|-->)*+"
LETTERS = r"""[^{}()\[\]"'\\@/<;]"""
VALUES = r"""(?:[^{}()\[\]"'\\@/]|/(?!\*))"""
STRING = r"""(?:"[^"\\\n\r\f]*+"|'[^'\\\n\r\f]*+')"""
SELECTORS = rf"(?>{LETTERS}++|\[{LETTERS}*+\]|\({LETTERS}*+\))++"
STYLE = rf"(?>{VALUES}++|{STRING}|\(\s*+{STRING}\s*+\)|\({VALUES}*+\))*+"
RULE = re.compile(rf"{GAP}(?P<selectors>{SELECTORS})\{{(?P<style>{STYLE})\}}")


class Rule(NamedTuple):
    """What a rule declares for the elements that its selectors fit."""

    selectors: str
    declared: tuple[Declared, ...]
    is_layered: bool = False


class _Around(NamedTuple):
    """What a rule stands in: the selectors of other rules, and layers."""

    selectors: str = ""
    is_layered: bool = False
    depth: int = 0


class Sheets:
    """The rules of a page's style sheets in their order, and what could not be read of them."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.problems: dict[Reason, None] = {}
        self._room = MAX_CSS

    def add(self, text: str) -> None:
        """Reads one more style sheet."""
        if len(text) > self._room:
            self.problems[Reason.of("css-characters", limit=MAX_CSS)] = None
        text = text[: self._room]
        self._room -= len(text)
        start = 0
        while plain := RULE.match(text, start):
            self._declare(plain["selectors"].strip(), read_style(plain["style"]), _Around())
            start = plain.end()
        nodes = parse_stylesheet(text[start:], skip_comments=True, skip_whitespace=True)
        self._add_nodes(nodes, _Around())

    def declared(self) -> Iterator[Declared]:
        """All that any rule declares."""
        return (one for rule in self.rules for one in rule.declared)

    def _add_nodes(self, nodes: Iterable[Any], around: _Around) -> None:
        if around.depth > MAX_NESTING:
            self.problems[Reason.of("css-nesting", limit=MAX_NESTING)] = None
            return
        for node in nodes:
            if isinstance(node, QualifiedRule):
                self._add_rule(node, around)
            elif isinstance(node, AtRule) and node.content is not None and _applies(node):
                is_layered = around.is_layered or node.lower_at_keyword == "layer"
                inside = _Around(around.selectors, is_layered, around.depth + 1)
                content = parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
                if around.selectors:
                    self._declare(around.selectors, read_declarations(content), inside)
                self._add_nodes(content, inside)

    def _add_rule(self, rule: QualifiedRule, around: _Around) -> None:
        content = parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        selectors = _to_text(rule.prelude)
        if around.selectors:
            selectors = _nested(selectors, around.selectors)
        if len(selectors) > MAX_SELECTOR:
            self.problems[Reason.of("css-selectors", limit=MAX_SELECTOR)] = None
            return
        self._declare(selectors, read_declarations(content), around)
        inner = [node for node in content if isinstance(node, QualifiedRule | AtRule)]
        self._add_nodes(inner, _Around(selectors, around.is_layered, around.depth + 1)) if inner else None

    def _declare(self, selectors: str, declared: tuple[Declared, ...], around: _Around) -> None:
        if not declared or (":" in selectors and _never_fits(selectors)):
            return
        if len(self.rules) >= MAX_RULES:
            self.problems[Reason.of("css-rules", limit=MAX_RULES)] = None
        else:
            self.rules.append(Rule(selectors, declared, around.is_layered))


def _never_fits(selectors: str) -> bool:
    """Whether they are plainly of no element: of what is printed before one, or of one that a mouse is over."""
    parts = split_list(parse_component_value_list(selectors))
    return all(any(a == ":" and _is_absent(b) for a, b in pairwise(part)) for part in parts)


def _is_absent(token: Token) -> bool:
    return token == ":" or word(token) in ABSENT


def _applies(rule: AtRule) -> bool:
    """Whether what the rule holds counts for a page on a screen."""
    if rule.lower_at_keyword == "media":
        return holds(rule.prelude)
    is_turned = any(word(token) == "not" for token in rule.prelude)  # @supports not: for older browsers
    return rule.lower_at_keyword in HOLDING and not is_turned


def _to_text(selectors: Sequence[Token]) -> str:
    try:
        return serialize(selectors).strip()
    except RecursionError:  # nested too deeply, and no selector then
        return "*" * (MAX_SELECTOR + 1)


def _nested(selectors: str, around: str) -> str:
    """The selectors of a rule that stands inside another."""
    if "&" in selectors:
        return selectors.replace("&", f":is({around})")
    return f":is({around}) {selectors}" if selectors[:1] in "+>~" else f":is({around}) :is({selectors})"
