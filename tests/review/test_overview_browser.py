"""The comparison and the dashboard in a real browser: links lead to their places, pictures are drawn, nothing runs out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from browsing import IN_CHROMIUM, browser, in_view, opened
from comparing import beside, filled, made, overview

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["beside", "browser", "filled", "made", "overview"]  # fixtures

pytestmark = IN_CHROMIUM


def test_from_a_kind_of_disagreement_to_the_place_in_the_source(overview: str, browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(f"{overview}/compare")
        with page.expect_navigation():
            page.get_by_role("link", name="a person decided otherwise").click()
        row = page.locator(".columns tbody tr").first
        assert "a person decided otherwise" in row.inner_text()
        person = row.locator("td.other a").first
        value = person.inner_text()
        with page.expect_navigation():
            person.click()
        page.locator("html[data-ready]").wait_for()
        key = page.locator("#card-name").get_attribute("data-key")
        assert page.locator("#card .value").inner_text() == value
        page.locator(f'[id="s-{key}"]').wait_for()
        assert in_view(page, f"s-{key}")
        with page.expect_navigation():
            page.get_by_role("link", name="all readings side by side").click()
        assert page.locator(".columns tbody tr").count() > 0


def test_charts_are_drawn_and_told(overview: str, browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(f"{overview}/dashboard")
        page.wait_for_load_state("networkidle")
        assert sizes(page) and all(width > 300 and height > 60 for width, height in sizes(page))
        page.locator("summary", has_text="as a table").first.click()
        assert page.locator("details[open] tbody tr").count() > 1


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_runs_out_of_these_pages(overview: str, browser: Browser, width: int) -> None:
    with opened(browser, width) as page:
        for path in ("/dashboard", "/compare", "/compare?kind=file-differs", "/compare?kind=model-alone"):
            page.goto(overview + path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert overlapping(page) == []
        page.goto(f"{overview}/compare?kind=file-differs")
        with page.expect_navigation():  # what is there before its style sheet is has the width of none
            page.locator('td a[href^="/compare/"]').first.click()
        page.locator(".verdict strong").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert overlapping(page) == []


def sizes(page: Page) -> list[list[int]]:
    """Width and height of each picture, as it was drawn."""
    found: Any = page.evaluate("[...document.images].map(i => [i.naturalWidth, i.naturalHeight])")
    return list(found)


def overlapping(page: Page) -> list[str]:
    """Text of the page's blocks that lies over that of others, and cells whose text is cut."""
    found: Any = page.evaluate(
        """() => { const out = [], blocks = [...document.querySelectorAll(
            'main h1, main h2, main h3, main p, main .frame, main .kinds, main summary, main nav')]
            .filter(e => e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}));
        const boxes = blocks.map(e => e.getBoundingClientRect());
        for (let i = 0; i < blocks.length; i++) for (let j = i + 1; j < blocks.length; j++) {
            const [a, b] = [boxes[i], boxes[j]];
            if (blocks[i].contains(blocks[j]) || !a.height || !b.height) continue;
            const w = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (w > 1 && h > 1) out.push(blocks[i].textContent + ' / ' + blocks[j].textContent);
        }
        for (const cell of document.querySelectorAll('td, th'))
            if (cell.checkVisibility() && cell.scrollWidth > cell.clientWidth + 1) out.push(cell.textContent);
        return out }"""
    )
    return list(found)
