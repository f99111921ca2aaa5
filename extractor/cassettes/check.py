"""What is wrong with a folder of cassettes: what no document uses, what is out of date, what must not be there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from extractor.cassettes.files import SUFFIX, Recording, read_recording
from extractor.cassettes.tape import Tape
from extractor.cassettes.transport import Cassettes
from extractor.errors import CassetteMiss, DefinitionError, ExtractorError, MissingInput
from extractor.model import load_prompt, without_keys
from extractor.pipeline import Settings, extract_file

SECRETS = {
    "an API key": re.compile(r"\b(?:sk|pk|rk|key)-[A-Za-z0-9_-]{8,}"),
    "an authorization": re.compile(r"\b(?:bearer|authorization|cookie|api[_-]?key)\b", re.I),
    "an address": re.compile(r"\bhttps?://|\b(?:localhost|\d{1,3}(?:\.\d{1,3}){3}):\d+"),
}
Kind = Literal["unreadable", "secret", "stale", "missing", "unused", "orphaned"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one cassette."""

    kind: Kind
    cassette: str
    message: str


class _Watched(Cassettes):
    """A strict replay that remembers what it used."""

    tape: Tape | None = None

    def open_tape(self, path: Path) -> Tape:
        """The cassette of the document."""
        self.tape = super().open_tape(path)
        return self.tape


def list_cassettes(folder: Path) -> list[Path]:
    """The cassettes of the folder, by name; MissingInput where there is no such folder."""
    if not folder.is_dir():
        raise MissingInput(f"{folder}: no such folder")
    return sorted(folder.glob(f"*{SUFFIX}"))


def check_cassettes(folder: Path, files: Sequence[Path], names: Mapping[Path, str]) -> Iterator[Problem]:
    """All problems. Without the documents: of what stands in the cassettes; with them also what they would ask."""
    for path in list_cassettes(folder):
        yield from _check_alone(path)
    if files:
        owned = {names[file] + SUFFIX for file in files}
        for path in list_cassettes(folder):
            if path.name not in owned:
                yield Problem("orphaned", path.name, "belongs to none of the documents")
        for file in files:
            yield from _check_document(file, folder, names)


def _check_alone(path: Path) -> Iterator[Problem]:
    try:
        recording = read_recording(path)
    except ExtractorError as error:
        yield Problem("unreadable", path.name, str(error))
        return
    yield from _find_secrets(path)
    yield from _find_stale_prompts(path, recording)


def _find_secrets(path: Path) -> Iterator[Problem]:
    text = path.read_text(encoding="utf-8")
    if without_keys(text) != text:
        yield Problem("secret", path.name, "holds the key in OPENAI_API_KEY")
    for number, line in enumerate(text.splitlines(), 1):
        for name, pattern in SECRETS.items():
            if pattern.search(line):
                yield Problem("secret", path.name, f"line {number} looks like {name}")


def _find_stale_prompts(path: Path, recording: Recording) -> Iterator[Problem]:
    used = {pair for call in recording.calls for pair in call.asked.prompts.items()}
    for name, recorded in sorted(used):
        now = _fingerprint(name)
        if now != recorded:
            yield Problem("stale", path.name, f"prompt {name} was {recorded}, is {now}")


def _fingerprint(prompt: str) -> str:
    try:
        return load_prompt(prompt).fingerprint
    except DefinitionError:
        return "gone"


def _check_document(file: Path, folder: Path, names: Mapping[Path, str]) -> Iterator[Problem]:
    replay = _Watched(folder, names=names)
    cassette = names[file] + SUFFIX
    try:
        extract_file(file, Settings(asker=replay.asker))
    except CassetteMiss as miss:
        kind: Kind = "stale" if (folder / cassette).is_file() else "missing"
        yield Problem(kind, cassette, str(miss))
        return
    if (folder / cassette).is_file():
        unused = replay.tape.unused if replay.tape else read_recording(folder / cassette).calls
        for entry in unused:
            where = f"report {entry.asked.report}, {entry.asked.section}"
            yield Problem("unused", cassette, f"{where}, attempt {entry.asked.attempt}: is not asked")
