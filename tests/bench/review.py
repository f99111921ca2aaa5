"""Figures of the review: how long its pages take, over stores of 50, 500 and 5,000 reports."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from fastapi.testclient import TestClient
from figures import Figure, Measured, ratio, tell
from rich.table import Table

TESTS = Path(__file__).resolve().parents[1]
sys.path.append(str(TESTS))

from make_files.reports import OFFICES, PLACES  # noqa: E402
from make_files.stores import fill_store, write_numbers  # noqa: E402

from extractor.review import Access, make_app, read_beside  # noqa: E402
from extractor.store import Step, Store, open_store  # noqa: E402

SIZES = tuple(map(int, os.environ.get("OGI_BENCH_STORES", "50,500,5000").split(",")))
TIMES = 40  # each page is asked for
WARM = 3  # of these, not counted: templates and queries are compiled once a process
DECIDED = 40
GROWTH = 1.5  # times that ten times the reports may take; of the smallest store, many pages are not full
LATE = 0.95


class Taken(NamedTuple):
    """The milliseconds of one answer, by the clock and of the processor."""

    clock: float
    processor: float


@dataclass(frozen=True)
class Timed:
    """A page of a store: what its first answer took, and the others."""

    page: str
    size: int
    first: Taken
    median: Taken
    late: Taken


@dataclass(frozen=True)
class Site:
    """A store that is looked at, and what of each of its pages is asked for, in turn."""

    size: int
    client: TestClient
    pages: dict[str, Sequence[str]]


def measure() -> Measured:
    """All pages of all stores. The stores take turns, so that whatever else the machine does slows all of them."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        sites = [_open_site(stack, Path(name), size) for size in SIZES]
        by_page = {page: _time(page, sites) for page in sites[0].pages}
    heads = (f"{size} reports" for size in SIZES)
    table = Table(
        "page", *heads, title="milliseconds: median, 95th percentile, first; of the processor below"
    )
    for page, timed in by_page.items():
        table.add_row(page, *map(_shown, timed))
    details = {"timed": [asdict(one) for timed in by_page.values() for one in timed]}
    return Measured([_grown(page, timed) for page, timed in by_page.items()], table, details)


def _shown(one: Timed) -> str:
    by = zip(one.median, one.late, one.first, strict=True)
    return "\n".join(f"{median:.1f}  {late:.1f}  {first:.0f}" for median, late, first in by)


def _grown(page: str, timed: Sequence[Timed]) -> Figure:
    first, last = timed[-2:]
    before, after = first.median.processor, last.median.processor
    what = (
        f"median {before:.1f} ms of the processor with {first.size} reports, {after:.1f} ms with {last.size}"
    )
    return Figure(f"{page}: growth with the store", ratio(after, before), "times", GROWTH, what)


def _open_site(stack: ExitStack, place: Path, size: int) -> Site:
    tell(f"making a store of {size} reports")
    store = stack.enter_context(open_store(place / f"{size}.db"))
    fill_store(store, size)
    _decide(store)
    file = place / f"{size}.csv"
    write_numbers(store, file)
    app = make_app(store, Access(), audit=50, beside=read_beside(str(file), None, None))
    client = TestClient(app, base_url="http://127.0.0.1")
    return Site(size, client, _find_pages(client))


def _decide(store: Store) -> None:
    """What people would: every third one of the cells in which rules and model differ is corrected."""
    for number, read in enumerate(store.list_met("differ").rows[:DECIDED]):
        value = (read.value or 0) + (number % 3 == 0)
        store.decisions.add(
            Step(read.at, "correct", value, "reported", read.value, read.status, read.lines, "甲"), 0
        )


def _find_pages(client: TestClient) -> dict[str, Sequence[str]]:
    """What is asked for, in turn: several places of each list, several reports, several words."""
    lists = list(_turn_pages(client, "/"))
    reports = re.findall(r'href="(/report/\w+/\d+)"', "".join(client.get(page).text for page in lists[:3]))
    words = (("words", word) for word in (*OFFICES, *PLACES))
    years = (("year", str(year)) for year in range(2014, 2025))
    filters = [*words, *years, ("form", "2021"), ("undecided", "1")]
    return {
        "list": lists,
        "list, narrowed or searched": [f"/?{urlencode([one])}" for one in filters],
        "report": reports,
        "dashboard": ["/dashboard"],
        "comparison, readers": list(_turn_pages(client, "/compare?kind=differ")),
        "comparison, own file": list(_turn_pages(client, "/compare?kind=file-differs")),
        "comparison, people": ["/compare?kind=person"],
        "comparison, a report": [address.replace("/report/", "/compare/") for address in reports],
        "history": ["/history"],
    }


def _turn_pages(client: TestClient, address: str, most: int = 20) -> Iterator[str]:
    for _ in range(most):
        yield address
        found = re.search(r'rel="next" href="([^"]+)"', client.get(address).text)
        if found is None:
            return
        address = found[1].replace("&amp;", "&")


def _time(page: str, sites: Sequence[Site]) -> list[Timed]:
    taken: list[list[Taken]] = [[] for _ in sites]
    for number in range(WARM + TIMES):
        for site, own in zip(sites, taken, strict=True):
            addresses = site.pages[page]
            own.append(_ask(site.client, addresses[number % len(addresses)]))
    return [_to_timed(page, site.size, own) for site, own in zip(sites, taken, strict=True)]


def _to_timed(page: str, size: int, taken: Sequence[Taken]) -> Timed:
    sorts = [sorted(column) for column in zip(*taken[WARM:], strict=True)]
    median, late = ([column[int(share * len(column))] for column in sorts] for share in (0.5, LATE))
    return Timed(page, size, taken[0], Taken(*median), Taken(*late))


def _ask(client: TestClient, address: str) -> Taken:
    clock, processor = time.perf_counter(), time.process_time()
    answer = client.get(address)
    taken = Taken(1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor))
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    return taken
