"""schemas/*.yaml -> the editions of the form, with the vocabulary that names their cells in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from extractor.definitions import read_definition
from extractor.errors import DefinitionError, UsageError, Why, why
from extractor.forms.definitions import (
    CrosswalkDefinition,
    FormDefinition,
    GridDefinition,
    IdentityDefinition,
    VocabularyDefinition,
    WordingDefinition,
)
from extractor.forms.form import NARRATIVE_COLUMN, Cell, Form, Identity, grid_key
from extractor.forms.naming import name_cell
from extractor.forms.units import load_units
from extractor.resources import SCHEMAS

FORM_FILES = "[0-9]*.yaml"  # a form is named for its year; the other files are shared by all


@cache
def vocabulary(folder: Path = SCHEMAS) -> VocabularyDefinition:
    """How running text names blocks and items."""
    return read_definition(folder / "vocabulary.yaml", VocabularyDefinition)


@cache
def crosswalk(folder: Path = SCHEMAS) -> CrosswalkDefinition:
    """Which cells of one series answer to which of another."""
    return read_definition(folder / "crosswalk.yaml", CrosswalkDefinition)


@cache
def load_forms(folder: Path = SCHEMAS) -> dict[str, Form]:
    """All editions in the folder by id, oldest first."""
    paths = sorted(folder.glob(FORM_FILES))
    if not paths:
        raise DefinitionError("schema.no-forms", path=folder)
    definitions = {d.id: d for d in (read_definition(p, FormDefinition) for p in paths)}
    words = vocabulary(folder)
    ordered = sorted(definitions.values(), key=lambda d: (d.series, d.id))
    return {d.id: definition_to_form(d, definitions, words) for d in ordered}


def find_form(id: str, folder: Path = SCHEMAS) -> Form:
    """The edition with that id; a UsageError names those there are."""
    forms = load_forms(folder)
    if id not in forms:
        raise UsageError("form.unknown", name=id, known=tuple(forms))
    return forms[id]


def name_cell_of(form: str, key: str) -> str:
    """What the edition with that id calls the cell; of one that is not known, the key."""
    found = load_forms().get(form)
    return name_cell(found, key) if found else key


def name_cells(folder: Path = SCHEMAS) -> dict[str, str]:
    """The name of each cell of any edition, by key; where editions differ, the oldest's."""
    forms = reversed(load_forms(folder).values())
    return {cell.key: cell.name for form in forms for cell in form.cells}


def definition_to_form(
    definition: FormDefinition, others: dict[str, FormDefinition], words: VocabularyDefinition
) -> Form:
    """A form with its cells and concrete identities; every mistake of the file is named at once."""
    if definition.extends is not None:
        definition = _extend(definition, others)
    definition = _with_borrowed(definition, others)
    cells = tuple(_list_cells(definition, words)) + tuple(_grid_cells(definition, words))
    identities = tuple(
        concrete for identity in definition.identities for concrete in _identities(identity, cells)
    )
    mistakes = [*_cell_mistakes(cells, words), *_identity_mistakes(identities, cells)]
    if mistakes:
        raise DefinitionError("form.mistakes", path=f"{definition.id}.yaml", mistakes=tuple(mistakes))
    return Form(definition, cells, identities)


def _extend(definition: FormDefinition, others: dict[str, FormDefinition]) -> FormDefinition:
    base = others.get(definition.extends or "")
    if base is None:
        raise DefinitionError("schema.no-base", form=definition.id, other=definition.extends)
    return definition.model_copy(
        update={
            "rows": base.rows + definition.rows,
            "identities": base.identities + definition.identities,
        }
    )


