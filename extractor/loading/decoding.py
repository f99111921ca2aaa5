"""Bytes to text. Chinese reports come in UTF-8, UTF-16 with a mark, and GB18030 with its subsets.

These are told apart by validity, not by statistics: Chinese text in GB18030 is practically never valid
UTF-8, so the decision is the same for every length of text. A statistical detector (charset-normalizer)
would add guesses among Big5, Korean and Japanese encodings, and those vary with the text and its release.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from extractor.errors import UnreadableInput
from extractor.loading.source import Source
from extractor.records import Finding

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Declared names that are trusted, and how they are read: GB2312 and GBK are subsets of GB18030.
DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030"}
DECLARED |= {"big5": "big5hkscs", "big5hkscs": "big5hkscs"}
LOST = "\ufffd"
HAN = re.compile("[\u3400-\u9fff]")
# A damaged text is still read when it holds this many Han characters for each broken place. GB18030 text
# misread as UTF-8 has more broken places than characters; random bytes read as GB18030 have one in 60.
HAN_PER_DAMAGE = {"utf-8": 10, "utf-16": 10, "gb18030": 200}
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# Marks left by a word processor are a handful in a text; binary data holds about one byte in ten.
CONTROL_SHARE = 0.01
# A form feed at the head of a line begins a page and ends no line.
LINE_ENDS = re.compile("[\r\v\x85\u2028\u2029\f](?:(?<=\r)\n?|(?<=[^\r\f])|(?<![\r\n]\f))")


class Decoded(NamedTuple):
    """A text with the findings made while decoding it."""

    text: str
    notes: tuple[Finding, ...]


def decode(source: Source, declared: str | None = None) -> Decoded:
    """The text of the bytes; `declared` is the encoding that the file itself names."""
    text = _by_mark(source.data)
    if text is None:
        text = _by_validity(source.data, declared)
    if text is None:
        text = _by_repair(source.data)
    if text is None:
        raise UnreadableInput("text.encoding", path=source.path)
    if len(CONTROLS.findall(text)) > CONTROL_SHARE * len(text) or "\0" in text:
        raise UnreadableInput("text.binary", path=source.path)
    return Decoded(text, _damage_notes(text.count(LOST) - _lost_in_source(source.data)))


def with_unix_line_ends(text: str) -> str:
    r"""The text with \n for every kind of line and page end."""
    return LINE_ENDS.sub("\n", text)


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            text = _repaired(data, encoding)
            return text and text.removeprefix("\ufeff")
    return None


def _by_validity(data: bytes, declared: str | None) -> str | None:
    """Valid UTF-8 with Han characters comes before the declaration: pages that are UTF-8 often claim GBK."""
    text = _decode(data, "utf-8")
    if text is not None and (data.isascii() or HAN.search(text)):
        return text
    named = DECLARED.get((declared or "").lower().replace("-", "").replace("_", ""))
    by_name = _decode(data, named) if named else None
    return by_name if by_name is not None else text


def _by_repair(data: bytes) -> str | None:
    """Damaged UTF-8 is tried before GB18030: its bytes often decode as rare GB18030 characters."""
    return _repaired(data, "utf-8") or _repaired(data, "gb18030")


def _repaired(data: bytes, encoding: str) -> str | None:
    """The text with marks in the places that are broken, or None when these are too many."""
    text = data.decode(encoding, errors="replace")
    lost = text.count(LOST)
    return text if not lost or len(HAN.findall(text)) >= HAN_PER_DAMAGE[encoding] * lost else None


def _decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _lost_in_source(data: bytes) -> int:
    """Replacement characters that were already in the file are no damage of this reading."""
    return data.count(LOST.encode("utf-8"))


def _damage_notes(lost: int) -> tuple[Finding, ...]:
    return (Finding.of("damaged-text", "warning", count=lost, mark=LOST),) if lost > 0 else ()
