"""Who is looking at what, so that two people do not do the same work. A claim keeps nobody out, and soon ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select

from extractor.store.decided import CellAt
from extractor.store.engine import reading
from extractor.store.work_tables import claims

LASTS = 120  # seconds after its person was last seen there
FRESH = 10  # seconds for which a claim need not be written again
Write = Callable[[Callable[[Connection], Any]], Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody looks at a cell of a report, or at no one cell of it (\"\"), since then."""

    person: str
    key: str
    since: str
    seen: str


class Claims:
    """The claims of a store."""

    def __init__(self, engine: Engine, write: Write, now: Callable[[], str]) -> None:
        self._engine, self._write, self._now = engine, write, now

    def look(self, at: CellAt, person: str) -> tuple[Claim, ...]:
        """Notes that the person looks there; who else looks at this report, those at the same cell first."""
        now = self._now()
        with reading(self._engine) as connection:
            there = _read(connection, at, _before(now, LASTS))
        own = next((claim for claim in there if claim.person == person), None)
        if own is None or own.key != at.key or own.seen < _before(now, FRESH):
            since = own.since if own and own.key == at.key else now
            self._write(lambda connection: _keep(connection, at, Claim(person, at.key, since, now)))
        others = (claim for claim in there if claim.person != person)
        return tuple(sorted(others, key=lambda claim: (claim.key != at.key, claim.since)))


def _read(connection: Connection, at: CellAt, earliest: str) -> tuple[Claim, ...]:
    chosen = select(*(claims.c[name] for name in Claim.__slots__))
    same = (claims.c.sha256 == at.sha256, claims.c.report == at.report, claims.c.seen >= earliest)
    return tuple(Claim(**row) for row in connection.execute(chosen.where(*same)).mappings())


def _keep(connection: Connection, at: CellAt, claim: Claim) -> None:
    """The claim instead of the person's earlier one; those that have ended are forgotten."""
    here = (claims.c.sha256 == at.sha256) & (claims.c.report == at.report) & (claims.c.person == claim.person)
    connection.execute(delete(claims).where(here | (claims.c.seen < _before(claim.seen, LASTS))))
    row = {name: getattr(claim, name) for name in Claim.__slots__}
    connection.execute(insert(claims).values(sha256=at.sha256, report=at.report, **row))


def _before(moment: str, seconds: int) -> str:
    """So many seconds before that moment, written as moments of a store are."""
    return (datetime.fromisoformat(moment) - timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
