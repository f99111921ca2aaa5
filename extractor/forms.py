"""The forms: schemas/*.yaml turned into cells, identities and vocabulary that every stage reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from extractor.definitions import describe_mistakes, read_definition, read_yaml
from extractor.errors import DefinitionError, UsageError
from extractor.form_definitions import (
    CrosswalkDefinition,
    FormDefinition,
    GridDefinition,
    IdentityDefinition,
    UnitDefinition,
    VocabularyDefinition,
    WordingDefinition,
)
from extractor.language import fold
from extractor.records import Severity
from extractor.resources import SCHEMAS

FORM_FILES = "[0-9]*.yaml"  # a form is named for its year; the other files are shared by all
NARRATIVE_COLUMN = "total"  # sentences speak of a grid row's total, hardly ever of one applicant group
NUMBER_AHEAD = r"(?=\d|[一二两三四五六七八九十百]+[件宗起条份例项])"
GAP = r"(?:公民、法人[和或及者与]{1,2}其他组织|(?!分别|[一二两三四五六七八九十百]+[件宗起条份例项])[^。;,!?；、\d]){0,12}?"


@dataclass(frozen=True)
class Cell:
    """One number that the form asks for."""

    key: str
    block: str
    label: str  # as printed, or its name where no form prints it
    unit: str
    parent: str | None = None
    wording: WordingDefinition = WordingDefinition(name="")
    evidence: str = "read"
    trap: str | None = None

    @property
    def name(self) -> str:
        """Short and unambiguous."""
        return self.wording.name

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """The aliases as regular expressions, longest first."""
        return tuple(
            re.compile(alias_to_regex(a)) for a in sorted(self.wording.aliases, key=len, reverse=True)
        )


@dataclass(frozen=True)
class Identity:
    """A relation between cells of one report (and, for cross_year, of the report before)."""

    id: str
    kind: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    previous: tuple[str, ...]
    severity: Severity
    blank_is_zero: bool
    scope: str
    note: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys of this year's report, without signs."""
        return tuple(key.lstrip("-") for key in (*self.left, *self.right))


@dataclass(frozen=True)
class Form:
    """One edition of the form."""

    definition: FormDefinition
    cells: tuple[Cell, ...]
    identities: tuple[Identity, ...]

    @property
    def id(self) -> str:
        """The edition's id, as on the command line and in results."""
        return self.definition.id

    @cached_property
    def by_key(self) -> dict[str, Cell]:
        """The cells by key, in the form's order."""
        return {cell.key: cell for cell in self.cells}

    @cached_property
    def blocks(self) -> dict[str, tuple[Cell, ...]]:
        """The cells by block, in the form's order."""
        blocks: dict[str, list[Cell]] = {}
        for cell in self.cells:
            blocks.setdefault(cell.block, []).append(cell)
        return {block: tuple(cells) for block, cells in blocks.items()}

    @cached_property
    def named(self) -> tuple[Cell, ...]:
        """The cells that sentences can name."""
        return tuple(cell for cell in self.cells if cell.wording.aliases)

    def covers(self, year: int | None) -> bool:
        """Whether reports of the year use this edition as a rule."""
        first, last = self.definition.years
        return year is not None and first <= year and (year <= last or self.definition.open_ended)


def alias_to_regex(alias: str) -> str:
    """`…` becomes a gap within the clause, `#` a number ahead, (甲|乙) stays a choice, the rest is literal."""
    parts = re.split(r"(…|#|\([^()]*\|[^()]*\))", fold(alias))
    return "".join(_alias_part(part) for part in parts)


def _alias_part(part: str) -> str:
    if part == "…":
        return GAP
    if part == "#":
        return NUMBER_AHEAD
    if part.startswith("(") and "|" in part:
        return "(?:" + "|".join(re.escape(choice) for choice in part[1:-1].split("|")) + ")"
    return re.escape(part)


@cache
def vocabulary(folder: Path = SCHEMAS) -> VocabularyDefinition:
    """How running text names blocks and items."""
    return read_definition(folder / "vocabulary.yaml", VocabularyDefinition)


@cache
def units(folder: Path = SCHEMAS) -> dict[str, UnitDefinition]:
    """The units with their measure words."""
    content = read_yaml(folder / "units.yaml")
    try:
        return TypeAdapter(dict[str, UnitDefinition]).validate_python(content)
    except ValidationError as error:
        raise DefinitionError("units.yaml has mistakes:\n" + describe_mistakes(error)) from error


@cache
def crosswalk(folder: Path = SCHEMAS) -> CrosswalkDefinition:
    """Which cells of one series answer to which of another."""
    return read_definition(folder / "crosswalk.yaml", CrosswalkDefinition)


@cache
def load_forms(folder: Path = SCHEMAS) -> dict[str, Form]:
    """All editions in the folder by id, oldest first."""
    paths = sorted(folder.glob(FORM_FILES))
    if not paths:
        raise DefinitionError(f"{folder}: no form definitions (*.yaml) here")
    definitions = {d.id: d for d in (read_definition(p, FormDefinition) for p in paths)}
    words = vocabulary(folder)
    ordered = sorted(definitions.values(), key=lambda d: (d.series, d.id))
    return {d.id: definition_to_form(d, definitions, words) for d in ordered}


def find_form(id: str, folder: Path = SCHEMAS) -> Form:
    """The edition with that id; a UsageError names those there are."""
    forms = load_forms(folder)
    if id not in forms:
        raise UsageError(f"no form {id!r}; there are: {', '.join(forms)}")
    return forms[id]


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
    cells = tuple(_list_cells(definition, words)) + tuple(_grid_cells(definition, words))
    identities = tuple(
        concrete for identity in definition.identities for concrete in _identities(identity, cells)
    )
    mistakes = [*_cell_mistakes(cells, words), *_identity_mistakes(identities, cells)]
    if mistakes:
        raise DefinitionError(f"{definition.id}.yaml has mistakes:\n  " + "\n  ".join(mistakes))
    return Form(definition, cells, identities)


def _extend(definition: FormDefinition, others: dict[str, FormDefinition]) -> FormDefinition:
    base = others.get(definition.extends or "")
    if base is None:
        raise DefinitionError(f"{definition.id}.yaml: extends: no form {definition.extends!r}")
    return definition.model_copy(
        update={
            "rows": base.rows + definition.rows,
            "identities": base.identities + definition.identities,
        }
    )


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


def grid_key(grid: GridDefinition, row: str, column: str) -> str:
    """The dotted key of a grid's cell: block.row.column, or row.column where the rows are blocks."""
    return ".".join(part for part in (grid.block, row, column) if part)


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


def _cell_mistakes(cells: Sequence[Cell], words: VocabularyDefinition) -> Iterable[str]:
    keys = [cell.key for cell in cells]
    yield from (f"{key}: stands twice" for key in sorted({k for k in keys if keys.count(k) > 1}))
    for cell in cells:
        if cell.block not in words.blocks:
            yield f"{cell.key}: block {cell.block!r} is not in vocabulary.yaml"
        if cell.unit not in units():
            yield f"{cell.key}: unit {cell.unit!r} is not in units.yaml"
        if cell.parent is not None and cell.parent not in keys:
            yield f"{cell.key}: parent {cell.parent!r} is no key of this form"


def _identity_mistakes(identities: Sequence[Identity], cells: Sequence[Cell]) -> Iterable[str]:
    keys = {cell.key for cell in cells}
    for identity in identities:
        unknown = [key for key in identity.keys if key not in keys]
        if unknown:
            yield f"identity {identity.id}: no such key: {', '.join(unknown)}"
