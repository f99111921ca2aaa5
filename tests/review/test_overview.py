"""The pages over a whole store, asked for without a browser: the comparison, and the dashboard."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from comparing import COUNT, OTHER, beside, decide, differing, filled, made
from fastapi.testclient import TestClient
from reviewing import HERE, Visitor, keep, sample

from extractor.cli.main import ogi
from extractor.ids import GIVEN, MODEL, RULES
from extractor.output import cell_to_meeting
from extractor.records import Number
from extractor.review import Access, Beside, make_app
from extractor.review.kept import Kept
from extractor.speech import use_language
from extractor.store import CellRead, Store, open_store

__all__ = ["beside", "filled", "made"]  # fixtures
HOSTILE = "<script>alert(1)</script>"


def visit(store: Store, beside: Beside | None = None, audit: int = 0) -> Visitor:
    app = make_app(store, Access(), beside=beside, audit=audit)
    return Visitor(TestClient(app, base_url=HERE))


def rows_of(page: str) -> list[list[str]]:
    """The cells of the page's first table, as text."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    found = (re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in body.split("<tr>")[1:])
    return [[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in found]


def count_of(page: str, kind: str) -> int:
    found = re.search(rf'kind={kind}"[^>]*>[^<]*\((\d+)\)', page)
    assert found
    return int(found[1])


class TestComparison:
    def test_rules_and_model_stand_side_by_side(self, filled: Store) -> None:
        page = visit(filled).page("/compare")
        met = [cell_to_meeting(c) for r in filled.read_results() for c in r.reports[0].cells.values()]
        assert count_of(page, "differ") == met.count("differ") > 0
        assert count_of(page, "rules-alone") == met.count("rules-alone") > 0
        rows = rows_of(page)
        assert len(rows) == met.count("differ") and all(row[3] != row[4] for row in rows)
        assert "own file" not in page.partition("<thead>")[2].partition("</thead>")[0]

    def test_each_value_leads_to_its_cell(self, filled: Store) -> None:
        visitor, read = visit(filled), differing(filled)[0]
        address = f"/report/{read.at.sha256}/{read.at.report}?cell={read.at.key}#s-{read.at.key}"
        assert visitor.page("/compare").count(f'href="{address}"') == 4  # item, rules, model, program
        assert f'data-key="{read.at.key}"' in visitor.page(address)

    def test_ones_own_numbers(self, filled: Store, beside: Beside) -> None:
        page = visit(filled, beside).page("/compare?kind=file-differs")
        (row,) = rows_of(page)
        assert row[5] == str(OTHER) and row[-1] == "own file and program differ" and "mine.csv" in page
        assert count_of(page, "file-differs") == count_of(page, "file-lacks") == 1
        (lacking,) = rows_of(visit(filled, beside).page("/compare?kind=file-lacks"))
        assert lacking[0] == row[0] and lacking[5] == "□"

    def test_a_person_who_decided_otherwise(self, filled: Store, beside: Beside) -> None:
        visitor, (first, second, *_) = visit(filled, beside), differing(filled)
        assert rows_of(visitor.page("/compare?kind=person")) == [["no such cells"]]
        decide(filled, first, (first.value or 0) + 7)
        decide(filled, second, second.value or 0)
        (row,) = rows_of(visitor.page("/compare?kind=person"))
        assert row[7] == str((first.value or 0) + 7) and "a person decided otherwise" in row[-1]
        decide(filled, first, first.value or 0)
        assert rows_of(visitor.page("/compare?kind=person")) == [["no such cells"]]

    def test_it_comes_in_pages(self, filled: Store, beside: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("extractor.store.readings.PAGE", 5)
        monkeypatch.setattr("extractor.review.apart.PAGE", 1)
        visitor = visit(filled, beside)
        first = visitor.page("/compare")
        link = re.search(r'rel="next" href="([^"]+)"', first)
        assert link and len(rows_of(first)) == 5
        assert not {tuple(row) for row in rows_of(first)} & {
            tuple(row) for row in rows_of(visitor.page(unescape(link[1])))
        }
        for read in differing(filled)[:2]:
            decide(filled, read, (read.value or 0) + 1)
        assert 'rel="next"' in visitor.page("/compare?kind=person")

    def test_one_report(self, filled: Store, beside: Beside) -> None:
        visitor = visit(filled, beside)
        found = re.search(r'href="(/compare/\w+/\d+)"', visitor.page("/compare?kind=file-differs"))
        assert found
        every, apart = (visitor.page(f"{found[1]}?kind={kind}") for kind in ("all", "file-differs"))
        assert len(rows_of(every)) > len(rows_of(visitor.page(found[1]))) > len(rows_of(apart)) == 1
        (row,) = rows_of(apart)
        assert row[3] == str(OTHER) and row[-1].startswith("B is wrong")
        assert f'href="{found[1]}"' in visitor.page(found[1].replace("/compare/", "/report/"))

    @pytest.mark.parametrize(
        "address", ["/compare?kind=x", "/compare?kind=file-differs", "/compare/0/1", "/chart/x.svg"]
    )
    def test_what_is_not_there(self, filled: Store, address: str) -> None:
        assert visit(filled).client.get(address).status_code == 404

    def test_what_others_wrote_is_text(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from comparing import write
        from support import DOCUMENTS

        from extractor.review import read_beside

        monkeypatch.chdir(DOCUMENTS)
        rows: list[list[object]] = [
            ["file", "year", "requests.received"],
            ["demo-2014.txt", 2014, HOSTILE],
            [HOSTILE, 1999, 1],
        ]
        beside = read_beside(str(write(tmp_path / "odd.csv", rows)), None, None)
        with open_store(tmp_path / "odd.db") as store:
            keep(store, sample("demo-2014.txt"))
            visitor = visit(store, beside)
            page = visitor.page("/compare?kind=file-lacks")
            found = re.search(r'href="(/compare/\w+/\d+)"', page)
            assert found and "<script>alert" not in page and "&lt;script&gt;" in page
            assert "<script>alert" not in visitor.page(found[1])


class TestDashboard:
    def test_figures_are_those_of_the_store(self, filled: Store) -> None:
        page = visit(filled).page("/dashboard")
        cells = [c for r in filled.read_results() for c in r.reports[0].cells.values()]
        met = Counter(filter(None, map(cell_to_meeting, cells)))
        assert f"{COUNT} reports" in page
        told = f"agree {met['agree']}, differ {met['differ']}, rules alone {met['rules-alone']}"
        assert f"{met.total()} cells: {told}" in page
        given = sum(c.status in GIVEN for c in cells)
        spread = page.partition('id="reliability"')[2].partition("</section>")[0]
        assert sum(int(n.replace(",", "")) for n in re.findall(r'number">([\d,]+)<', spread)) == given
        assert "0.1094 CNY" in page and "qwen-plus" in page and "nothing is decided yet" in page

    def test_charts_are_pictures_with_words_and_tables(self, filled: Store) -> None:
        decide(filled, differing(filled)[0], 1)
        visitor = visit(filled)
        page = visitor.page("/dashboard")
        names = re.findall(r'<img src="/chart/(\w+)\.svg" alt="([^"]+)"', page)
        assert [name for name, _ in names] == ["agreement", "accuracy", "reliability", "coverage"]
        assert all(words for _, words in names) and page.count("<summary>as a table") == 4
        for name, _ in names:
            answer = visitor.client.get(f"/chart/{name}.svg")
            assert answer.headers["content-type"] == "image/svg+xml" and answer.text.startswith("<svg")
            narrow = visitor.client.get(f"/chart/{name}.svg?narrow=1").text
            assert width_of(narrow) <= 374 < width_of(answer.text)

    def test_without_what_draws_the_tables_are_there(
        self, filled: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("extractor.review.dashboard.DRAWN_WITH", ("no_such_module",))
        visitor = visit(filled)
        page = visitor.page("/dashboard")
        assert "<img" not in page and "pip install" in page and "as a table" in page
        assert visitor.client.get("/chart/coverage.svg").status_code == 404

    def test_accuracy_by_what_people_decided(self, filled: Store) -> None:
        visitor, reads = visit(filled), differing(filled)[:4]
        for number, read in enumerate(reads):
            decide(filled, read, (read.value or 0) + (number == 0))
        page = visitor.page("/dashboard")
        assert "by what people decided" in page
        program, model, rules = rows_of(page.partition('id="accuracy-figures"')[2])[:3]
        assert program[:4] == ["program", "3", "1", "1"] and program[4] == "75.0%"
        right = [
            sum(read.readings[reader] == value for read, value in decided(filled))
            for reader in (MODEL, RULES)
        ]
        assert [int(row[1]) for row in (model, rules)] == right
        assert "50–60%: 75.0% of 4 cells right" in page
        decide(filled, reads[0], reads[0].value or 0)
        assert "50–60%: 100.0% of 4 cells right" in visitor.page("/dashboard")

    def test_accuracy_by_gold(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from support import DOCUMENTS

        monkeypatch.chdir(DOCUMENTS)
        with open_store(tmp_path / "gold.db") as store:
            keep(store, sample("demo-2014.txt"), "first", **{"requests.received": 5})
            page = visit(store, Beside(gold=DOCUMENTS)).page("/dashboard")
        program, *_ = rows_of(page.partition('id="accuracy-figures"')[2])
        assert "by gold of 1 reports" in page and program[2] == "1" and int(program[1]) > 5

    def test_the_rate_of_errors_where_nobody_looks(self, filled: Store) -> None:
        from extractor.review.audit import Audit

        assert "No sample was drawn" in visit(filled).page("/dashboard")
        visitor, drawn = visit(filled, audit=20), Audit(filled, 20).drawn
        assert "0 of 20 drawn cells looked at" in visitor.page("/dashboard")
        for number, read in enumerate(filled.read_cells(drawn[:10]).values()):
            decide(filled, read, (read.value or 0) + (number == 0))
        for page in ("/dashboard", "/audit"):
            told = visitor.page(page)
            assert "10 of 20 drawn cells looked at, 1 of them read wrongly" in told
            assert "rate of errors 10.0%, between 1.8% and 40.4% (95%)" in told

    def test_in_chinese(self, filled: Store, beside: Beside) -> None:
        use_language("zh")
        decide(filled, differing(filled)[0], 1)
        visitor = visit(filled, beside, audit=3)
        page = visitor.page("/dashboard")
        assert "规则与模型的读数是否一致" in page and "召回率" in page and "50.0%" not in page
        assert "自有数据与程序不同" in visitor.page("/compare?kind=file-differs")

    def test_charts_speak_as_each_browser_wants(self, filled: Store) -> None:
        client = visit(filled).client
        for lang, told in (("en", f"{COUNT} reports"), ("zh", f"{COUNT} 份报告"), ("en", f"{COUNT} reports")):
            asked = {"accept-language": lang}
            assert told in client.get("/dashboard", headers=asked).text
            assert told in unescape(client.get("/chart/agreement.svg", headers=asked).text)


def width_of(svg: str) -> float:
    found = re.search(r'<svg[^>]* width="([\d.]+)"', svg)
    assert found
    return float(found[1])


def decided(store: Store) -> list[tuple[CellRead, Number | None]]:
    steps = {step.at: step for step in store.decisions.standing()}
    return [(read, steps[at].value) for at, read in store.read_cells(list(steps)).items()]


def test_what_is_kept_is_made_anew_only_when_its_state_changes() -> None:
    kept, made = Kept(), list[int]()

    def make() -> int:
        made.append(1)
        return len(made)

    assert [kept.get("a", state, make) for state in (1, 1, 2, 2, 1)] == [1, 1, 2, 2, 3]
    assert kept.get("b", 1, make) == 4


def test_the_command_line_names_the_file_and_the_gold(tmp_path: Path, filled: Store) -> None:
    missing = CliRunner().invoke(
        ogi, ["review", str(tmp_path / "filled.db"), "--with", str(tmp_path / "no.csv")]
    )
    assert missing.exit_code != 0 and "no.csv: no such file" in missing.output
    nothing = CliRunner().invoke(ogi, ["review", str(tmp_path / "filled.db"), "--against", str(tmp_path)])
    assert nothing.exit_code != 0 and "no *.gold.json in it" in nothing.output
