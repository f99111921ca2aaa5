"""A panel -> pictures: coverage of items, requests and outcomes, failed identities, agreement of rules and model. And
figures that others counted -> the same, and what was right.

Door: `panel_to_pictures`, `write_pictures`, `panel_to_subject`; `draw` for figures of `shares_to_coverage` and its like.

words     schemas/plot.yaml: titles, labels, colours
figures   panel -> the figures of each chart
charts    figures -> Vega-Lite
drawing   Vega-Lite -> SVG and PNG, with a Chinese font
pictures  all of it, and one page"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.door import open_on_use

if TYPE_CHECKING:
    from extractor.plot.figures import (
        FIGURES,
        Figure,
        counts_to_accuracy,
        counts_to_agreement,
        shares_to_coverage,
    )
    from extractor.plot.pictures import Picture, draw, panel_to_pictures, panel_to_subject, write_pictures
    from extractor.plot.words import ChartName, plot_words

__all__ = [
    "FIGURES",
    "ChartName",
    "Figure",
    "Picture",
    "counts_to_accuracy",
    "counts_to_agreement",
    "draw",
    "panel_to_pictures",
    "panel_to_subject",
    "plot_words",
    "shares_to_coverage",
    "write_pictures",
]

# Charts and their fonts are heavy, and come with an extra.
__getattr__ = open_on_use(
    __name__,
    {
        "figures": ("FIGURES", "Figure", "counts_to_accuracy", "counts_to_agreement", "shares_to_coverage"),
        "pictures": ("Picture", "draw", "panel_to_pictures", "panel_to_subject", "write_pictures"),
        "words": ("ChartName", "plot_words"),
    },
)
