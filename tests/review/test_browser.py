"""The review in a real browser: Chromium, where this machine has it."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from reviewing import keep, sample, store

from extractor.review import Access, make_app
from extractor.store import Store

if TYPE_CHECKING:
    from fastapi import FastAPI
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
KEY = "requests.received"
ODD = {"requests.new.total": 99}  # which its columns do not come to
MISSING = "no Chromium here: neither chromium nor google-chrome is on the PATH"

__all__ = ["store"]  # a fixture

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason=MISSING),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@contextmanager
def served(store: Store) -> Iterator[str]:
    with served_app(make_app(store, Access(), person="甲")) as address:
        yield address


@contextmanager
def served_app(app: FastAPI) -> Iterator[str]:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def site(store: Store) -> Iterator[str]:
    with served(store) as address:
        yield address


@contextmanager
def opened(browser: Browser, width: int = 1280, *, scripts: bool = True) -> Iterator[Page]:
    """A page; whatever its console complains of is an error."""
    size: Any = {"width": width, "height": 800}
    context = browser.new_context(viewport=size, locale="en", java_script_enabled=scripts)
    page, said = context.new_page(), list[str]()
    page.set_default_timeout(15_000)
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert [line for line in said if "409" not in line and "422" not in line] == []


def in_view(page: Page, id: str) -> bool:
    found: Any = page.evaluate(
        """id => { const b = document.getElementById(id).getBoundingClientRect();
        return b.bottom > 0 && b.top < innerHeight }""",
        id,
    )
    return bool(found)


def card(page: Page) -> str:
    return page.locator("#card").inner_text()


def test_from_the_list_to_a_decision_that_outlives_a_new_run(
    store: Store, site: str, browser: Browser
) -> None:
    with opened(browser) as page:
        page.goto(site)
        page.get_by_label("issuer, region or file").fill("demo-2014")
        page.get_by_role("button", name="filter").click()
        assert page.locator("tbody tr").count() == 1
        page.locator("tbody a").click()
        page.locator("html[data-ready]").wait_for()
        page.locator(f'[id="c-{KEY}"] a').click()
        page.locator(f'[id="s-{KEY}"].here').wait_for()
        assert in_view(page, f"s-{KEY}") and "46" in card(page)

        page.keyboard.press("c")
        page.keyboard.type("47")
        page.keyboard.press("Enter")
        page.locator("#status", has_text="saved").wait_for()
        page.locator(f'[id="c-{KEY}"] a').click()
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
        page.locator(f'[id="c-{KEY}"] a[aria-current]').wait_for()
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
        page.locator(f'[id="c-{KEY}"] a').click()
        page.locator("#card [name=value]").fill("47")
        page.locator("#card [name=value]").press("Enter")
        page.locator("#status", has_text="saved").wait_for()
        page.locator(f'[id="c-{KEY}"] a').click()
        page.locator("#card .value", has_text="47").wait_for()


def test_sums_follow_what_is_typed(site: str, browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/?words=demo-2021")
        page.locator("tbody a").click()
        page.locator("html[data-ready]").wait_for()
        page.locator('[id="c-requests.new.total"] a').click()
        page.locator("#card-name[data-key='requests.new.total']").wait_for()
        page.locator("#card [name=value]").fill("99999")
        page.locator("#sums .fails", has_text="99999").first.wait_for()


def test_two_browsers_on_one_cell(site: str, browser: Browser) -> None:
    with opened(browser) as one, opened(browser) as other:
        for page, name in ((one, "one"), (other, "other")):
            page.goto(f"{site}/?words=demo-2014")
            page.locator(".person input[name=person]").fill(name)
            with page.expect_navigation():
                page.get_by_role("button", name="keep").click()
            page.goto(f"{site}/?words=demo-2014")
            page.locator("tbody a").click()
            page.locator("html[data-ready]").wait_for()
            page.locator(f'[id="c-{KEY}"] a').click()
            page.locator("#card-name").wait_for()
        for page, value in ((one, "111"), (other, "222")):
            page.keyboard.press("c")
            page.keyboard.type(value)
            page.keyboard.press("Enter")
            time.sleep(0.1)
            page.locator("#status", has_text="saved").or_(page.locator(".conflict")).first.wait_for()
        told = other.locator(".conflict").inner_text()
        assert "111" in told and "222" in told and "one" in told


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
