"""What a run may ask: so many calls and tokens a minute, and so much money. Stands before the endpoint as a gate;
answers that are there already do not come by."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from extractor.money import Estimate, Money, Price, Tokens
from extractor.run.stopping import Stop

if TYPE_CHECKING:
    from extractor.model import Request

MINUTE = 60.0
A_MOMENT = 0.001  # what rounding leaves of a wait is none, and would be taken for a yes


@dataclass
class Spent:
    """What calls came to, or in a dry run would come to."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    money: dict[str, float] = field(default_factory=dict)  # by currency

    def add(self, tokens: Tokens, cost: Money | None) -> None:
        """One call more."""
        self.calls += 1
        self.prompt_tokens += tokens.prompt
        self.completion_tokens += tokens.completion
        if cost:
            self.money[cost.currency] = self.money.get(cost.currency, 0.0) + cost.amount

    def join(self, other: Spent) -> None:
        """What somebody else spent for the same run."""
        self.calls += other.calls
        self.prompt_tokens += other.prompt_tokens
        self.completion_tokens += other.completion_tokens
        for currency, amount in other.money.items():
            self.money[currency] = self.money.get(currency, 0.0) + amount


class Pace:
    """At most so much in any minute. What is too large for a minute has one to itself."""

    def __init__(self, most: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._lock = Lock()
        self._past: deque[tuple[float, int]] = deque()
        self._sum = 0

    def claim(self, weight: int) -> float:
        """Takes the weight, if it has room now, and gives 0; else the seconds until it is worth asking again."""
        if self._most is None:
            return 0.0
        weight = min(weight, self._most)
        with self._lock:
            now = self._clock()
            while self._past and self._past[0][0] <= now - MINUTE:
                self._sum -= self._past.popleft()[1]
            if self._sum + weight > self._most:
                return max(self._past[0][0] + MINUTE - now, A_MOMENT)
            self._past.append((now, weight))
            self._sum += weight
            return 0.0


class Budget:
    """The gate of a run. `most`: money that may be spent, if there is a limit; the price is known then. `spent`: what
    the same run spent on another model."""

    def __init__(
        self,
        stop: Stop,
        price: Price | None = None,
        *,
        calls: int | None = None,
        tokens: int | None = None,
        most: float | None = None,
        spent: Spent | None = None,
    ) -> None:
        self.spent = spent or Spent()
        self._stop = stop
        self._price = price
        self._paces = Pace(calls), Pace(tokens)
        self._most = most
        self._estimate = Estimate()
        self._lock = Lock()
        self._under_way: dict[Hashable, float] = {}  # money that questions will cost

    def enter(self, request: Request) -> bool:
        """Waits until the question may be put; RunStopped where it may not any more."""
        expected = self._estimate.expect(request)
        calls, tokens = self._paces
        self._wait(calls, 1)
        self._wait(tokens, expected.total)
        self._reserve(id(request), expected)
        return True

    def leave(self, request: Request, prompt_tokens: int, completion_tokens: int) -> None:
        """Counts what the answer took."""
        tokens = Tokens(prompt_tokens, completion_tokens)
        self._estimate.learn(request, tokens)
        self.settle(id(request), tokens)

    def reserve(self, question: Hashable, request: Request) -> None:
        """Money for a question that is sent with others, by whatever name; RunStopped where there is none left."""
        self._reserve(question, self._estimate.expect(request))

    def settle(self, question: Hashable, tokens: Tokens) -> None:
        """What it took."""
        cost = self._price.cost(*tokens) if self._price else None
        with self._lock:
            self._under_way.pop(question, None)
            self.spent.add(tokens, cost)

    def release(self, question: Hashable) -> None:
        """It got no answer."""
        with self._lock:
            self._under_way.pop(question, None)

    def _wait(self, pace: Pace, weight: int) -> None:
        self._stop.check()
        while (seconds := pace.claim(weight)) > 0:
            self._stop.wait(seconds)
            self._stop.check()

    def _reserve(self, question: Hashable, expected: Tokens) -> None:
        """Money for what is under way counts as spent: many questions at a time do not break the limit."""
        cost = self._price.cost(*expected).amount if self._price else 0.0
        with self._lock:
            planned = sum(self.spent.money.values()) + sum(self._under_way.values()) + cost
            if self._most is not None and planned > self._most:
                self._stop.request("money")
            self._stop.check()
            self._under_way[question] = cost


class DryRun:
    """A gate that lets no question pass: it counts what they would take."""

    def __init__(self, price: Price | None = None, spent: Spent | None = None) -> None:
        self.spent = spent or Spent()
        self._price = price
        self._estimate = Estimate()
        self._lock = Lock()

    def enter(self, request: Request) -> bool:
        """Counts, and says no."""
        tokens = self._estimate.expect(request)
        with self._lock:
            self.spent.add(tokens, self._price.cost(*tokens) if self._price else None)
        return False

    def leave(self, request: Request, prompt_tokens: int, completion_tokens: int) -> None:
        """Never called."""
