"""What passes between a reader and whoever answers: one request with its account of itself, one reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from extractor.model.answers import Answer
from extractor.model.completions import Refused
from extractor.model.rendering import Message
from extractor.records import Usage


@dataclass(frozen=True, slots=True)
class Request:
    """One request. From `report` on: what a recording says of it, since it keeps no messages."""

    messages: Sequence[Message]
    answer: Answer
    max_tokens: int
    report: int = 1  # of the document, 1-based
    section: str = ""
    attempt: int = 1  # 1-based; the second is the first re-ask
    prompts: Mapping[str, str] = field(
        default_factory=dict
    )  # name -> fingerprint, of those that this request is made of
    text: str = ""  # what of the report the messages show


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: answers by item, or the problem that left none. `refused`: the endpoint did not take the
    question, for what it holds or for its length; to ask the same again is of no use."""

    answers: dict[str, str | None]
    problem: str
    usage: Usage
    refused: Refused = ""


class Asker(Protocol):
    """Whoever answers questions: an endpoint, a recording, or a test's double."""

    @property
    def model(self) -> str:
        """The model's name, for provenance."""
        ...

    def ask(self, request: Request) -> Reply:
        """One request, one reply."""
        ...
