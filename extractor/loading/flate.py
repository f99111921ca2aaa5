"""PDF streams that unpack to more than any page needs: found before a parser unpacks them."""

from __future__ import annotations

import re
import zlib

from extractor.errors import UnreadableInput
from extractor.loading.source import Source

STREAM = re.compile(rb"stream\r?\n")
# Filters one upon the other multiply what they unpack to; no program writes such files.
PACKED = rb"/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b"
BETWEEN = rb"[^\[\]<>]{0,100}"
TWICE = re.compile(rb"\[" + BETWEEN + PACKED + BETWEEN + PACKED)
MAX_STREAM = 128 * 1024 * 1024  # an A4 page in colour at 400 dpi is 46 MB
MAX_TOTAL = 2 * 1024 * 1024 * 1024
STEP = 1024 * 1024
ZLIB_STARTS = frozenset(bytes([window << 4 | 8]) for window in range(8))  # deflate, and its window's size


def check_streams(source: Source) -> None:
    """UnreadableInput where a compressed stream, or all together, unpack to too much."""
    if TWICE.search(source.data):
        raise UnreadableInput("pdf.streams", path=source.path)
    total = 0
    for match in STREAM.finditer(source.data):
        size = _unpacked_size(source.data, match.end())
        total += size
        if size > MAX_STREAM or total > MAX_TOTAL:
            limit = (MAX_STREAM if size > MAX_STREAM else MAX_TOTAL) // 1024**2
            raise UnreadableInput("file.unpacks", path=source.path, size=limit)


def _unpacked_size(data: bytes, start: int) -> int:
    """How much the stream unpacks to, as far as the limit; 0 for one that is not compressed this way."""
    if data[start : start + 1] not in ZLIB_STARTS:
        return 0
    decoder = zlib.decompressobj()
    size, place = 0, start
    try:
        while not decoder.eof and size <= MAX_STREAM and place < len(data):
            chunk = data[place : place + STEP]
            place += len(chunk)
            while chunk and size <= MAX_STREAM:
                size += len(decoder.decompress(chunk, STEP))
                chunk = decoder.unconsumed_tail
    except zlib.error:
        return size
    return size
