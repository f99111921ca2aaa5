"""A file's bytes, read once and refused early when they cannot be a report."""

from __future__ import annotations

import hashlib
import re
import stat
from pathlib import Path
from typing import NamedTuple

from extractor.errors import MissingInput, UnreadableInput
from extractor.loading.inside import read_part

# The longest report seen is under 1 MB; above this the file is something else, or an attack on memory.
SIZE_LIMIT = 64 * 1024 * 1024
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
HTML_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)
HTML_REACH = 4096  # a licence comment may stand before the first tag


class Source(NamedTuple):
    """A file's path as given, and its bytes."""

    path: Path
    data: bytes

    @property
    def sha256(self) -> str:
        """The digest of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def read_source(path: Path) -> Source:
    """The file's bytes, or an error that says in one line why there are none."""
    data = _read(path)
    if not data.strip():
        raise UnreadableInput("file.empty", path=path)
    return Source(path, data)


def _read(path: Path) -> bytes:
    try:
        _check_kind(path)
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        part = read_part(path, SIZE_LIMIT)
    except OSError as error:
        raise UnreadableInput("file.unreadable", path=path, why=error.strerror) from error
    if part is None:
        raise MissingInput("file.missing", path=path)
    return part


def looks_like_html(data: bytes) -> bool:
    """Whether the file starts with a tag, and soon with one of those that a web page starts with."""
    start = data[:HTML_REACH]
    if start.startswith(UTF16_MARKS):
        start = start[2:].replace(b"\0", b"")
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") and HTML_TAG.search(start) is not None


def _check_kind(path: Path) -> None:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise MissingInput("file.folder", path=path)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableInput("file.irregular", path=path)
    if status.st_size > SIZE_LIMIT:
        raise UnreadableInput("file.size", path=path, size=SIZE_LIMIT // 1024**2)
