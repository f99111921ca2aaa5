"""Pages in the language spoken. What comes from a report is text, whatever it looks like, and hides nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from extractor.forms import english_labels, vocabulary
from extractor.language import plain
from extractor.money import money_to_text
from extractor.output import candidate_to_reason, status_to_words
from extractor.resources import VERSION
from extractor.review.desk import value_to_text
from extractor.review.spoken import to_percent, to_range
from extractor.review.tongues import NAMES
from extractor.run import shown
from extractor.speech import language, name_of, say

ROOM = Path(__file__).parent
LANGS = {"zh": "zh-CN", "en": "en"}
LAID_OUT = "\n\t"  # what a page shows as it is
STATIC = {"review.css": "text/css", "review.js": "text/javascript"}


def render(name: str, /, **context: Any) -> str:
    """NAME.html.j2, filled in."""
    return (
        _environment()
        .get_template(f"{name}.html.j2")
        .render(lang=LANGS[language()], spoken=language(), version=VERSION, **context)
    )


@cache
def read_static(name: str) -> bytes:
    """A file of ours; no other name is known."""
    return (ROOM / "static" / name).read_bytes()


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ROOM / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=visible,
    )
    environment.globals.update(
        say=say,
        tongues=tuple(NAMES.items()),
        name_of=name_of,
        plain=plain,
        status=status_to_words,
        value_text=value_to_text,
        why_of=candidate_to_reason,
    )
    environment.globals.update(percent=to_percent, span=to_range, money_text=money_to_text, block=name_block)
    return environment


def name_block(id: str) -> str:
    """A block of forms in the language spoken."""
    return vocabulary().blocks[id].name if language() == "zh" else english_labels().blocks[id]


def visible(value: Any) -> Any:
    """Text with each character that would move, hide or turn round others shown as what it is."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return "".join(c if c in LAID_OUT else shown(c) for c in value) if not value.isprintable() else value
