"""The answer in what a model wrote. Thinking, fences and prose around it are passed over; nothing is mended."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

THOUGHT = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
THINKING = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
MOST_OBJECTS = 500  # beginnings that are tried; an answer with an object an item has 60
DEEPEST = 16
MOST_WORK = 50_000_000  # characters gone over in search of an object: text can be made to cost its square


def read_object(text: str, names: Collection[str]) -> dict[str, Any] | None:
    """The last whole JSON object with all these names; where none has all, the last with some."""
    text = without_thinking(text)
    best, best_end, best_count = None, 0, 0
    for content, end in _objects_from_the_end(text):
        count = sum(name in content for name in names)
        if count == len(names):
            return content
        if count and (
            best is None or (end > best_end and count >= best_count)
        ):  # of one inside another, the fuller
            best, best_end, best_count = content, end, count
    return best


def without_thinking(text: str) -> str:
    """What stands behind the last thought; a thought without an end hides all that follows."""
    ends = [match.end() for match in THOUGHT.finditer(text)]
    return THINKING.split(text[ends[-1] if ends else 0 :], maxsplit=1)[0]


def clean(text: str) -> str:
    """The text without control characters and halves of characters, which files and terminals cannot take."""
    return UNFIT.sub("\ufffd", text)


def _objects_from_the_end(text: str) -> Iterator[tuple[dict[str, Any], int]]:
    start, work = len(text), MOST_WORK
    for _ in range(MOST_OBJECTS):
        start = text.rfind("{", 0, start)
        work -= len(text) - start
        if start < 0 or work < 0:
            return
        try:
            content, end = DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if _is_shallow(content):
            yield content, end


def _is_shallow(content: object) -> bool:
    """Whether all that goes through the content by itself will come back from it."""
    level = [content]
    for _ in range(DEEPEST):
        branches = [part for part in level if isinstance(part, dict | list)]
        level = [
            part for branch in branches for part in (branch.values() if isinstance(branch, dict) else branch)
        ]
    return not any(isinstance(part, dict | list) for part in level)


def _without_contradiction(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that says two things under one name says nothing."""
    content = dict(pairs)
    if len(content) < len(pairs) and any(content[name] != value for name, value in pairs):
        raise ValueError("contradiction")
    return content


DECODER = json.JSONDecoder(object_pairs_hook=_without_contradiction, strict=False)
