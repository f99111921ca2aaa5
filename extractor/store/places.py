"""Files: which document each has now, or why it has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Engine, Table, delete, insert, select, update

from extractor.store.engine import reading
from extractor.store.packing import Row
from extractor.store.tables import documents, files
from extractor.store.work_tables import failures


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was read: the bytes it had, and where it was fetched, if a list beside it says so."""

    path: str
    sha256: str
    address: str | None = None
    fetched: str | None = None
    expected_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no result, and why."""

    path: str
    sha256: str | None
    error: str
    reason: str
    exit_code: int


def link(connection: Connection, document: int, places: Iterable[StoredFile]) -> None:
    """The files have this document now, and no failure."""
    for place in places:
        _replace(connection, files, asdict(place) | {"document_id": document})
        connection.execute(delete(failures).where(failures.c.path == place.path))


def link_keys(connection: Connection, places: Mapping[str, Iterable[StoredFile]]) -> None:
    """The files have the documents of these keys now."""
    for key, some in places.items():
        chosen = select(documents.c.id).where(documents.c.key == key)
        link(connection, connection.execute(chosen).scalar_one(), some)


def note_failure(connection: Connection, failure: Failure, moment: str) -> None:
    """The failure, instead of an earlier one of that file."""
    _replace(connection, failures, asdict(failure) | {"failed_at": moment})


def list_files(engine: Engine) -> tuple[StoredFile, ...]:
    """All files, those of the same bytes, too."""
    chosen = select(*(files.c[name] for name in StoredFile.__slots__))
    with reading(engine) as connection:
        rows = connection.execute(chosen).mappings().all()
    return tuple(sorted((StoredFile(**row) for row in rows), key=lambda file: file.path))


def list_failures(engine: Engine) -> tuple[Failure, ...]:
    """The files that gave no result when they were last read."""
    chosen = select(*(failures.c[name] for name in Failure.__slots__))
    with reading(engine) as connection:
        rows = connection.execute(chosen).mappings().all()
    return tuple(sorted((Failure(**row) for row in rows), key=lambda failure: failure.path))


def find_paths(engine: Engine, sha256: str) -> tuple[str, ...]:
    """Where files of these bytes lay when they were read."""
    chosen = select(files.c.path).where(files.c.sha256 == sha256).order_by(files.c.path)
    with reading(engine) as connection:
        return tuple(connection.scalars(chosen))


def find_sources(connection: Connection, sha256: str | None = None) -> list[Row]:
    """All files, or those of these bytes, in the order of their paths, each with the document that it has now."""
    joined = select(documents.c.id, documents.c.media_type, documents.c.path.label("read"), files)
    chosen = joined.join_from(files, documents)
    if sha256 is not None:
        chosen = chosen.where(documents.c.sha256 == sha256)
    rows = connection.execute(chosen).mappings().all()
    return sorted(map(dict, rows), key=lambda row: str(row["path"]))


def first_of_each(sources: Iterable[Row]) -> list[Row]:
    """Of each document one file: the one that was read, if it still has it."""
    first: dict[int, Row] = {}
    for row in sorted(sources, key=lambda row: (row["path"] != row["read"], row["path"])):
        first.setdefault(row["id"], row)
    return sorted(first.values(), key=lambda row: str(row["path"]))


def _replace(connection: Connection, table: Table, row: Row) -> None:
    """The row, in place of the one of its path."""
    changed = connection.execute(update(table).where(table.c.path == row["path"]).values(**row))
    if not changed.rowcount:
        connection.execute(insert(table).values(**row))
