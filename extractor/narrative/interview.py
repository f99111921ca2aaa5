"""The llm reader: asks the model each question, keeps what the sentences support, asks again for the rest."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from extractor.errors import ModelUnreachable
from extractor.forms import Form, check_identities
from extractor.language import parse_number, plain
from extractor.model import (
    NONE,
    SILENT,
    Answer,
    Asker,
    Refused,
    Reply,
    Request,
    load_prompt,
    split_answer,
)
from extractor.narrative.offers import Item, Offer, Question, split_question
from extractor.narrative.readings import refusal, sentence_evidence, support_to_candidate
from extractor.records import Candidate, Decision, Finding, FindingId, Identification, Reason, Usage

BACKEND = "llm"
RETRIES = 2
TOKENS_PER_ITEM = 40  # name and answer, with room; a longer answer is a runaway
TOKENS_SPARE = 60
FIRST, AGAIN = ("read",), ("read", "reask", "problems")  # the prompts that a request is made of


@dataclass(frozen=True, slots=True)
class LlmReading:
    """What the model proposed, with every attempt, what went wrong, and what it cost."""

    candidates: tuple[Candidate, ...] = ()
    findings: tuple[Finding, ...] = ()
    usage: Usage = Usage()
    unreached: ModelUnreachable | None = None  # what ended the asking before all was asked

    @property
    def prompts(self) -> dict[str, str]:
        """The prompts that were used, with their fingerprints."""
        names = AGAIN if self.usage.retries else FIRST
        return prompt_fingerprints(names) if self.usage.calls else {}


@dataclass
class _Round:
    """One question's answers so far."""

    question: Question
    taken: dict[str, Offer] = field(default_factory=dict)
    rejected: list[Candidate] = field(default_factory=list)
    open: dict[str, str] = field(default_factory=dict)  # item name -> what is wrong, for the re-ask
    answered: bool = False  # by any answer of the form asked for
    usage: Usage = Usage()
    problem: str = ""  # of the last reply
    refused: Refused = ""
    unreached: ModelUnreachable | None = None

    @property
    def left(self) -> tuple[Item, ...]:
        """The items without an answer that holds."""
        if not (self.answered or self.open):
            return self.question.items
        return tuple(item for item in self.question.items if item.cell.name in self.open)


def questions_to_reading(
    questions: Sequence[Question],
    asker: Asker,
    header: Identification,
    form: Form,
    text: str,
    *,
    report: int = 1,
    retries: int = RETRIES,
    on_answer: Callable[[], None] = lambda: None,
) -> LlmReading:
    """All questions of the document's nth report asked in turn, what gets no answer in parts; `text` is the
    document's, for evidence."""
    candidates: list[Candidate] = []
    findings: list[Finding] = []
    usage = Usage()
    left = deque(questions)
    while left:
        question = left.popleft()
        state = _ask(question, question_to_request(question, header, report), asker, form, text, retries)
        candidates += [_accept(offer, key, form, text) for key, offer in state.taken.items()]
        candidates += state.rejected
        usage += state.usage
        if state.unreached:
            items = (*state.left, *(item for other in left for item in other.items))
            findings.append(unreached_finding(items, state.unreached))
            return LlmReading(tuple(candidates), tuple(findings), usage, state.unreached)
        parts = () if state.answered or state.refused == "content" else split_question(question)
        left.extendleft(reversed(parts))
        if state.problem and not parts:
            findings.append(_problem_finding(state))
        if question in questions:
            on_answer()
    return LlmReading(tuple(candidates), tuple(findings), usage)


def unreached_finding(items: Iterable[Item], error: ModelUnreachable) -> Finding:
    """What was not asked, since there was no model to ask."""
    keys = tuple(dict.fromkeys(item.cell.key for item in items))
    return Finding.of("model-unreachable", "warning", keys, count=len(keys), error=str(error))


def _problem_finding(state: _Round) -> Finding:
    keys = tuple(item.cell.key for item in state.question.items)
    kind: FindingId = "question-refused" if state.refused else "bad-answer"
    return Finding.of(kind, "warning", keys, question=state.question.name, problem=state.problem)


