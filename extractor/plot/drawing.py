"""Charts -> SVG and PNG. The font comes with a package, so that Chinese is drawn on any machine."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import paperang_p2_fonts_cjk
import vl_convert as vlc

SCALE = 2.0  # of pictures, for screens and print


def chart_to_svg(chart: Any) -> str:
    """The chart as SVG, which names its fonts and does not hold them."""
    _register_font()
    return str(vlc.vegalite_to_svg(chart.to_dict()))


def chart_to_png(chart: Any) -> bytes:
    """The chart as a picture."""
    _register_font()
    return bytes(vlc.vegalite_to_png(chart.to_dict(), scale=SCALE))


@cache
def _register_font() -> None:
    fonts = Path(str(paperang_p2_fonts_cjk.__file__)).parent / "fonts"
    vlc.register_font_directory(str(fonts))
