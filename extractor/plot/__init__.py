"""A panel -> pictures: coverage of items, requests and outcomes, failed identities, agreement of rules and model.

Door: `panel_to_pictures`, `write_pictures`, `panel_to_subject`.

words     schemas/plot.yaml: titles, labels, colours
figures   panel -> the figures of each chart
charts    figures -> Vega-Lite
drawing   Vega-Lite -> SVG and PNG, with a Chinese font
pictures  all of it, and one page"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.door import open_on_use

if TYPE_CHECKING:
    from extractor.plot.figures import FIGURES
    from extractor.plot.pictures import Picture, panel_to_pictures, panel_to_subject, write_pictures

__all__ = ["FIGURES", "Picture", "panel_to_pictures", "panel_to_subject", "write_pictures"]

# Charts and their fonts are heavy, and come with an extra.
__getattr__ = open_on_use(
    __name__,
    {
        "figures": ("FIGURES",),
        "pictures": ("Picture", "panel_to_pictures", "panel_to_subject", "write_pictures"),
    },
)
