"""Connections: SQLite for one machine, PostgreSQL for several, and what each needs so that many may write at once."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event, insert
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, OperationalError, SQLAlchemyError

from extractor.errors import StoreError, UsageError
from extractor.store.address import shown_address, to_file

WAITING = 60.0  # seconds for another writer to be done
TAKEN = ("sqlite:", "postgresql+psycopg:")
WRITINGS = 3  # of a transaction that met another
WRITES = "ogi_writes"  # the execution option of a transaction that writes
TRIES = 100
PAUSE = 0.05
T = TypeVar("T")


def connect(url: str) -> Engine:
    """The engine; nothing is opened yet."""
    if not url.startswith(TAKEN):
        raise UsageError("store.address", address=shown_address(url))
    try:
        engine = create_engine(url, json_serializer=partial(json.dumps, ensure_ascii=False))
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise UsageError("store.address-because", address=shown_address(url), why=str(error)) from None
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One view of the store, whatever is written meanwhile."""
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with _told(engine), engine.connect().execution_options(**level) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction, whole or not at all."""
    with (
        _told(engine),
        engine.connect().execution_options(**{WRITES: True}) as connection,
        connection.begin(),
    ):
        yield connection


class Writer:
    """Writes in a store, each time in one transaction; once more where another writer was in its way."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = Lock()  # one writer a process: SQLite would have the others sleep and ask again

    def __call__(self, work: Callable[[Connection], T]) -> T:
        """What the work comes to, whole or not at all."""
        for attempt in range(WRITINGS):
            try:
                with self._turn, writing(self._engine) as connection:
                    return work(connection)
            except StoreError as error:
                met = isinstance(error.__cause__, IntegrityError | OperationalError)
                if not met or attempt == WRITINGS - 1:
                    raise
        raise AssertionError("unreachable")


def insert_row(connection: Connection, table: Table, row: Mapping[str, Any]) -> int:
    """The number that the row was given."""
    key = connection.execute(insert(table).values(**row)).inserted_primary_key
    assert key is not None
    return int(key[0])


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """What the database says of an error, in one line."""
    try:
        yield
    except SQLAlchemyError as error:
        said = " ".join(str(getattr(error, "orig", None) or error).split())
        address = shown_address(engine.url.render_as_string(hide_password=True))
        raise StoreError("store.said", address=address, why=said) from error


def _prepare_sqlite(engine: Engine) -> None:
    file = to_file(engine.url.render_as_string(hide_password=True))
    if file is not None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError("store.unmade", path=file, why=error.strerror) from error
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _open_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    """Transactions begin where we say, not where the driver thinks; readers never wait for the writer."""
    connection.isolation_level = None
    try:
        connection.execute(f"PRAGMA busy_timeout = {int(WAITING * 1000)}")
        connection.execute("PRAGMA foreign_keys = ON")
        if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            _turn_to_wal(connection)
    except sqlite3.Error:
        connection.close()
        raise


def _turn_to_wal(connection: sqlite3.Connection) -> None:
    """The first of several runs that open a new file does it; SQLite lets the others not wait for that."""
    for attempt in range(TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if attempt == TRIES - 1:
                raise
            time.sleep(PAUSE)


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its turn at once: one that began as a reader would be refused instead of waiting."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
