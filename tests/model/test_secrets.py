"""Keys and headers stay out of answers, messages, recordings and logs, however an endpoint spells them."""

from __future__ import annotations

import base64
import json
import logging
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from support import Wire, completion, refusal, serving
from test_client import MESSAGES, RECEIVED, answer_model

from extractor.cassettes.transport import Cassettes
from extractor.errors import EndpointError
from extractor.model.asker import Request
from extractor.model.backend import Endpoint, choose_backend, without_keys
from extractor.model.client import Client
from extractor.model.extras import NO_EXTRAS, Extras
from extractor.model.secrets import Secrets

KEY = "sk-Geheim/0123+456789"
HEADER = "token-of-the-gateway"


def escaped(text: str) -> str:
    return "".join(f"\\u{ord(c):04x}" for c in text)


SPELLED: dict[str, str] = {
    "plain": KEY,
    "in a sentence": f"你的密钥{KEY}无效",
    "with the scheme": f"Bearer {KEY}",
    "one character escaped": KEY.replace("-", "\\u002d"),
    "capitals of an escape": KEY.replace("/", "\\u002F"),
    "all escaped": escaped(KEY),
    "escaped twice": escaped(KEY).replace("\\", "\\\\"),
    "slash escaped": KEY.replace("/", "\\/"),
    "in a URL": quote(KEY, safe=""),
    "in a URL in a URL": quote(quote(KEY, safe=""), safe=""),
    "in a web page": KEY.replace("-", "&#45;").replace("/", "&#x2F;"),
    "base64 of the header": base64.b64encode(f"Bearer {KEY}".encode()).decode(),
    "base64 of the key": base64.b64encode(KEY.encode()).decode(),
    "base64 with a user": base64.b64encode(f"me:{KEY}".encode()).decode(),
    "base64 for URLs": base64.urlsafe_b64encode(KEY.encode()).decode(),
    "small letters": KEY.lower(),
}


def leaks(text: str) -> bool:
    """Whether the key, or most of it, can be had from the text."""
    bare = text.replace("\\\\", "\\").replace("\\/", "/").lower()
    cores = [KEY.lower()[3:-3], quote(KEY, safe="").lower()[4:-4], escaped(KEY)[12:-12]]
    codes = [base64.b64encode(b"x" * n + KEY.encode()).decode()[8:-8].lower() for n in range(3)]
    return any(core in bare for core in cores + codes)


@pytest.mark.parametrize("text", SPELLED.values(), ids=SPELLED)
def test_a_secret_is_masked_however_it_is_spelled(text: str) -> None:
    masked = Secrets([KEY]).mask(f"vor {text} nach")
    assert masked.startswith("vor ") and masked.endswith(" nach") and "***" in masked
    assert not leaks(masked)


@pytest.mark.parametrize("key", ["", "0", "1", "a", "none", "1234567"])
def test_a_short_key_is_no_secret(key: str) -> None:
    assert Secrets([key]).mask("1:10 abc 1234567 none") == "1:10 abc 1234567 none"


def test_of_a_header_each_word_is_a_secret() -> None:
    masked = Secrets([f"Bearer {KEY}", "short"]).mask(f"{KEY} short Bearer")
    assert masked == "*** short Bearer"


def test_masking_takes_no_time() -> None:
    started = time.monotonic()
    for text in ("\\" * 200_000, "sk-" * 100_000, "&#0" * 100_000, "%25" * 100_000):
        assert Secrets(["s" * 7 + "k-" * 40]).mask(text) == text
    assert time.monotonic() - started < 5


def ask(wire: Wire, key: str = KEY, extras: Extras = NO_EXTRAS) -> str | None:
    with serving([wire]) as endpoint:
        client = Client(endpoint.url, key, "m", mode="json_schema", extras=extras)
        try:
            return client.ask(Request(MESSAGES, answer_model(), 100)).answers.get(RECEIVED)
        finally:
            client.close()


