"""`ogi review`: reports beside their forms in a browser, and what people decided of them."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.errors import UsageError
from extractor.speech import say

if TYPE_CHECKING:
    from extractor.store import Store

HOST, PORT = "127.0.0.1", 8642
EXTRA = ("fastapi", "starlette", "uvicorn")


@click.command()
@click.argument("store")
@click.option("--host", default=HOST)
@click.option("--port", type=click.IntRange(0, 65535), default=PORT)
@click.option("--as", "person")
@click.option("--gold", type=click.Path(path_type=Path))
@click.option("--audit", type=click.IntRange(min=1))
@click.option("--with", "theirs", metavar="FILE")
@click.option("--map", "map_file", type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(path_type=Path))
def review(
    store: str,
    host: str,
    port: int,
    person: str | None,
    gold: Path | None,
    audit: int | None,
    **beside: Any,
) -> None:
    """Reports in a browser, to be looked at and decided."""
    from extractor.store import is_store, open_store

    if not is_store(store):
        raise UsageError(f"{store}: no store; ogi run makes one (--store)")
    with open_store(store, must_exist=True) as opened:
        if gold:
            _write_gold(opened, gold)
            return
        try:
            _serve(opened, host, port, person or _own_name(), audit or 0, **beside)
        except ModuleNotFoundError as error:
            if error.name is None or error.name.partition(".")[0] not in EXTRA:
                raise
            raise UsageError(f"reviewing needs {error.name}: pip install 'ogi-extractor[review]'") from error


def _write_gold(store: Store, folder: Path) -> None:
    from extractor.review import write_golds

    written = write_golds(store, folder)
    click.echo(say("review.gold-written", count=len(written), folder=folder))


def _serve(store: Store, host: str, port: int, person: str, audit: int, **beside: Any) -> None:
    from extractor.review import make_access, make_app, read_beside, serve

    access = make_access(host)
    app = make_app(store, access, person=person, audit=audit, beside=read_beside(**beside))
    serve(app, access, host, port, lambda address: click.echo(say("review.open", address=address)))


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
