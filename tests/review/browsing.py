"""A real browser, Chromium, where this machine has it, and a server for it to look at."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from extractor.review import Access, make_app
from extractor.store import Store

if TYPE_CHECKING:
    from fastapi import FastAPI
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MISSING = "no Chromium here: neither chromium nor google-chrome is on the PATH"
IN_CHROMIUM = [
    pytest.mark.skipif(CHROMIUM is None, reason=MISSING),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@contextmanager
def served(store: Store) -> Iterator[str]:
    with served_app(make_app(store, Access(), person="甲", audit=5)) as address:
        yield address


@contextmanager
def served_app(app: FastAPI) -> Iterator[str]:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="warning", lifespan="on")
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
def opened(
    browser: Browser,
    width: int = 1280,
    height: int = 800,
    *,
    scripts: bool = True,
    missing: bool = False,
    locale: str = "en",
) -> Iterator[Page]:
    """A page; whatever its console complains of is an error, but a page that is `missing` where one is looked for."""
    size: Any = {"width": width, "height": height}
    context = browser.new_context(viewport=size, locale=locale, java_script_enabled=scripts)
    page, said = context.new_page(), list[str]()
    page.set_default_timeout(60_000)
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    told = ("409", "422", *(["404"] if missing else []))
    assert [line for line in said if not any(code in line for code in told)] == []


def in_view(page: Page, id: str) -> bool:
    found: Any = page.evaluate(
        """id => { const b = document.getElementById(id).getBoundingClientRect();
        return b.bottom > 0 && b.top < innerHeight }""",
        id,
    )
    return bool(found)


def card(page: Page) -> str:
    return page.locator("#card").inner_text()


def name_visitor(page: Page, name: str) -> None:
    """Says on the page who sits there."""
    page.locator(".person input[name=person]").fill(name)
    with page.expect_navigation():
        page.locator(".person button").click()
