"""Who answers the questions: an OpenAI-compatible endpoint, the embedded model, or no one.

OPENAI_BASE_URL, OPENAI_API_KEY or a model name choose an endpoint; without any of them the embedded model is
used. OGI_MODEL names the model where the command line does not.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from extractor.errors import ModelError, UsageError
from extractor.model.extras import NO_EXTRAS, Extras, Mode
from extractor.model.secrets import Secrets

if TYPE_CHECKING:
    from extractor.model.asker import Asker
    from extractor.model.client import Client

OPENAI = "https://api.openai.com/v1"
EMBEDDED = "http://embedded-model/v1"
NO_KEY = "none"  # local endpoints take any key, but the SDK wants one
Progress = Callable[[int, int], None]


class Backend(Protocol):
    """A model that is not had before the first question."""

    name: str | None
    serial: bool  # one question at a time: more threads would only wait

    def asker(self, path: Path) -> Asker:
        """The asker, made on the first call; a ModelError where it cannot be had."""
        ...

    def close(self) -> None:
        """Ends what asker() began."""
        ...


class Live(Backend, Protocol):
    """A backend that can be reached."""

    mode: Mode | None
    extras: Extras
    url: str  # to be named in errors; reach() says where it is

    def reach(self) -> tuple[str, str]:
        """Base URL and key, once the model is there; a ModelError where it cannot be had."""
        ...


class NoModel:
    """For runs that only read tables."""

    name: str | None = None
    serial = False

    def asker(self, path: Path) -> Asker:
        """Never called by a run without the llm reader."""
        raise UsageError("model.none")

    def close(self) -> None:
        """There is nothing to end."""


class Endpoint:
    """An OpenAI-compatible endpoint."""

    serial = False

    def __init__(
        self, base_url: str, api_key: str, name: str, *, mode: Mode | None = None, extras: Extras = NO_EXTRAS
    ) -> None:
        self.name: str | None = name
        self.mode = mode
        self.extras = extras
        self.url = base_url
        self._key = api_key
        self._client: Client | None = None
        self._lock = threading.Lock()

    def reach(self) -> tuple[str, str]:
        """Base URL and key as they were given."""
        return self.url, self._key

    def asker(self, path: Path) -> Asker:
        """The client; all threads share it."""
        with self._lock:
            if self._client is None:
                self._client = _client(
                    self.url, self._key, str(self.name), mode=self.mode, extras=self.extras
                )
            return self._client

    def close(self) -> None:
        """Gives the connections back."""
        if self._client:
            self._client.close()


class Embedded:
    """The embedded model; its server starts with the first question. Used from one thread alone."""

    serial = True

    def __init__(
        self, mode: Mode | None, progress: Progress | None = None, *, extras: Extras = NO_EXTRAS
    ) -> None:
        from extractor.model.embedded import EmbeddedServer

        self._server = EmbeddedServer(progress)
        self.name: str | None = self._server.model
        self.mode = mode
        self.extras = extras
        self.url = EMBEDDED
        self._client: Client | None = None
        self._url = ""
        self._failure: ModelError | None = None

    def reach(self) -> tuple[str, str]:
        """The running server. A server that could not start once is not tried again."""
        if self._failure:
            raise self._failure
        try:
            return self._server.start(), self._server.api_key
        except ModelError as error:
            self._failure = error
            raise

    def asker(self, path: Path) -> Asker:
        """The client of the running server."""
        url, key = self.reach()
        if self._client is None or url != self._url:  # a server that died was started anew, elsewhere
            self._url = url
            self._client = _client(url, key, self._server.model, mode=self.mode, extras=self.extras)
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
    extras: Extras = NO_EXTRAS,
    environ: Mapping[str, str] = os.environ,
    progress: Progress | None = None,
) -> Live:
    """The backend that the model's name and the environment ask for; `progress` is told of the weights."""
    base_url = environ.get("OPENAI_BASE_URL", "").strip()
    key = environ.get("OPENAI_API_KEY", "").strip()
    if not (base_url or key or model):
        return Embedded(mode, progress, extras=extras)
    name = model_name(model, environ)
    if not name:
        raise UsageError("model.no-name")
    if not (base_url or key):
        raise UsageError("model.no-endpoint", name=name)
    if not (key.isascii() and key.isprintable()):
        raise UsageError("model.key")
    if base_url:
        check_url(base_url)
    return Endpoint(base_url or OPENAI, key or NO_KEY, name, mode=mode, extras=extras)


def check_url(url: str) -> None:
    """A UsageError where the URL cannot be an endpoint's. It is not repeated: it may hold a password."""
    if not url.lower().startswith(("http://", "https://")):
        raise UsageError("model.scheme")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")
    except ValueError:  # also of a host that is no name
        host, port = "", 0
    if not host or port == 0 or any(c.isspace() or not c.isprintable() for c in url):
        raise UsageError("model.url")


def model_name(model: str | None, environ: Mapping[str, str] = os.environ) -> str | None:
    """The model that the command line or OGI_MODEL names."""
    return model or environ.get("OGI_MODEL") or None


def without_keys(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """The text with the API key blotted out, wherever it came in and however it is spelled."""
    return Secrets([environ.get("OPENAI_API_KEY", "")]).mask(text)


def _client(base_url: str, api_key: str, name: str, *, mode: Mode | None, extras: Extras) -> Client:
    from extractor.model.client import Client  # openai and instructor take seconds; tables do without them

    return Client(base_url, api_key, name, mode=mode, extras=extras)
