"""The benchmark's own reckoning: aims, the single-shot call, the comparison and the rate, without a model."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from pathlib import Path

import cases
import comparison
import pytest
import run
from cases import Case, find_cases, gold_to_case
from click.testing import CliRunner
from comparison import DECIDED, LLM, SINGLE, Row, Side, compare, read_in_one_call
from comparison_view import rows_to_measured, to_figures
from figures import Figure, Measured, ratio, to_json
from growth import KINDS, LENGTHS, time_reading
from growth import to_figures as to_growth_figures
from jsonschema import Draft202012Validator
from pieces import time_without, to_pieces_figure, to_whole_figure
from rate import TIMES, copy_files, time_run, to_mixed_figures
from rate import to_figures as to_rate_figures
from single_shot import WholeForm, answers_to_values, form_to_answer, text_to_reading, text_to_request
from support import DOCUMENTS, completion, refusal, serving, to_document

from extractor.errors import LocalModelError
from extractor.forms.editions import find_form
from extractor.model.asker import Reply, Request
from extractor.model.client import Client
from extractor.records import Usage
from extractor.score import Counts, Gold, GoldCell
from extractor.tables import GridReading

FORM = find_form("2014")
RECEIVED, ONLINE = "requests.received", "requests.online"
TEXT = "临沅市2015年政府信息公开工作年度报告\n\n全年收到政府信息公开申请16件,其中网络申请9件。\n"
STATED = {RECEIVED: 16, ONLINE: 9}


def name(key: str) -> str:
    return FORM.by_key[key].name


def case(id: str = "linyuan-2015") -> Case:
    cells = {key: GoldCell(value=value, status="reported") for key, value in STATED.items()}
    gold = Gold(
        id=id, source="report.txt", lines=(1, None), issuer="临沅市", year=2015, form="2014", cells=cells
    )
    return gold_to_case(gold, to_document(TEXT))


@dataclass
class Model:
    """Gives zero to every item of the whole form, and else the first of the offers; each costs 100 + 10 tokens."""

    model: str = "fake"
    asked: list[Request] = field(default_factory=list)

    def ask(self, request: Request) -> Reply:
        self.asked.append(request)
        if isinstance(request.answer, WholeForm):
            return Reply(dict.fromkeys(request.answer.types, "0"), "", Usage(1, 0, 1000, 500, 4.0))
        answers: dict[str, str | None] = {item: offers[0] for item, offers in request.answer.offered.items()}
        return Reply(answers, "", Usage(1, 0, 100, 10, 1.0))


AIMS: dict[str, tuple[float, float | None, bool, bool | None, str]] = {
    "below": (7.9, 8, False, True, "<= 8 x"),
    "on-it": (8, 8, False, True, "<= 8 x"),
    "above": (8.1, 8, False, False, "<= 8 x"),
    "too-little": (1.6, 1.7, True, False, ">= 1.7 x"),
    "just-enough": (1.7, 1.7, True, True, ">= 1.7 x"),
    "no-aim": (5, None, False, None, "-"),
}


@pytest.mark.parametrize(("value", "aim", "at_least", "is_met", "bound"), AIMS.values(), ids=AIMS)
def test_a_figure_beside_its_aim(
    value: float, aim: float | None, at_least: bool, is_met: bool | None, bound: str
) -> None:
    figure = Figure("f", value, "x", aim, "", at_least)
    assert (figure.is_met, figure.bound) == (is_met, bound)


def test_a_ratio_to_nothing_is_infinite() -> None:
    assert (ratio(3, 2), ratio(1, 0)) == (1.5, math.inf)


def test_the_one_call_shows_the_whole_text_and_every_item() -> None:
    request = text_to_request(TEXT, FORM)
    shown = request.messages[-1]["content"]
    assert [message["role"] for message in request.messages] == ["system", "user"]
    assert TEXT.strip() in shown
    assert [cell.name for cell in FORM.named if f"\n- {cell.name}" not in shown] == []


def test_the_one_call_is_held_to_a_number_or_null_an_item() -> None:
    schema = form_to_answer(FORM).to_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["required"] == [cell.name for cell in FORM.named]
    money = next(cell.name for cell in FORM.named if cell.unit == "万元")
    assert schema["properties"][money] == {"type": ["number", "null"]}
    assert schema["properties"][name(RECEIVED)] == {"type": ["integer", "null"]}


def test_zeros_are_given_and_null_is_silence() -> None:
    texts = form_to_answer(FORM).to_texts({name(RECEIVED): 0, name(ONLINE): None})
    assert answers_to_values(texts, FORM) == {RECEIVED: 0}


@pytest.mark.parametrize(
    ("answer", "values"),
    [("16", [16]), ("12.5", [12.5]), ("未提及", []), ("16件", []), ("true", []), (None, [])],
)
def test_only_a_number_is_a_value(answer: str | None, values: list[float]) -> None:
    assert list(answers_to_values({name(RECEIVED): answer}, FORM).values()) == values


BAD = {
    "cut-off": (completion('{"收到', finish="length"), "cut off"),
    "no-json": (completion("没有"), "no JSON object"),
    "too-long": (
        refusal(400, "the request exceeds the available context size"),
        "longer than the model takes",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_call_that_failed_gives_nothing_and_says_why(kind: str) -> None:
    wire, why = BAD[kind]
    with serving([wire]) as endpoint:
        client = Client(endpoint.url, "key", "m", mode="json_schema")
        reading = text_to_reading(TEXT, FORM, client)
        client.close()
    assert reading.values == {} and why in reading.problem
    assert endpoint.requests[0]["temperature"] == 0


def test_the_one_call_is_scored_like_ours() -> None:
    (side,) = read_in_one_call(case(), Model()).values()
    assert side.counts == Counts(right=0, false=len(FORM.named), missed=2)
    assert side.usage.prompt_tokens == 1000 and side.values[RECEIVED] == 0


def test_both_ways_take_turns_in_coming_first() -> None:
    model = Model()
    rows = list(compare([case("one"), case("two")], model, "all"))
    assert [isinstance(request.answer, WholeForm) for request in model.asked] == [False, True, True, False]
    assert [(row.id, set(row.sides)) for row in rows] == [
        (id, {SINGLE, LLM, DECIDED}) for id in ("one", "two")
    ]
    assert {rows[0].sides[side].counts for side in (LLM, DECIDED)} == {Counts(2, 0, 0)}


def test_figures_are_ratios_of_sums() -> None:
    single = Side(Counts(2, 3, 0), Usage(1, 0, 1000, 400, 9.0), 10.0)
    ours = Side(Counts(4, 0, 1), Usage(2, 0, 400, 100, 4.0), 5.0)
    measured = rows_to_measured([Row("a", {SINGLE: single, LLM: ours, DECIDED: ours})] * 2, {"b": "why"})
    decided, _, prompt, completion_tokens, seconds = measured.figures
    assert decided.value == pytest.approx((8 / 9) / (4 / 7)) and decided.is_met is False
    assert (prompt.value, completion_tokens.value, seconds.value) == (0.4, 0.25, 0.5)
    assert prompt.is_met and seconds.is_met and completion_tokens.is_met is None
    assert measured.details["sums"][SINGLE]["usage"]["prompt_tokens"] == 2000
    assert measured.details["left_out"] == {"b": "why"}


def test_a_single_shot_without_any_right_value_is_no_error() -> None:
    sums = {SINGLE: Side(Counts(0, 1, 1)), LLM: Side(), DECIDED: Side(Counts(1, 0, 0), seconds=1.0)}
    assert to_figures(sums, 1)[0].value == math.inf


def test_the_reports_compared_tell_their_statistics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "SHARED", tmp_path)
    found, left_out = find_cases()
    texts = {case.gold.id: case.text for case in found}
    assert len(found) >= 11 and {"demo-2014", "yunxi-2014"} <= set(texts)
    assert left_out["demo-2021"] == "prints its form"
    assert left_out["no-statistics"] == "states no statistic"
    assert all("beside the checkout" in left_out[id] for id in cases.SEEDS)
    one, other = texts["linyuan-transport-2013"], texts["linyuan-transport-2014"]  # of one file
    assert "2013年" in one and "2014年" in other and one not in other


def test_a_folder_ten_times_as_large(tmp_path: Path) -> None:
    files = [DOCUMENTS / "no-statistics.txt", DOCUMENTS / "linyuan-transport.txt"]
    copies = copy_files(files, tmp_path / "large", TIMES)
    assert (
        len({copy.name for copy in copies}) == TIMES * len(files) == len(list((tmp_path / "large").iterdir()))
    )
    reports, seconds = time_run(copies[: len(files)])
    assert reports == 3 and seconds > 0


def test_a_run_with_a_failed_file_is_no_measure(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="1 files failed"):
        time_run([tmp_path / "absent.txt"])


@pytest.mark.parametrize(("seconds", "is_met"), [(20.0, True), (22.0, True), (22.1, False)])
def test_rate_and_scaling(seconds: float, is_met: bool) -> None:
    rate, scaling = to_rate_figures("seeds", (8, 2.0), (80, seconds))
    assert (rate.value, rate.is_met) == (4.0, None)
    assert (scaling.value, scaling.is_met) == (seconds / 2, is_met)


def test_the_rate_beside_another_checkout() -> None:
    own, times = to_mixed_figures([[60.0, 30.0], [50.0, 20.0], [40.0, 40.0]])
    assert (own.value, own.is_met) == (50.0, True)
    assert (times.value, times.is_met) == (2.0, True)
    assert [figure.value for figure in to_mixed_figures([[20.0]])] == [20.0]


@pytest.mark.parametrize("kind", KINDS)
def test_texts_of_each_kind_are_as_long_as_asked(kind: str) -> None:
    assert {len(KINDS[kind](length)) for length in LENGTHS} == set(LENGTHS)


def test_growth_is_of_the_worst_kind() -> None:
    linear, slower = [1, 2, 4, 8, 16, 32], [1, 1, 1, 4, 16, 30]
    growth, longest = to_growth_figures({"linear": linear, "slower": slower})
    assert (growth.value, growth.is_met) == (30.0, False)
    assert (longest.value, longest.is_met) == (32, False)
    assert time_reading("收到申请3件。") >= 0


@pytest.mark.parametrize(("asked", "measured"), [([], ["start", "rate"]), (["rate"], ["rate"])])
def test_all_parts_are_measured_unless_some_are_named(
    asked: list[str], measured: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = [Figure("f", 1, "x", 2, "here")]
    parts = {"start": lambda: Measured(figures), "rate": lambda: Measured(figures, details={"字": 1})}
    monkeypatch.setattr(run, "PARTS", parts)
    monkeypatch.setattr(run, "TARGET", tmp_path / "build" / "bench.json")
    result = CliRunner().invoke(run.main, asked)
    assert result.exit_code == 0 and "met" in result.output
    written = json.loads(run.TARGET.read_text(encoding="utf-8"))
    assert [figure["part"] for figure in written["figures"]] == measured
    assert written["details"] == {"rate": {"字": 1}}


def test_a_part_that_fails_does_not_lose_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> Measured:
        raise LocalModelError("embedded.silent", address="here")

    monkeypatch.setattr(run, "PARTS", {"memory": fails, "rate": lambda: Measured([])})
    monkeypatch.setattr(run, "TARGET", tmp_path / "bench.json")
    result = CliRunner().invoke(run.main, [])
    assert (
        result.exit_code == 1
        and "error: memory: the embedded model gives no sign of health at here" in result.output
    )
    assert run.TARGET.is_file()


def test_an_unknown_part_is_named() -> None:
    result = CliRunner().invoke(run.main, ["speed"])
    assert result.exit_code == 2 and "'speed' is not one of" in result.output


def test_details_are_plain_data() -> None:
    rows = list(compare([case()], Model()))
    text = json.dumps(to_json({"single": rows_to_measured(rows, {})}))
    assert json.loads(text)["details"]["single"]["reports"]["linyuan-2015"][DECIDED]["values"] == STATED


def test_the_server_has_more_room_for_the_comparison() -> None:
    from extractor.model.embedded import N_CTX

    assert comparison.N_CTX > N_CTX


class TestPieces:
    def test_the_time_with_beside_the_time_without(self) -> None:
        figure = to_whole_figure([(1.02, 1.0), (3.0, 2.0), (2.06, 2.0)])
        assert figure.value == pytest.approx(1.03) and figure.is_met

    def test_the_slowest_counts(self) -> None:
        figure = to_pieces_figure([0.02, 0.6, 0.03])
        assert (figure.value, figure.is_met) == (0.6, False)

    def test_without_printed_order_nothing_is_looked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sources: list[object] = []

        def read(*args: object, source: object = None) -> GridReading:
            sources.append(source)
            return GridReading((), (), ())

        monkeypatch.setattr("pieces.tables_to_candidates", read)
        time_without()
        assert set(sources) == {None} and sources
