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
        raise UnreadableInput(f"{source.path}: is a broken zip archive ({error})") from error
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise UnreadableInput(f"{source.path}: has more than {MAX_MEMBERS} parts")
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise UnreadableInput(f"{source.path}: is protected by a password")
    for member in members:
        if member.file_size > max(FREE_SIZE, MAX_RATIO * member.compress_size):
            raise UnreadableInput(f"{source.path}: unpacks to more than {MAX_RATIO} times its size")
    if sum(member.file_size for member in members) > MAX_TOTAL:
        raise UnreadableInput(f"{source.path}: unpacks to more than {MAX_TOTAL // 1024**2} MB")
    return archive


def read_member(archive: ZipFile, name: str, source: Source) -> bytes:
    """The bytes of one part; zipfile reads no more of it than its index promised."""
    try:
        if archive.getinfo(name).file_size > MAX_MEMBER:
            raise UnreadableInput(f"{source.path}: its text is larger than {MAX_MEMBER // 1024**2} MB")
        return archive.read(name)
    except KeyError:
        raise UnreadableInput(f"{source.path}: lacks its part {name}") from None
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise UnreadableInput(f"{source.path}: its part {name} is broken ({error})") from error


def read_xml(archive: ZipFile, name: str, source: Source) -> bytes:
    """A part in XML. Office writes no document types, which entities need: a part with one is refused."""
    part = read_member(archive, name, source)
    if b"\0" in part:  # UTF-16, in which no mark of what is refused would be found
        raise UnreadableInput(f"{source.path}: its part {name} is not in UTF-8")
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise UnreadableInput(f"{source.path}: its part {name} declares a document type")
    return part
