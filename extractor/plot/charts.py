"""Figures -> charts, as Vega-Lite."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import altair as alt

from extractor.definitions import Bilingual
from extractor.forms import crosswalk
from extractor.plot.figures import Figure
from extractor.plot.words import ChartName, Coloured, plot_words

WIDTH = 560
LABELS = 320  # pixels of a label
NARROW, NARROW_LABELS = 210, 120  # on a phone
ROW = 17  # pixels of a row of a heat map
BREAK = "#B3261E"
READ = "#1F5F8B"


def figures_to_narrow_chart(name: ChartName, figures: Sequence[Figure], subject: str) -> Any:
    """The same for a phone: what stands beside a chart stands below it, and notes are left to the page."""
    words = plot_words()
    title = words.charts[name].title
    head = alt.TitleParams([title.zh, title.en], subtitle=subject, anchor="start", subtitleColor="#5F6673")
    size = {"width": NARROW} if name != "reliability" else {"width": NARROW, "height": NARROW}
    chart = (_DRAWN[name](figures) if figures else _empty()).properties(title=head, **size)
    below = chart.configure(font=", ".join(words.fonts), padding=4).configure_view(strokeOpacity=0)
    return below.configure_legend(orient="bottom").configure_axisY(labelLimit=NARROW_LABELS)


def figures_to_chart(name: ChartName, figures: Sequence[Figure], subject: str) -> Any:
    """The chart of that name about the subject."""
    words = plot_words()
    chart = _DRAWN[name](figures) if figures else _empty()
    title = alt.TitleParams(
        words.charts[name].title.both,
        subtitle=[subject, words.charts[name].note.zh, words.charts[name].note.en],
        anchor="start",
        subtitleColor="#5F6673",
    )
    font = ", ".join(words.fonts)
    framed = chart.properties(title=title).configure(font=font, padding=16).configure_view(strokeOpacity=0)
    return framed.configure_axisY(labelLimit=LABELS)


def _data(figures: Sequence[Figure]) -> Any:
    return alt.InlineData(values=list(figures))


def _title(words: Bilingual) -> str:
    return words.both


def _coverage(figures: Sequence[Figure]) -> Any:
    words = plot_words().charts["coverage"]
    items = list(dict.fromkeys(str(figure["item"]) for figure in figures))
    years = len({figure["year"] for figure in figures})
    y = alt.Y("item:N", sort=items, title=_title(words.y))
    base = alt.Chart(_data(figures)).encode(x=alt.X("year:O", title=_title(words.x)), y=y)
    scale = alt.Scale(domain=[0, 1], range=["#F3F5F8", "#1F5F8B"])
    colour = alt.Color("share:Q", title=_title(words.value), scale=scale, legend=alt.Legend(format="%"))
    return (
        base.mark_rect(stroke="white")
        .encode(color=colour)
        .properties(width=max(120, 44 * years), height=ROW * len(items))
    )


def _outcomes(figures: Sequence[Figure]) -> Any:
    words = plot_words()
    names = {str(figure["series"]): str(figure["item"]) for figure in figures}
    shown = [id for id in words.series if id in names]
    scale = alt.Scale(domain=[names[id] for id in shown], range=[words.series[id] for id in shown])
    about = words.charts["outcomes"]
    axis = alt.Axis(format="d", tickMinStep=1)
    x = alt.X("year:Q", title=_title(about.x), axis=axis, scale=alt.Scale(zero=False, nice=False, padding=24))
    y = alt.Y("value:Q", title=_title(about.y))
    colour = alt.Color("item:N", title=_title(about.value), scale=scale)
    base = alt.Chart().encode(x=x)
    lines = base.mark_line(point=True).encode(y=y, color=colour, detail="edition:N")
    counts = base.mark_text(dy=-10, fontSize=9, color="#5F6673").encode(y=y, text="bodies:Q")
    rows = [figure | {"edition": f"{figure['item']} {_edition(int(figure['year']))}"} for figure in figures]
    layers = alt.layer(*_breaks(figures), lines, counts, data=_data(rows)).properties(width=WIDTH, height=260)
    return layers.facet(row=alt.Row("scope:N", title=None)).resolve_scale(y="independent")


def _edition(year: int) -> int:
    """Lines are not drawn through a break: the last one before the year tells which line it is."""
    return max((found.year for found in crosswalk().breaks if found.year <= year), default=0)


def _breaks(figures: Sequence[Figure]) -> list[Any]:
    years = [int(figure["year"]) for figure in figures]
    within = [found.year for found in crosswalk().breaks if min(years) < found.year <= max(years)]
    rule = alt.Chart().mark_rule(color=BREAK, strokeDash=[4, 3])
    return [rule.encode(x=alt.datum(year - 0.5)) for year in within]


def _identities(figures: Sequence[Figure]) -> Any:
    return _bars(figures, "identities", y="identity", x="share", by="fault", colours=plot_words().faults)


def _agreement(figures: Sequence[Figure]) -> Any:
    return _bars(figures, "agreement", y="block", x="cells", by="reading", colours=plot_words().readings)


def _accuracy(figures: Sequence[Figure]) -> Any:
    return _bars(figures, "accuracy", y="block", x="cells", by="outcome", colours=plot_words().judged)


def _reliability(figures: Sequence[Figure]) -> Any:
    words = plot_words().charts["reliability"]
    share = alt.Scale(domain=[0, 1])
    ends = alt.InlineData(values=[{"predicted": 0, "right": 0}, {"predicted": 1, "right": 1}])
    x = alt.X("predicted:Q", title=_title(words.x), scale=share, axis=alt.Axis(format="%"))
    y = alt.Y("right:Q", title=_title(words.y), scale=share, axis=alt.Axis(format="%"))
    size = alt.Size("cells:Q", title=_title(words.value), legend=alt.Legend(format="d", tickCount=3))
    base = alt.Chart(_data(figures)).encode(x=x)
    true = alt.Chart(ends).mark_line(strokeDash=[4, 3], color="#5F6673").encode(x=x, y=y)
    intervals = base.mark_rule(color=READ).encode(y=alt.Y("low:Q", scale=share), y2="high:Q")
    points = base.mark_point(filled=True, color=READ, opacity=1).encode(y=y, size=size)
    return alt.layer(true, intervals, points).properties(width=WIDTH // 2 + 40, height=WIDTH // 2)


def _bars(
    figures: Sequence[Figure], name: ChartName, *, y: str, x: str, by: str, colours: dict[str, Coloured]
) -> Any:
    words = plot_words().charts[name]
    scale = alt.Scale(
        domain=[words.zh for words in colours.values()], range=[words.colour for words in colours.values()]
    )
    axis = alt.Axis(format="%") if x == "share" else alt.Axis(tickMinStep=1)
    rows = list(dict.fromkeys(str(figure[y]) for figure in figures))
    return (
        alt.Chart(_data(figures))
        .mark_bar()
        .encode(
            y=alt.Y(f"{y}:N", sort=rows, title=None),
            x=alt.X(f"{x}:Q", title=_title(words.x), axis=axis),
            color=alt.Color(f"{by}:N", title=_title(words.value), scale=scale),
        )
        .properties(width=WIDTH, height=26 * len(rows))
    )


def _empty() -> Any:
    """A chart that says that there is nothing."""
    text = alt.InlineData(values=[{"text": plot_words().empty.both}])
    return (
        alt.Chart(text)
        .mark_text(fontSize=14, color="#5F6673")
        .encode(text="text:N")
        .properties(width=WIDTH, height=80)
    )


_DRAWN: dict[ChartName, Callable[[Sequence[Figure]], Any]] = {
    "coverage": _coverage,
    "outcomes": _outcomes,
    "identities": _identities,
    "agreement": _agreement,
    "accuracy": _accuracy,
    "reliability": _reliability,
}
