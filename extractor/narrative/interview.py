"""The llm reader: asks the model each question, keeps what the sentences support, asks again for the rest."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from extractor.errors import ModelUnreachable
from extractor.forms import Form
from extractor.ids import MODEL, FindingId
from extractor.language import parse_number, plain
from extractor.model import (
    NONE,
    SILENT,
    Answer,
    Asker,
    Reply,
    Request,
    load_prompt,
    split_answer,
)
from extractor.narrative.objections import drop_shared_numbers, reopen_failed_sums, to_problem
from extractor.narrative.offers import Item, Offer, Question, split_question
from extractor.narrative.readings import refusal, sentence_evidence
from extractor.narrative.rounds import (
    LlmReading,
    Round,
    accept,
    prompt_fingerprints,
    rounds_to_reading,
)
from extractor.records import Candidate, Finding, Identification, Reason, Usage

RETRIES = 2
TOKENS_PER_ITEM = 40  # name and answer, with room; a longer answer is a runaway
TOKENS_SPARE = 60
FIRST, AGAIN = ("read",), ("read", "reask", "problems")  # the prompts that a request is made of


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
    states: list[Round] = []
    findings: list[Finding] = []
    left = deque(questions)
    while left:
        question = left.popleft()
        state = _ask(question, question_to_request(question, header, report), asker, form, text, retries)
        states.append(state)
        if state.unreached:
            items = (*state.left, *(item for other in left for item in other.items))
            findings.append(unreached_finding(items, state.unreached))
            return rounds_to_reading(states, findings, form, text)
        parts = () if state.answered or state.refused == "content" else split_question(question)
        left.extendleft(reversed(parts))
        if state.problem and not parts:
            findings.append(_problem_finding(state))
        if question in questions:
            on_answer()
    return rounds_to_reading(states, findings, form, text)


def unreached_finding(items: Iterable[Item], error: ModelUnreachable) -> Finding:
    """What was not asked, since there was no model to ask."""
    keys = tuple(dict.fromkeys(item.cell.key for item in items))
    return Finding.of("model-unreachable", "warning", keys, count=len(keys), error=str(error))


def unasked_findings(
    items: Sequence[Item], questions: Sequence[Question], readers: Collection[str]
) -> Iterator[Finding]:
    """What the model might have told and was not asked."""
    keys = tuple(item.cell.key for item in items)
    if keys and MODEL not in readers:
        yield Finding.of("not-asked", "info", keys, count=len(keys))
        return
    asked = {item.cell.key for question in questions for item in question.items}
    long = tuple(key for key in keys if key not in asked)
    if long:
        yield Finding.of("too-long-to-ask", "warning", long, count=len(long))


def _problem_finding(state: Round) -> Finding:
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


def _ask(question: Question, request: Request, asker: Asker, form: Form, text: str, retries: int) -> Round:
    """The question asked until all of it is answered, or it was asked often enough."""
    state, pending = Round(question), question
    for attempt in range(retries + 1):
        if attempt:
            pending = Question(question.name, question.sentences, state.left)
            request = _again(request, state, pending)
        try:
            reply = asker.ask(request)
        except ModelUnreachable as error:
            state.unreached = error
            break
        state.prompts |= request.prompts
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


def _take(state: Round, asked: Question, reply: Reply, form: Form, text: str) -> None:
    """Sorts the reply's answers into taken, rejected and open."""
    state.open = {}
    if reply.problem:
        state.open = {item.cell.name: to_problem("no-answer", item.cell.name) for item in asked.items}
        return
    state.answered = True
    for item in asked.items:
        before = state.taken.pop(item.cell.key, None)
        _take_item(state, item, reply.answers.get(item.cell.name), text)
        now = state.taken.setdefault(item.cell.key, before) if before else None
        if before and now is not before:
            state.rejected.append(_withdrawn(before, item.cell.key, form, text))
    drop_shared_numbers(state, form, text)
    reopen_failed_sums(state, form)


def _take_item(state: Round, item: Item, answer: str | None, text: str) -> None:
    name = item.cell.name
    if answer is None:
        state.open[name] = to_problem("left-out", name)
    elif answer == SILENT:
        state.silent.add(item.cell.key)
    else:
        offer = _find_offer(item, answer)
        if offer is not None:
            state.taken[item.cell.key] = offer
        else:
            sentence, value = split_answer(answer)
            state.open[name] = to_problem("not-offered", name, sentence=sentence, value=value)
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
    return Candidate(item.cell.key, printed, "unreadable", MODEL, evidence, False, False, why)


def _withdrawn(offer: Offer, key: str, form: Form, text: str) -> Candidate:
    return accept(offer, key, form, text)._replace(accepted=False, why=Reason.of("withdrawn"))


def _again(request: Request, state: Round, pending: Question) -> Request:
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
