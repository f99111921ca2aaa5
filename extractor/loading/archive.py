"""Zip archives of unknown origin: what their index promises is checked before anything is unpacked."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from extractor.errors import UnreadableInput
from extractor.loading.inside import ENCRYPTED, FREE_SIZE, MAX_RATIO
from extractor.loading.source import Source

MAX_MEMBERS = 5_000
MAX_MEMBER = 64 * 1024 * 1024  # the text of a report of 1,000 pages is under 20 MB of XML
MAX_TOTAL = 512 * 1024 * 1024  # pictures included


def open_archive(source: Source) -> ZipFile:
    """The archive, or an error where its index is broken or promises too much."""
    try:
        archive = ZipFile(BytesIO(source.data))
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableInput("archive.broken", path=source.path, why=str(error)) from error
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise UnreadableInput("archive.parts", path=source.path, most=MAX_MEMBERS)
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise UnreadableInput("file.locked", path=source.path)
    for member in members:
        if member.file_size > max(FREE_SIZE, MAX_RATIO * member.compress_size):
            raise UnreadableInput("file.ratio", path=source.path, ratio=MAX_RATIO)
    if sum(member.file_size for member in members) > MAX_TOTAL:
        raise UnreadableInput("file.unpacks", path=source.path, size=MAX_TOTAL // 1024**2)
    return archive


def read_member(archive: ZipFile, name: str, source: Source) -> bytes:
    """The bytes of one part; zipfile reads no more of it than its index promised."""
    try:
        if archive.getinfo(name).file_size > MAX_MEMBER:
            raise UnreadableInput("archive.text", path=source.path, size=MAX_MEMBER // 1024**2)
        return archive.read(name)
    except KeyError:
        raise UnreadableInput("archive.lacks", path=source.path, name=name) from None
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise UnreadableInput("archive.part-broken", path=source.path, name=name, why=str(error)) from error


def read_xml(archive: ZipFile, name: str, source: Source) -> bytes:
    """A part in XML. Office writes no document types, which entities need: a part with one is refused."""
    part = read_member(archive, name, source)
    if b"\0" in part:  # UTF-16, in which no mark of what is refused would be found
        raise UnreadableInput("archive.no-utf8", path=source.path, name=name)
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise UnreadableInput("archive.document-type", path=source.path, name=name)
    return part
