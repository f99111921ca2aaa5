"""Documents kept under their keys, and found again. One that is whole stays what it is; one that lacked a model is
replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, delete, insert, select

from extractor.store.engine import insert_row, reading
from extractor.store.packing import Packed, Row
from extractor.store.places import StoredFile, find_sources, first_of_each, link
from extractor.store.tables import CONTENT, documents, files
from extractor.store.unpacking import read_documents

if TYPE_CHECKING:
    from extractor.output import DocumentResult

AT_ONCE = 500  # keys in one question
Pricing = Callable[[Row], Row]  # a row of usage -> the same with what it cost


def find_known(engine: Engine, keys: Sequence[str]) -> frozenset[str]:
    """Those of the keys that whole documents have."""
    found: set[str] = set()
    with reading(engine) as connection:
        for first in range(0, len(keys), AT_ONCE):
            some = documents.c.key.in_(keys[first : first + AT_ONCE])
            found.update(connection.scalars(select(documents.c.key).where(some, documents.c.complete)))
    return frozenset(found)


def read_last(engine: Engine, sha256: str) -> tuple[DocumentResult, str] | None:
    """What was read of these bytes last, and the text that its offsets point into."""
    with reading(engine) as connection:
        own = first_of_each(find_sources(connection, sha256))
        if not own:
            return None
        last = max(own, key=lambda source: int(source["id"]))
        (result,) = read_documents(connection, [last])
        chosen = select(documents.c.text).where(documents.c.id == last["id"])
        return result, connection.execute(chosen).scalar_one()


def own_file(packed: Packed) -> StoredFile:
    """The file that it was read of."""
    document = packed.document
    return StoredFile(document["path"], document["sha256"], packed.address, packed.fetched)


def keep_documents(
    connection: Connection,
    documents: Iterable[tuple[Packed, Sequence[StoredFile]]],
    pricing: Pricing,
    moment: str,
) -> None:
    """Each document with all its rows, unless there is one as good; its files have it now."""
    for packed, places in documents:
        _keep(connection, packed, places, pricing, moment)


def _keep(
    connection: Connection, packed: Packed, places: Sequence[StoredFile], pricing: Pricing, moment: str
) -> None:
    chosen = select(documents.c.id, documents.c.complete).where(documents.c.key == packed.key)
    before = connection.execute(chosen).one_or_none()
    if before and (before.complete or not packed.document["complete"]):
        link(connection, before.id, places)
        return
    if before:
        # Its files are pointed elsewhere below, within the same transaction.
        connection.execute(delete(files).where(files.c.document_id == before.id))
        connection.execute(delete(documents).where(documents.c.id == before.id))
    number = insert_row(connection, documents, packed.document | {"stored_at": moment})
    _insert_content(connection, number, packed, pricing)
    link(connection, number, places)


def _insert_content(connection: Connection, number: int, packed: Packed, pricing: Pricing) -> None:
    for table in CONTENT:
        rows: Iterable[Row] = packed.rows.get(table.name, ())
        if rows:
            own = map(pricing, rows) if table.name == "reports" else rows
            connection.execute(insert(table), [{"document_id": number, **row} for row in own])
