"""The review: lists, reports, decisions and what becomes of them, asked for without a browser."""

from __future__ import annotations

import csv
import json
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.routing import APIRoute
from reviewing import HERE, Visitor, keep, make_client, report_address, sample, store, visitor

from extractor.cli.main import ogi
from extractor.forms import find_form, name_cell
from extractor.output import result_to_json
from extractor.review import Access, make_access, make_app, write_golds
from extractor.review.audit import Audit
from extractor.score import score_results
from extractor.speech import use_language
from extractor.store import CellAt, Conflict, Standing, Step, Store, open_store

KEY = "requests.received"
__all__ = ["store", "visitor"]  # fixtures
HOSTILE = '<script>alert("1")</script> \u202e\x07'


@pytest.fixture
def address(store: Store) -> str:
    return report_address(store, "demo-2014.txt")


def turn(page: str, way: str) -> str:
    """Where the link to the next or the previous page leads."""
    found = re.search(rf'rel="{way}" href="([^"]+)"', page)
    assert found
    return unescape(found[1])


def links(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="([^"]+)"', page)


def shown(page: str) -> int:
    return len(links(page))


def standing(store: Store, address: str, key: str = KEY) -> Standing:
    _, _, sha256, number = address.split("/")
    return store.decisions.of_cell(CellAt(sha256, int(number), key))


