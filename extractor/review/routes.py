"""How pages are added to the application, and how those of a list link to one another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse, Response

from extractor.review.asked import cut_to_query

if TYPE_CHECKING:
    from fastapi import FastAPI

    from extractor.store import Page


def get(app: FastAPI, path: str, answer: Callable[..., Response]) -> None:
    """The answer to whoever asks for that address."""
    app.get(path, response_class=HTMLResponse, response_model=None)(answer)


def link_pages(page: Page[Any], path: str, kept: Mapping[str, str]) -> dict[str, str | None]:
    """The addresses of the pages before and after."""
    cuts = {"earlier": page.earlier, "later": page.later}
    return {
        name: f"{path}?{urlencode({**kept, **cut_to_query(cut)})}" if cut else None
        for name, cut in cuts.items()
    }
