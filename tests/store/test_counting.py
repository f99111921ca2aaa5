"""Stores counted and cut into pages by the database, on both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from make_files.stores import fill_store
from sqlalchemy import inspect, text

from extractor.ids import GIVEN, MODEL, RULES
from extractor.output import ReportResult, cell_to_meeting
from extractor.store import CellAt, Cut, Filter, Step, Store, cut_sequence, open_store
from extractor.store.address import to_url
from extractor.store.engine import connect, reading, writing
from extractor.store.schema import to_config

COUNT = 30


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with open_store(store_url) as opened:
        fill_store(opened, COUNT)
        yield opened


def reports_of(store: Store) -> list[ReportResult]:
    return [report for result in store.read_results() for report in result.reports]


def test_sums_are_those_of_the_results(store: Store) -> None:
    reports, sums = reports_of(store), store.sums()
    assert sums.reports == len(reports) == COUNT
    covered = Counter((k, r.year) for r in reports for k, c in r.cells.items() if c.status in GIVEN)
    assert {(c.key, c.year): c.giving for c in sums.covered if c.giving} == covered
    met = Counter((k, cell_to_meeting(c)) for r in reports for k, c in r.cells.items() if cell_to_meeting(c))
    assert {(m.key, m.meeting): m.cells for m in sums.met} == met
    sure = [
        c.confidence
        for r in reports
        for c in r.cells.values()
        if c.status in GIVEN and c.confidence is not None
    ]
    assert {s.bin: s.cells for s in sums.sure} == Counter(min(int(c * 10), 9) for c in sure)
    assert sum(s.sum for s in sums.sure) == pytest.approx(sum(sure))


def test_cells_where_rules_and_model_differ_come_in_pages(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractor.store.readings.PAGE", 4)
    pages, cut = [store.list_met("differ")], None
    while (cut := pages[-1].later) is not None:
        pages.append(store.list_met("differ", cut))
    rows = [row for page in pages for row in page.rows]
    assert len(rows) == store.count_met()["differ"] == len({row.at for row in rows}) > 4
    assert all(row.readings[RULES] != row.readings[MODEL] for row in rows)
    assert pages[1].earlier and store.list_met("differ", pages[1].earlier).rows == pages[0].rows
    assert store.read_cells([row.at for row in rows]) == {row.at: row for row in rows}


def test_the_state_changes_with_what_the_store_holds(store: Store) -> None:
    before = store.state()
    assert store.state() == before
    at = store.list_met("differ").rows[0].at
    step = Step(at, "accept", 1, "reported", 1, "reported", (1, 2), "甲")
    store.decisions.add(step, 0)
    assert store.state() != before and store.state().read == before.read
    assert [found.at for found in store.decisions.standing()] == [at]
    with writing(store._engine) as connection:  # a file that has another document now
        connection.execute(text("UPDATE files SET document_id = 1 WHERE document_id = 2"))
    assert store.state().read != before.read and store.count_reports(Filter()) == COUNT - 1


def test_values_and_whose_they_are(store: Store) -> None:
    heads = list(store.heads())
    keys = {key for report in reports_of(store) for key in report.cells if not key.startswith("training")}
    values = {(v.head.sha256, v.key): v.value for v in store.values(heads[:3], keys)}
    wanted = {head.sha256 for head in heads[:3]}
    own = {
        (result.source.sha256, key): cell.value
        for result in store.read_results()
        if result.source.sha256 in wanted
        for key, cell in result.reports[0].cells.items()
        if cell.value is not None and key in keys
    }
    assert values == own and len(wanted) == 3
    assert store.read_cells([CellAt("0", 1, "requests.received")]) == {}


def test_stores_that_are_there_are_counted_anew(store_url: str) -> None:
    from alembic import command

    with open_store(store_url) as store:
        fill_store(store, 3)
        before, found = store.sums(), store.count_reports(Filter("县"))
    engine = connect(to_url(store_url))
    with writing(engine) as connection:
        command.downgrade(to_config(connection), "0004")
    with reading(engine) as connection:
        assert "meeting" not in [column["name"] for column in inspect(connection).get_columns("cells")]
    engine.dispose()
    with open_store(store_url) as store:
        after = store.sums()
        assert set(after.covered) == set(before.covered) and set(after.met) == set(before.met)
        assert store.count_reports(Filter("县")) == found == 3


def test_pages_of_what_is_at_hand() -> None:
    first = cut_sequence("abcde", None, size=2)
    second = cut_sequence("abcde", first.later, size=2)
    assert (first.rows, second.rows) == (("a", "b"), ("c", "d")) and first.earlier is None
    assert cut_sequence("abcde", second.earlier, size=2) == first
    assert cut_sequence("abcde", Cut((99,)), size=2).rows == ()
