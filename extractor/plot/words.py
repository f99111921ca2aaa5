"""schemas/plot.yaml: words and colours of charts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from extractor.definitions import Bilingual, Definition, read_definition
from extractor.panel import Scope
from extractor.resources import SCHEMAS

ChartName = Literal["coverage", "outcomes", "identities", "agreement", "accuracy", "reliability"]


class ChartWords(Definition):
    """What stands around a chart."""

    title: Bilingual
    note: Bilingual
    x: Bilingual
    y: Bilingual
    value: Bilingual


class Coloured(Bilingual):
    """Words with a colour."""

    colour: str


class PlotWords(Definition):
    """schemas/plot.yaml."""

    font: str
    fonts: tuple[str, ...]
    charts: dict[ChartName, ChartWords]
    series: dict[str, str]
    faults: dict[str, Coloured]
    readings: dict[str, Coloured]
    judged: dict[str, Coloured]
    scopes: dict[Scope, str]
    empty: Bilingual
    all: Bilingual


@cache
def plot_words(folder: Path = SCHEMAS) -> PlotWords:
    """The words of the schemas folder."""
    return read_definition(folder / "plot.yaml", PlotWords)
