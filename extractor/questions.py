"""What the model is asked: a group of items with the sentences that may answer them, and the possible answers.

Only sentences that name an item beside a number or a denial are shown, and only items that some shown
sentence can answer are asked. An answer is one of the offered `sentence:number` pairs, or silence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from extractor.claims import Claims
from extractor.forms import Cell, Form, vocabulary
from extractor.grounding import Support, find_best, find_supports
from extractor.numerals import plain

SILENT = "未提及"
NONE = "没有"
MAX_SENTENCES = 40  # of one question; with the items this stays well inside an 8k context


@dataclass(frozen=True, slots=True)
class Offer:
    """One possible answer: the text that the model writes, and what it stands for."""

    answer: str
    claims: Claims
    support: Support


@dataclass(frozen=True, slots=True)
class Item:
    """An item asked, with its possible answers."""

    cell: Cell
    offers: tuple[Offer, ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """All that may be answered, silence last."""
        return (*dict.fromkeys(offer.answer for offer in self.offers), SILENT)


@dataclass(frozen=True, slots=True)
class Question:
    """One request to the model."""

    group: str
    sentences: tuple[Claims, ...]
    items: tuple[Item, ...]


def claims_to_questions(claims: Sequence[Claims], form: Form, asked: Collection[str]) -> tuple[Question, ...]:
    """The questions that fill the asked cells from the sentences, in the form's order."""
    questions: list[Question] = []
    for blocks in vocabulary().groups:
        cells = [cell for cell in form.named if cell.block in blocks and cell.key in asked]
        items = tuple(item for item in (_item(cell, claims) for cell in cells) if item.offers)
        questions.extend(_split(blocks[0], items))
    return tuple(questions)


def _item(cell: Cell, claims: Sequence[Claims]) -> Item:
    found = [(sentence, support) for sentence in claims for support in find_supports(sentence, cell)]
    return Item(cell, tuple(_offer(*pair) for pair in find_best(cell, found)))


def _offer(claims: Claims, support: Support) -> Offer:
    value = NONE if support.status == "none_stated" else plain(support.printed)
    return Offer(f"{claims.sentence.number}:{value}", claims, support)


def _split(group: str, items: Sequence[Item]) -> Iterator[Question]:
    """Items that need more sentences than one request should hold are asked in several."""
    parts: list[tuple[list[Item], dict[int, Claims]]] = []
    for item in items:
        needed = {offer.claims.sentence.number: offer.claims for offer in item.offers}
        if not parts or len(parts[-1][1] | needed) > MAX_SENTENCES:
            parts.append(([], {}))
        parts[-1][0].append(item)
        parts[-1][1].update(needed)
    for number, (part, shown) in enumerate(parts, 1):
        yield _question(group if number == 1 else f"{group} ({number})", part, shown)


def _question(group: str, items: Sequence[Item], shown: dict[int, Claims]) -> Question:
    return Question(group, tuple(shown[number] for number in sorted(shown)), tuple(items))