def question_to_request(question: Question, header: Identification, report: int = 1) -> Request:
    """The first request of the question."""
    sentences = question.shown
    messages = load_prompt("read").render(
        issuer=header.issuer,
        year=header.year,
        sentences=sentences,
        items=[_shown(item) for item in question.items],
    )
    return Request(
        messages,
        Answer(question.offered),
        _max_tokens(question),
        report=report,
        section=question.name,
        prompts=prompt_fingerprints(FIRST),
        text="\n".join((header.issuer or "", str(header.year), *sentences.values())),
    )


def _ask(question: Question, request: Request, asker: Asker, form: Form, text: str, retries: int) -> _Round:
    """The question asked until all of it is answered, or it was asked often enough."""
    state, pending = _Round(question), question
    for attempt in range(retries + 1):
        if attempt:
            pending = Question(question.name, question.sentences, state.left)
            request = _again(request, state, pending)
        try:
            reply = asker.ask(request)
        except ModelUnreachable as error:
            state.unreached = error
            break
        state.usage += Usage(retries=min(attempt, 1)) + reply.usage
        state.problem, state.refused = reply.problem, reply.refused
        _take(state, pending, reply, form, text)
        if reply.refused or not state.open:
            break
    return state


def _shown(item: Item) -> dict[str, object]:
    answers = [a for a in item.answers if a != SILENT]
    return {"name": item.cell.name, "hint": item.cell.wording.hint, "answers": answers}


def _max_tokens(question: Question) -> int:
    return len(question.items) * TOKENS_PER_ITEM + TOKENS_SPARE


def _take(state: _Round, asked: Question, reply: Reply, form: Form, text: str) -> None:
    """Sorts the reply's answers into taken, rejected and open."""
    state.open = {}
    if reply.problem:
        state.open = {item.cell.name: _problem("no-answer", item.cell.name) for item in asked.items}
        return
    state.answered = True
    for item in asked.items:
        before = state.taken.pop(item.cell.key, None)
        _take_item(state, item, reply.answers.get(item.cell.name), text)
        now = state.taken.setdefault(item.cell.key, before) if before else None
        if before and now is not before:
            state.rejected.append(_withdrawn(before, item.cell.key, form, text))
    _drop_shared_numbers(state, form, text)
    _reopen_failed_sums(state, form)


def _take_item(state: _Round, item: Item, answer: str | None, text: str) -> None:
    name = item.cell.name
    if answer is None:
        state.open[name] = _problem("left-out", name)
    elif answer != SILENT:
        offer = _find_offer(item, answer)
        if offer is not None:
            state.taken[item.cell.key] = offer
        else:
            sentence, value = split_answer(answer)
            state.open[name] = _problem("not-offered", name, sentence=sentence, value=value)
            state.rejected.append(_reject(item, state.question, sentence, value, text))


def _find_offer(item: Item, answer: str) -> Offer | None:
    """The offer that the answer means, also where it is written a little differently."""
    sentence, value = split_answer(answer)
    number = parse_number(value)
    wanted = {answer.strip(), f"{sentence}:{value}"}
    if number is not None:
        wanted.add(f"{sentence}:{plain(number.value)}")
        if number.value == 0:
            wanted.add(f"{sentence}:{NONE}")
    return next((offer for offer in item.offers if offer.answer in wanted), None)


def _reject(item: Item, question: Question, number: int | None, value: str, text: str) -> Candidate:
    parsed = parse_number(value)
    claims = next((c for c in question.sentences if c.sentence.number == number), None)
    if claims is None or parsed is None:
        why, evidence = Reason.of("uncited", answer=value[:40]), None
    else:
        why = refusal(claims, item.cell, parsed.value)
        evidence = sentence_evidence(claims, (0, len(claims.sentence.text)), text)
    printed = parsed.value if parsed else None
    return Candidate(item.cell.key, printed, "unreadable", BACKEND, evidence, False, False, why)


