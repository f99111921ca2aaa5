"""Names: of results and recordings, as files; of files, on the terminal. A name depends on the file and what lies beside
it alone, not on what else a run reads."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from extractor.errors import InputError
from extractor.loading import SUFFIXES, list_parts, split_path

RESULT, RECORDING = ".json", ".yaml"
LONGEST = 255  # bytes of a name, on the file systems in use
PICTURES = 0x2400  # where the pictures of control characters begin
UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # categories of what moves, hides or breaks the text around it


def shown(text: str) -> str:
    """The text for a terminal: no character of it can move the cursor, colour, hide or turn round the rest."""
    return text if text.isascii() and text.isprintable() else "".join(map(_shown_character, text))


def _shown_character(character: str) -> str:
    code = ord(character)
    if unicodedata.category(character) not in UNSEEN:
        return character
    if code < 0x20:
        return chr(PICTURES + code)
    return f"\\u{code:04x}"


class Neighbours:
    """The files of one folder that may be reports: with their names a file's result must not be taken for another's."""

    def __init__(self, folder: Path) -> None:
        paths = [Path(name) for name in _list(folder) or _list_inside(folder)]
        paths = [path for path in paths if not path.suffix or path.suffix.lower() in SUFFIXES]
        self._stems = Counter(path.stem.casefold() for path in paths)
        self._names = Counter(path.name.casefold() for path in paths)

    def name(self, file: Path) -> str:
        """The file's stem; where a neighbour shares that, the whole name; where one shares even that, but for
        capitals, a digest behind it."""
        stem, name = file.stem.casefold(), file.name.casefold()
        if self._stems[stem] < 2 and (stem == name or not self._names[stem]):
            return file.stem
        return file.name if self._names[name] < 2 else f"{file.name}-{_digest(file.name)}"


def possible_names(file: Path) -> Iterator[str]:
    """All that the file's result may be called, whatever its neighbours."""
    yield from (file.stem, file.name, f"{file.name}-{_digest(file.name)}")


def fit_name(name: str, suffix: str) -> str:
    """The name with its suffix; what of it the file system would not take is a digest of the whole."""
    room = LONGEST - len(suffix)
    whole = os.fsencode(name)
    if len(whole) <= room:
        return name + suffix
    tail = f"-{_digest(name)}"
    return os.fsdecode(_cut(whole, room - len(tail))) + tail + suffix


def _cut(text: bytes, length: int) -> bytes:
    """The text's beginning, without half a character at its end."""
    while length and text[length] & 0xC0 == 0x80:
        length -= 1
    return text[:length]


def _digest(name: str) -> str:
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:8]


def _list(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _list_inside(folder: Path) -> list[str]:
    """What lies in a folder of a zip archive."""
    found = split_path(folder / "any")
    if found is None:
        return []
    try:
        names, _ = list_parts(found[0])
    except InputError:
        return []
    inner = Path(found[1]).parent
    return [Path(name).name for name in names if Path(name).parent == inner]
