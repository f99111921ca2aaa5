"""A form as every stage reads it: its cells with the phrases that name them, and the identities between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from extractor.forms.definitions import (
    ColumnDefinition,
    FormDefinition,
    GridDefinition,
    Note,
    RowDefinition,
    WordingDefinition,
)
from extractor.forms.phrases import ItemPhrases, Phrase, PhraseBook, alias_to_phrase
from extractor.forms.resemblance import Resemblance
from extractor.ids import Severity

Term = tuple[int, str]
NARRATIVE_COLUMN = "total"  # sentences speak of a grid row's total, hardly ever of one applicant group


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

    @property
    def block_total(self) -> str:
        """The key of its block's total, whether or not the form asks for one."""
        return f"{self.block}.{NARRATIVE_COLUMN}"

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The aliases, longest first."""
        return tuple(map(alias_to_phrase, sorted(self.wording.aliases, key=len, reverse=True)))


def _to_term(signed: str) -> Term:
    return (-1 if signed.startswith("-") else 1), signed.lstrip("-")


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
    note: Note | None = None

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """All keys of this year's report, without signs."""
        return tuple(key for _, key in (*self.left_terms, *self.right_terms))

    @cached_property
    def left_terms(self) -> tuple[Term, ...]:
        """The left side's keys without their signs, each with 1 or -1."""
        return tuple(map(_to_term, self.left))

    @cached_property
    def right_terms(self) -> tuple[Term, ...]:
        """The right side's, too."""
        return tuple(map(_to_term, self.right))


@dataclass(frozen=True, eq=False)
class Form:
    """One edition of the form. Equal to itself alone, so that what follows from a form can be kept by it."""

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
    def relations(self) -> dict[str, tuple[Identity, ...]]:
        """The identities within one report that each cell is part of."""
        touching: dict[str, list[Identity]] = {cell.key: [] for cell in self.cells}
        for identity in self.identities:
            for key in dict.fromkeys(identity.keys) if identity.scope != "cross_year" else ():
                touching[key].append(identity)
        return {key: tuple(identities) for key, identities in touching.items()}

    @cached_property
    def places(self) -> dict[str, tuple[GridDefinition, RowDefinition, ColumnDefinition]]:
        """Where in which grid each of its cells stands, by key."""
        return {
            grid_key(grid, row.key, column.key): (grid, row, column)
            for grid in self.definition.grids
            for row in grid.rows
            if row.key
            for column in grid.columns
        }

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

    @cached_property
    def bound_keys(self) -> frozenset[str]:
        """The cells whose phrases name them in a context alone, or yield to those of others."""
        return frozenset(c.key for c in self.named if c.wording.context or c.wording.yields)

    @cached_property
    def phrases(self) -> PhraseBook:
        """The phrases by which sentences name the cells."""
        return PhraseBook(ItemPhrases(c.key, c.phrases, frozenset(c.wording.avoid)) for c in self.named)

    @cached_property
    def denials(self) -> PhraseBook:
        """Phrases that name the cells only where there was none of them."""
        cells = (
            (c.key, tuple(map(alias_to_phrase, c.wording.denied))) for c in self.cells if c.wording.denied
        )
        return PhraseBook(ItemPhrases(key, phrases, frozenset()) for key, phrases in cells)

    @cached_property
    def resemblance(self) -> Resemblance:
        """How much a text resembles the names and printed labels of the cells that sentences can name."""
        return Resemblance({cell.key: (cell.name, cell.label.split(" | ")[0]) for cell in self.named})

    def covers(self, year: int | None) -> bool:
        """Whether reports of the year use this edition as a rule."""
        first, last = self.definition.years
        return year is not None and first <= year and (year <= last or self.definition.open_ended)


def grid_key(grid: GridDefinition, row: str, column: str) -> str:
    """The dotted key of a grid's cell: block.row.column, or row.column where the rows are blocks."""
    return ".".join(part for part in (grid.block, row, column) if part)
