"""click's words in other languages: `python tests/locales.py` makes the .mo files, which gettext reads, of the .po files."""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterator
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "extractor" / "locale"
MAGIC = 0x950412DE


def read_po(path: Path) -> dict[str, str]:
    """The messages by id; those with a plural as gettext joins both."""
    messages = {}
    for entry in path.read_text(encoding="utf-8").split("\n\n"):
        parts = dict(_parts(entry))
        id = parts["msgid"]
        if "msgid_plural" in parts:
            id += "\0" + parts["msgid_plural"]
        messages[id] = parts.get("msgstr", parts.get("msgstr[0]", ""))
    return messages


def _parts(entry: str) -> Iterator[tuple[str, str]]:
    for line in entry.splitlines():
        if line and not line.startswith("#"):
            name, text = line.split(" ", 1)
            yield name, ast.literal_eval(text)


def to_mo(messages: dict[str, str]) -> bytes:
    """The file that gettext reads: tables of lengths and places, then the texts, each ended by a zero."""
    ids = sorted(messages, key=str.encode)
    texts = [[id.encode() for id in ids], [messages[id].encode() for id in ids]]
    start = 28 + 16 * len(ids)
    tables, body = [], b""
    for column in texts:
        for text in column:
            tables.append((len(text), start + len(body)))
            body += text + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(ids), 28, 28 + 8 * len(ids), 0, 0)
    return head + b"".join(struct.pack("<2I", *entry) for entry in tables) + body


def main() -> None:
    """Writes each .mo file beside its .po file."""
    for path in LOCALE.rglob("*.po"):
        path.with_suffix(".mo").write_bytes(to_mo(read_po(path)))


if __name__ == "__main__":
    main()
