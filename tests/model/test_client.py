"""The client against a real HTTP server: every way of asking, and everything a network and an endpoint do."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from support import Endpoint, completion, refusal, serving, to_claims

from extractor.errors import EndpointError
from extractor.forms.editions import find_form
from extractor.model.answers import Answer
from extractor.model.asker import Reply, Request
from extractor.model.client import Client
from extractor.model.extras import Mode
from extractor.model.profiles import find_profile
from extractor.model.retrying import ATTEMPTS, LONGEST_WAIT
from extractor.narrative.offers import claims_to_items, items_to_questions

FORM = find_form("2014")
RECEIVED = FORM.by_key["requests.received"].name
GOOD = {RECEIVED: "1:16"}
TEXT = json.dumps(GOOD, ensure_ascii=False)
MESSAGES = [{"role": "system", "content": "规则"}, {"role": "user", "content": "[1] 收到申请16件。"}]
KEY = "sk-secret-0123456789"
MODES = ("json_schema", "tools", "json_object", "markdown")


def answer_model() -> Answer:
    (question,) = items_to_questions(claims_to_items(to_claims("收到申请16件。"), FORM, FORM.by_key))
    return Answer(question.offered)


@contextmanager
def connected(
    url: str,
    mode: Mode | None = "json_schema",
    model: str = "m",
    sleep: Callable[[float], None] = lambda _: None,
) -> Iterator[Client]:
    client = Client(url, KEY, model, mode=mode, sleep=sleep)
    try:
        yield client
    finally:
        client.close()


def ask(endpoint: Endpoint, mode: Mode | None = "json_schema", **options: object) -> Reply:
    with connected(endpoint.url, mode, **options) as client:  # type: ignore[arg-type]
        return client.ask(Request(MESSAGES, answer_model(), 100))


def said(content: str, mode: Mode, finish: str = "stop") -> tuple[int, dict[str, str], bytes]:
    """The answer as the mode carries it."""
    return completion(content, finish=finish, tool="Answer" if mode == "tools" else None)


@pytest.mark.parametrize("mode", MODES)
def test_an_answer_in_each_mode(mode: Mode) -> None:
    content = f"```json\n{TEXT}\n```" if mode == "markdown" else TEXT
    with serving([said(content, mode)]) as endpoint:
        reply = ask(endpoint, mode)
    assert (reply.answers, reply.problem) == (GOOD, "")
    assert len(endpoint.bodies) == 1


def test_json_schema_is_sent_as_response_format() -> None:
    with serving([said(TEXT, "json_schema")]) as endpoint:
        ask(endpoint, "json_schema")
    (body,) = endpoint.requests
    schema = body["response_format"]["json_schema"]["schema"]
    assert schema["properties"] == {RECEIVED: {"type": "string", "enum": ["1:16", "未提及"]}}
    assert "tools" not in body


def test_tools_are_sent_as_one_forced_call() -> None:
    with serving([said(TEXT, "tools")]) as endpoint:
        ask(endpoint, "tools")
    (body,) = endpoint.requests
    (tool,) = body["tools"]
    assert body["tool_choice"]["function"]["name"] == tool["function"]["name"]
    assert tool["function"]["parameters"]["properties"][RECEIVED]["enum"] == ["1:16", "未提及"]


def test_json_object_is_asked_for_as_such() -> None:
    with serving([said(TEXT, "json_object")]) as endpoint:
        ask(endpoint, "json_object")
    assert endpoint.requests[0]["response_format"] == {"type": "json_object"}


WRAPPED: dict[str, str] = {
    "thinking": f"<think>第1句是16</think>{TEXT}",
    "thinking-in-braces": f'<think>{{"甲": 1}}</think>\n{TEXT}',
    "fence": f"```json\n{TEXT}\n```",
    "thinking-and-fence": f"<think>嗯</think>\n```json\n{TEXT}\n```",
}


@pytest.mark.parametrize("content", WRAPPED.values(), ids=WRAPPED)
@pytest.mark.parametrize("mode", ["json_schema", "json_object", "markdown"])
def test_what_models_wrap_around_their_answer_is_taken_off(mode: Mode, content: str) -> None:
    with serving([said(content, mode)]) as endpoint:
        assert ask(endpoint, mode).answers == GOOD


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("content", [TEXT, TEXT[:6]], ids=["whole-looking", "half"])
def test_a_cut_off_answer_is_a_problem_and_no_half_answer(mode: Mode, content: str) -> None:
    with serving([said(content, mode, finish="length")]) as endpoint:
        reply = ask(endpoint, mode)
    assert reply.answers == {} and "cut off" in reply.problem
    assert len(endpoint.bodies) == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("content", ["对不起", TEXT[:-4], "[1]"], ids=["words", "half", "list"])
def test_an_unreadable_answer_is_a_problem_and_is_asked_once(mode: Mode, content: str) -> None:
    with serving([said(content, mode)]) as endpoint:
        reply = ask(endpoint, mode)
    assert reply.answers == {} and "no JSON object" in reply.problem
    assert len(endpoint.bodies) == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("content", "finish"), [(TEXT, "stop"), (TEXT[:5], "length"), ("对不起", "stop")])
def test_tokens_are_counted_whatever_came_back(mode: Mode, content: str, finish: str) -> None:
    with serving([said(content, mode, finish)]) as endpoint:
        usage = ask(endpoint, mode).usage
    assert (usage.calls, usage.prompt_tokens, usage.completion_tokens) == (1, 11, 7)
    assert usage.seconds > 0


def test_an_endpoint_that_counts_no_tokens_is_no_problem() -> None:
    status, headers, body = said(TEXT, "json_schema")
    without = {k: v for k, v in json.loads(body).items() if k != "usage"}
    with serving([(status, headers, json.dumps(without).encode())]) as endpoint:
        reply = ask(endpoint)
    assert reply.answers == GOOD and reply.usage.prompt_tokens == 0


def test_too_many_requests_waits_as_long_as_the_endpoint_says() -> None:
    waits: list[float] = []
    with serving([refusal(429, retry_after="7"), said(TEXT, "json_schema")]) as endpoint:
        reply = ask(endpoint, sleep=waits.append)
    assert reply.answers == GOOD and waits == [7.0]
    assert len(endpoint.bodies) == 2


def test_no_wait_is_longer_than_the_longest() -> None:
    waits: list[float] = []
    with serving([refusal(429, retry_after="86400"), said(TEXT, "json_schema")]) as endpoint:
        ask(endpoint, sleep=waits.append)
    assert waits == [LONGEST_WAIT]


@pytest.mark.parametrize("header", ["soon", "-1", "Wed, 21 Oct 2015 07:28:00 GMT", "."])
def test_an_unreadable_wait_falls_back_to_a_second(header: str) -> None:
    waits: list[float] = []
    with serving([refusal(429, retry_after=header), said(TEXT, "json_schema")]) as endpoint:
        assert ask(endpoint, sleep=waits.append).answers == GOOD
    assert waits == [1.0]


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_passing_failure_is_tried_again(status: int) -> None:
    waits: list[float] = []
    with serving([refusal(status), refusal(status), said(TEXT, "json_schema")]) as endpoint:
        assert ask(endpoint, sleep=waits.append).answers == GOOD
    assert waits == [1.0, 2.0]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("status", [429, 500])
def test_a_lasting_failure_ends_after_so_many_requests(mode: Mode, status: int) -> None:
    waits: list[float] = []
    with serving([refusal(status)] * 50) as endpoint, pytest.raises(EndpointError) as caught:
        ask(endpoint, mode, sleep=waits.append)
    assert len(endpoint.bodies) == ATTEMPTS
    assert waits == [1.0, 2.0, 4.0, 8.0]
    assert caught.value.exit_code == 4


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_refusal_is_final(mode: Mode, status: int) -> None:
    with serving([refusal(status, "no such model")] * 9) as endpoint, pytest.raises(EndpointError) as caught:
        ask(endpoint, mode)
    assert len(endpoint.bodies) == 1
    assert caught.value.exit_code == 4 and "no such model" in str(caught.value)


def test_the_key_is_kept_out_of_the_message_even_where_the_server_repeats_it() -> None:
    with serving([refusal(401, f"Incorrect API key provided: {KEY}.")]) as endpoint:
        with pytest.raises(EndpointError) as caught:
            ask(endpoint)
        assert KEY in endpoint.headers[0]["authorization"]
    text = str(caught.value)
    assert KEY not in text and "***" in text and "\n" not in text
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


@pytest.mark.parametrize("body", [b"", b"<html>no</html>", b"null"], ids=["empty", "html", "null"])
def test_what_is_no_completion_at_all_is_an_error_of_the_package_or_a_problem(body: bytes) -> None:
    with serving([(200, {}, body)]) as endpoint:
        try:
            assert ask(endpoint).problem
        except EndpointError as error:
            assert error.exit_code == 4
    assert len(endpoint.bodies) == 1


def test_nobody_there_is_an_endpoint_error() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (
        connected(f"http://127.0.0.1:{port}/v1") as client,
        pytest.raises(EndpointError, match=r"127\.0\.0\.1") as caught,
    ):
        client.ask(Request(MESSAGES, answer_model(), 100))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("mode", MODES)
def test_the_same_question_is_the_same_request(mode: Mode) -> None:
    with serving([said(TEXT, mode), said(TEXT, mode)]) as endpoint:
        ask(endpoint, mode)
        ask(endpoint, mode)
    first, second = endpoint.bodies
    assert first == second


@pytest.mark.parametrize("mode", MODES)
def test_a_request_holds_no_time_and_no_random_id(mode: Mode) -> None:
    with serving([said(TEXT, mode)]) as endpoint:
        ask(endpoint, mode)
    (body,) = endpoint.requests
    assert set(body) <= {
        "model",
        "messages",
        "max_tokens",
        "temperature",
        "seed",
        "response_format",
        "tools",
        "tool_choice",
    }
    assert not re.search(rb"[0-9a-f]{8}-[0-9a-f]{4}|20\d\d-\d\d-\d\d|\d{10}", endpoint.bodies[0])


@pytest.mark.parametrize("mode", MODES)
def test_what_is_asked_is_sent(mode: Mode) -> None:
    with serving([said(TEXT, mode)]) as endpoint:
        ask(endpoint, mode, model="qwen2.5-coder-1.5b-instruct")
    (body,) = endpoint.requests
    assert (body["model"], body["max_tokens"]) == ("qwen2.5-coder-1.5b-instruct", 100)
    assert (body["temperature"], body["seed"]) == (0, 1)
    assert [m["role"] for m in body["messages"]][-1] == "user"
    assert "[1] 收到申请16件。" in body["messages"][-1]["content"]


def test_the_messages_of_a_caller_stay_as_they_are() -> None:
    messages = [dict(m) for m in MESSAGES]
    with serving([said(TEXT, "json_object")]) as endpoint, connected(endpoint.url, "json_object") as client:
        client.ask(Request(messages, answer_model(), 100))
    assert messages == MESSAGES


def test_a_model_that_takes_no_sampling_gets_none() -> None:
    with serving([said(TEXT, "json_schema")]) as endpoint:
        ask(endpoint, None, model="o3-mini")
    assert not {"temperature", "seed"} & set(endpoint.requests[0])


PROFILES: dict[str, tuple[str, bool]] = {
    "qwen2.5-coder-1.5b-instruct": ("json_schema", True),
    "deepseek-chat": ("json_object", True),
    "deepseek-ai/DeepSeek-V3": ("json_object", True),
    "deepseek-reasoner": ("markdown", False),
    "qwen3-30b-a3b-thinking-2507": ("markdown", True),
    "gpt-4o-mini": ("json_schema", True),
    "o3": ("json_schema", False),
    "GLM-4-Flash": ("json_object", True),
    "some-unknown-model": ("tools", True),
}


@pytest.mark.parametrize(("model", "profile"), PROFILES.items(), ids=PROFILES)
def test_find_profile(model: str, profile: tuple[str, bool]) -> None:
    found = find_profile(model)
    assert (found.mode, found.sampling) == profile


def test_a_mode_asked_for_replaces_that_of_the_profile() -> None:
    found = find_profile("o3", "tools")
    assert (found.mode, found.sampling) == ("tools", False)
