"""Who answers the questions: an OpenAI-compatible endpoint, the embedded model, or no one.

OPENAI_BASE_URL, OPENAI_API_KEY or a model name choose an endpoint; without any of them the embedded model is
used. OGI_MODEL names the model where the command line does not.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Protocol

from extractor.errors import ModelError, UsageError

if TYPE_CHECKING:
    from extractor.client import Asker, Client, Mode

NO_KEY = "none"  # local endpoints take any key, but the SDK wants one
Progress = Callable[[int, int], None]


class Backend(Protocol):
    """A model that is not had before the first question."""

    name: str | None
    serial: bool  # one question at a time: more threads would only wait

    def asker(self) -> Asker:
        """The asker, made on the first call; a ModelError where it cannot be had."""
        ...

    def close(self) -> None:
        """Ends what asker() began."""
        ...


class NoModel:
    """For runs that only read tables."""

    name: str | None = None
    serial = False

    def asker(self) -> Asker:
        """Never called by a run without the llm reader."""
        raise UsageError("this run has no model; add --reader llm")

    def close(self) -> None:
        """There is nothing to end."""


class Endpoint:
    """An OpenAI-compatible endpoint."""

    serial = False

    def __init__(self, base_url: str | None, api_key: str, name: str, mode: Mode | None) -> None:
        self.name: str | None = name
        self._make = partial(_client, base_url, api_key, name, mode)
        self._client: Client | None = None
        self._lock = threading.Lock()

    def asker(self) -> Asker:
        """The client; all threads share it."""
        with self._lock:
            self._client = self._client or self._make()
            return self._client

    def close(self) -> None:
        """Gives the connections back."""
        if self._client:
            self._client.close()


class Embedded:
    """The embedded model; its server starts with the first question. Used from one thread alone."""

    serial = True

    def __init__(self, mode: Mode | None, progress: Progress | None) -> None:
        from extractor.embedded import EmbeddedServer

        self._server = EmbeddedServer(progress)
        self.name: str | None = self._server.model
        self._mode = mode
        self._client: Client | None = None
        self._url = ""
        self._failure: ModelError | None = None

    def asker(self) -> Asker:
        """The client of the running server. A server that could not start once is not tried again."""
        if self._failure:
            raise self._failure
        try:
            url = self._server.start()
        except ModelError as error:
            self._failure = error
            raise
        if self._client is None or url != self._url:  # a server that died was started anew, elsewhere
            self._url = url
            self._client = _client(url, self._server.api_key, self._server.model, self._mode)
        return self._client

    def close(self) -> None:
        """Stops the server."""
        if self._client:
            self._client.close()
        self._server.stop()


def choose_backend(
    model: str | None,
    mode: Mode | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    progress: Progress | None = None,
) -> Backend:
    """The backend that the model's name and the environment ask for; `progress` is told of the weights."""
    base_url = environ.get("OPENAI_BASE_URL") or None
    key = environ.get("OPENAI_API_KEY") or None
    if not (base_url or key or model):
        return Embedded(mode, progress)
    name = model or environ.get("OGI_MODEL")
    if not name:
        raise UsageError("an endpoint needs the name of a model: --model NAME, or OGI_MODEL")
    if not (base_url or key):
        raise UsageError(f"--model {name} needs an endpoint: set OPENAI_BASE_URL or OPENAI_API_KEY")
    if base_url and not base_url.startswith(("http://", "https://")):
        raise UsageError("OPENAI_BASE_URL must start with http:// or https://")
    return Endpoint(base_url, key or NO_KEY, name, mode)


def without_keys(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """The text with the API key blotted out, wherever it came in."""
    key = environ.get("OPENAI_API_KEY")
    return text.replace(key, "***") if key else text


def _client(base_url: str | None, api_key: str, name: str, mode: Mode | None) -> Client:
    from extractor.client import Client  # openai and instructor take seconds; tables do without them

    return Client(base_url, api_key, name, mode=mode)
