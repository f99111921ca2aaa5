"""The same plan with its questions put in batches: read, send what is open, take the answers, and read again, until nothing is
open. What is asked again goes into the next batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.run_post import Post
from extractor.cli.run_store import StoreShelf
from extractor.errors import RunStopped
from extractor.run import Held, Outcome, Spool, Task, to_custom_id
from extractor.speech import say

if TYPE_CHECKING:
    from extractor.cassettes.files import Asked
    from extractor.model import Live, Request
    from extractor.model.bulk import Bulk

PAUSES = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0)  # seconds between two looks; the last one from then on
Read = Callable[[Sequence[Task]], Iterator[Outcome]]


class Waits(RunStopped):
    """A question of the file waits for the answers of a batch."""


@dataclass
class Collector:
    """Takes the questions that reports leave open, for the next batch."""

    post: Post
    shelf: StoreShelf
    spool: Spool
    waiting: set[Path] = field(default_factory=set)  # files of this round that a question waits about

    def take(self, document: Path, request: Request, asked: Asked, body: bytes) -> None:
        """Keeps the question, unless it waits already; an error where a batch gave no answer to it."""
        account, sha256 = asked.model_dump_json(), self.shelf.digest(document)
        custom_id = to_custom_id(sha256, account)
        if fault := self.post.faults.get(custom_id):
            raise fault
        self.waiting.add(document)
        if not self.post.store.batches.waits(custom_id):
            self.post.budget.reserve(custom_id, request)
            self.spool.add(Held(custom_id, sha256, account), self.post.bulk.to_line(custom_id, body))

    def check(self, task: Task) -> None:
        """Raises where the file that was read has a question that waits."""
        if task.source in self.waiting:
            raise Waits("batch.waits", path=task.source)


def open_bulk(live: Live) -> Bulk:
    """The batches of the endpoint."""
    from extractor.model.address import Address
    from extractor.model.bulk import Bulk

    url, key = live.reach()
    return Bulk(Address(url, key, live.extras.headers))


def make_spool(most_lines: int | None) -> Spool:
    """An empty one, for batches of so many questions."""
    from extractor.model.bulk import MOST_BYTES, MOST_LINES

    return Spool(min(most_lines or MOST_LINES, MOST_LINES), MOST_BYTES)


def read_in_rounds(
    tasks: Sequence[Task], read: Read, collector: Collector, *, waits: bool
) -> Iterator[Outcome]:
    """What becomes of each file, as soon as no question of it is open; of those left when the run ends, that they wait."""
    post = collector.post
    with closing(post.bulk), closing(collector.spool):
        with suppress(RunStopped):
            post.settle()
            post.look()
        left = list(tasks)
        while left and not post.stop:
            before, left, sent, ended = left, [], 0, post.ended
            collector.waiting.clear()
            for outcome in read(before):
                if isinstance(outcome.error, Waits):
                    left.append(outcome.task)
                else:
                    yield outcome
                sent += post.send(collector.spool.take())
            sent += post.send(collector.spool.take(is_last=True))
            if left:
                _wait(post, waits=waits)
            if not sent and post.ended == ended:  # another run is about to send what these wait for
                break
        yield from (Outcome(task, error=Waits("batch.waits", path=task.source)) for task in left)


def _wait(post: Post, *, waits: bool) -> None:
    """Until all batches have ended, or the run does."""
    pauses = chain(PAUSES, repeat(PAUSES[-1]))
    while open_batches := post.look():
        if not waits:
            post.stop.request("waiting")
        if post.stop:
            return
        post.tell(say("store.batch-waiting", batches=len(open_batches)))
        post.stop.wait(next(pauses))
