"""Results, mappings and tables of strangers: used, or refused in one line; never a traceback, and never for long."""

from __future__ import annotations

import csv
import io
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from compare_support import PROSE, TABLES, compare, find_row, run_to_rows, write_csv, write_run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console
from support import DOCUMENTS

from extractor.cli.main import ogi
from extractor.compare.comparison_view import comparison_to_view
from extractor.compare.export import comparison_to_csv, comparison_to_json
from extractor.compare.mapping import read_mapping
from extractor.compare.page import comparison_to_page
from extractor.errors import ExtractorError, UsageError

FUZZ = settings(
    max_examples=int(os.environ.get("OGI_FUZZ", "25")),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
KEY = "requests.received"
Content = dict[str, Any]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_run(tmp_path_factory.mktemp("run") / "out", PROSE)


def command(*arguments: str | Path) -> Result:
    return CliRunner().invoke(ogi, [str(argument) for argument in arguments], prog_name="ogi")


def every_command(path: Path, run: Path) -> list[Result]:
    return [
        command("show", path),
        command("score", path.parent, "--gold", DOCUMENTS),
        command("score", path.parent, "--gold", DOCUMENTS, "--markdown"),
        command("score", path.parent, "--gold", DOCUMENTS, "--json"),
        command("compare", path.parent, run),
        command("compare", path, run, "--json", path.parent / "c.out"),
    ]


def has_no_traceback(result: Result) -> bool:
    return result.exception is None or isinstance(result.exception, SystemExit)


def planted(run: Path, folder: Path, change: Callable[[Content], None]) -> Path:
    """The run's result, changed."""
    content = json.loads((run / f"{PROSE}.json").read_text(encoding="utf-8"))
    change(content)
    path = folder / "theirs" / f"{PROSE}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def cell(content: Content) -> Content:
    found: Content = content["reports"][0]["cells"][KEY]
    return found


def set_value(value: object) -> Callable[[Content], None]:
    return lambda content: cell(content).update(value=value)


REFUSED: dict[str, tuple[Callable[[Content], None], str]] = {
    "NaN": (set_value(float("nan")), "not a result file"),
    "Infinity": (set_value(float("inf")), "not a result file"),
    "10^400": (set_value(10**400), "not a result file"),
    "a number as text": (set_value("x"), "not a result file"),
    "half a character": (lambda c: cell(c).update(reason="\ud800"), "not a result file"),
    "endless seconds": (lambda c: c["reports"][0]["usage"].update(seconds=float("inf")), "not a result file"),
    "no cells": (
        lambda c: c["reports"][0].update(cells={}),
        "lacks disclosure.total and 58 other cells of form 2014",
    ),
    "a cell lacking": (lambda c: c["reports"][0]["cells"].pop(KEY), f"lacks {KEY} of form 2014"),
    "an unknown form": (
        lambda c: c["reports"][0].update(form="1066"),
        "a form '1066' that is not known here",
    ),
    "a form with a line end": (lambda c: c["reports"][0].update(form="a\nb"), "that is not known here"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_result_that_is_refused(tmp_path: Path, run: Path, name: str) -> None:
    change, words = REFUSED[name]
    path = planted(run, tmp_path, change)
    for result in every_command(path, run):
        assert (result.exit_code, has_no_traceback(result)) == (3, True)
        assert words in result.stderr and str(path) in result.stderr and result.stderr.count("\n") == 1


@pytest.mark.parametrize("text", ["[/x]", "[link=file:///x]:smile:", "{0}{x}{%s"])
def test_text_of_a_result_is_no_markup(tmp_path: Path, run: Path, text: str) -> None:
    def change(content: Content) -> None:
        (report,) = content["reports"]
        report.update(id=text, issuer=text, region=text, form_reason=text)
        finding = {"type": text, "severity": "info", "keys": [text], "message": text}
        report["findings"] = [finding]
        found = cell(content)
        found.update(value=7, unit=text, backend=text, reason=text, rule=text)
        found["evidence"].update(ref=text, text=text)
        found["candidates"][0].update(backend=text, why=text)

    path = planted(run, tmp_path, change)
    results = every_command(path, run)
    assert [(r.exit_code, has_no_traceback(r)) for r in results] == [(0, True)] * 6
    shown, _, marked, _, compared, _ = results
    assert text in shown.stdout and text in compared.stdout
    assert marked.stdout


ANCHORS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(12)
)
MAPPINGS = {
    "cyclic": "申请: &a\n  b: *a\n",
    "an alias": "申请: &a requests.received\n收到: *a\n",
    "aliases of aliases": ANCHORS,
    "deep": "[" * 50_000,
    "deep mapping": "".join(" " * n + "a:\n" for n in range(500)),
    "a list": "- 申请\n",
    "two documents": "a: issuer\n---\nb: year\n",
    "a tag": "a: !!python/object/apply:os.system [ls]\n",
    "no target": "申请:\n",
    "no text": "\x00\x01",
    "half a character": '"\\ud800": nothing\n',
    "a scalar": "申请",
}


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_mapping_that_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(MAPPINGS[name], encoding="utf-8")
    began = time.monotonic()
    with pytest.raises((UsageError, ExtractorError)) as error:
        read_mapping(path)
    assert str(path) in str(error.value) and time.monotonic() - began < 5


def test_formulas_are_harmless_in_any_width(tmp_path: Path, run: Path) -> None:
    rows = run_to_rows(run)
    texts = ["=1+1", "＝1+1", "＋1", "－1", "＠x", " =1", "\t=1", "\u200b＝1", "@x"]
    for text in texts:
        find_row(rows, PROSE, KEY)["数值"] = text
        comparison = compare(run, write_csv(tmp_path / "t.csv", rows))
        written = csv.DictReader(io.StringIO(comparison_to_csv(comparison).lstrip("\ufeff"), newline=""))
        (row,) = [row for row in written if row["key"] == KEY]
        assert row["b_printed"] == "'" + text.strip()


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**25), 10**25),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["[/x]", "requests.received", "2014", "=1", "\x1b[31m", "\u202e", "reported", "s1"]),
    st.just([]),
    st.just({}),
)


