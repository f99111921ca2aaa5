"""Panel -> pictures in a folder, and one page with all of them and their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from extractor.output import whole_file, write_whole
from extractor.panel import Panel
from extractor.plot.charts import figures_to_chart, figures_to_narrow_chart
from extractor.plot.drawing import chart_to_png, chart_to_svg
from extractor.plot.figures import FIGURES, Figure
from extractor.plot.words import ChartName, plot_words

TEMPLATES = Path(__file__).parent / "templates"
PAGE = "index.html"


@dataclass(frozen=True)
class Picture:
    """A chart, drawn, with its figures."""

    name: ChartName
    figures: tuple[Figure, ...]
    svg: str
    png: bytes


def panel_to_pictures(panel: Panel, subject: str, names: Sequence[ChartName] = ()) -> tuple[Picture, ...]:
    """The charts of these names, or all."""
    return tuple(_draw(name, panel, subject) for name in names or tuple(FIGURES))


def draw(name: ChartName, figures: Sequence[Figure], subject: str, *, narrow: bool = False) -> str:
    """One chart as SVG, of figures that are at hand; narrow for a phone."""
    make = figures_to_narrow_chart if narrow else figures_to_chart
    return chart_to_svg(make(name, figures, subject))


def _draw(name: ChartName, panel: Panel, subject: str) -> Picture:
    figures = tuple(FIGURES[name](panel))
    chart = figures_to_chart(name, figures, subject)
    return Picture(name, figures, chart_to_svg(chart), chart_to_png(chart))


def write_pictures(pictures: Sequence[Picture], folder: Path, subject: str) -> list[Path]:
    """Each picture as SVG and PNG, and the page; the paths of all of them."""
    written = []
    for picture in pictures:
        svg, png = (folder / f"{picture.name}{suffix}" for suffix in (".svg", ".png"))
        write_whole(svg, picture.svg)
        with whole_file(png) as temporary:
            temporary.write_bytes(picture.png)
        written += [svg, png]
    write_whole(folder / PAGE, pictures_to_page(pictures, subject))
    return [*written, folder / PAGE]


def pictures_to_page(pictures: Sequence[Picture], subject: str) -> str:
    """One page that needs nothing beside it."""
    loader = FileSystemLoader(TEMPLATES)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template = environment.get_template("page.html.j2")
    return template.render(charts=pictures, subject=subject, fonts=", ".join(plot_words().fonts))


def panel_to_subject(panel: Panel, chosen: Sequence[str]) -> str:
    """Whom the pictures are about, and when."""
    years = f"{panel.years[0]}-{panel.years[-1]}" if panel.years else ""
    whose = "、".join(chosen) or plot_words().all.both
    return f"{whose}  {years}  ({len(panel.rows)} reports, {len(panel.bodies)} bodies)"
