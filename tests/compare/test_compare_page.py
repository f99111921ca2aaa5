"""The page: whole in itself, and unmoved by whatever stands in a report."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from compare_support import PROSE, TABLES, compare, find_row, run_to_rows, write_csv, write_run
from lxml import html

from extractor.compare.page import comparison_to_page
from extractor.output.files import write_whole
from extractor.output.results import read_result, result_to_json
from extractor.speech import use_language

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7 * 7 }}网络申请24件"


@pytest.fixture
def page(tmp_path: Path) -> str:
    """Our 24 against their 13 in one sentence, 7 against 5 in one row of a table, and text that would be code."""
    run = write_run(tmp_path / "out", PROSE, TABLES)
    rows = run_to_rows(run)
    find_row(rows, PROSE, "requests.online")["数值"] = 13
    find_row(rows, TABLES, "article20.normative.issued")["数值"] = 3
    received = find_row(rows, PROSE, "requests.received")
    received["数值"] = 11
    for row in rows:
        row["原文"] = HOSTILE if row is received else ""
    rows.append(
        {"文件": f"{PROSE}.txt", "年份": 2014, "板块": "", "指标": "<b>天气</b>", "数值": 1, "key": ""}
    )
    return comparison_to_page(compare(run, write_csv(tmp_path / "theirs.csv", rows), gold=tmp_path))


@pytest.fixture(autouse=True)
def gold(tmp_path: Path) -> None:
    (tmp_path / "demo.gold.json").write_text(
        '{"id": "demo", "source": "demo-2014.txt", "lines": [1, null], "issuer": null, "year": 2014,'
        ' "form": "2014", "cells": {"requests.online": {"value": 24, "status": "reported"}}}',
        encoding="utf-8",
    )


def parse(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def article(page: str, key: str) -> html.HtmlElement:
    (found,) = parse(page).xpath(f"//article[.//code='{key}']")
    return found


def test_loads_nothing(page: str) -> None:
    tree = parse(page)
    assert tree.xpath("//@src | //@href | //link | //iframe | //object | //embed | //form") == []
    assert not re.search(r"url\(|@import|https?://", page)


def test_policy_allows_its_own_style_and_script_alone(page: str) -> None:
    tree = parse(page)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert tree.xpath("//@*[starts-with(name(), 'on')] | //@style") == []


def test_text_of_a_report_is_text(page: str) -> None:
    tree = parse(page)
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//img | //section//b[not(parent::span)]") == []
    assert HOSTILE in article(page, "requests.received").text_content()
    assert "<b>天气</b>" in tree.xpath("string(//section[last()])")


def test_both_values_are_marked_in_the_sentence(page: str) -> None:
    found = article(page, "requests.online")
    (quote,) = found.xpath(".//blockquote")
    assert [(mark.get("class"), mark.text) for mark in quote.xpath("./mark")] == [("a", "24"), ("b", "13")]
    assert "当面申请9件，网络申请24件，信函申请13件" in quote.text_content()
    assert found.get("class") == "wrong-b kind-value"
    assert "gold: 24, A right" in found.text_content()


def test_a_table_cell_stands_in_its_row(page: str) -> None:
    (quote,) = article(page, "article20.normative.issued").xpath(".//blockquote")
    assert "行政规范性文件" in quote.text_content()
    assert [(mark.get("class"), mark.text) for mark in quote.xpath("./mark")] == [("a", "7"), ("b", "3")]


def test_every_filter_has_its_rule(page: str) -> None:
    boxes = parse(page).xpath("//input[@type='checkbox']/@id")
    assert len(boxes) == 8
    assert [box for box in boxes if f"#{box}:not(:checked)" not in page] == []


def test_agreement_and_leftovers_are_there(page: str) -> None:
    text = parse(page).text_content()
    for words in ("kappa", "by block", "McNemar", "no item of form 2014", f"no gold for: {TABLES}.txt 2022"):
        assert words in text


def test_sides_that_agree(tmp_path: Path) -> None:
    run = write_run(tmp_path / "out", PROSE)
    same = tmp_path / "same"
    write_whole(same / "a.json", result_to_json(read_result(run / f"{PROSE}.json")))
    assert "both sides agree on every cell" in comparison_to_page(compare(run, same))


def test_a_swap_is_one_card(tmp_path: Path) -> None:
    run = write_run(tmp_path / "out", PROSE)
    rows = run_to_rows(run)
    one, other = find_row(rows, PROSE, "requests.online"), find_row(rows, PROSE, "requests.mail")
    one["数值"], other["数值"] = other["数值"], one["数值"]
    page = comparison_to_page(compare(run, write_csv(tmp_path / "theirs.csv", rows)))
    (card,) = parse(page).xpath("//article[contains(@class, 'kind-value')]")
    assert [code.text for code in card.xpath(".//code")] == ["requests.online", "requests.mail"]


def test_the_page_is_in_chinese_where_chinese_is_spoken(tmp_path: Path) -> None:
    run = write_run(tmp_path / "out", PROSE)
    rows = run_to_rows(run)
    find_row(rows, PROSE, "requests.online")["数值"] = 13
    comparison = compare(run, write_csv(tmp_path / "theirs.csv", rows))
    use_language("zh")
    page = comparison_to_page(comparison)
    tree = parse(page)
    assert tree.get("lang") == "zh-CN"
    assert tree.xpath("//h2")[0].text == "不一致之处" and "B 有误" in tree.text_content()