class TestList:
    def test_the_most_doubtful_reports_come_first(self, store: Store, visitor: Visitor) -> None:
        from extractor.store import Filter

        doubts = [row.doubt for row in store.list_reports(Filter()).rows]
        assert len(doubts) == 3 and doubts == sorted(doubts, reverse=True)
        assert len(re.findall(r'<th scope="row"><a href="/report/', visitor.page("/"))) == 3

    @pytest.mark.parametrize(
        ("query", "count"),
        [("year=2023", 1), ("form=2014", 1), ("words=lanshi", 1), ("words=%25", 0), ("undecided=1", 3)],
    )
    def test_it_is_narrowed(self, visitor: Visitor, query: str, count: int) -> None:
        assert f">{count} reports," in visitor.page(f"/?{query}")

    def test_what_is_decided_is_no_longer_undecided_until_it_is_taken_back(
        self, visitor: Visitor, address: str
    ) -> None:
        visitor.send(address, KEY, "accept")
        assert ">2 reports," in visitor.page("/?undecided=1")
        visitor.send(address, KEY, "undo")
        assert ">3 reports," in visitor.page("/?undecided=1")

    def test_it_is_cut_into_pages_by_the_store(
        self, store: Store, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("extractor.store.listing.PAGE", 2)
        first = visitor.page("/?words=.txt")
        second = visitor.page(turn(first, "next"))
        assert [shown(page) for page in (first, second)] == [2, 1] and ">3 reports," in second
        assert set(links(first)).isdisjoint(links(second))
        again = visitor.page(turn(second, "prev"))
        assert links(again) == links(first) and 'rel="next"' not in second and 'rel="prev"' not in again
        assert shown(visitor.page("/?after=x_1")) == shown(visitor.page("/?after=1")) == 2


class TestReport:
    def test_text_and_form_stand_side_by_side(self, visitor: Visitor, address: str) -> None:
        page = visitor.page(f"{address}?cell={KEY}")
        assert f'id="s-{KEY}"' in page and f'id="c-{KEY}"' in page
        assert "readings" in page and "regex" in page

    def test_what_is_not_there(self, visitor: Visitor, address: str) -> None:
        answers = [
            visitor.client.get(a)
            for a in ("/report/0/1", address[:-1] + "9", "/static/x", "/nowhere", "/report/0/one")
        ]
        assert [answer.status_code for answer in answers] == [404] * 5
        assert all("there is nothing of that address" in answer.text for answer in answers)

    def test_sums_are_worked_out_while_a_value_is_edited(self, store: Store, visitor: Visitor) -> None:
        own, key = report_address(store, "demo-2021.txt"), "requests.new.total"
        told = visitor.page(f"{own}/sums?cell={key}&value=99999&status=reported")
        assert 'class="fails"' in told and "99999" in told
        assert "99999" not in visitor.page(f"{own}?cell={key}")

    def test_what_a_report_says_is_text_and_hides_nothing(self, store: Store, tmp_path: Path) -> None:
        path = tmp_path / "odd.txt"
        text = sample("demo-2014.txt").read_text(encoding="utf-8")
        head, _, rest = text.partition("\n")
        path.write_text(f"{head}\n{HOSTILE}\n{rest}", encoding="utf-8")
        keep(store, path)
        page = Visitor(make_client(store)).page(f"{report_address(store, 'odd.txt')}?cell={KEY}")
        assert "&lt;script&gt;alert(&#34;1&#34;)" in page and "<script>alert" not in page
        assert "\\u202e␇" in page and not {"\u202e", "\x07"} & set(page)

    def test_without_the_text_the_places_are_shown(self, store: Store, tmp_path: Path) -> None:
        result = next(r for r in store.read_results() if "2014" in r.source.path)
        with open_store(tmp_path / "other.db") as other:
            other.put(result, "textless", "")
            page = Visitor(make_client(other)).page(report_address(other, "demo-2014.txt"))
        assert "the text is not in the store" in page and f'id="s-{KEY}"' in page

    def test_in_chinese(self, visitor: Visitor, address: str) -> None:
        use_language("zh")
        page = visitor.page(f"{address}?cell={KEY}")
        assert 'lang="zh-CN"' in page and "更正 (c)" in page and "accept" not in re.sub(r'"[^"]*"', "", page)


class TestDecisions:
    def test_correct_then_undo(self, store: Store, visitor: Visitor, address: str) -> None:
        page = visitor.send(address, KEY, "correct", value="1,234", status="reported").text
        decision = standing(store, address).decision
        assert decision and (decision.value, decision.person, decision.was) == (1234, "甲", 46)
        assert "saved:" in page and "1234" in page
        visitor.send(address, KEY, "undo")
        assert standing(store, address).decision is None
        assert [s.action for s in standing(store, address).steps] == ["correct", "undo"]

    def test_each_step_is_taken_back_in_turn(self, store: Store, visitor: Visitor, address: str) -> None:
        visitor.send(address, KEY, "correct", value="1", status="reported")
        visitor.send(address, KEY, "not_stated")
        visitor.send(address, KEY, "comment", note="见第二页")
        seen = []
        for _ in range(3):
            now = standing(store, address)
            seen.append((now.decision and now.decision.action, now.comment and now.comment.note))
            visitor.send(address, KEY, "undo")
        assert seen == [("not_stated", "见第二页"), ("not_stated", None), ("correct", None)]
        assert not standing(store, address).can_undo

    @pytest.mark.parametrize(
        "fields",
        [
            {"action": "correct", "value": "twelve", "status": "reported"},
            {"action": "correct", "value": "nan", "status": "reported"},
            {"action": "correct", "value": "1e300", "status": "reported"},
            {"action": "correct", "value": "", "status": "reported"},
            {"action": "correct", "value": "1", "status": "derived"},
            {"action": "comment", "note": " "},
            {"action": "undo"},
            {"action": "destroy"},
        ],
    )
    def test_nonsense_is_refused_in_words(
        self, store: Store, visitor: Visitor, address: str, fields: dict[str, str]
    ) -> None:
        answer = visitor.send(address, KEY, **fields)
        assert answer.status_code == 422 and 'class="problem"' in answer.text
        assert standing(store, address).steps == ()

    def test_of_two_people_the_second_gets_both_values(
        self, store: Store, visitor: Visitor, address: str
    ) -> None:
        other = Visitor(make_client(store, "乙"))
        fields = other.fields(address, KEY)
        visitor.send(address, KEY, "correct", value="111", status="reported")
        answer = other.post(address, fields, action="correct", value="222", status="reported")
        assert (
            answer.status_code == 409
            and "111" in answer.text
            and "222" in answer.text
            and "甲" in answer.text
        )
        decision = standing(store, address).decision
        assert decision and decision.value == 111
        assert other.send(address, KEY, "correct", value="222", status="reported").status_code == 200

    def test_a_second_person_agrees(self, store: Store, visitor: Visitor, address: str) -> None:
        visitor.send(address, KEY, "correct", value="111", status="reported")
        other = Visitor(make_client(store, "乙"))
        assert "checked by a second person" not in other.page(f"{address}?cell={KEY}")
        other.send(address, KEY, "accept")
        assert "checked by a second person" in other.page(f"{address}?cell={KEY}")

    def test_the_name_is_kept_by_the_browser(self, store: Store, visitor: Visitor, address: str) -> None:
        csrf = visitor.fields(address, KEY)["csrf"]
        visitor.client.post("/settings", data={"csrf": csrf, "person": " 王\n五 ", "here": "//evil"})
        visitor.send(address, KEY, "accept")
        decision = standing(store, address).decision
        assert decision and decision.person == "王 五"
        assert "王 五" in visitor.page("/history")

    def test_a_decision_outlives_a_new_run_and_what_changed_is_told(
        self, store: Store, visitor: Visitor, address: str
    ) -> None:
        visitor.send(address, KEY, "correct", value="47", status="reported")
        keep(store, sample("demo-2014.txt"), "second", **{KEY: 48})
        page = visitor.page(f"{address}?cell={KEY}")
        assert "when this was decided the program read 46, now it reads 48" in page
        assert 'class="value">47<' in page

    def test_what_was_decided_of_other_lines_does_not_hold(self, store: Store, address: str) -> None:
        _, _, sha256, number = address.split("/")
        step = Step(
            CellAt(sha256, int(number), KEY),
            "not_stated",
            None,
            "not_stated",
            46,
            "reported",
            (900, 999),
            "甲",
        )
        store.decisions.add(step, 0)
        result = next(r for r in store.read_decided() if r.source.sha256 == sha256)
        assert result.reports[0].cells[KEY].value == 46

    @pytest.mark.parametrize("count", [8])
    def test_of_many_at_once_one_is_kept(self, store_url: str, count: int) -> None:
        at = CellAt("0" * 64, 1, KEY)
        with open_store(store_url) as own, ThreadPoolExecutor(count) as pool:
            steps = [Step(at, "correct", n, "reported", 0, "reported", (1, 9), str(n)) for n in range(count)]
            kept = list(pool.map(lambda step: own.decisions.add(step, 0), steps))
            assert sum(isinstance(one, Standing) for one in kept) == 1
            assert sum(isinstance(one, Conflict) for one in kept) == count - 1
            assert len(own.decisions.of_cell(at).steps) == 1


class TestGivenOut:
    def test_exports_have_decided_values_with_whose_they_are(
        self, store: Store, visitor: Visitor, address: str, tmp_path: Path
    ) -> None:
        before = {r.source.path: result_to_json(r) for r in store.read_results()}
        visitor.send(address, KEY, "correct", value="47", status="approximate")
        target = tmp_path / "panel.csv"
        result = CliRunner().invoke(ogi, ["export", str(tmp_path / "panel.db"), "--to", str(target)])
        assert result.exit_code == 0, result.output
        with target.open(encoding="utf-8-sig") as file:
            row = next(r for r in csv.DictReader(file) if r["item"] == KEY and "demo-2014" in r["file"])
        told = [row[name] for name in ("value", "status", "reader", "rule", "decided_by")]
        assert told == ["47", "approximate", "person", "decided", "甲"]
        assert {r.source.path: result_to_json(r) for r in store.read_results()} == before

    def test_gold_is_taken_by_the_score(
        self, store: Store, visitor: Visitor, address: str, tmp_path: Path
    ) -> None:
        visitor.send(address, KEY, "accept")
        visitor.send(address, "requests.fax", "correct", value="99", status="reported")
        (path,) = write_golds(store, tmp_path / "gold")
        assert json.loads(path.read_text(encoding="utf-8"))["source"] == "demo-2014.txt"
        results = tmp_path / "results"
        results.mkdir()
        for result in store.read_results():
            name = Path(result.source.path).stem + ".json"
            (results / name).write_text(result_to_json(result), encoding="utf-8")
        done = CliRunner().invoke(ogi, ["score", str(results), "--gold", str(tmp_path / "gold"), "--json"])
        assert done.exit_code == 0, done.output
        from extractor.score import read_golds

        (score,) = score_results(store.read_results(), read_golds(tmp_path / "gold"))
        assert dict(score.cells)[KEY] == "right" and len(score.cells) == 2

    def test_the_command_writes_gold(self, visitor: Visitor, address: str, tmp_path: Path) -> None:
        visitor.send(address, KEY, "accept")
        folder = tmp_path / "gold"
        done = CliRunner().invoke(ogi, ["review", str(tmp_path / "panel.db"), "--gold", str(folder)])
        assert done.exit_code == 0 and "1 gold files" in done.stdout and list(folder.glob("*.gold.json"))

    def test_no_gold_where_nothing_is_decided(self, store: Store, tmp_path: Path) -> None:
        folder = tmp_path / "gold"
        done = CliRunner().invoke(ogi, ["review", str(tmp_path / "panel.db"), "--gold", str(folder)])
        assert done.exit_code == 0 and "no cell is decided yet" in done.stdout and not folder.exists()

    def test_no_store(self, tmp_path: Path) -> None:
        done = CliRunner().invoke(ogi, ["review", str(tmp_path)])
        assert done.exit_code == 2 and "no store" in done.stderr


class TestAudit:
    def test_the_sample_is_the_same_and_its_errors_are_counted(self, store: Store) -> None:
        drawn = Audit(store, 10).drawn
        assert len(drawn) == 10 and drawn == Audit(store, 10).drawn
        visitor = Visitor(make_client(store, audit=10))
        for at, action in zip(drawn, ("correct", *["accept"] * 3), strict=False):
            visitor.send(f"/report/{at.sha256}/{at.report}", at.key, action, value="98765", status="reported")
        page = visitor.page("/audit")
        assert "4 of 10 drawn cells looked at, 1 of them read wrongly" in page
        assert "between 4.6% and 69.9%" in page
        read = store.read_cells(drawn)[drawn[0]]
        named = f"{read.issuer} {read.year} · {name_cell(find_form(read.form), drawn[0].key)}</a>"
        assert named in page and named in visitor.page("/history") and f">{drawn[0].key}<" not in page


class TestAccess:
    def test_every_form_needs_the_word_that_our_pages_have(
        self, store: Store, visitor: Visitor, address: str
    ) -> None:
        routes = [
            r for r in make_app(store).routes if isinstance(r, APIRoute) and "POST" in (r.methods or ())
        ]
        assert len(routes) == 2
        for path in (address, "/settings"):
            for csrf in ({}, {"csrf": "x" * 32}, {"csrf": "é"}):
                answer = visitor.client.post(
                    path, data={"key": KEY, "action": "accept", "before": "0", **csrf}
                )
                assert answer.status_code == 403
        assert standing(store, address).steps == ()

    def test_a_form_of_another_origin_is_refused(self, visitor: Visitor, address: str) -> None:
        fields = visitor.fields(address, KEY) | {"action": "accept"}
        answer = visitor.client.post(address, data=fields, headers={"origin": "http://evil.example"})
        assert answer.status_code == 403

    @pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "192.0.2.1"])
    def test_another_name_of_this_machine_is_refused(self, visitor: Visitor, host: str) -> None:
        assert visitor.client.get("/", headers={"host": host}).status_code == 421

    @pytest.mark.parametrize("host", ["127.0.0.1:8642", "localhost:1", "[::1]:8642"])
    def test_its_own_names_are_taken(self, visitor: Visitor, host: str) -> None:
        assert visitor.client.get("/", headers={"host": host}).status_code == 200

    @pytest.mark.parametrize("path", ["/", "/static/review.js", "/nowhere", "/history"])
    def test_what_a_browser_may_do_is_told_with_every_answer(self, visitor: Visitor, path: str) -> None:
        headers = visitor.client.get(path).headers
        policy = headers["content-security-policy"]
        assert (
            "script-src 'self';" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        )
        assert headers["x-content-type-options"] == "nosniff"

    def test_no_page_has_a_script_or_a_style_of_its_own(self, visitor: Visitor, address: str) -> None:
        for path in ("/", "/history", f"{address}?cell={KEY}"):
            page = visitor.page(path)
            assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=\"/static/review.js\")", page)

    @pytest.mark.parametrize(
        "path", ["/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/app.py", "/openapi.json", "/docs"]
    )
    def test_nothing_but_its_own_files_is_given(self, visitor: Visitor, path: str) -> None:
        assert visitor.client.get(path).status_code == 404

    def test_elsewhere_a_token_is_needed(self, store: Store) -> None:
        access = make_access("192.0.2.7")
        assert access.token and make_access("127.0.0.1").token is None
        client = make_client(store, access=access)
        client.base_url = "http://192.0.2.7"
        assert client.get("/").status_code == 401
        assert client.get("/?token=wrong").status_code == 401
        answer = client.get(f"/?token={access.token}")
        assert answer.status_code == 200 and "token" not in str(answer.url)
        assert client.get("/history").status_code == 200
        assert client.get("/history", headers={"host": "evil.example"}).status_code == 421

    def test_bound_everywhere_names_are_refused_and_addresses_taken(self, store: Store) -> None:
        access = make_access("0.0.0.0")
        client = make_client(store, access=access)
        answers = [
            client.get("/", headers={"host": host}).status_code for host in ("192.0.2.7:80", "evil.example")
        ]
        assert answers == [401, 421]

    def test_too_long_a_form_is_refused(self, visitor: Visitor, address: str) -> None:
        fields = visitor.fields(address, KEY) | {"note": "x" * 70_000}
        assert visitor.post(address, fields, action="comment").status_code == 413

    def test_words_that_mark_our_forms_differ(self) -> None:
        assert Access().csrf != Access().csrf and HERE.endswith("127.0.0.1")
