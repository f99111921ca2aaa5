"""The embedded server: what keeps it from starting, what the real model answers, how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import openai
import pytest
from openai.types.chat import ChatCompletion
from support import fails

from extractor.errors import LocalModelError
from extractor.model import embedded, weights
from extractor.model.embedded import EmbeddedServer

needs_llama = pytest.mark.skipif(find_spec("xllamacpp") is None, reason="xllamacpp is not installed")


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that begins like a model and is none."""
    path = tmp_path / "broken 模型.gguf"
    path.write_bytes(b"GGUF" + bytes(100))
    monkeypatch.setenv("OGI_MODEL_PATH", str(path))
    monkeypatch.delenv("OGI_MODEL_PORT", raising=False)
    return path


def test_nothing_is_needed_before_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OGI_MODEL_PATH", str(tmp_path / "My-Model-7B.gguf"))
    server = EmbeddedServer()
    assert server.model == "My-Model-7B"
    server.stop()


def test_default_model_is_the_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OGI_MODEL_PATH", raising=False)
    assert EmbeddedServer().model == "qwen2.5-coder-1.5b-instruct-q4_k_m"


def test_missing_extra(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "xllamacpp", raising=False)
    with fails(LocalModelError, "embedded.package", command=weights.INSTALL):
        EmbeddedServer().start()


@needs_llama
def test_missing_model_file(broken: Path) -> None:
    broken.unlink()
    with fails(LocalModelError, "weights.unreadable"), EmbeddedServer():
        pass


@needs_llama
def test_file_that_llama_refuses(broken: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with fails(LocalModelError, "embedded.refused", path=str(broken)) as caught:
        EmbeddedServer().start()
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


@needs_llama
def test_port_that_is_taken(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("OGI_MODEL_PORT", str(port))
        with fails(LocalModelError, "embedded.port-taken", port=port):
            EmbeddedServer().start()


@needs_llama
@pytest.mark.parametrize("port", ["http", "-1", "65536", "8080.0"])
def test_port_that_is_none(broken: Path, monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("OGI_MODEL_PORT", port)
    with fails(LocalModelError, "embedded.port", text=port):
        EmbeddedServer().start()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ([], ""),
        (
            ["0.00.1 W load: odd", "0.00.2 E load: bad tensor", "0.00.3 E srv: exiting", "RuntimeError: no"],
            "bad tensor",
        ),
        (["Traceback (most recent call last):", "ImportError: libgomp.so.1"], "ImportError: libgomp.so.1"),
    ],
    ids=["nothing said", "llama.cpp", "python"],
)
def test_reason_of_a_failed_start(said: list[str], reason: str) -> None:
    assert embedded._reason(said) == reason


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OGI_MODEL_PORT", raising=False)
    if find_spec("xllamacpp") is None:
        pytest.skip("xllamacpp is not installed")
    status = weights.status()
    if not status.joined and status.installed < status.parts:
        pytest.skip(f"{status.installed} of {status.parts} parts of the embedded model are installed")


def connect(server: EmbeddedServer) -> openai.OpenAI:
    return openai.OpenAI(base_url=server.base_url, api_key=server.api_key, max_retries=0)


def ask(client: openai.OpenAI, question: str, **options: Any) -> str:
    body = {"messages": [{"role": "user", "content": question}], "temperature": 0, "seed": 1, **options}
    reply = client.post("/chat/completions", cast_to=ChatCompletion, body={"model": "any", **body})
    return reply.choices[0].message.content or ""


@pytest.mark.live
def test_answers_by_schema_and_says_nothing_else(ready: None, capfd: pytest.CaptureFixture[str]) -> None:
    colours = {"type": "string", "enum": ["绿", "蓝", "红"]}
    schema = {"type": "object", "properties": {"血": colours, "天": colours}, "required": ["血", "天"]}
    form = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": schema}}
    with EmbeddedServer() as server, connect(server) as client:
        assert server.start() == server.start() == server.base_url
        assert [model.id for model in client.models.list()] == [server.model]
        answer = json.loads(ask(client, "血和天是什么颜色?", response_format=form))
    assert list(answer) == ["血", "天"]
    assert set(answer.values()) <= {"绿", "蓝", "红"}
    assert capfd.readouterr() == ("", "")


@pytest.mark.live
def test_key_is_needed(ready: None) -> None:
    with (
        EmbeddedServer() as server,
        openai.OpenAI(base_url=server.base_url, api_key="other") as client,
        pytest.raises(openai.AuthenticationError),
    ):
        ask(client, "你好")


@pytest.mark.live
def test_stop_ends_a_request_in_flight(ready: None) -> None:
    with EmbeddedServer() as server, connect(server) as client:
        timer = threading.Timer(2, server.stop)
        timer.start()
        with pytest.raises(openai.APIConnectionError):
            ask(client, LONG)
        timer.join()


LONG = "写一篇五千字的文章。"
PROGRAM = f"""
import signal
import openai
from extractor.model.embedded import EmbeddedServer

signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background inherits that it is ignored
with EmbeddedServer() as server:
    client = openai.OpenAI(base_url=server.base_url, api_key=server.api_key, max_retries=0)
    print(server._child.pid, flush=True)
    client.chat.completions.create(model="any", messages=[{{"role": "user", "content": "{LONG}"}}])
"""


@pytest.mark.live
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_server_ends_with_its_program(ready: None, name: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(weights.__file__).parents[2])}
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdout
        child = int(program.stdout.readline())
        time.sleep(2)
        program.send_signal(getattr(signal, name))
        out, err = program.communicate(timeout=10)
    assert out == b""
    assert err.endswith(b"KeyboardInterrupt\n") if name == "SIGINT" else err == b""
    assert ends(child)


def ends(process: int) -> bool:
    """Whether the process is gone within five seconds."""
    for _ in range(50):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
