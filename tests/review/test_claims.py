"""Two people at one report: each sees where the other is, and what both decided."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from browsing import CHROMIUM, MISSING, browser, name_visitor, opened, site
from reviewing import Visitor, make_client, report_address, store

from extractor.errors import StoreError
from extractor.store import CellAt, Store, open_store
from extractor.store.claims import FRESH, LASTS, Claims

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KEY, OTHER = "requests.received", "requests.fax"
AT = CellAt("0" * 64, 1, KEY)

__all__ = ["browser", "site", "store"]  # fixtures


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> str:
        return self.time.strftime("%Y-%m-%dT%H:%M:%SZ")

    def pass_by(self, seconds: int) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


class TestClaims:
    def test_everybody_sees_the_others_those_at_the_same_cell_first(
        self, store_url: str, clock: Clock
    ) -> None:
        with open_store(store_url) as store:
            claims = Claims(store._engine, store._write, clock)
            assert claims.look(AT._replace(key=""), "甲") == ()
            clock.pass_by(60)
            assert [(c.person, c.key) for c in claims.look(AT, "乙")] == [("甲", "")]
            told = claims.look(AT, "丙")
            assert [(c.person, c.key, c.since[-6:]) for c in told] == [
                ("乙", KEY, "01:00Z"),
                ("甲", "", "00:00Z"),
            ]
            assert claims.look(AT._replace(report=2), "丙") == ()

    def test_a_claim_goes_where_its_person_goes_and_ends(self, store_url: str, clock: Clock) -> None:
        with open_store(store_url) as store:
            claims = Claims(store._engine, store._write, clock)
            claims.look(AT, "甲")
            clock.pass_by(FRESH + 1)
            claims.look(AT, "甲")
            (claim,) = claims.look(AT, "乙")
            assert claim.since == "2026-01-01T00:00:00Z" and claim.seen > claim.since
            claims.look(AT._replace(key=OTHER), "甲")
            assert [c.key for c in claims.look(AT, "乙")] == [OTHER]
            clock.pass_by(LASTS + 1)
            assert claims.look(AT, "乙") == ()


class TestPages:
    def test_who_else_is_here_is_said_as_text(self, store: Store) -> None:
        address = report_address(store, "demo-2014.txt")
        other = Visitor(make_client(store, "<b>乙</b>"))
        other.page(f"{address}?cell={KEY}")
        own = Visitor(make_client(store, "甲"))
        assert "&lt;b&gt;乙&lt;/b&gt; is looking at this cell, since 20" in own.page(f"{address}?cell={KEY}")
        assert "is looking at this report, since 20" in own.page(f"{address}?cell={OTHER}")
        assert "is looking at" not in own.page(report_address(store, "demo-2021.txt"))

    def test_a_store_that_is_busy_is_no_reason_to_show_nothing(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(self: Claims, at: CellAt, person: str) -> None:
            raise StoreError("store.said", address="panel.db", why="database is locked")

        monkeypatch.setattr(Claims, "look", refuse)
        assert make_client(store).get(report_address(store, "demo-2014.txt")).status_code == 200


@pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
class TestTwoBrowsers:
    def test_on_one_cell(self, store: Store, site: str, browser: Browser) -> None:
        address = f"{site}{report_address(store, 'demo-2014.txt')}?cell={KEY}"
        with opened(browser) as one, opened(browser) as other:
            other.clock.install()
            for page, name in ((one, "one"), (other, "other")):
                page.goto(site)
                name_visitor(page, name)
                page.goto(address)
                page.locator("html[data-ready]").wait_for()
            other.locator("#others", has_text="one is looking at this cell, since").wait_for()
            one.reload()
            one.locator("#others", has_text="other is looking at this cell, since").wait_for()

            for page, value in ((one, "111"), (other, "222")):
                page.keyboard.press("c")
                page.keyboard.type(value)
                page.keyboard.press("Enter")
                page.locator("#status", has_text="saved").or_(page.locator(".conflict")).first.wait_for()
            told = other.locator(".conflict").inner_text()
            assert "111" in told and "222" in told and "one" in told
            assert other.locator("#card [data-key=c]").input_value() == "222"

            one.locator(f'[id="c-{OTHER}"]').click()
            one.locator("#others", has_text="other is looking at this report").wait_for()
            other.clock.run_for(20_000)
            other.locator("#others", has_text="one is looking at this report").wait_for()
            other.keyboard.press("Enter")  # sent once more, it is a decision against the first
            other.locator("#status", has_text="saved").wait_for()
        decision = store.decisions.of_cell(CellAt(address.split("/")[4], 1, KEY)).decision
        assert decision and (decision.value, decision.person) == (222, "other")
