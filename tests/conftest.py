"""Every test runs without the user's own endpoint, model and terminal."""

from __future__ import annotations

import pytest

from extractor.speech import use_language


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may reach a model that the developer has set up."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OGI_MODEL", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("OGI_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")
    use_language("en")
