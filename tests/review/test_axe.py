"""Every page of the review is looked at by axe-core: nothing that keeps somebody from using it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from browsing import IN_CHROMIUM, browser, opened, site
from comparing import beside, differing, filled, made, overview
from reviewing import ODD, keep, report_address, sample, store

from extractor.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CELL = "requests.new.total"
GRAVE = {"serious", "critical"}

__all__ = ["beside", "browser", "filled", "made", "overview", "site", "store"]  # fixtures

pytestmark = IN_CHROMIUM

# A page is a line: its name, and its address below the site or, with {report}, below a report that has doubts.
PAGES = {
    "list": "/",
    "history": "/history",
    "audit": "/audit",
    "report": "{report}",
    "cell": "{report}?cell=" + CELL,
    "saved": "{report}?cell=requests.received&saved=" + CELL,
    "not-there": "/nowhere",
    "compare": "/compare",
    "dashboard": "/dashboard",
}

# The same of the pages over a whole store which a model has read, too, beside numbers of one's own: with {report}, of a
# report in which readings differ.
OVERVIEW = {
    "readings": "/compare?kind=differ",
    "own-file": "/compare?kind=file-differs",
    "people": "/compare?kind=person",
    "compared": "/compare/{report}",
    "verdicts": "/compare/{report}?kind=all",
    "dashboard": "/dashboard",
    "audit": "/audit",
}


def look(page: Page) -> list[str]:
    """What axe-core finds of what is there now: the rule, how grave, and where."""
    from axe_playwright_python.sync_playwright import Axe

    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:120]}"
        for one in found
        if one["impact"] in GRAVE
    ]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_keeps_anybody_out(store: Store, site: str, browser: Browser, name: str, width: int) -> None:
    keep(store, sample("demo-2021.txt"), "odd", **ODD)
    with opened(browser, width, missing=True) as page:
        page.goto(site + PAGES[name].format(report=report_address(store, "demo-2021.txt")))
        assert look(page) == []


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", OVERVIEW)
def test_nor_do_those_over_a_whole_store(
    filled: Store, overview: str, browser: Browser, name: str, width: int, locale: str
) -> None:
    at = differing(filled)[0].at
    with opened(browser, width, locale=locale) as page:
        page.goto(overview + OVERVIEW[name].format(report=f"{at.sha256}/{at.report}"))
        page.wait_for_load_state("networkidle")
        for closed in page.locator("summary").all():
            closed.click()
        assert look(page) == []


def refuse(page: Page) -> None:
    """A value that is none."""
    page.locator("#card [data-key=c]").fill("twelve")
    page.keyboard.press("Enter")
    page.locator("#card .problem").wait_for()


def decide(page: Page) -> None:
    """A decision with its history."""
    page.keyboard.press("n")
    page.locator("#status", has_text="saved").wait_for()
    page.locator(f'[id="c-{CELL}"]').click()
    page.locator("#card .history").wait_for()


@pytest.mark.parametrize("act", [refuse, decide])
def test_nor_does_what_a_page_becomes(
    store: Store, site: str, browser: Browser, act: Callable[[Page], None]
) -> None:
    keep(store, sample("demo-2021.txt"), "odd", **ODD)
    with opened(browser) as page:
        page.goto(f"{site}{report_address(store, 'demo-2021.txt')}?cell={CELL}")
        page.locator("html[data-ready]").wait_for()
        act(page)
        assert look(page) == []
