"""`ogi review`: reports beside their forms in a browser, and what people decided of them."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.spoken import tell
from extractor.errors import UsageError
from extractor.speech import find_asked, say, to_lang

if TYPE_CHECKING:
    from extractor.store import Store

HOST, PORT = "127.0.0.1", 8642
EXTRA = ("fastapi", "starlette", "uvicorn")


@click.command()
@click.argument("place", metavar="STORE|RESULTS")
@click.option("--host", default=HOST)
@click.option("--port", type=click.IntRange(0, 65535), default=PORT)
@click.option("--as", "person")
@click.option("--gold", type=click.Path(path_type=Path))
@click.option("--audit", type=click.IntRange(min=1))
@click.option("--with", "theirs", metavar="FILE")
@click.option("--map", "map_file", type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(path_type=Path))
def review(
    place: str,
    host: str,
    port: int,
    person: str | None,
    gold: Path | None,
    audit: int | None,
    **beside: Any,
) -> None:
    """Reports in a browser, to be looked at and decided."""
    from extractor.store import open_store, store_file

    store = _find_store(place)
    with open_store(store, must_exist=True) as opened:
        if gold:
            _write_gold(opened, gold)
            return
        file = store_file(store)
        folders = (file.parent,) if file else ()
        try:
            named = {"person": person or _own_name(), "audit": audit or 0, "folders": folders}
            _serve(opened, host, port, beside, **named)
        except ModuleNotFoundError as error:
            if error.name is None or error.name.partition(".")[0] not in EXTRA:
                raise
            raise UsageError("review.extra", module=error.name) from error


def _find_store(place: str) -> str:
    """The store, or the one beside results, brought up to date with them."""
    from extractor.store import is_store

    if is_store(place):
        return place
    results = Path(place)
    if not results.is_file() and not (results.is_dir() and any(results.rglob("*.json"))):
        raise UsageError("review.no-store", path=place)
    from extractor.review import results_to_store

    store = results_to_store(results, tell)
    click.echo(say("review.brought-in", store=store))
    return str(store)


def _write_gold(store: Store, folder: Path) -> None:
    from extractor.review import write_golds

    written = write_golds(store, folder)
    click.echo(
        say("review.gold-written", count=len(written), folder=folder) if written else say("review.no-gold")
    )


def _serve(store: Store, host: str, port: int, beside: Mapping[str, Any], **named: Any) -> None:
    from extractor.review import make_access, make_app, read_beside, serve

    access, lang = make_access(host), find_asked(sys.argv[1:]) or os.environ.get("OGI_LANG")
    chosen = to_lang(lang) if lang else None
    app = make_app(store, access, lang=chosen, beside=read_beside(**beside), **named)
    serve(app, access, host, port, lambda address: click.echo(say("review.open", address=address)))


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
