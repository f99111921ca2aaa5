"""A comparison as one HTML page that needs nothing else: no network, no script for more than the search."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import jinja2
from markupsafe import Markup

from extractor.compare.agreement import cross_classes, group_cells
from extractor.compare.comparison import Comparison, Conflict
from extractor.compare.comparison_view import (
    CLASS_ORDER,
    TALLY,
    VERDICTS,
    class_to_text,
    conflicts_to_line,
    nothing_to_line,
    pairs_to_line,
    tally_name,
    tally_to_texts,
    trial_to_line,
    truth_to_text,
    value_to_text,
    verdict_to_text,
)
from extractor.compare.counting import count_items, count_slips, pair_swaps
from extractor.compare.marks import quote_to_parts
from extractor.compare.remarks import blame_to_text, columns_to_lines, mismatch_to_text, unmapped_to_line
from extractor.forms import vocabulary
from extractor.resources import VERSION
from extractor.speech import language, say

HTML_LANGS = {"zh": "zh-CN", "en": "en"}
MOST_COUNTED = 30  # items; the tables below have all
TEMPLATES = Path(__file__).parent / "templates"
KINDS = ("value", "only_a", "only_b", "class")


def comparison_to_page(comparison: Comparison) -> str:
    """The page. Its policy allows this style and this script by their digests, and nothing from anywhere."""
    style, script = _part("page.css"), _part("page.js")
    return _template().render(
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'",
        version=VERSION,
        comparison=comparison,
        cards=pair_swaps(comparison.conflicts),
        pairs_line=pairs_to_line(comparison),
        conflicts_line=conflicts_to_line(comparison),
        warning="" if comparison.cells else nothing_to_line(comparison),
        column_lines=lambda columns: columns_to_lines(columns, language()),
        say=say,
        lang=HTML_LANGS[language()],
        tally=TALLY,
        class_text=class_to_text,
        verdict_text=verdict_to_text,
        items=count_items(comparison).most_common(MOST_COUNTED),
        slips=count_slips(comparison).most_common(),
        trial_line=trial_to_line(comparison.trial) if comparison.trial else "",
        groups=_groups(comparison),
        classes=cross_classes(comparison.cells),
        class_order=CLASS_ORDER,
        verdicts=VERDICTS,
        kinds=KINDS,
        block_name=_block_name,
        parts=quote_to_parts,
        value=value_to_text,
        truth=truth_to_text,
        blame_text=lambda blame: blame_to_text(blame, language()),
        mismatch_text=lambda mismatch: mismatch_to_text(mismatch, language()),
        unmapped_line=lambda unmapped: unmapped_to_line(unmapped, language()),
    )


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2")


def _part(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _block_name(conflict: Conflict) -> str:
    return vocabulary().blocks[conflict.cell.block].name


def _groups(comparison: Comparison) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    groups = group_cells(comparison.cells)
    return {
        group: [(tally_name(group, name), tally_to_texts(tally)) for name, tally in tallies.items()]
        for group, tallies in groups.items()
    }
