"""YAML of mappings, lists and plain values alone. The library's own loaders build what is nested by recursion, in C:
a file of 50,000 brackets ends the process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 32  # a cassette has 6
WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
FLOATING = re.compile(r"[-+]?(?:[0-9]{1,18}\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}


def parse_plain_yaml(text: str) -> Any:
    """The content of the text; YAMLError or ValueError where it is not of this kind."""
    events = (event for event in yaml.parse(text, Loader) if not isinstance(event, _AROUND))
    content = _build(events)
    if next(events, None) is not None:
        raise ValueError("documents")
    return content


_AROUND = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


def _build(events: Iterator[yaml.Event]) -> Any:
    """The value that begins with the next event. What is open waits on a list, not in calls."""
    root: list[Any] = []
    open_lists: list[tuple[list[Any], type]] = [(root, list)]
    for event in events:
        if isinstance(event, _ENDS):
            parts, kind = open_lists.pop()
            open_lists[-1][0].append(_to_mapping(parts) if kind is dict else parts)
        elif isinstance(event, yaml.CollectionStartEvent):
            open_lists.append(([], dict if isinstance(event, yaml.MappingStartEvent) else list))
        else:
            open_lists[-1][0].append(_to_value(event))
        if getattr(event, "anchor", None) or len(open_lists) > DEEPEST:
            raise ValueError("too-deep")
        if len(open_lists) == 1:
            return root[0]
    raise ValueError("nothing")


def _to_mapping(parts: list[Any]) -> dict[str, Any]:
    names = parts[::2]
    if not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        raise ValueError("name")
    return dict(zip(names, parts[1::2], strict=True))


def _to_value(event: yaml.Event) -> Any:
    if not isinstance(event, yaml.ScalarEvent) or (event.tag and event.tag != "!"):
        raise ValueError("alias")
    text = event.value
    if not event.implicit[0]:  # in quotes, or a block
        return text
    if WHOLE.fullmatch(text):
        return int(text)
    return float(text) if FLOATING.fullmatch(text) else WORDS.get(text, text)