def _with_borrowed(definition: FormDefinition, others: dict[str, FormDefinition]) -> FormDefinition:
    """With the labels of other editions' rows for its own of the same key."""
    if missing := [id for id in definition.borrows if id not in others]:
        raise DefinitionError("schema.no-base", form=definition.id, other=missing[0])
    labels: dict[str, list[str]] = {}
    for row in (row for id in definition.borrows for row in others[id].rows if row.key):
        labels.setdefault(row.key or "", []).extend((row.label or "", *row.also))
    rows = (r.model_copy(update={"also": (*r.also, *labels.get(r.key or "", ()))}) for r in definition.rows)
    return definition.model_copy(update={"rows": tuple(rows)}) if labels else definition


def _list_cells(definition: FormDefinition, words: VocabularyDefinition) -> Iterable[Cell]:
    for row in definition.rows:
        if row.key is None:
            continue
        wording = words.items.get(row.key, WordingDefinition(name=row.label or row.key))
        yield Cell(
            key=row.key,
            block=row.key.split(".")[0],
            label=row.label or wording.name,
            unit=row.unit or "",
            parent=row.parent,
            wording=wording,
            evidence=row.evidence,
            trap=row.trap,
        )


def _grid_cells(definition: FormDefinition, words: VocabularyDefinition) -> Iterable[Cell]:
    for grid in definition.grids:
        for row in grid.rows:
            for column in grid.columns:
                if row.key is not None:
                    yield _grid_cell(grid, row.key, row.label or row.key, column.key, words)


def _grid_cell(grid: GridDefinition, row: str, label: str, column: str, words: VocabularyDefinition) -> Cell:
    heading = next(c for c in grid.columns if c.key == column)
    key = grid_key(grid, row, column)
    wording = words.items.get(key)
    if wording is None and column == NARRATIVE_COLUMN:
        wording = words.items.get(f"{grid.block}.{row}")
    return Cell(
        key=key,
        block=grid.block or row,
        label=f"{label} | {heading.label}",
        unit=heading.unit or grid.unit,
        wording=wording or WordingDefinition(name=f"{label}-{heading.label}"),
    )


def _identities(identity: IdentityDefinition, cells: Sequence[Cell]) -> Iterable[Identity]:
    for star in _bindings(identity, cells):
        yield Identity(
            id=identity.id if star is None else f"{identity.id}[{star}]",
            kind=identity.kind,
            left=_bind(identity.left, star),
            right=_bind(identity.right, star),
            previous=_bind(identity.previous, star),
            severity=identity.severity,
            blank_is_zero=identity.blank_is_zero,
            scope=identity.scope,
            note=identity.note,
        )


def _bindings(identity: IdentityDefinition, cells: Sequence[Cell]) -> list[str | None]:
    first = identity.left[0].lstrip("-")
    if "*" not in first:
        return [None]
    pattern = re.compile(re.escape(first).replace(r"\*", "([^.]+)"))
    found = (pattern.fullmatch(cell.key) for cell in cells)
    return [match[1] for match in found if match]


def _bind(keys: tuple[str, ...], star: str | None) -> tuple[str, ...]:
    return keys if star is None else tuple(key.replace("*", star) for key in keys)


def _cell_mistakes(cells: Sequence[Cell], words: VocabularyDefinition) -> Iterable[Why]:
    keys = [cell.key for cell in cells]
    yield from (why("form.twice", key=key) for key in sorted({k for k in keys if keys.count(k) > 1}))
    for cell in cells:
        if cell.block not in words.blocks:
            yield why("form.block", key=cell.key, block=cell.block)
        if cell.unit not in load_units():
            yield why("form.unit", key=cell.key, unit=cell.unit)
        if cell.parent is not None and cell.parent not in keys:
            yield why("form.parent", key=cell.key, parent=cell.parent)


def _identity_mistakes(identities: Sequence[Identity], cells: Sequence[Cell]) -> Iterable[Why]:
    keys = {cell.key for cell in cells}
    for identity in identities:
        unknown = [key for key in identity.keys if key not in keys]
        if unknown:
            yield why("form.no-key", identity=identity.id, keys=tuple(unknown))
