"""One question with its answers so far, and what comes of all questions of a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.errors import ModelUnreachable
from extractor.forms import Form
from extractor.ids import MODEL
from extractor.model import Refused, load_prompt
from extractor.narrative.offers import Item, Offer, Question
from extractor.narrative.readings import support_to_candidate
from extractor.records import Candidate, Finding, Reason, Usage


@dataclass(frozen=True, slots=True)
class LlmReading:
    """What the model proposed, with every attempt, what went wrong, and what it cost."""

    candidates: tuple[Candidate, ...] = ()
    findings: tuple[Finding, ...] = ()
    usage: Usage = Usage()
    prompts: Mapping[str, str] = field(default_factory=dict)  # that were used, with their fingerprints
    unreached: ModelUnreachable | None = None  # what ended the asking before all was asked


@dataclass
class Round:
    """One question's answers so far."""

    question: Question
    taken: dict[str, Offer] = field(default_factory=dict)
    rejected: list[Candidate] = field(default_factory=list)
    silent: set[str] = field(default_factory=set)  # keys of items that were answered by silence
    open: dict[str, str] = field(default_factory=dict)  # item name -> what is wrong, for the re-ask
    answered: bool = False  # by any answer of the form asked for
    usage: Usage = Usage()
    prompts: dict[str, str] = field(default_factory=dict)
    problem: str = ""  # of the last reply
    refused: Refused = ""
    unreached: ModelUnreachable | None = None

    @property
    def passed_over(self) -> tuple[str, ...]:
        """The items that the rules read something for and the model nothing."""
        told = (i.cell.key for i in self.question.items if any(o.support.why is None for o in i.offers))
        return tuple(key for key in told if key in self.silent and key not in self.taken)

    @property
    def left(self) -> tuple[Item, ...]:
        """The items without an answer that holds."""
        if not (self.answered or self.open):
            return self.question.items
        return tuple(item for item in self.question.items if item.cell.name in self.open)


def rounds_to_reading(
    states: Sequence[Round], findings: Iterable[Finding], form: Form, text: str
) -> LlmReading:
    """What all rounds came to; `text` is the document's."""
    candidates: list[Candidate] = []
    for state in states:
        candidates += [accept(offer, key, form, text) for key, offer in state.taken.items()]
        candidates += state.rejected
        candidates += (silence(key) for key in state.passed_over)
    usage = sum((state.usage for state in states), Usage())
    prompts = {name: found for state in states for name, found in state.prompts.items()}
    unreached = next((state.unreached for state in states if state.unreached), None)
    return LlmReading(tuple(candidates), tuple(findings), usage, prompts, unreached)


def silence(key: str) -> Candidate:
    """That the model was offered what the rules read, and took none of it."""
    return Candidate(key, None, "not_stated", MODEL, None, exact=False, why=Reason.of("passed-over"))


def accept(offer: Offer, key: str, form: Form, text: str) -> Candidate:
    return support_to_candidate(offer.support, offer.claims, form.by_key[key], MODEL, text)


def prompt_fingerprints(names: Iterable[str]) -> dict[str, str]:
    """The fingerprints of these prompts."""
    return {name: load_prompt(name).fingerprint for name in names}
