"""Which media queries hold for a page that is read at a screen."""

from __future__ import annotations

from collections.abc import Sequence

from tinycss2 import parse_component_value_list

from extractor.loading.css_values import WINDOW, Token, length, significant, split_list, word

WINDOW_SIZES = {"width": WINDOW, "height": 800.0}
SHOWN_ON = frozenset({"all", "screen"})
JOINING = frozenset({"and", "or", "only", "not"})
# What a desk's screen answers to the features that are no size.
FEATURES = {
    "orientation": "landscape", "prefers-color-scheme": "light", "hover": "hover", "any-hover": "hover",
    "pointer": "fine", "any-pointer": "fine", "color": "", "scripting": "enabled", "update": "fast",
    "forced-colors": "none", "prefers-reduced-motion": "no-preference", "prefers-contrast": "no-preference",
}  # fmt: skip


def holds(query: str | Sequence[Token]) -> bool:
    """Whether any of the queries, divided by commas, holds; an empty one does."""
    tokens = significant(parse_component_value_list(query) if isinstance(query, str) else query)
    return not tokens or any(map(_holds, split_list(tokens)))


def _holds(tokens: Sequence[Token]) -> bool:
    words = list(map(word, tokens))
    terms = [_term(token) for token, name in zip(tokens, words, strict=True) if name not in JOINING]
    result = (any if "or" in words else all)(terms)
    return not result if words[:1] == ["not"] else result


def _term(token: Token) -> bool:
    if token.type != "() block":
        return word(token) in SHOWN_ON
    return _feature(significant(token.content))


def _feature(tokens: Sequence[Token]) -> bool:
    """(min-width: 768px), (width >= 768px), (hover); what is not known does not hold."""
    name = word(tokens[0]) if tokens else ""
    size = WINDOW_SIZES.get(name.removeprefix("min-").removeprefix("max-"))
    if size is None:
        own = FEATURES.get(name)
        return own is not None and (len(tokens) == 1 or word(tokens[-1]) == own)
    limit = length(tokens[-1])
    if limit is None or len(tokens) < 2:
        return len(tokens) == 1
    pixels = limit.to_pixels()
    if name.startswith("min-") or ">" in tokens:
        return size >= pixels
    return size <= pixels if name.startswith("max-") or "<" in tokens else size == pixels
