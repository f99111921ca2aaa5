"""Web pages saved as one file (.mht), which Word also saves under the name .doc."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from itertools import islice

from extractor.errors import UnreadableInput
from extractor.loading.html import load_html
from extractor.loading.source import Source
from extractor.records import Document

MEDIA_TYPE = "multipart/related"
MAX_PARTS = 1_000


def load_mhtml(source: Source) -> Document:
    """The first page of the file as a document, looking as its style sheets say; pictures and other parts left out."""
    message = _parse(source)
    for number, part in enumerate(message.walk()):
        if number > MAX_PARTS:
            break
        data = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(data, bytes) and data.strip():
            document = load_html(Source(source.path, data), _style_sheets(message))
            return replace(document, sha256=source.sha256, media_type=MEDIA_TYPE)
    raise UnreadableInput("mhtml.no-page", path=source.path)


def _style_sheets(message: Message) -> dict[str, str]:
    """The style sheets of the file by the addresses that its page has for them."""
    sheets: dict[str, str] = {}
    for part in islice(message.walk(), MAX_PARTS):
        data = part.get_payload(decode=True) if part.get_content_type() == "text/css" else None
        if isinstance(data, bytes):
            text = data.decode("utf-8", errors="replace")
            names = (
                str(part.get("Content-Location", "")).strip(),
                f"cid:{str(part.get('Content-ID', '')).strip(' <>')}",
            )
            sheets.update(dict.fromkeys(names, text))
    return sheets


def _parse(source: Source) -> Message:
    """The file as a message, its headers as they are: the parser that reads into them stumbles over broken ones."""
    try:
        return message_from_bytes(source.data)
    except RecursionError:
        raise UnreadableInput("mhtml.deep", path=source.path) from None
