"""A question -> the tokens that it will take. Begins with what Chinese reports took, and learns from each answer."""

from __future__ import annotations

from threading import Lock
from typing import NamedTuple

from extractor.model import Request

A_CHARACTER = 0.8  # tokens of a character of a question: Chinese, digits and the item list
AN_ITEM = 12.0  # tokens of an answer to one item
PRIOR = 2_000.0  # characters that the first of these stands for, before any answer came
PRIOR_ITEMS = 20.0


class Tokens(NamedTuple):
    """Of a question and of its answer."""

    prompt: int
    completion: int

    @property
    def total(self) -> int:
        """Both."""
        return self.prompt + self.completion


class Estimate:
    """How many tokens questions take with this model. All threads of a run share one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._characters, self._prompt = PRIOR, PRIOR * A_CHARACTER
        self._items, self._completion = PRIOR_ITEMS, PRIOR_ITEMS * AN_ITEM

    def expect(self, request: Request) -> Tokens:
        """What the question will take, as far as is known by now."""
        with self._lock:
            prompt = _characters(request) * self._prompt / self._characters
            completion = len(request.answer.offered) * self._completion / self._items
        return Tokens(round(prompt), min(round(completion), request.max_tokens))

    def learn(self, request: Request, tokens: Tokens) -> None:
        """What it took. An endpoint that counts nothing teaches nothing."""
        if not tokens.prompt:
            return
        with self._lock:
            self._characters += _characters(request)
            self._prompt += tokens.prompt
            self._items += len(request.answer.offered)
            self._completion += tokens.completion


def _characters(request: Request) -> int:
    return sum(len(message["content"]) for message in request.messages)
