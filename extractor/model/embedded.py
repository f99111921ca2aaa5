"""The embedded model: llama.cpp's own OpenAI-compatible server, on loopback, in a child process.

In a child, because inside this process it cannot be ended: its destructor waits for ever when a request is in
flight (and often right after the start) and holds the interpreter's lock meanwhile, so that not even Ctrl-C
helps; loading holds the lock for seconds, too. The child ends when the pipe to its stdin closes: it does not
outlive this process, however that ends.
"""

from __future__ import annotations

import inspect
import json
import os
import secrets
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from extractor.errors import LocalModelError, why
from extractor.model import weights

N_CTX = 8192  # tokens of prompt and answer: a long section with its items is 4,000; each 1,000 take 28 MB
SPIN_COUNT = "1000"  # threads that wait longer for each other before they sleep starve beside other work
HEALTH_SECONDS = 30  # a loaded server answers at once, unless the machine is very busy


class EmbeddedServer:
    """The embedded model behind an OpenAI-compatible endpoint: from start() to stop(), or for a `with`."""

    def __init__(self, progress: weights.Progress | None = None, *, n_ctx: int = N_CTX) -> None:
        self.model = weights.locate().stem
        self.api_key = secrets.token_hex(16)  # so that no web page and no other user can use the server
        self._progress = progress
        self._n_ctx = n_ctx
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._base_url = ""

    @property
    def base_url(self) -> str:
        """The endpoint's address; asking for it starts the server."""
        return self.start()

    def start(self) -> str:
        """Start the server unless it runs, join the weights before if need be; return its base URL."""
        with self._lock:
            if self._child is None or self._child.poll() is not None:
                self._end_child()
                self._base_url = self._launch()
            return self._base_url

    def stop(self) -> None:
        """End the server at once; a request in flight fails with a connection error."""
        with self._lock:
            self._end_child()

    def __enter__(self) -> EmbeddedServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _launch(self) -> str:
        if find_spec("xllamacpp") is None:
            raise LocalModelError("embedded.package", command=weights.INSTALL)
        port = _wanted_port()
        path = weights.prepare(self._progress)
        self._child = _spawn()
        try:
            told = {"path": str(path), "alias": self.model, "key": self.api_key}
            _tell(self._child, port=port, n_ctx=self._n_ctx, **told)
            address = _hear_address(self._child, path, port)
            _await_health(address)
        except BaseException:  # Ctrl-C while it loads is one of them
            self._end_child()
            raise
        return f"{address}/v1"

    def _end_child(self) -> None:
        if self._child:
            self._child.kill()  # it holds nothing that a gentler end would save
            self._child.communicate()
            self._child = None


def _wanted_port() -> int:
    text = os.environ.get("OGI_MODEL_PORT") or "0"  # 0 takes a free one
    if not text.isdecimal() or int(text) > 65535:
        raise LocalModelError("embedded.port", text=text)
    return int(text)


def _threads() -> int:
    """The cores this process may use; of many logical ones half, since two in one core hinder each other."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return allowed if allowed <= 4 else allowed // 2


def _spawn() -> subprocess.Popen[str]:
    """A child that runs _serve. It gets its source, for this package need not be on the child's path."""
    return subprocess.Popen(
        [sys.executable, "-P", "-c", f"{inspect.getsource(_serve)}\n_serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env={"GOMP_SPINCOUNT": SPIN_COUNT, **os.environ},
        # Ctrl-C is for this process alone: it decides when the child ends.
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


def _tell(child: subprocess.Popen[str], **settings: str | int) -> None:
    assert child.stdin
    child.stdin.write(json.dumps({**settings, "threads": _threads()}) + "\n")
    child.stdin.flush()


def _serve() -> None:
    """What the child does: load, say the address, serve until stdin closes."""
    import json
    import os
    import sys

    import xllamacpp as llama  # type: ignore[import-untyped]

    told = json.loads(sys.stdin.readline())
    params = llama.CommonParams()
    params.model.path = told["path"]
    params.model_alias = {told["alias"]}
    params.api_keys = [told["key"]]
    params.port = told["port"]
    params.n_ctx = told["n_ctx"]
    params.n_parallel = 1
    params.cpuparams.n_threads = told["threads"]
    # Repacked weights and flash attention round by how many tokens are read at once and by how many threads:
    # an answer would depend on the question before it and on the machine. Without them it does not, at 7 %
    # of the speed, and 600 MB are saved.
    params.no_extra_bufts = True
    params.flash_attn_type = llama.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    params.n_ubatch = 1024
    params.use_jinja = True
    params.ui = False
    params.cache_ram_mib = 0  # else it keeps the prompts of the past, up to 8 GB of them
    params.verbosity = 1  # errors only
    server = llama.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    silence = os.open(os.devnull, os.O_WRONLY)  # the pipe is not read any more: full, it would block
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.stdin.read()
    os._exit(0)  # without the destructor, which may hang


def _hear_address(child: subprocess.Popen[str], path: Path, port: int) -> str:
    """The address that the child says once it has loaded; if it ends instead, an error with its reason."""
    assert child.stdout
    said = []
    for line in child.stdout:
        if line.startswith("http://"):
            return line.strip()
        said.append(line.strip())
    reason = _reason(said) or why("embedded.ended", code=child.wait())
    if isinstance(reason, str) and "bind" in reason:
        raise LocalModelError("embedded.port-taken", port=port)
    raise LocalModelError("embedded.refused", path=path, why=reason)


def _reason(said: list[str]) -> str:
    """llama.cpp's first error ("0.00.065 E function: what"); else the last line, of a Python traceback."""
    errors = [line.partition(": ")[2] for line in said if " E " in line]
    return (errors or said or [""])[0 if errors else -1]


def _await_health(address: str) -> None:
    deadline = time.monotonic() + HEALTH_SECONDS
    while not _is_healthy(address):
        if time.monotonic() > deadline:
            raise LocalModelError("embedded.silent", address=address)
        time.sleep(0.1)


def _is_healthy(address: str) -> bool:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=HEALTH_SECONDS)  # past any proxy
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
