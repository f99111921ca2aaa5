"""A mapping file: what the columns of another program's file mean, in its user's own words."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice, takewhile
from pathlib import Path

import yaml

from extractor.compare.cells import to_writable
from extractor.compare.files import read_tables
from extractor.compare.words import ROLES, bare
from extractor.errors import UsageError
from extractor.forms import load_forms
from extractor.loading import decode, read_source

COLUMNS = 2
NO_LINES = "must hold lines of `their label: our key`"
FRAME = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)


def read_mapping(path: Path) -> dict[str, str]:
    """Their label, bare -> our key, or what the column is (`issuer`, `year`, ..., `ignored`).

    YAML (`their label: our key`) or CSV with these two columns. A UsageError names all that is unknown.
    """
    pairs = _read_yaml(path) if path.suffix.lower() in (".yaml", ".yml") else _read_csv(path)
    known = {key for form in load_forms().values() for key in form.by_key} | set(ROLES)
    unknown = sorted({target for target in pairs.values() if target not in known})
    if unknown:
        raise UsageError("map.no-key", path=path, names=tuple(unknown))
    return {bare(label): target for label, target in pairs.items()}


def _read_yaml(path: Path) -> Mapping[str, str]:
    """The lines of a flat mapping. Its events are read one by one, up to the first that is none of it: nothing nested,
    and no alias, is ever built."""
    text = decode(read_source(path)).text
    try:
        events = (e for e in yaml.parse(text, yaml.SafeLoader) if not isinstance(e, FRAME))
        if not isinstance(next(events, None), yaml.MappingStartEvent):
            raise UsageError("map.no-lines", path=path)
        values = [
            to_writable(e.value) for e in takewhile(_is_text, events) if isinstance(e, yaml.ScalarEvent)
        ]
        rest = list(islice(events, 1))
    except yaml.YAMLError as error:
        raise UsageError("map.no-yaml", path=path, why=" ".join(str(error).split())) from error
    if rest or not values or len(values) % COLUMNS:
        raise UsageError("map.no-lines", path=path)
    return dict(zip(values[::COLUMNS], values[1::COLUMNS], strict=True))


def _is_text(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent)


def _read_csv(path: Path) -> Mapping[str, str]:
    tables = read_tables(path)
    rows = [[(cell or "").strip() for cell in row] for table in tables for row in table.rows if any(row)]
    if any(len(row) != COLUMNS for row in rows):
        raise UsageError("map.two-columns", path=path)
    known = {key for form in load_forms().values() for key in form.by_key} | set(ROLES)
    body = rows if rows and rows[0][1] in known else rows[1:]  # a first line of headings
    return {label: target for label, target in body}
