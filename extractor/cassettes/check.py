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
from extractor.ids import Ask
from extractor.model import load_prompt, without_keys
from extractor.output import Remark, Told
from extractor.pipeline import Settings, extract_file

ProblemKind = Literal["unreadable", "secret", "stale", "missing", "unused", "orphaned"]
SecretId = Literal["api-key", "authorization", "address"]
ProblemId = (
    SecretId | Literal["unreadable", "own-key", "prompt-changed", "prompt-gone", "orphaned", "miss", "unused"]
)
SECRETS: dict[SecretId, re.Pattern[str]] = {
    "api-key": re.compile(r"\b(?:sk|pk|rk|key)-[A-Za-z0-9_-]{8,}"),
    "authorization": re.compile(r"\b(?:bearer|authorization|cookie|api[_-]?key)\b", re.I),
    "address": re.compile(r"\bhttps?://|\b(?:localhost|\d{1,3}(?:\.\d{1,3}){3}):\d+"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one cassette; the remark says what."""

    kind: ProblemKind
    cassette: str
    remark: Remark


class _Watched(Cassettes):
    """A strict replay that remembers what it used."""

    tape: Tape | None = None

    def open_tape(self, path: Path) -> Tape:
        """The cassette of the document."""
        self.tape = super().open_tape(path)
        return self.tape


def list_cassettes(folder: Path) -> list[Path]:
    """The cassettes of the folder and those below it, by name; MissingInput where there is no such folder."""
    if not folder.is_dir():
        raise MissingInput("folder.missing", path=folder)
    return sorted(folder.rglob(f"*{SUFFIX}"))


def check_cassettes(
    folder: Path, files: Sequence[Path], names: Mapping[Path, str], ask: Ask = "open"
) -> Iterator[Problem]:
    """All problems. Without the documents: of what stands in the cassettes; with them also what they would ask."""
    for path in list_cassettes(folder):
        yield from _check_alone(path)
    if files:
        owned = {names[file] + SUFFIX for file in files}
        for path in list_cassettes(folder):
            name = path.relative_to(folder).as_posix()
            if name not in owned:
                yield _problem("orphaned", name, "orphaned")
        for file in files:
            yield from _check_document(file, folder, names, ask)


def _check_alone(path: Path) -> Iterator[Problem]:
    try:
        recording = read_recording(path)
    except ExtractorError as error:
        yield _problem("unreadable", path.name, "unreadable", error=error)
        return
    yield from _find_secrets(path)
    yield from _find_stale_prompts(path, recording)


def _find_secrets(path: Path) -> Iterator[Problem]:
    text = path.read_text(encoding="utf-8")
    if without_keys(text) != text:
        yield _problem("secret", path.name, "own-key")
    for number, line in enumerate(text.splitlines(), 1):
        for id, pattern in SECRETS.items():
            if pattern.search(line):
                yield _problem("secret", path.name, id, line=number)


def _find_stale_prompts(path: Path, recording: Recording) -> Iterator[Problem]:
    used = {pair for call in recording.calls for pair in call.asked.prompts.items()}
    for name, recorded in sorted(used):
        now = _fingerprint(name)
        if now is None:
            yield _problem("stale", path.name, "prompt-gone", prompt=name, was=recorded)
        elif now != recorded:
            yield _problem("stale", path.name, "prompt-changed", prompt=name, was=recorded, now=now)


def _fingerprint(prompt: str) -> str | None:
    try:
        return load_prompt(prompt).fingerprint
    except DefinitionError:
        return None


def _check_document(file: Path, folder: Path, names: Mapping[Path, str], ask: Ask) -> Iterator[Problem]:
    replay = _Watched(folder, names=names)
    cassette = names[file] + SUFFIX
    try:
        extract_file(file, Settings(asker=replay.asker, ask=ask))
    except CassetteMiss as miss:
        kind: ProblemKind = "stale" if (folder / cassette).is_file() else "missing"
        yield _problem(kind, cassette, "miss", error=str(miss))
        return
    if (folder / cassette).is_file():
        unused = replay.tape.unused if replay.tape else read_recording(folder / cassette).calls
        for asked in (entry.asked for entry in unused):
            place: dict[str, Told] = {"report": asked.report, "section": asked.section}
            yield _problem("unused", cassette, "unused", **place, attempt=asked.attempt)


def _problem(kind: ProblemKind, cassette: str, id: ProblemId, /, **details: Told) -> Problem:
    return Problem(kind, cassette, Remark("cassettes", id, tuple(details.items())))
