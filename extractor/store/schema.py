"""The tables made, or brought up to date, when a store is opened: Alembic, from code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from extractor.errors import StoreError
from extractor.store.address import shown_address
from extractor.store.engine import reading, writing

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0005"  # the last migration; a test holds it true
LOCK = 0x0615  # of PostgreSQL: two runs may open a new store at the same time
MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = "alembic_version"


def bring_up_to_date(engine: Engine) -> None:
    """The store as this version of the program needs it."""
    with reading(engine) as connection:
        if _is_current(connection, engine):
            return
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        if not _is_current(connection, engine):
            from alembic import command  # half a second, which a store that is there is spared

            command.upgrade(to_config(connection), "head")


def to_config(connection: Connection) -> Config:
    """Alembic's, for this connection, without a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _is_current(connection: Connection, engine: Engine) -> bool:
    """Whether nothing is to be done. A database of something else is left alone."""
    address = shown_address(engine.url.render_as_string(hide_password=True))
    names = inspect(connection).get_table_names()
    if VERSIONS not in names:
        if names:
            raise StoreError("store.foreign", address=address, names=tuple(sorted(names)[:3]))
        return False
    version = connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar()
    if version is not None and version > HEAD:
        raise StoreError("store.newer", address=address)
    return bool(version == HEAD)
