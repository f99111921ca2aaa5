"""schemas/bodies.yaml, and a user's own file of that form, whose entries stand before it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from extractor.definitions import Definition, read_definition
from extractor.errors import DefinitionError
from extractor.panel.filings import Scope
from extractor.resources import SCHEMAS

PlaceChange = Literal[
    "renamed",
    "county-to-district",
    "county-to-city",
    "city-to-district",
    "prefecture-to-city",
    "town-to-city",
]


class Names(Definition):
    """How names of bodies are written."""

    levels: tuple[str, ...]
    never: tuple[str, ...]
    government: str
    office: str
    subdistrict: dict[str, str]
    same: tuple[tuple[str, str], ...]
    offices: dict[str, str]
    made_by: frozenset[str]


class PlaceEntry(Definition):
    """A place that got another name or rank."""

    id: str
    within: str | None = Field(default=None, alias="in")
    was: str
    now: str
    year: int
    kind: PlaceChange


class EndedEntry(Definition):
    """A place that ended."""

    id: str
    within: str | None = Field(default=None, alias="in")
    place: str
    year: int
    into: tuple[str, ...]


class OfficeEntry(Definition):
    """An office that got another name, told without its last word (局, 厅, 委员会)."""

    id: str
    was: str
    now: str
    year: int
    kind: Literal["renamed", "reorganised", "merged"]


class PartsEntry(Definition):
    """Bodies whose figures make up another's."""

    id: str
    whole: str
    parts: tuple[str, ...]
    own: bool = Field(default=True, description="whether the whole has figures of its own beside its parts")


class BodyName(Definition):
    """A name that a body had, and in which years."""

    name: str
    first: int | None = None
    last: int | None = None


class BodyEntry(Definition):
    """A body with all its names, told by the user."""

    id: str
    body: str
    names: tuple[BodyName, ...] = ()
    first: int | None = Field(default=None, description="the first year that it owes a report of")
    last: int | None = None


class ReportEntry(Definition):
    """What a user knows of a report; `file` is a pattern of paths."""

    file: str
    body: str | None = None
    year: int | None = None
    scope: Scope | None = None
    corrects: bool | None = None


class Register(Definition):
    """The shipped register, or it and the user's."""

    names: Names
    several: tuple[str, ...] = ()
    places: tuple[PlaceEntry, ...] = ()
    ended: tuple[EndedEntry, ...] = ()
    offices: tuple[OfficeEntry, ...] = ()
    parts: tuple[PartsEntry, ...] = ()
    bodies: tuple[BodyEntry, ...] = ()
    reports: tuple[ReportEntry, ...] = ()


class OwnRegister(Definition):
    """A user's file: any part of the register but how names are written."""

    several: tuple[str, ...] = ()
    places: tuple[PlaceEntry, ...] = ()
    ended: tuple[EndedEntry, ...] = ()
    offices: tuple[OfficeEntry, ...] = ()
    parts: tuple[PartsEntry, ...] = ()
    bodies: tuple[BodyEntry, ...] = ()
    reports: tuple[ReportEntry, ...] = ()


@cache
def load_register(own: Path | None = None, folder: Path = SCHEMAS) -> Register:
    """The register that is shipped; the user's entries stand before its own."""
    shipped = read_definition(folder / "bodies.yaml", Register)
    if own is None:
        return _checked(shipped)
    added = read_definition(own, OwnRegister)
    both = {name: getattr(added, name) + getattr(shipped, name) for name in OwnRegister.model_fields}
    return _checked(shipped.model_copy(update=both))


def _checked(register: Register) -> Register:
    """Matches name entries by id, so that no two may have the same."""
    ids = [
        *(entry.id for entry in register.places),
        *(entry.id for entry in register.ended),
        *(entry.id for entry in register.offices),
        *(entry.id for entry in register.parts),
        *(entry.id for entry in register.bodies),
    ]
    twice = sorted({id for id in ids if ids.count(id) > 1})
    if twice:
        raise DefinitionError("bodies.twice", names=tuple(twice))
    return register
