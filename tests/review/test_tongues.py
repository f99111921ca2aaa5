"""The language that each browser is answered in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from browsing import CHROMIUM, MISSING, browser, opened, site
from reviewing import Visitor, make_client, report_address, store, visitor

from extractor.review.tongues import find_preferred
from extractor.speech import Lang, say, speaking, use_language
from extractor.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KEY = "requests.received"

__all__ = ["browser", "site", "store", "visitor"]  # fixtures


def lang_of(page: str) -> str:
    return page.partition('<html lang="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("fr, en;q=0.2, zh-Hant;q=0.7", "zh"),
        ("zh;q=0, en;q=0.1", "en"),
        ("fr,de;q=0.5", None),
        ("zh;q=x", None),
        ("", None),
        ("*", None),
    ],
)
def test_what_browsers_prefer(header: str, lang: Lang | None) -> None:
    assert find_preferred(header) == lang


def test_a_language_for_a_while() -> None:
    with speaking("zh"):
        assert say("review.reports") == "报告"
        use_language("zh")
        use_language("en")
        assert say("review.reports") == "报告"
    assert say("review.reports") == "reports"


def test_what_was_chosen_goes_before_what_was_asked_and_that_before_what_is_preferred(store: Store) -> None:
    preferring = {"accept-language": "zh-CN,zh;q=0.9"}
    plain, asked = make_client(store), make_client(store, lang="en")
    assert lang_of(plain.get("/").text) == "en"
    assert lang_of(plain.get("/", headers=preferring).text) == "zh-CN"
    assert lang_of(asked.get("/", headers=preferring).text) == "en"
    asked.cookies.set("ogi_lang", "zh")
    assert lang_of(asked.get("/").text) == "zh-CN"
    asked.cookies.set("ogi_lang", "tlh")
    assert lang_of(asked.get("/").text) == "en"


def test_refusals_are_in_it_too(store: Store) -> None:
    client = make_client(store)
    answer = client.get("/", headers={"host": "evil.example", "accept-language": "zh"})
    assert answer.text == "不能用这个名称访问本服务"


def test_many_at_once_are_each_answered_in_their_own(store: Store) -> None:
    client, wanted = make_client(store), ("zh-CN", "en") * 10
    with ThreadPoolExecutor(4) as pool:
        pages = pool.map(lambda lang: client.get("/history", headers={"accept-language": lang}).text, wanted)
    assert [lang_of(page) for page in pages] == list(wanted)


def test_the_switch_leads_back_to_where_it_was(store: Store, visitor: Visitor) -> None:
    address = report_address(store, "demo-2014.txt")
    csrf = visitor.fields(address, KEY)["csrf"]
    for here, there in (
        (f"{address}?cell={KEY}#c-{KEY}", f"{address}?cell={KEY}#c-{KEY}"),
        ("/?words=demo&page=2", "/?words=demo&page=2"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
    ):
        sent = {"csrf": csrf, "lang": "zh", "here": here}
        answer = visitor.client.post("/settings", data=sent, follow_redirects=False)
        assert answer.status_code == 303 and answer.headers["location"] == there
    assert lang_of(visitor.page("/")) == "zh-CN"


@pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_in_a_browser(store: Store, site: str, browser: Browser) -> None:
    with opened(browser, locale="zh-CN") as page:
        page.goto(site + report_address(store, "demo-2014.txt"))
        assert page.locator("html").get_attribute("lang") == "zh-CN"
        page.locator("html[data-ready]").wait_for()
        page.locator(f'[id="c-{KEY}"]').click()
        page.locator("#card-name").wait_for()
        with page.expect_navigation():
            page.get_by_role("button", name="English").click()
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.locator("#card-name").get_attribute("data-key") == KEY
        page.locator(f'[id="c-{KEY}"][aria-current]').wait_for()
        page.goto(f"{site}/?words=demo")
        assert "reports" in page.title()
        with page.expect_navigation():
            page.get_by_role("button", name="中文").click()
        assert "报告" in page.title() and page.get_by_role("searchbox").input_value() == "demo"
