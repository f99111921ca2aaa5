"""Results in a database, SQLite or PostgreSQL: documents, reports, cells, candidates, evidence and findings; the calls
that were paid for; what failed; what people decided.

Door: `open_store` opens one, making or bringing up to date its tables; a `Store` keeps results and gives them back;
`is_store` tells a store from a folder of results without loading any of it. docs/store.md has the tables.

address      what names a store
engine       connections, and transactions that many writers may have at once
columns      the kinds of columns, and what ties a row to its document or report
tables       what was read, as tables
work_tables  what was done: runs, what they paid for, what failed, what people decided
schema       the tables made or brought up to date, by the migrations in migrations/
packing      a result -> its rows
unpacking    rows -> the results they were made of
keeping      documents kept under their keys, and found again
places       files: which document each has, or why none
runs         runs, the answers that they paid for, and what these cost
decided      what people decided of cells: a history in which one can go back
sent         batches of questions, and what waits for their answers
applying     decisions put in the place of what was read
claims       who is looking at what
listing      reports in pages, the most doubtful first         (paging: from one page to the next)
readings     cells with what each reader has of them
counting     all of it counted, and whether anything changed since
store        all of it: what is kept, found and read back"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.door import open_on_use
from extractor.errors import MissingInput, UsageError
from extractor.store.address import is_store, shown_address, to_file, to_url

if TYPE_CHECKING:
    from extractor.store.applying import DECIDED, PERSON, apply_decisions, fits
    from extractor.store.claims import Claim
    from extractor.store.counting import BINS, Covered, Met, Paid, State, Sums, Sure
    from extractor.store.decided import Action, CellAt, Conflict, Decisions, Standing, Step, changed_since
    from extractor.store.listing import PAGE, Filter, Head, Listed, Listing
    from extractor.store.packing import Packed, pack
    from extractor.store.paging import Cut, Page, cut_sequence
    from extractor.store.places import Failure, StoredFile
    from extractor.store.readings import CellRead, ValueRead
    from extractor.store.runs import Price
    from extractor.store.sent import CREATING, SENT, UPLOADING, Batches, Sent, Waiting
    from extractor.store.store import Store

__all__ = [
    "BINS",
    "CREATING",
    "DECIDED",
    "PAGE",
    "PERSON",
    "SENT",
    "UPLOADING",
    "Action",
    "Batches",
    "CellAt",
    "CellRead",
    "Claim",
    "Conflict",
    "Covered",
    "Cut",
    "Decisions",
    "Failure",
    "Filter",
    "Head",
    "Listed",
    "Listing",
    "Met",
    "Packed",
    "Page",
    "Paid",
    "Price",
    "Sent",
    "Standing",
    "State",
    "Step",
    "Store",
    "StoredFile",
    "Sums",
    "Sure",
    "ValueRead",
    "Waiting",
    "apply_decisions",
    "changed_since",
    "cut_sequence",
    "fits",
    "is_store",
    "open_store",
    "pack",
    "shown_address",
    "store_file",
]

_HOMES = {
    "applying": ("DECIDED", "PERSON", "apply_decisions", "fits"),
    "claims": ("Claim",),
    "decided": ("Action", "CellAt", "Conflict", "Decisions", "Standing", "Step", "changed_since"),
    "counting": ("BINS", "Covered", "Met", "Paid", "State", "Sums", "Sure"),
    "listing": ("PAGE", "Filter", "Head", "Listed", "Listing"),
    "packing": ("Packed", "pack"),
    "paging": ("Cut", "Page", "cut_sequence"),
    "readings": ("CellRead", "ValueRead"),
    "sent": ("CREATING", "SENT", "UPLOADING", "Batches", "Sent", "Waiting"),
    "places": ("Failure", "StoredFile"),
    "runs": ("Price",),
    "store": ("Store",),
}
EXTRA = ("sqlalchemy", "alembic", "psycopg")
_find = open_on_use(__name__, _HOMES)


def __getattr__(name: str) -> Any:
    with _with_extra():
        return _find(name)


@contextmanager
def _with_extra() -> Iterator[None]:
    """What is to be installed, where it is not."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in EXTRA:
            raise
        raise UsageError("store.extra", module=error.name) from error


def store_file(url_or_path: str | Path) -> Path | None:
    """The file of an SQLite store; None of another one."""
    return to_file(to_url(url_or_path))


def open_store(url_or_path: str | Path, *, price: Price | None = None, must_exist: bool = False) -> Store:
    """The store of that URL or path, with its tables as this version needs them. `price` says what calls cost."""
    url = to_url(url_or_path)
    file = to_file(url)
    if must_exist and file is not None and not file.exists():
        raise MissingInput("store.missing", path=file)
    with _with_extra():
        return _open(url, price)


def _open(url: str, price: Price | None) -> Store:
    from extractor.store.engine import connect
    from extractor.store.runs import no_price
    from extractor.store.schema import bring_up_to_date
    from extractor.store.store import Store

    engine = connect(url)
    try:
        bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, price or no_price)
