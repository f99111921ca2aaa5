"""What a page shows or offers that is no part of its file: frames, pictures of tables, attached files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from lxml import etree

from extractor.records import Detail, Finding, Reason

Element = etree._Element

FRAMES = ("iframe", "frame", "object", "embed")
ATTACHED = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|zip|rar)(?:[?#]|$)", re.I)
NO_PAGE = re.compile(r"(?:about|javascript|data):", re.I)
SMALL = 120  # pixels; a picture with a side shorter than that is an icon
SHOWN = 3
NAME = 60  # characters


def frames_to_notes(root: Element) -> Iterator[Finding]:
    """A finding where the page shows other files in frames; called before frames are taken out."""
    sources = (e.get("src") or e.get("data") or "" for e in root.iter(*FRAMES))
    if named := _by_name(filter(_is_file, sources)):
        yield Finding.of("frame-not-read", "info", **named)


def links_to_notes(root: Element) -> Iterator[Finding]:
    """Findings where pictures stand in place of text, or files are attached; called without menus."""
    pictures = (e.get("src", "") for e in root.iter("img") if _stands_alone(e) and not _is_small(e))
    if named := _by_name(pictures):
        yield Finding.of("picture-not-read", "info", what=Reason.of("pictures-by-name", **named))
    attached = (e.get("href", "") for e in root.iter("a") if ATTACHED.search(e.get("href", "")))
    if named := _by_name(attached):
        yield Finding.of("attachment-not-read", "info", **named)


def _is_file(source: str) -> bool:
    return bool(source.strip()) and NO_PAGE.match(source.strip()) is None


def _stands_alone(picture: Element) -> bool:
    """Whether no text stands beside the picture, as where it shows a table or a chart."""
    parent = picture.getparent()
    return parent is None or not "".join(map(str, parent.itertext())).strip()


def _is_small(picture: Element) -> bool:
    sides = (re.match(r"\d{1,5}", picture.get(name, "").strip()) for name in ("width", "height"))
    return any(int(side[0]) < SMALL for side in sides if side)


def _by_name(sources: Iterable[str]) -> dict[str, Detail]:
    """How many files there are, and the first names; nothing where there are none."""
    names = tuple(dict.fromkeys(map(_file_name, sources)))
    if not names:
        return {}
    more = Reason.of("and-more" if len(names) > SHOWN else "nothing")
    return {"count": len(names), "names": names[:SHOWN], "more": more}


def _file_name(source: str) -> str | Reason:
    plain = unquote(re.split(r"[?#]", source.strip())[0])
    if NO_PAGE.match(plain):
        return Reason.of("in-the-page")
    return plain.rstrip("/").rpartition("/")[2][:NAME]
