"""Batches on their way to an endpoint and back. The store knows each step before it is taken: a run that was killed finds out
whether its batch was sent, and nothing is sent or paid for twice."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from extractor.cli.run_store import entry_to_call
from extractor.errors import EndpointError, RunStopped, why
from extractor.money import Tokens
from extractor.run import Budget, Sheet, Stop
from extractor.speech import Worded, say
from extractor.store import CREATING, SENT, UPLOADING, Sent, Store, Waiting

if TYPE_CHECKING:
    from extractor.cassettes.files import Answered
    from extractor.model.bulk import Bulk, LineAnswer, State

AT_ONCE = 500  # answers that are kept together
SETTLING = 60.0  # seconds after which an endpoint that shows no batch was not asked for it
GLANCE = 5.0
NO_COMPLETION = why("batch.no-completion")


@dataclass
class Post:
    """The batches of one model in one run. `faults`: the questions of this run that will get no answer, and why."""

    store: Store
    bulk: Bulk
    model: str
    run: int
    stop: Stop
    budget: Budget
    tell: Callable[[str], None]
    faults: dict[str, EndpointError] = field(default_factory=dict)
    ended: int = 0  # batches

    def settle(self) -> None:
        """What an earlier run had half sent: found at the endpoint, or forgotten."""
        batches = self.store.batches
        for sent in batches.open(self.model):
            if sent.state == UPLOADING:
                batches.drop(sent.id)
            elif sent.state == CREATING:
                assert sent.input_file is not None
                remote = self._find(sent.input_file, _age(sent.changed_at))
                self._note_sent(sent.id, remote, sent.lines)

    def send(self, sheets: Generator[Sheet, None, None]) -> int:
        """The sheets as batches, unless the run was told to stop; how many were sent."""
        with closing(sheets), suppress(RunStopped):
            return sum(self.stop.ending != "stopped" and self._send(sheet) for sheet in sheets)
        return 0

    def look(self) -> list[Sent]:
        """Takes the answers of the batches that have ended; the others are still on their way."""
        left = []
        for sent in self.store.batches.open(self.model):
            if sent.remote is None:
                continue
            state = self._ask(sent)
            if state.is_ended:
                self._close(sent, state)
            else:
                left.append(sent)
        return left

    def _send(self, sheet: Sheet) -> bool:
        batches = self.store.batches
        wanted = [Waiting(held.custom_id, held.sha256, held.asked) for held in sheet.held]
        number, own = batches.begin(self.run, self.model, wanted)
        if not own:
            batches.drop(number)
            return False
        try:
            with tempfile.TemporaryFile() as lines:
                sheet.copy(own, lines)
                file = self.bulk.upload(lines, f"ogi-{number}.jsonl")
        except EndpointError:
            batches.drop(number)
            raise
        if batches.note(number, CREATING, input_file=file):  # else another run took it for a dead one's
            self._note_sent(number, self._create(number, file), len(own))
        return True

    def _create(self, number: int, file: str) -> str | None:
        """The batch's id; where the endpoint does not say whether it took the batch, it is looked for."""
        from extractor.model.bulk import NotCreated

        try:
            return self.bulk.create(file)
        except NotCreated:
            self.store.batches.drop(number)
            raise
        except EndpointError as error:
            remote = self._find(file, 0.0)
            if remote is None:
                self.store.batches.drop(number)
                raise error
            return remote

    def _find(self, file: str, age: float) -> str | None:
        """The id of the batch of that file, once the endpoint shows it. None when it would have been seen by now."""
        remote = self.bulk.find(file)
        while remote is None and age < SETTLING:
            self.stop.wait(GLANCE)
            if self.stop:
                raise RunStopped("batch.unknown")
            age += GLANCE
            remote = self.bulk.find(file)
        return remote

    def _note_sent(self, number: int, remote: str | None, lines: int) -> None:
        if remote is None:
            self.store.batches.drop(number)
            return
        self.store.batches.note(number, SENT, remote=remote)
        self.tell(say("store.batch-sent", batch=remote, count=lines))

    def _ask(self, sent: Sent) -> State:
        assert sent.remote is not None
        try:
            return self.bulk.look(sent.remote)
        except EndpointError as error:
            raise type(error)("batch.at", batch=sent.remote, why=error) from None

    def _close(self, sent: Sent, state: State) -> None:
        """All that came back is kept; what did not come back failed."""
        before = len(self.faults)
        for file in state.files:
            answers = self.bulk.answers(file)
            while some := list(islice(answers, AT_ONCE)):
                self._take(sent, some)
        reason = state.reason or why("batch.unanswered")
        for custom_id in self.store.batches.end(sent.id, state.status):
            self._fail(custom_id, sent, why("batch.ended", state=state.status, why=reason))
        self.ended += 1
        failed = len(self.faults) - before
        self.tell(say("store.batch-ended", batch=sent.remote, state=state.status, failed=failed))

    def _take(self, sent: Sent, answers: Sequence[LineAnswer]) -> None:
        """Keeps answers as those of single calls are kept, and checks them as those are."""
        wanted = self.store.batches.wanted(sent.id, [answer.custom_id for answer in answers])
        answered: dict[str, dict[str, Any]] = {}
        failed: list[str] = []
        for answer in answers:
            if answer.custom_id not in wanted:
                continue
            read = _read(answer)
            if read is None:
                self._fail(answer.custom_id, sent, answer.fault or NO_COMPLETION)
                failed.append(answer.custom_id)
            else:
                answered[answer.custom_id] = self._to_call(wanted[answer.custom_id], read)
        self.store.batches.answer(answered, failed)
        for custom_id, call in answered.items():
            self.budget.settle(custom_id, Tokens(call["prompt_tokens"], call["completion_tokens"]))

    def _to_call(self, waiting: Waiting, answered: Answered) -> dict[str, Any]:
        from extractor.cassettes.files import Asked, Entry

        entry = Entry(asked=Asked.model_validate_json(waiting.asked), answered=answered)
        return entry_to_call(self.run, waiting.sha256, entry)

    def _fail(self, custom_id: str, sent: Sent, fault: Worded | str) -> None:
        self.faults[custom_id] = EndpointError("batch.at", batch=sent.remote, why=fault)
        self.budget.release(custom_id)


def _read(answer: LineAnswer) -> Answered | None:
    from extractor.cassettes.transport import read_answer

    return None if answer.fault else read_answer(answer.status, answer.content, 0.0)


def _age(moment: str) -> float:
    """Seconds since a moment of the store."""
    return (datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()