def _withdrawn(offer: Offer, key: str, form: Form, text: str) -> Candidate:
    return replace(_accept(offer, key, form, text), accepted=False, why=Reason.of("withdrawn"))


def _drop_shared_numbers(state: _Round, form: Form, text: str) -> None:
    """One printed number belongs to one item; where two take it, only those keep it that its clause names."""
    by_place: dict[tuple[int, tuple[int, int]], list[str]] = {}
    for key, offer in state.taken.items():
        if offer.support.status != "none_stated":
            by_place.setdefault((offer.claims.sentence.number, offer.support.span), []).append(key)
    for (sentence, _), keys in by_place.items():
        kept = _with_own_claims(state, keys) if len(keys) > 1 else set(keys)
        names = "、".join(form.by_key[key].name for key in keys)
        for key in (k for k in keys if k not in kept):
            offer, name = state.taken.pop(key), form.by_key[key].name
            shared = replace(
                _accept(offer, key, form, text), accepted=False, why=Reason.of("of-another-item")
            )
            state.rejected.append(shared)
            state.open[name] = _problem(
                "shared-number", name, sentence=sentence, value=plain(offer.support.printed), others=names
            )


def _with_own_claims(state: _Round, keys: Sequence[str]) -> set[str]:
    """Those of the items, which took the same number, that it is claimed for, each by itself: 复议、诉讼各2件."""
    exact = {key for key in keys if state.taken[key].support.exact}
    return {key for key in exact if _has_own_claim(state.taken[key], key, exact - {key})}


def _has_own_claim(offer: Offer, key: str, others: set[str]) -> bool:
    """Whether the number is claimed for the item by a claim that is none of the others'."""
    claims = (c for c in offer.claims.numbers if (c.number.start, c.number.end) == offer.support.span)
    return any(key in claim.owners and claim.owners.isdisjoint(others) for claim in claims)


def _reopen_failed_sums(state: _Round, form: Form) -> None:
    """A failed sum is asked again only where some of its items have another answer to give."""
    values = {
        key: Decision(key, offer.support.value, offer.support.status, BACKEND, Reason.of("sole"))
        for key, offer in state.taken.items()
    }
    choices = {item.cell.key: item for item in state.question.items if len(item.offers) > 1}
    for check in check_identities(form, values):
        if check.outcome != "fails" or check.identity.severity == "info":
            continue
        keys = [key for key in check.identity.keys if key in choices]
        terms = "、".join(
            form.by_key[k.lstrip("-")].name for k in check.identity.right if k.lstrip("-") in values
        )
        total = form.by_key[check.identity.left[0].lstrip("-")].name
        for key in keys:
            state.open.setdefault(
                form.by_key[key].name,
                _problem("identity", total, left=plain(check.left), right=plain(check.right), others=terms),
            )


def _again(request: Request, state: _Round, pending: Question) -> Request:
    """The conversation goes on: the first request stays as it is, so that the model need not read it again."""
    problems = list(dict.fromkeys(state.open.values()))
    shown = [_shown(item) for item in pending.items]
    return replace(
        request,
        messages=[*request.messages[:2], *load_prompt("reask").render(problems=problems, items=shown)],
        answer=Answer(pending.offered),
        max_tokens=_max_tokens(pending),
        attempt=request.attempt + 1,
        prompts=prompt_fingerprints(AGAIN),
    )


def _problem(kind: str, name: str, **details: object) -> str:
    inputs = dict.fromkeys(("sentence", "value", "others", "left", "right")) | details
    return load_prompt("problems").render(kind=kind, name=name, **inputs)[0]["content"]


def _accept(offer: Offer, key: str, form: Form, text: str) -> Candidate:
    return support_to_candidate(offer.support, offer.claims, form.by_key[key], BACKEND, text)


def prompt_fingerprints(names: Iterable[str]) -> dict[str, str]:
    """The fingerprints of these prompts."""
    return {name: load_prompt(name).fingerprint for name in names}
