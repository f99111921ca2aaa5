"""The review in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import IN_CHROMIUM, browser, card, in_view, opened, site
from reviewing import ODD, keep, sample, store

from extractor.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KEY = "requests.received"

__all__ = ["browser", "site", "store"]  # fixtures

pytestmark = IN_CHROMIUM


def test_from_the_list_to_a_decision_that_outlives_a_new_run(
    store: Store, site: str, browser: Browser
) -> None:
    with opened(browser) as page:
        page.goto(site)
        page.get_by_label("issuer, region or file").fill("demo-2014")
        with page.expect_navigation():
            page.get_by_role("button", name="filter").click()
        assert page.locator("tbody tr").count() == 1
        page.locator("tbody a").click()
        page.locator("html[data-ready]").wait_for()
        page.locator(f'[id="c-{KEY}"]').click()
        page.locator(f'[id="s-{KEY}"].here').wait_for()
        assert in_view(page, f"s-{KEY}") and "46" in card(page)

        page.keyboard.press("c")
        page.keyboard.type("47")
        page.keyboard.press("Enter")
        page.locator("#status", has_text="saved").wait_for()
        page.locator(f'[id="c-{KEY}"]').click()
        page.locator("#card .value", has_text="47").wait_for()
        page.reload()
        page.locator("html[data-ready]").wait_for()
        assert "decided by 甲" in card(page)

        page.keyboard.press("u")
        page.locator("#card .value", has_text="46").wait_for()

        page.keyboard.press("c")
        page.keyboard.type("47")
        page.keyboard.press("Enter")
        page.locator("#status", has_text="saved").wait_for()
        keep(store, sample("demo-2014.txt"), "second", **{KEY: 48})
        page.goto(f"{page.url.partition('?')[0]}?cell={KEY}")
        assert "the program read 46, now it reads 48" in card(page)
        assert page.locator("#card .value").inner_text() == "47"


def test_a_mark_leads_to_its_cell_and_letters_are_letters_in_a_field(site: str, browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/?words=demo-2014")
        page.locator("tbody a").click()
        page.locator("html[data-ready]").wait_for()
        page.locator(f'[id="s-{KEY}"]').click()
        page.locator(f'[id="c-{KEY}"][aria-current]').wait_for()
        page.keyboard.press("m")
        page.keyboard.type("auckj n")
        assert page.locator("[name=note]").input_value() == "auckj n"
        page.keyboard.press("Enter")
        page.locator("#card .comment", has_text="auckj n").wait_for()
        assert "not reviewed" in card(page)


def test_j_goes_to_what_is_doubtful_and_a_decision_to_the_next(
    store: Store, site: str, browser: Browser
) -> None:
    keep(store, sample("demo-2021.txt"), "odd", **ODD)
    with opened(browser) as page:
        page.goto(f"{site}/?words=demo-2021")
        page.locator("tbody a").first.click()
        page.locator("html[data-ready]").wait_for()
        doubtful = page.locator("#form a[data-doubt]").count()
        assert doubtful > 1
        page.keyboard.press("j")
        first = page.locator("#card-name").get_attribute("data-key")
        page.keyboard.press("n")
        page.locator("#status", has_text="saved").wait_for()
        assert page.locator("#card-name").get_attribute("data-key") != first
        assert page.locator("#form a[data-doubt]").count() <= doubtful


def test_all_of_it_works_without_scripts(site: str, browser: Browser) -> None:
    with opened(browser, scripts=False) as page:
        page.goto(f"{site}/?words=demo-2014")
        page.locator("tbody a").click()
        page.locator(f'[id="c-{KEY}"]').click()
        page.locator("#card [data-key=c]").fill("47")
        page.locator("#card [data-key=c]").press("Enter")
        page.locator("#status", has_text="saved").wait_for()
        page.locator(f'[id="c-{KEY}"]').click()
        page.locator("#card .value", has_text="47").wait_for()


def test_sums_follow_what_is_typed(site: str, browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/?words=demo-2021")
        page.locator("tbody a").click()
        page.locator("html[data-ready]").wait_for()
        page.locator('[id="c-requests.new.total"]').click()
        page.locator("#card-name[data-key='requests.new.total']").wait_for()
        page.locator("#card [data-key=c]").fill("99999")
        page.locator("#sums .fails", has_text="99999").first.wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_runs_out_of_the_page(
    store: Store, site: str, browser: Browser, width: int, tmp_path: Path
) -> None:
    keep(store, sample("demo-2021.txt"), "odd", **ODD)
    with opened(browser, width) as page:
        for path in ("/", "/history"):
            page.goto(site + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.goto(f"{site}/?words=demo-2021")
        page.screenshot(path=tmp_path / f"list-{width}.png")
        page.locator("tbody a").click()
        page.locator("html[data-ready]").wait_for()
        page.keyboard.press("j")
        page.locator("#card-name").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=tmp_path / f"report-{width}.png")
