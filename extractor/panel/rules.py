"""schemas/panel.yaml: how corrected reports and scopes are told, and when a figure is remarkable."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path

from pydantic import field_validator

from extractor.definitions import Definition, read_definition
from extractor.panel.filings import Scope
from extractor.resources import SCHEMAS


class JumpRules(Definition):
    """When a figure is out of its body's range."""

    years: int
    factor: float
    spread: float
    least: float


class ReuseRules(Definition):
    """When a text is last year's."""

    share: float
    sentence: int
    sentences: int


class PanelRules(Definition):
    """schemas/panel.yaml."""

    corrected_names: tuple[str, ...]
    corrected: tuple[str, ...]
    head: int
    opening: int
    scopes: dict[Scope, tuple[str, ...]]
    scope_names: dict[Scope, tuple[str, ...]]
    same_scope_cells: int
    additive: frozenset[str]
    not_additive: frozenset[str]
    jumps: JumpRules
    reuse: ReuseRules
    prescribed: tuple[str, ...]

    @field_validator("corrected")
    @classmethod
    def _compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """A pattern that cannot be read is a mistake of the file."""
        for pattern in patterns:
            re.compile(pattern)
        return patterns

    @cached_property
    def correction(self) -> re.Pattern[str]:
        """What tells a corrected report in its head."""
        return re.compile("|".join(self.corrected))


@cache
def panel_rules(folder: Path = SCHEMAS) -> PanelRules:
    """The rules of the schemas folder."""
    return read_definition(folder / "panel.yaml", PanelRules)
