"""The embedded server: what keeps it from starting, and one question to the real model."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from extractor import embedded, weights
from extractor.embedded import EmbeddedServer
from extractor.errors import LocalModelError

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
    with pytest.raises(LocalModelError, match=r'needs xllamacpp; run pip install "ogi-extractor\[local\]"'):
        EmbeddedServer().start()


@needs_llama
def test_missing_model_file(broken: Path) -> None:
    broken.unlink()
    with pytest.raises(LocalModelError, match="OGI_MODEL_PATH: cannot read"), EmbeddedServer():
        pass


@needs_llama
def test_file_that_llama_refuses(broken: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LocalModelError) as caught:
        EmbeddedServer().start()
    assert str(caught.value).startswith(f"llama.cpp cannot serve {broken}: ")
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


@needs_llama
def test_port_that_is_taken(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("OGI_MODEL_PORT", str(port))
        with pytest.raises(LocalModelError, match=f"port {port} is taken; name a free one in OGI_MODEL_PORT"):
            EmbeddedServer().start()


@needs_llama
@pytest.mark.parametrize("port", ["http", "-1", "65536", "8080.0"])
def test_port_that_is_none(broken: Path, monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("OGI_MODEL_PORT", port)
    with pytest.raises(LocalModelError, match=f"OGI_MODEL_PORT: '{port}' is not a port"):
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


@pytest.fixture(scope="module")
def ready() -> None:
    if find_spec("xllamacpp") is None:
        pytest.skip("xllamacpp is not installed")
    status = weights.status()
    if not status.joined and status.installed < status.parts:
        pytest.skip(f"{status.installed} of {status.parts} parts of the embedded model are installed")


@pytest.fixture(scope="module")
def server(ready: None) -> Iterator[EmbeddedServer]:
    with EmbeddedServer() as server:
        yield server
