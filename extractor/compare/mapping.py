"""A mapping file: what the columns of another program's file mean, in its user's own words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from extractor.compare.files import read_tables
from extractor.compare.words import ROLES, bare
from extractor.definitions import read_yaml
from extractor.errors import UsageError
from extractor.forms import load_forms

COLUMNS = 2


def read_mapping(path: Path) -> dict[str, str]:
    """Their label, bare -> our key, or what the column is (`issuer`, `year`, ..., `ignored`).

    YAML (`their label: our key`) or CSV with these two columns. A UsageError names all that is unknown.
    """
    pairs = _read_yaml(path) if path.suffix.lower() in (".yaml", ".yml") else _read_csv(path)
    known = {key for form in load_forms().values() for key in form.by_key} | set(ROLES)
    unknown = sorted({target for target in pairs.values() if target not in known})
    if unknown:
        raise UsageError(f"--map {path}: no such key: {', '.join(unknown)}")
    return {bare(label): target for label, target in pairs.items()}


def _read_yaml(path: Path) -> Mapping[str, str]:
    content = read_yaml(path)
    if not isinstance(content, dict) or not all(isinstance(target, str) for target in content.values()):
        raise UsageError(f"--map {path}: must hold lines of `their label: our key`")
    return content


def _read_csv(path: Path) -> Mapping[str, str]:
    (table,) = read_tables(path)
    rows = [[(cell or "").strip() for cell in row] for row in table.rows if any(row)]
    if any(len(row) != COLUMNS for row in rows):
        raise UsageError(f"--map {path}: every line needs two columns, their label and our key")
    known = {key for form in load_forms().values() for key in form.by_key} | set(ROLES)
    body = rows if rows and rows[0][1] in known else rows[1:]  # a first line of headings
    return {label: target for label, target in body}
