"""What the command line and the environment choose, and which way leads there."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from support import completion, fails, serving
from test_client import GOOD, MESSAGES, TEXT, answer_model

from extractor.errors import UsageError
from extractor.model.asker import Request
from extractor.model.backend import check_url, choose_backend
from extractor.model.extras import Extras, read_extras
from extractor.model.profiles import find_profile
from extractor.model.proxies import find_proxy, is_loopback

PROXIES = {"http": "http://proxy:1", "https": "http://proxy:2", "all": "http://proxy:3", "no": ""}


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST", "a.localhost", "127.0.0.1", "127.9.9.9", "127.1", "2130706433", "::1", "0.0.0.0", "::",
     "::ffff:127.0.0.1"],
)  # fmt: skip
def test_this_machine_is_known_by_all_its_names(host: str) -> None:
    assert is_loopback(host)
    address = f"[{host}]" if ":" in host else host
    assert find_proxy(urlsplit(f"http://{address}:8000/v1"), PROXIES) is None


@pytest.mark.parametrize(
    "host", ["127.example.com", "localhost.example.com", "notlocalhost", "128.0.0.1", "::2", ""]
)
def test_other_machines_are_not(host: str) -> None:
    assert not is_loopback(host)


WAYS: dict[str, tuple[str, dict[str, str], str | None]] = {
    "by scheme": ("http://a.cn/v1", {}, "http://proxy:1"),
    "safe": ("https://a.cn/v1", {}, "http://proxy:2"),
    "all": ("https://a.cn/v1", {"https": ""}, "http://proxy:3"),
    "without scheme": ("http://a.cn/v1", {"http": "proxy:9"}, "http://proxy:9"),
    "none": ("http://a.cn/v1", {"http": "", "all": ""}, None),
    "exempt name": ("http://a.cn/v1", {"no": "b.cn, a.cn"}, None),
    "exempt domain": ("http://x.a.cn/v1", {"no": ".a.cn"}, None),
    "exempt domain without dot": ("http://x.a.cn/v1", {"no": "a.cn"}, None),
    "exempt pattern": ("http://x.a.cn/v1", {"no": "*.a.cn"}, None),
    "part of a name": ("http://xa.cn/v1", {"no": "a.cn"}, "http://proxy:1"),
    "everything": ("http://a.cn/v1", {"no": "*"}, None),
    "exempt port": ("http://a.cn:81/v1", {"no": "a.cn:81"}, None),
    "another port": ("http://a.cn:82/v1", {"no": "a.cn:81"}, "http://proxy:1"),
    "exempt network": ("http://10.1.2.3/v1", {"no": "10.0.0.0/8"}, None),
    "another network": ("http://11.1.2.3/v1", {"no": "10.0.0.0/8"}, "http://proxy:1"),
    "exempt address": ("http://[fd00::1]/v1", {"no": "fd00::1"}, None),
}


@pytest.mark.parametrize(("url", "changes", "proxy"), WAYS.values(), ids=WAYS)
def test_find_proxy(url: str, changes: dict[str, str], proxy: str | None) -> None:
    known = {name: value for name, value in {**PROXIES, **changes}.items() if value}
    assert find_proxy(urlsplit(url), known) == proxy


@pytest.mark.parametrize(
    "url",
    ["http://[::1:bad", "http://", "http:///v1", "http://host:bad/v1", "http://host:99999/v1", "http://host:0/v1",
     "https://a b/v1", "http://host/v1\x00", "http://a..b/v1", f"http://{'a' * 64}.cn/v1", "http://[v1]/",
     "http://user:geheimnis@[::1:bad"],
)  # fmt: skip
def test_what_is_no_url_is_told_without_it(url: str) -> None:
    with fails(UsageError, "model.url") as error:
        choose_backend("m", environ={"OPENAI_BASE_URL": url})
    assert "geheimnis" not in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1]:8000/v1",
        "HTTP://HOST/v1/",
        "https://例子.cn/v1",
        "http://u:p@host/v1?api-version=1",
        "http://127.1",
    ],
)
def test_what_is_a_url(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize("key", ["sk-密钥", "a\nb-12345678", "a\x00b"])
def test_a_key_that_cannot_be_sent_is_told_without_it(key: str) -> None:
    with fails(UsageError, "model.key") as error:
        choose_backend("m", environ={"OPENAI_API_KEY": key})
    assert key not in str(error.value)


FIELDS: dict[str, dict[str, Any]] = {
    "enable_thinking=false": {"enable_thinking": False},
    "seed=null": {"seed": None},
    "temperature=0.5": {"temperature": 0.5},
    "user=me": {"user": "me"},
    'user="1"': {"user": "1"},
    "empty=": {"empty": ""},
    'x={"a": [1]}': {"x": {"a": [1]}},
    "x=a=b": {"x": "a=b"},
    "x=NaN": {"x": "NaN"},
}


@pytest.mark.parametrize(("option", "fields"), FIELDS.items(), ids=FIELDS)
def test_request_field(option: str, fields: dict[str, Any]) -> None:
    assert read_extras((), (option,)).fields == fields


@pytest.mark.parametrize("option", ["x", "=1", "model=m", "messages=[]", "stream=true", "tools=[]"])
def test_a_request_field_that_cannot_be(option: str) -> None:
    with pytest.raises(UsageError) as error:
        read_extras((), (option,))
    assert error.value.id in ("field.shape", "field.own")


@pytest.mark.parametrize(
    "option", ["x", "=geheimnis", "a b=geheimnis", "x=geheimnis\n2", "host=geheimnis", "x=geheimnis密"]
)
def test_a_header_that_cannot_be_is_told_without_its_value(option: str) -> None:
    with pytest.raises(UsageError) as error:
        read_extras((option,), ())
    assert error.value.id in ("header.shape", "header.own")
    assert "geheimnis" not in str(error.value)


def test_header() -> None:
    assert read_extras(("api-key = a=b ",), ()).headers == {"api-key": "a=b"}


def test_what_the_user_adds_reaches_the_endpoint() -> None:
    extras = Extras({"api-key": "geheimnis"}, {"top_p": 0.1})
    with serving([completion(TEXT, tool="Answer")]) as endpoint:
        backend = choose_backend("m", extras=extras, environ={"OPENAI_BASE_URL": endpoint.url})
        reply = backend.asker(Path("x")).ask(Request(MESSAGES, answer_model(), 100))
        backend.close()
    assert reply.answers == GOOD
    assert endpoint.headers[0]["api-key"] == "geheimnis" and endpoint.requests[0]["top_p"] == 0.1


THINKING = {
    "qwen3-32b": 4000,
    "qwen3-30b-a3b-instruct-2507": 0,
    "qwen3-coder-plus": 0,
    "qwen3-235b-a22b-thinking-2507": 8000,
    "deepseek-reasoner": 8000,
    "deepseek-r1-distill-qwen-7b": 8000,
    "deepseek-chat": 0,
    "gpt-oss-20b": 4000,
    "gpt-4o": 0,
    "qwen2.5-coder-1.5b-instruct-q4_k_m": 0,
}


@pytest.mark.parametrize(("model", "tokens"), THINKING.items(), ids=THINKING)
def test_room_to_think(model: str, tokens: int) -> None:
    assert find_profile(model).thinking == tokens
