"""What names a store: the path of an SQLite file, or a URL. No database library is loaded to tell."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

SCHEMES = ("sqlite", "postgresql", "postgres")
SUFFIXES = (".db", ".sqlite", ".sqlite3")
MAGIC = b"SQLite format 3\0"  # what every SQLite file begins with
URL = re.compile(r"(\w+)(?:\+\w+)?://")
DRIVER = "postgresql+psycopg://"


def is_store(url_or_path: str | Path) -> bool:
    """Whether this names a store, there already or to be made: a URL of a database, an SQLite file, or a new file
    with a suffix that such files have."""
    match = URL.match(str(url_or_path))
    if match:
        return match[1].lower() in SCHEMES
    path = Path(url_or_path)
    try:
        if path.is_dir():
            return False
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except FileNotFoundError:
        head = b""
    except OSError:
        return False
    return head == MAGIC or (not head and path.suffix.lower() in SUFFIXES)


def to_url(url_or_path: str | Path) -> str:
    """The URL as the database library takes it; a path is that of an SQLite file."""
    text = str(url_or_path)
    match = URL.match(text)
    if match is None:
        return f"sqlite:///{text}"
    if match[1].lower() in ("postgresql", "postgres"):
        return DRIVER + text[match.end() :]
    return text


def to_file(url: str) -> Path | None:
    """The file of an SQLite store; None where it is no SQLite, or in memory alone."""
    name = url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else ""
    return Path(name.partition("?")[0]) if name and name != ":memory:" else None


def shown_address(url: str) -> str:
    """The URL for messages: a file by its path, a server without user and password."""
    file = to_file(url)
    if file is not None:
        return str(file)
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme.partition('+')[0]}://{parts.hostname or ''}{port}{unquote(parts.path)}"
