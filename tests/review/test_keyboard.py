"""Fifty doubtful cells reviewed by keyboard alone: how many keystrokes and requests each takes. The figures are written to
build/review-keyboard.txt."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import IN_CHROMIUM, browser, opened, served
from reviewing import keep_doubtful, sample
from support import DOCUMENTS

from extractor.store import Store, open_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BUILD = Path(__file__).parents[2] / "build" / "review-keyboard.txt"
CELLS, DISPUTED, CORRECTED = 50, 6, 4
MOST_KEYS, MOST_REQUESTS = 1.5, 1.3  # a cell

__all__ = ["browser"]  # a fixture

pytestmark = IN_CHROMIUM


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store with fifty doubtful cells in two reports; of some, two readings weigh alike."""
    monkeypatch.chdir(DOCUMENTS)
    with open_store(tmp_path / "panel.db") as made:
        keep_doubtful(made, sample("demo-2021.txt"), CELLS - 10, DISPUTED // 2)
        keep_doubtful(made, sample("demo-2014.txt"), 10, DISPUTED // 2)
        yield made


@dataclass
class Session:
    """Somebody with a keyboard and no mouse."""

    page: Page
    keys: int = 0
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.requests.append(request.url))

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    @property
    def doubtful(self) -> int:
        return self.page.locator("#form a[data-doubt]").count()

    def decide(self, number: int) -> None:
        """What stands there is right; of two readings the first is; now and then the value is typed."""
        left = self.doubtful
        if self.page.locator("#form .disputed > [aria-current]").count():
            self.press("1")
        elif number % (CELLS // CORRECTED) == 1:
            for stroke in ("c", *self.page.locator("#card [data-key=c]").input_value(), "Enter"):
                self.press(stroke)
        else:
            self.press("a")
        self.page.locator("#left", has_text=re.compile(rf"^{left - 1}\b")).wait_for()
        self.page.locator("#card:not([aria-busy])").wait_for()


def test_fifty_doubtful_cells_by_keyboard(store: Store, browser: Browser) -> None:
    with served(store) as site, opened(browser) as page:
        page.goto(site)
        session, began, decided = Session(page), time.monotonic(), 0
        for _ in range(2):
            session.press("r")
            page.wait_for_url("**/report/**")
            page.locator("html[data-ready]").wait_for()
            while session.doubtful:
                session.decide(decided)
                decided += 1
        seconds = time.monotonic() - began
    steps = store.decisions.latest(2 * CELLS)
    keys, requests = session.keys / CELLS, len(session.requests) / CELLS
    told = f"{CELLS} cells: {keys:.2f} keystrokes, {requests:.2f} requests, {seconds / CELLS:.2f} s each"
    BUILD.parent.mkdir(exist_ok=True)
    BUILD.write_text(told + "\n", encoding="utf-8")
    print(told)
    assert len({step.at for step in steps}) == CELLS
    assert sum(step.action == "correct" and step.was_status == "disputed" for step in steps) == DISPUTED
    assert keys <= MOST_KEYS and requests <= MOST_REQUESTS


def focus(page: Page) -> str:
    """What has the focus: a cell's key, or a field's name."""
    return str(page.evaluate("document.activeElement.dataset.cell ?? document.activeElement.name"))


def test_the_focus_stays_where_the_work_is(store: Store, browser: Browser) -> None:
    with served(store) as site, opened(browser) as page:
        page.goto(f"{site}/next")
        page.locator("html[data-ready]").wait_for()
        first = page.locator("#card-name").get_attribute("data-key")
        assert focus(page) == first
        page.keyboard.press("c")
        page.keyboard.type("twelve")
        page.keyboard.press("Enter")
        page.locator("#card .problem").wait_for()
        assert focus(page) == "value" and page.locator("#card [data-key=c]").input_value() == "twelve"
        page.keyboard.press("Escape")
        assert focus(page) == first
        page.keyboard.press("a")
        page.locator("#status", has_text="saved").wait_for()
        page.locator("#card:not([aria-busy])").wait_for()
        second = page.locator("#card-name").get_attribute("data-key")
        assert focus(page) == second != first
        page.keyboard.press("b")
        page.locator(f'#card:not([aria-busy]) #card-name[data-key="{first}"]').wait_for()
        assert focus(page) == first
        page.keyboard.press("u")
        page.locator("#card:not([aria-busy]) .history li:nth-child(2)").wait_for()
        assert focus(page) == first and "not reviewed" in page.locator("#card").inner_text()


def test_every_key_is_told_to_who_does_not_see_it(store: Store, browser: Browser) -> None:
    with served(store) as site, opened(browser) as page:
        page.goto(f"{site}/next")
        for control in page.locator("[data-key]:not(#card-name)").all():
            assert control.get_attribute("data-key") == control.get_attribute("aria-keyshortcuts")
