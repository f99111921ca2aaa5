"""What the model is asked: items with the sentences that may answer them, and the possible answers.

Only sentences that name an item beside a number or a denial are shown, and only items that some shown
sentence can answer are asked. An answer is one of the offered `sentence:number` pairs, or silence. A report is
asked in as few questions as its sentences fit in: each question repeats the rules, and often the sentences.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from extractor.forms import Cell, Form, vocabulary
from extractor.ids import GIVEN
from extractor.language import plain
from extractor.model import NONE, SILENT
from extractor.narrative.claims import Claims
from extractor.narrative.likeness import find_alike
from extractor.narrative.readings import Support, claims_by_key, find_best, find_supports
from extractor.records import Decision

# Characters of one question's sentences and items. At one token a character, with the rules and 40 tokens an
# answer this stays inside a context of 8,192; a long report of sentences alone takes 2,500.
ROOM = 4000
MAX_ITEMS = 60  # of one question
LONG = 300  # characters; of a longer sentence only what stands within REACH of a possible answer is shown
REACH = 120
LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class Offer:
    """One possible answer: the text that the model writes, and what it stands for."""

    answer: str
    claims: Claims
    support: Support


class Item(NamedTuple):
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

    name: str
    sentences: tuple[Claims, ...]
    items: tuple[Item, ...]

    @property
    def offered(self) -> dict[str, tuple[str, ...]]:
        """All that may be answered, by item name."""
        return {item.cell.name: item.answers for item in self.items}

    @property
    def shown(self) -> dict[int, str]:
        """The sentences by number, as the model is shown them."""
        spans: dict[int, list[tuple[int, int]]] = {}
        for offer in (offer for item in self.items for offer in item.offers):
            spans.setdefault(offer.claims.sentence.number, []).append(offer.support.span)
        sentences = (claims.sentence for claims in self.sentences)
        return {s.number: _shorten(s.text, spans.get(s.number, ())) for s in sentences}


def claims_to_items(claims: Sequence[Claims], form: Form, asked: Collection[str]) -> tuple[Item, ...]:
    """Those of the asked cells that a sentence may tell, with all it may tell of them by the rules."""
    items = (_item(cell, told) for cell, told in _told_cells(claims, form, asked))
    return tuple(item for item in items if item.offers)


def list_items(claims: Sequence[Claims], form: Form, asked: Collection[str]) -> tuple[Item, ...]:
    """The same items without their answers, which are not worked out where no model is asked: what it was not asked is
    told by name alone."""
    return tuple(
        Item(cell, ())
        for cell, told in _told_cells(claims, form, asked)
        if any(next(find_supports(sentence, cell), None) for sentence in told)
    )


def _told_cells(
    claims: Sequence[Claims], form: Form, asked: Collection[str]
) -> Iterator[tuple[Cell, Sequence[Claims]]]:
    """Those of the asked cells that sentences name, with these."""
    by_key = claims_by_key(claims)
    yield from (
        (cell, by_key[cell.key]) for cell in _in_order(form) if cell.key in asked and cell.key in by_key
    )


def widen_items(
    items: Sequence[Item], claims: Sequence[Claims], form: Form, asked: Collection[str]
) -> tuple[Item, ...]:
    """The items with what a model may answer beside what the rules claim, and those that only then can be answered."""
    alike = find_alike(claims, form)
    own = {item.cell.key: item.offers for item in items}
    cells = (cell for cell in _in_order(form) if cell.key in asked)
    widened = (
        Item(cell, (*own.get(cell.key, ()), *(_offer(*pair) for pair in alike.get(cell.key, ()))))
        for cell in cells
    )
    return tuple(item for item in widened if item.offers)


def open_items(
    items: Sequence[Item], decisions: Mapping[str, Decision], suspect: Collection[str]
) -> tuple[Item, ...]:
    """What the readers before left open: items that they gave no value or several, with the numbers that no other
    item has, and `suspect` ones, as where a sum fails."""
    given = {key: decision for key, decision in decisions.items() if decision.status in GIVEN}
    marks = {d.evidence.mark for d in given.values() if d.evidence and d.value}
    left = (item for item in items if item.cell.key not in given or item.cell.key in suspect)
    narrowed = (item if item.cell.key in suspect else _without(item, marks) for item in left)
    return tuple(item for item in narrowed if item.offers)


def _without(item: Item, marks: Collection[tuple[int, int] | None]) -> Item:
    offers = (o for o in item.offers if o.claims.sentence.span(*o.support.span) not in marks)
    return Item(item.cell, tuple(offers))


@cache
def _in_order(form: Form) -> tuple[Cell, ...]:
    """The cells that sentences can name; what stands together in reports stands together."""
    return tuple(cell for blocks in vocabulary().groups for cell in form.named if cell.block in blocks)


def items_to_questions(items: Sequence[Item]) -> tuple[Question, ...]:
    """As few questions as the items fit in. An item that fits in none is left out."""
    parts: list[list[Item]] = []
    for bunch in _bunches(items):
        if parts and _fits([*parts[-1], *bunch]):
            parts[-1].extend(bunch)
        else:
            parts.append(bunch)
    return tuple(_question(f"question {number}", part) for number, part in enumerate(parts, 1))


def split_question(question: Question) -> tuple[Question, ...]:
    """The question block group by block group, for a model to which it was too much; nothing where it is one."""
    groups = _groups(question.items)
    named = (_question(f"{question.name}, {group[0].cell.block}", group) for group in groups)
    return tuple(named) if len(groups) > 1 else ()


def _groups(items: Sequence[Item]) -> list[list[Item]]:
    """The items of blocks that stand together in reports."""
    groups = ([i for i in items if i.cell.block in blocks] for blocks in vocabulary().groups)
    return [group for group in groups if group]


def _bunches(items: Sequence[Item]) -> Iterator[list[Item]]:
    """What is asked together: a group, or where that fits in no question, each of its items that does."""
    for group in _groups(items):
        yield from [group] if _fits(group) else ([item] for item in group if _fits([item]))


def _item(cell: Cell, claims: Sequence[Claims]) -> Item:
    found = [(sentence, support) for sentence in claims for support in find_supports(sentence, cell)]
    return Item(cell, tuple(_offer(*pair) for pair in find_best(cell, found)))


def _offer(claims: Claims, support: Support) -> Offer:
    value = NONE if support.status == "none_stated" else plain(support.printed)
    return Offer(f"{claims.sentence.number}:{value}", claims, support)


def _fits(items: Sequence[Item]) -> bool:
    question = _question("", items)
    answers = sum(len(answer) for item in items for answer in (item.cell.name, *item.answers))
    return len(items) <= MAX_ITEMS and answers + sum(map(len, question.shown.values())) <= ROOM


def _question(name: str, items: Sequence[Item]) -> Question:
    shown = {offer.claims.sentence.number: offer.claims for item in items for offer in item.offers}
    return Question(name, tuple(shown[n] for n in sorted(shown)), tuple(items))


def _shorten(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A long text without what stands far from all these spans."""
    if len(text) <= LONG:
        return text
    shown, end = "", 0
    for first, last in sorted(spans):
        begin = max(first - REACH, end)
        shown += (LEFT_OUT if begin > end else "") + text[begin : max(last + REACH, begin)]
        end = max(last + REACH, end)
    return shown + (LEFT_OUT if end < len(text) else "")