def paths(content: object, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where in the JSON something stands."""
    found = [at] if at else []
    if isinstance(content, dict):
        items: list[tuple[str | int, object]] = list(content.items())
    else:
        items = list(enumerate(content)) if isinstance(content, list) else []
    return found + [path for key, value in items for path in paths(value, (*at, key))]


@FUZZ
@given(data=st.data())
def test_any_change_of_a_result(tmp_path: Path, run: Path, data: st.DataObject) -> None:
    def change(content: Content) -> None:
        for _ in range(data.draw(st.integers(1, 3))):
            *way, last = data.draw(st.sampled_from(paths(content)))
            holder: Any = content
            for step in way:
                holder = holder[step]
            holder[last] = data.draw(VALUES)

    path = planted(run, tmp_path, change)
    for result in every_command(path, run):
        assert has_no_traceback(result), result.exception


WORDS = """年份 单位 地区 指标 数值 收到申请数 网络申请数 本年新收 自然人 其他 总计 2014 2014年 青柳县 青柳县人民政府 46 46件 / -
nan 1e400 12.5% [/x]"""
CELLS = st.one_of(
    st.sampled_from(WORDS.split()),
    st.text(max_size=6),
    st.integers(-(10**30), 10**30).map(str),
)


def try_all(run: Path, path: Path) -> None:
    """The file compared and shown in every way, or refused by an error of our own."""
    try:
        comparison = compare(run, path)
    except ExtractorError:
        return
    Console(file=io.StringIO(), width=80).print(comparison_to_view(comparison))
    texts = (
        comparison_to_csv(comparison),
        comparison_to_page(comparison),
        json.dumps(comparison_to_json(comparison), ensure_ascii=False),
    )
    for text in texts:
        assert text.encode("utf-8")


@FUZZ
@given(rows=st.lists(st.lists(CELLS, max_size=7), max_size=8), delimiter=st.sampled_from(",;\t"))
def test_any_table(tmp_path: Path, run: Path, rows: list[list[str]], delimiter: str) -> None:
    path = tmp_path / "t.csv"
    text = "".join(delimiter.join(row) + "\n" for row in rows)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try_all(run, path)


@FUZZ
@given(
    records=st.lists(
        st.dictionaries(CELLS, st.one_of(VALUES, st.lists(VALUES, max_size=2), CELLS), max_size=6), max_size=5
    )
)
def test_any_json(tmp_path: Path, run: Path, records: list[Content]) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    try_all(run, path)


@pytest.mark.parametrize(
    "text",
    [
        '[{"年份": 2014, "收到申请数": NaN}]',
        '[{"年份": 2014, "收到申请数": -Infinity}]',
        '[{"年份": 2014, "收到申请数": 1e400}]',
        '[{"年份": 2014, "收到申请数": ' + "9" * 400 + "}]",
        '[{"年份": ' + "9" * 400 + ', "收到申请数": 4}]',
        '[{"年份": 2014, "收到申请数": "\\ud800"}]',
        '[{"年份": 2014, "\\udfff": 4, "收到申请数": 4}]',
        '[{"年份": 2014, "收到申请数": ' + "[" * 900 + "]" * 900 + "}]",
        '[{"年份": 2014, "收到申请数": "[/x]"}]',
    ],
)
def test_json_that_no_report_has(tmp_path: Path, run: Path, text: str) -> None:
    path = tmp_path / "t.json"
    path.write_text(text, encoding="utf-8")
    try_all(run, path)


def test_ten_thousand_columns_and_many_like_names_take_no_time(tmp_path: Path, run: Path) -> None:
    began = time.monotonic()
    head = ["年份", "收到申请数", *(f"列{n}" for n in range(4_000))]
    (tmp_path / "wide.csv").write_text(",".join(head) + "\n2014" + ",1" * 4_001 + "\n", encoding="utf-8")
    try_all(run, tmp_path / "wide.csv")
    rows = "".join(f"城关镇,2014,{n}\n" for n in range(20_000))
    (tmp_path / "long.csv").write_text("地区,年份,收到申请数\n" + rows, encoding="utf-8")
    assert compare(tmp_path / "long.csv", tmp_path / "long.csv").pairs == ()
    assert time.monotonic() - began < 30


def test_a_file_whose_name_is_no_text(tmp_path: Path, run: Path) -> None:
    path = tmp_path / os.fsdecode("表\udcff[bold]\x1b.csv")
    path.write_text("某表\n年份,对象,收到申请数\n2014,甲,4\n", encoding="utf-8")
    try_all(run, path)
    assert command("compare", run, path, "--json", tmp_path / "c.json").exit_code == 1
    assert "表\ufffd[bold]" in (tmp_path / "c.json").read_text(encoding="utf-8")
    path.write_text("天气\n", encoding="utf-8")
    refused = command("compare", run, path)
    assert (refused.exit_code, has_no_traceback(refused)) == (3, True)


def test_two_runs_of_one_stem_are_both_read(tmp_path: Path, run: Path) -> None:
    """Results lie below their folder as their sources did."""
    for county in ("a", "b"):
        write_run(tmp_path / "deep" / county, PROSE if county == "a" else TABLES)
    (tmp_path / "deep" / "b" / f"{TABLES}.json").rename(tmp_path / "deep" / "b" / f"{PROSE}.json")
    assert len(compare(tmp_path / "deep", tmp_path / "deep").pairs) == 2
