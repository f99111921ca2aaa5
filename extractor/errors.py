"""Everything that can go wrong by misuse or breakage. Problems in the data are findings, not errors.

    ExtractorError (1)
    ├── UsageError (2)              an option or argument that cannot work
    │   └── DefinitionError         a mistake in schemas/ or prompts/
    ├── InputError (3)              a file that cannot be read as a report
    │   ├── MissingInput            no such file, or a folder
    │   ├── UnreadableInput         broken, binary, in no known encoding, or beyond a limit
    │   └── NotAReport              readable, but not an OGI report
    ├── ModelError (4)              the model cannot be reached or refuses
    │   ├── ModelUnreachable        there is no model to ask: a form is filled without it
    │   │   ├── LocalModelError     the embedded model cannot be prepared or started
    │   │   └── EndpointUnreachable no one answers there, or only that it cannot now (also an EndpointError)
    │   └── EndpointError           the endpoint refuses the request
    │       └── EndpointFault       it answers, but with no chat completion
    ├── CassetteMiss (5)            a strict replay asks for what was not recorded
    ├── StoreError (6)              a store cannot be opened, read or written
    └── RunStopped                  a run ends before all is done: it was told to, or its money is spent

The number is the exit code of the command line. An error is an id of schemas/errors.yaml with details, and has its words
there in each language: `str(error)` is the English, whoever looks at the screen gets what `error.words(language())` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.speech import Lang, Worded, load_words, word

CATALOGUE = "errors.yaml"


@dataclass(frozen=True, slots=True)
class Why:
    """Part of what an error says, by an id of the same catalogue."""

    id: str
    details: Mapping[str, object] = field(default_factory=dict)

    def words(self, lang: Lang) -> str:
        """It in that language."""
        return word(load_words(CATALOGUE)[self.id], self.details, lang)


def why(id: str, /, **details: object) -> Why:
    """A part of an error: `UnreadableInput("inside.refused", path=path, why=why("inside.link"))`."""
    return Why(id, details)


class _Worded(Exception):
    """An error that has its words in the catalogue."""

    def __init__(self, id: str, /, **details: object) -> None:
        super().__init__(id)
        self.id = id
        self.details = {name: str(told) if isinstance(told, Path) else told for name, told in details.items()}

    def words(self, lang: Lang) -> str:
        """What is wrong, in that language."""
        return Why(self.id, self.details).words(lang)

    def __str__(self) -> str:
        return self.words("en")

    def __reduce__(self) -> tuple[Any, ...]:
        return _remake, (type(self), self.id, self.details), self.__dict__


def _remake(kind: type[_Worded], id: str, details: Mapping[str, object]) -> _Worded:
    return kind(id, **details)


class BadValue(_Worded, ValueError):
    """What is read is not what it should be; whoever reads it says of which file, with this as its reason."""


def told(error: Exception) -> Worded | str:
    """What an error says, as a detail of another: ours by its id, else in the words that it came with, in one line."""
    return error if isinstance(error, _Worded) else " ".join(str(error).split())


class ExtractorError(_Worded):
    """Root of every error of this package; catch it around any call. Programs read its id and details."""

    exit_code = 1


class UsageError(ExtractorError):
    """An option or argument cannot work as given."""

    exit_code = 2


class DefinitionError(UsageError):
    """A form, prompt or profile file has mistakes; the message lists them all with their paths."""


class InputError(ExtractorError):
    """A file cannot be read as a report."""

    exit_code = 3


class MissingInput(InputError):
    """The path leads to no file."""


class UnreadableInput(InputError):
    """The bytes of the file are not a readable document of its type, or take too much to read."""


class NotAReport(InputError):
    """The text says nothing of open government information."""


class ModelError(ExtractorError):
    """The model cannot be reached, or refuses to answer."""

    exit_code = 4


class ModelUnreachable(ModelError):
    """There is no model to ask. What tables and rules tell stays true without it."""


class LocalModelError(ModelUnreachable):
    """The embedded model cannot be prepared or started."""


class EndpointError(ModelError):
    """The endpoint cannot be reached, or refuses the request."""


class EndpointUnreachable(ModelUnreachable, EndpointError):
    """No one answers there within the time a call has, or only that it cannot answer now."""


class EndpointFault(EndpointError):
    """The endpoint answers, but with no chat completion, or holds the answer back."""


class CassetteMiss(ExtractorError):
    """A replay asks for an answer that was not recorded; the message says what is not as it was."""

    exit_code = 5


class StoreError(ExtractorError):
    """A store cannot be opened, read or written."""

    exit_code = 6


class RunStopped(ExtractorError):
    """The run ends before this file's turn came, or before all of its questions were put; nothing of it is lost."""
