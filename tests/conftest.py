"""Every test runs without the user's own endpoint, model and terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from databases import MISSING, find_programs, new_database, postgresql

from extractor.speech import use_language

NUMBERS = count(1)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may reach a model that the developer has set up."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OGI_MODEL", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("OGI_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")
    use_language("en")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server, started by the first test that wants it."""
    if find_programs() is None:
        pytest.skip(MISSING)
    with postgresql() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store that is not there yet, on each database."""
    if request.param == "sqlite":
        return str(tmp_path / "panel.db")
    return new_database(request.getfixturevalue("server"), f"store{next(NUMBERS)}")