def answering(value: str) -> Wire:
    """The value as it stands inside the JSON of the answer."""
    return completion(f'{{"{RECEIVED}": "{value}"}}')


@pytest.mark.parametrize("key", ["0", "1", "a", "16", "1:16"])
def test_a_short_key_changes_no_answer(key: str) -> None:
    assert ask(answering("1:16"), key) == "1:16"


INSIDE = {name: text for name, text in SPELLED.items() if "twice" not in name}


@pytest.mark.parametrize("text", INSIDE.values(), ids=INSIDE)
def test_an_echoed_key_is_in_no_answer(text: str) -> None:
    answer = ask(answering(f"1:{text}"))
    assert answer is not None and "***" in answer and not leaks(answer)


def test_an_echoed_header_is_in_no_answer() -> None:
    assert ask(answering(f"1:{HEADER}"), extras=Extras({"x-gateway": HEADER})) == "1:***"


@pytest.mark.parametrize("status", [400, 401, 500])
@pytest.mark.parametrize("text", SPELLED.values(), ids=SPELLED)
def test_an_echoed_key_is_in_no_message_and_no_log(
    text: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    body = f'{{"error": {{"message": "bad key {text}"}}}}'.encode()
    with serving([(status, {}, body)] * 9) as endpoint:
        url = endpoint.url.replace("http://", "http://user:pass-word-1@")
        client = Client(url, KEY, "m", mode="json_schema", sleep=lambda _: None)
        with pytest.raises(EndpointError) as caught:
            client.ask(Request(MESSAGES, answer_model(), 100))
        client.close()
    assert "***" in str(caught.value) and not leaks(str(caught.value))
    logged = caplog.text + "".join(repr(record.args) for record in caplog.records)
    assert not leaks(logged) and "pass-word-1" not in logged


REPORT = "青岩市水务局2015年政府信息公开工作年度报告\n全年共收到政府信息公开申请40件。\n"


@pytest.mark.parametrize("text", INSIDE.values(), ids=INSIDE)
def test_an_echoed_key_is_in_no_recording_and_no_result(text: str, tmp_path: Path) -> None:
    from extractor.output.results import result_to_json
    from extractor.pipeline import Settings, extract_file

    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")

    def echo(body: dict[str, object]) -> Wire:
        names = body["response_format"]["json_schema"]["schema"]["properties"]  # type: ignore[index]
        return completion("{" + ", ".join(f'"{name}": "1:{text}"' for name in names) + "}")

    with serving(otherwise=echo) as endpoint:
        live = Endpoint(endpoint.url, KEY, "m", mode="json_schema", extras=Extras({"x-gateway": HEADER}))
        cassettes = Cassettes(tmp_path / "cassettes", "once", live)
        result = result_to_json(extract_file(report, Settings(asker=cassettes.asker, ask="all")))
        cassettes.close()
    kept = "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "cassettes").iterdir())
    assert "***" in kept and "***" in result
    assert not leaks(kept) and not leaks(result) and HEADER not in kept
    replay = Cassettes(tmp_path / "cassettes")
    assert result_to_json(extract_file(report, Settings(asker=replay.asker, ask="all"))) == result


def test_a_traceback_is_masked_in_every_spelling() -> None:
    text = without_keys(" ".join(SPELLED.values()), {"OPENAI_API_KEY": KEY})
    assert not leaks(text)


def test_a_key_with_a_line_end_is_taken_without_it() -> None:
    with serving([refusal(401)]) as endpoint:
        environ = {"OPENAI_BASE_URL": f" {endpoint.url}\n", "OPENAI_API_KEY": f"{KEY}\n"}
        backend = choose_backend("m", environ=environ)
        with pytest.raises(EndpointError):
            backend.asker(Path("x")).ask(Request(MESSAGES, answer_model(), 100))
        backend.close()
    assert endpoint.headers[0]["authorization"] == f"Bearer {KEY}"
    assert json.loads(endpoint.bodies[0])["model"] == "m"
