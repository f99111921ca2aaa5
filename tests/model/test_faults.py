"""What endpoints do wrong, against a real HTTP server: each fault ends the call with its own message, none the process."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from support import Wire, completion, fails, refusal, serving
from test_client import GOOD, MESSAGES, RECEIVED, TEXT, answer_model, ask, connected

from extractor.errors import (
    EndpointError,
    EndpointFault,
    EndpointUnreachable,
    ExtractorError,
    ModelUnreachable,
    UsageError,
)
from extractor.model import received, redirects
from extractor.model.asker import Reply, Request
from extractor.model.circuit import FAULTS_IN_A_ROW, Circuit
from extractor.model.client import Client
from extractor.model.extras import Extras
from extractor.model.retrying import LONGEST_WAIT, read_retry_after

DEEP = b"[" * 50_000


def body(content: object) -> Wire:
    return 200, {}, json.dumps(content).encode()


def changed(**changes: Any) -> Wire:
    """A good completion with parts of its choice changed; usage is a part, too."""
    whole = json.loads(completion(TEXT)[2])
    for name, value in changes.items():
        place = whole if name == "usage" else whole["choices"][0]
        if name in ("content", "refusal", "tool_calls", "function_call"):
            place = place["message"]
        place[name] = value
    return body(whole)


def web(text: bytes, media_type: str = "text/html") -> Wire:
    return 200, {"content-type": media_type}, text


FAULTS: dict[str, tuple[Wire, str, str]] = {
    "login page": (web(b"<!DOCTYPE html><html><form>log in</form></html>"), "endpoint.web-page", ""),
    "page of no type": (web(b"\n <html>", "application/json"), "endpoint.web-page", ""),
    "words": (web(b"welcome", "text/plain"), "endpoint.no-json", ""),
    "error in its place": (
        body({"error": {"message": "model overloaded"}}),
        "endpoint.error",
        "model overloaded",
    ),
    "error in words": (body({"error": "no such model"}), "endpoint.error", "no such model"),
    "error of the choice": (changed(error={"message": "upstream broke"}), "endpoint.error", "upstream broke"),
    "other JSON": (body({"status": "ok"}), "endpoint.no-completion", ""),
    "list": (body([1]), "endpoint.no-object", ""),
    "null": (body(None), "endpoint.no-object", ""),
    "no choices": (body({"choices": []}), "endpoint.no-completion", ""),
    "choices null": (body({"choices": None}), "endpoint.no-completion", ""),
    "message null": (body({"choices": [{"message": None}]}), "endpoint.no-completion", ""),
    "delta": (body({"choices": [{"delta": {"content": "x"}}]}), "endpoint.no-completion", ""),
    "empty": ((200, {}, b""), "endpoint.nothing", ""),
    "blank": ((200, {}, b" \n"), "endpoint.nothing", ""),
    "204": ((204, {}, b""), "endpoint.nothing", ""),
    "stream": (web(b'data: {"choices": []}\n\ndata: [DONE]\n', "text/event-stream"), "endpoint.stream", ""),
    "stream of no type": (web(b": ping\n\ndata: {}\n", "text/plain"), "endpoint.stream", ""),
    "deep JSON": ((200, {}, DEEP), "endpoint.deep", ""),
    "deep error": (
        (200, {}, b'{"error": ' + b'{"a":' * 400 + b"1" + b"}" * 400 + b"}"),
        "endpoint.error",
        "",
    ),
    "not UTF-8": ((200, {}, b'{"choices": "\xff"}'), "endpoint.no-json", ""),
    "refusal": (
        changed(content=None, refusal="I cannot help with that"),
        "endpoint.refusal",
        "I cannot help with that",
    ),
    "content filter": (
        changed(finish_reason="content_filter", content=""),
        "endpoint.filtered",
        "content_filter",
    ),
    "content filter of another name": (changed(finish_reason="sensitive"), "endpoint.filtered", "sensitive"),
    "broken off": (changed(finish_reason="error"), "endpoint.broke-off", ""),
    "unknown coding": ((200, {"content-encoding": "br"}, b"xx"), "endpoint.coding", "br"),
    "bad gzip": ((200, {"content-encoding": "gzip"}, b"xx"), "endpoint.packed", ""),
    "redirect": (
        (307, {"location": "http://elsewhere.invalid:81/v1"}, b""),
        "redirect.elsewhere",
        "http://elsewhere.invalid:81",
    ),
    "redirect for ever": (
        (308, {"location": "https://elsewhere.invalid/x"}, b""),
        "redirect.elsewhere",
        "name it in OPENAI_BASE_URL",
    ),
    "redirect as GET": ((302, {"location": "/login"}, b""), "redirect.elsewhere", "status 302"),
    "redirect to nowhere": ((307, {}, b""), "redirect.nowhere", ""),
    "redirect to no URL": ((307, {"location": "http://[::1:bad"}, b""), "redirect.nowhere", ""),
}


@pytest.mark.parametrize(("wire", "id", "told"), FAULTS.values(), ids=FAULTS)
def test_what_is_no_answer_is_the_endpoints_fault(wire: Wire, id: str, told: str) -> None:
    with serving([wire]) as endpoint, fails(EndpointFault, "model.at") as caught:
        ask(endpoint)
    cause, text = caught.value.details["why"], str(caught.value)
    assert isinstance(cause, EndpointFault) and cause.id == id
    assert len(endpoint.bodies) == 1 and caught.value.exit_code == 4
    assert text.startswith("model m at 127.0.0.1: ") and told in text and "\n" not in text


def test_a_redirect_in_a_circle_ends() -> None:
    wire: Wire = (307, {"location": "/v1/chat/completions"}, b"")
    with serving([wire] * 20) as endpoint, fails(EndpointFault, "model.at") as caught:
        ask(endpoint)
    cause = caught.value.details["why"]
    assert isinstance(cause, EndpointFault) and cause.id == "redirect.circle"
    assert len(endpoint.bodies) == redirects.MOST_REDIRECTS + 1


def test_a_redirect_on_the_same_host_is_followed() -> None:
    with serving([(308, {"location": "/v2/chat/completions"}, b""), completion(TEXT)]) as endpoint:
        assert ask(endpoint).answers == GOOD
    assert endpoint.bodies[0] == endpoint.bodies[1]


REFUSED: dict[str, tuple[int, dict[str, Any], str]] = {
    "length by code": (400, {"message": "no", "code": "context_length_exceeded"}, "length"),
    "length by words": (400, {"message": "This model's maximum context length is 4096 tokens."}, "length"),
    "length in Chinese": (400, {"message": "Prompt 超长", "code": "1261"}, "length"),
    "too large": (413, {"message": "Request Entity Too Large"}, "length"),
    "inspection": (400, {"message": "Input data may contain inappropriate content.", "code": "x"}, "content"),
    "inspection by code": (400, {"message": "no", "code": "data_inspection_failed"}, "content"),
    "inspection in Chinese": (400, {"message": "系统检测到输入内容可能包含不安全或敏感内容"}, "content"),
}


@pytest.mark.parametrize(("status", "error", "kind"), REFUSED.values(), ids=REFUSED)
def test_a_refused_question_is_a_reply(status: int, error: dict[str, Any], kind: str) -> None:
    wire: Wire = (status, {}, json.dumps({"error": error}, ensure_ascii=False).encode())
    with serving([wire]) as endpoint:
        reply = ask(endpoint)
    assert (reply.answers, reply.refused, len(endpoint.bodies)) == ({}, kind, 1)
    assert reply.problem and reply.usage.calls == 1


@pytest.mark.parametrize(
    ("wire", "kind"),
    [
        (body({"error": {"message": "maximum context length", "code": 400}}), "length"),
        (body({"error": {"message": "data_inspection_failed"}}), "content"),
        ((400, {}, b'{"code": "DataInspectionFailed", "message": "no"}'), "content"),
        ((400, {}, b"the prompt is too long"), "length"),
    ],
    ids=["with status 200", "in words with status 200", "without error around it", "plain text"],
)
def test_a_refused_question_of_another_shape(wire: Wire, kind: str) -> None:
    with serving([wire]) as endpoint:
        assert ask(endpoint).refused == kind


def test_an_error_with_status_200_is_that_of_its_code() -> None:
    busy = body({"error": {"message": "slow down", "code": 429}})
    waits: list[float] = []
    with serving([busy, completion(TEXT)]) as endpoint:
        assert ask(endpoint, sleep=waits.append).answers == GOOD
    assert waits == [1.0]


ODD: dict[str, tuple[Wire, tuple[int, int]]] = {
    "usage null": (changed(usage=None), (0, 0)),
    "usage of nulls": (changed(usage={"prompt_tokens": None, "completion_tokens": None}), (0, 0)),
    "usage of floats": (changed(usage={"prompt_tokens": 11.0, "completion_tokens": 7.9}), (11, 7)),
    "usage of texts": (changed(usage={"prompt_tokens": "11", "completion_tokens": "many"}), (11, 0)),
    "usage of nonsense": (changed(usage={"prompt_tokens": -5, "completion_tokens": True}), (0, 0)),
    "usage without end": ((200, {}, completion(TEXT)[2].replace(b": 11,", b": 1e999,")), (0, 7)),
    "usage a list": (changed(usage=[1]), (0, 0)),
    "finish null": (changed(finish_reason=None), (11, 7)),
    "content in parts": (
        changed(content=[{"type": "text", "text": TEXT[:9]}, {"type": "text", "text": TEXT[9:]}]),
        (11, 7),
    ),
    "content with thoughts": (
        changed(content=[{"type": "thinking", "thinking": [{"text": "{}"}]}, {"type": "text", "text": TEXT}]),
        (11, 7),
    ),
    "content of texts": (changed(content=[TEXT]), (11, 7)),
    "content an object": (changed(content=GOOD), (11, 7)),
    "refusal null": (changed(refusal=None), (11, 7)),
    "refusal empty": (changed(refusal=""), (11, 7)),
    "a mark before it": ((200, {}, b"\xef\xbb\xbf" + completion(TEXT)[2]), (11, 7)),
    "error null": (changed(error=None), (11, 7)),
    "half characters beside it": (changed(content=f"\ud800\x1b[31m {TEXT}"), (11, 7)),
    "packed": ((200, {"content-encoding": "gzip"}, gzip.compress(completion(TEXT)[2])), (11, 7)),
    "deflated": ((200, {"content-encoding": "deflate"}, zlib.compress(completion(TEXT)[2])), (11, 7)),
}


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json_object", "markdown"])
@pytest.mark.parametrize(("wire", "tokens"), ODD.values(), ids=ODD)
def test_an_odd_completion_is_used(wire: Wire, tokens: tuple[int, int], mode: Any) -> None:
    with serving([wire]) as endpoint:
        reply = ask(endpoint, mode)
    assert (reply.answers, reply.problem) == (GOOD, "")
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == tokens


CALLS: dict[str, dict[str, Any]] = {
    "arguments an object": {"tool_calls": [{"id": "1", "type": "function", "function": {"name": "Answer", "arguments": GOOD}}]},
    "no id and no type": {"tool_calls": [{"function": {"name": "Answer", "arguments": TEXT}}]},
    "name null": {"tool_calls": [{"function": {"name": None, "arguments": TEXT}}]},
    "a call of nothing before it": {"tool_calls": [{"function": {"name": "x", "arguments": None}}, {"function": {"arguments": TEXT}}]},
    "the older way": {"function_call": {"name": "Answer", "arguments": TEXT}},
    "the older way, an object": {"function_call": {"name": "Answer", "arguments": GOOD}},
    "in the content": {"content": f"好的。{TEXT}"},
    "calls null": {"content": TEXT, "tool_calls": None},
    "calls of nonsense": {"content": TEXT, "tool_calls": [None, 1, {"function": 2}]},
    "fenced arguments": {"function_call": {"name": "Answer", "arguments": f"```JSON\n{TEXT}\n```"}},
}  # fmt: skip


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json_object", "markdown"])
@pytest.mark.parametrize("message", CALLS.values(), ids=CALLS)
def test_an_answer_in_a_call_or_beside_it_is_used(message: dict[str, Any], mode: Any) -> None:
    with serving([changed(**{"content": None, **message})]) as endpoint:
        assert ask(endpoint, mode).answers == GOOD


HOSTILE = {
    "deep content": "[" * 50_000,
    "deep object": '{"a":' * 50_000,
    "deep and closed": '{"a":' * 500 + "1" + "}" * 500,
    "many beginnings": '{"x' * 100_000,
    "a number without end": f'{{"{RECEIVED}": 1{"0" * 5000}}}',
    "null": "null",
    "nothing": "",
}


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json_object", "markdown"])
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_content_is_a_problem_and_takes_no_time(content: str, mode: Any) -> None:
    started = time.monotonic()
    with serving([completion(content)]) as endpoint:
        reply = ask(endpoint, mode)
    assert reply.answers == {} and "no JSON object" in reply.problem
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("value", ["1:16\x1b[2J", "1:16\x00", "1:\ud800"])
def test_a_value_of_characters_that_no_file_takes_is_cleaned(value: str) -> None:
    with serving([completion(json.dumps({RECEIVED: value}))]) as endpoint:
        answer = ask(endpoint).answers[RECEIVED]
    assert answer is not None and "\ufffd" in answer
    answer.encode("utf-8")


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    bomb = gzip.compress(b" " * (received.LARGEST * 20))
    wires: list[Wire] = [(200, {"content-encoding": "gzip"}, bomb), (200, {}, b" " * (received.LARGEST + 1))]
    for wire in wires:
        with serving([wire]) as endpoint, fails(EndpointFault, "model.at") as caught:
            ask(endpoint)
        cause = caught.value.details["why"]
        assert isinstance(cause, EndpointFault)
        assert (cause.id, cause.details) == ("endpoint.large", {"size": 8})


@contextmanager
def raw_server(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server of plain bytes; `talk` has each connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    try:
                        connection.recv(65536)
                        talk(connection)
                    except OSError:
                        pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        server.shutdown(socket.SHUT_RDWR)


def drip(start: bytes) -> Callable[[socket.socket], None]:
    def talk(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(200):
            connection.sendall(b"x")
            time.sleep(0.02)

    return talk


@pytest.mark.parametrize(
    "start",
    [b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", b"HTTP/1.1 200 OK\r\nx-slow: "],
    ids=["body", "headers"],
)
def test_a_slow_drip_ends(start: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.model.client.SECONDS", 0.5)
    monkeypatch.setattr("extractor.model.client.LEAST_SECONDS", 0.1)
    started = time.monotonic()
    with raw_server(drip(start)) as url, connected(url) as client:
        for _ in range(FAULTS_IN_A_ROW):
            with pytest.raises(EndpointUnreachable) as caught:
                client.ask(Request(MESSAGES, answer_model(), 100))
            assert reasons(caught.value) == ["model.at", "endpoint.late"]
        with pytest.raises(EndpointUnreachable) as caught:
            client.ask(Request(MESSAGES, answer_model(), 100))
        assert reasons(caught.value) == ["model.at", "model.given-up", "endpoint.late"]
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    "said", [b"nonsense\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{}"]
)
def test_what_is_no_http_is_no_one_there(said: bytes) -> None:
    with (
        raw_server(lambda connection: connection.sendall(said)) as url,
        connected(url) as client,
        pytest.raises(EndpointUnreachable),
    ):
        client.ask(Request(MESSAGES, answer_model(), 100))


NOW = 1_700_000_000.0
WAITS: dict[str, float | None] = {
    "7": 7.0,
    "0": 0.0,
    "1.5": 1.5,
    "1000000000": 1e9,
    "-5": None,
    "²": None,
    "٣": None,
    "nan": None,
    "inf": None,
    "1e999": None,
    "": None,
    "soon": None,
    "Tue, 14 Nov 2023 22:13:50 GMT": 30.0,
    "Tue, 14 Nov 2023 22:13:50": 30.0,
    "Tue, 14 Nov 2023 22:13:10 GMT": None,
    "Tue, 99 Nov 2023 22:13:10 GMT": None,
}


@pytest.mark.parametrize(("header", "seconds"), WAITS.items(), ids=WAITS)
def test_retry_after(header: str, seconds: float | None) -> None:
    assert read_retry_after(header, NOW) == seconds


@pytest.mark.parametrize("header", ["1000000000", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_an_absurd_wait_is_bounded(header: str) -> None:
    waits: list[float] = []
    with serving([refusal(429, retry_after=header), completion(TEXT)]) as endpoint:
        assert ask(endpoint, sleep=waits.append).answers == GOOD
    assert waits == [LONGEST_WAIT]


def test_a_dead_endpoint_is_tried_once() -> None:
    waits: list[float] = []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with connected(url, sleep=waits.append) as client:
        for _ in range(5):
            with pytest.raises(ModelUnreachable):
                client.ask(Request(MESSAGES, answer_model(), 100))
    assert waits == [1.0, 2.0, 4.0, 8.0]


def reasons(error: object) -> list[str]:
    """The ids of the error and of what it was caused by."""
    return [error.id, *reasons(error.details.get("why"))] if isinstance(error, ExtractorError) else []


def ask_often(wire: Wire, times: int) -> tuple[int, list[list[str]]]:
    """How many requests were sent, and what became of each question."""
    told = []
    with serving(otherwise=lambda _: wire) as endpoint, connected(endpoint.url) as client:
        for _ in range(times):
            with pytest.raises(EndpointError) as caught:
                client.ask(Request(MESSAGES, answer_model(), 100))
            told.append(reasons(caught.value))
    return len(endpoint.bodies), told


@pytest.mark.parametrize(
    "wire", [web(b"<html>"), changed(refusal="no"), refusal(401)], ids=["page", "refusal", "key"]
)
def test_after_so_many_faults_in_a_row_no_more_is_asked(wire: Wire) -> None:
    sent, told = ask_often(wire, 10)
    assert sent == FAULTS_IN_A_ROW
    assert ["model.given-up" in ids for ids in told] == [False] * sent + [True] * (10 - sent)


def test_a_good_answer_between_faults_keeps_the_run_going() -> None:
    wires = [web(b"<html>"), web(b"<html>"), completion(TEXT)] * 3
    with serving(wires) as endpoint, connected(endpoint.url) as client:
        for wire in wires:
            if wire[0] == 200 and wire[2].startswith(b"<"):
                with pytest.raises(EndpointFault):
                    client.ask(Request(MESSAGES, answer_model(), 100))
            else:
                assert client.ask(Request(MESSAGES, answer_model(), 100)).answers == GOOD
    assert len(endpoint.bodies) == 9


def test_an_open_circuit_stays_open_and_keeps_its_reason() -> None:
    circuit = Circuit()
    circuit.open(EndpointUnreachable("endpoint.late", seconds=1))
    circuit.open(EndpointFault("endpoint.nothing"))
    circuit.close()
    with pytest.raises(EndpointUnreachable) as caught:
        circuit.check()
    assert reasons(caught.value) == ["model.given-up", "endpoint.late"]
    assert str(caught.value) == "no whole answer within 1 seconds; nothing more is asked in this run"


def ask_with(url: str, model: str, extras: Extras) -> Reply:
    client = Client(url, "none", model, extras=extras)
    try:
        return client.ask(Request(MESSAGES, answer_model(), 100))
    finally:
        client.close()


def test_fields_and_headers_of_the_user_are_sent() -> None:
    fields = {"enable_thinking": False, "seed": None, "temperature": 0.6, "chat_template_kwargs": {"a": [1]}}
    extras = Extras({"X-Team": "red", "Authorization": "Basic abc"}, fields)
    with serving([completion(TEXT)]) as endpoint:
        assert ask_with(endpoint.url, "qwen3-32b", extras).answers == GOOD
    (sent,), (headers,) = endpoint.requests, endpoint.headers
    assert (sent["enable_thinking"], sent["temperature"], sent["chat_template_kwargs"]) == (
        False,
        0.6,
        {"a": [1]},
    )
    assert "seed" not in sent and sent["max_tokens"] == 4100
    assert (headers["x-team"], headers["authorization"]) == ("red", "Basic abc")


@pytest.mark.parametrize(
    "name", ["asked", "strict", "context", "hooks", "cache", "timeout", "extra_body", "max_retries"]
)
def test_a_field_of_any_name_is_sent(name: str) -> None:
    with serving([completion(TEXT, tool="Answer")]) as endpoint:
        assert ask_with(endpoint.url, "m", Extras(fields={name: 1})).answers == GOOD
    assert endpoint.requests[0][name] == 1


@pytest.mark.parametrize("model", ["gpt-5", "gpt-5-mini", "o3-mini", "openai/o4-mini"])
def test_a_model_that_thinks_has_its_own_limit(model: str) -> None:
    with serving([completion(TEXT)]) as endpoint:
        ask_with(endpoint.url, model, Extras())
    (sent,) = endpoint.requests
    assert sent["max_completion_tokens"] == 8100
    assert not {"max_tokens", "temperature", "seed"} & set(sent)


def test_a_base_url_with_a_query_and_a_password() -> None:
    with serving([completion(TEXT)]) as endpoint:
        url = endpoint.url.replace("http://", "http://user:p%40ssword1@") + "/?api-version=1"
        assert ask_with(url, "m", Extras()).answers == GOOD
    assert endpoint.headers[0]["authorization"] == "Basic dXNlcjpwQHNzd29yZDE="


def test_a_proxy_is_never_asked_for_what_is_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "socks5://127.0.0.1:1")
    with serving([completion(TEXT)]) as endpoint:
        assert ask(endpoint).answers == GOOD


def test_a_proxy_that_cannot_be_used_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, id in (("socks5://127.0.0.1:1", "proxy.socks"), ("carrier-pigeon://x", "proxy.url")):
        monkeypatch.setenv("ALL_PROXY", name)
        with fails(UsageError, id):
            Client("https://models.invalid/v1", "none", "m")
