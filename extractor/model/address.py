"""Where questions go, and what opens the door there."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from extractor.model.secrets import Secrets

PATH = "/chat/completions"


@dataclass(frozen=True)
class Address:
    """Where questions go, and what opens the door there."""

    base_url: str
    api_key: str
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def parts(self) -> SplitResult:
        """The URL of the questions."""
        return self.at(PATH)

    @property
    def in_batches(self) -> str:
        """Where questions go as a batch names it: below the version that the URL ends with."""
        return f"/{urlsplit(self.base_url).path.rstrip('/').rpartition('/')[2] or 'v1'}{PATH}"

    def at(self, path: str, query: str = "") -> SplitResult:
        """The URL of something else there; what the user's URL asks for goes before the query."""
        url = urlsplit(self.base_url)
        asked = "&".join(part for part in (url.query, query) if part)
        where = url.netloc.rpartition("@")[2]
        return url._replace(netloc=where, path=url.path.rstrip("/") + path, query=asked, fragment="")

    @property
    def authorized(self) -> dict[str, str]:
        """The headers that open the door. Those that the user gives go before the others."""
        url, key = urlsplit(self.base_url), f"Bearer {self.api_key}"
        if url.username or url.password:
            pair = f"{unquote(url.username or '')}:{unquote(url.password or '')}"
            key = f"Basic {base64.b64encode(pair.encode()).decode()}"
        return {"authorization": key, **{name.lower(): value for name, value in self.headers.items()}}

    @property
    def secrets(self) -> Secrets:
        """All that must not be shown."""
        url = urlsplit(self.base_url)
        password = unquote(url.password or "")
        of_url = (url.password or "", password, *(value for _, value in parse_qsl(url.query)))
        pair = self.authorized["authorization"] if password else ""
        return Secrets((self.api_key, pair, *self.headers.values(), *of_url))
