"""Gold: reports read by hand, one file each."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extractor.errors import MissingInput, UnreadableInput, told
from extractor.ids import GIVEN, Status
from extractor.output import parse_json
from extractor.records import Number

GOLD = "*.gold.json"


class GoldCell(BaseModel):
    """A value that the report states."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Number | None
    status: Status


class Gold(BaseModel):
    """One report read by hand. What it does not state is absent; `ambiguous` keys are not scored."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    source: str
    lines: tuple[int | None, int | None]
    issuer: str | None
    region: str | None = None
    year: int | None
    form: str
    cells: dict[str, GoldCell]
    ambiguous: tuple[str, ...] = ()
    notes: str | tuple[str, ...] = ()

    @property
    def stated(self) -> dict[str, Number | None]:
        """The values that are scored."""
        given = {key: cell.value for key, cell in self.cells.items() if cell.status in GIVEN}
        return {key: value for key, value in given.items() if key not in self.ambiguous}


def read_golds(folder: Path) -> list[Gold]:
    """All gold of the folder."""
    return [_read_gold(path) for path in list_files(folder, GOLD)]


def list_files(folder: Path, pattern: str, *, deep: bool = False) -> list[Path]:
    """The folder's files of that pattern, by name, or also those of folders in it; MissingInput where there is none."""
    paths = sorted(folder.rglob(pattern) if deep else folder.glob(pattern))
    if not paths:
        if folder.is_dir():
            raise MissingInput("folder.lacks", path=folder, names=pattern)
        raise MissingInput("folder.missing", path=folder)
    return paths


def _read_gold(path: Path) -> Gold:
    try:
        return Gold.model_validate(parse_json(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UnreadableInput("said", path=path, why=error.strerror) from error
    except ValueError as error:
        raise UnreadableInput("gold.foreign", path=path, why=told(error)) from error
