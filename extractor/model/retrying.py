"""What is tried again, when, and how often: what the network does passes, or ends the call."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import openai
import tenacity

ATTEMPTS = 5
LONGEST_WAIT = 60.0
TRANSIENT = (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError)


def to_retrying(
    is_transient: Callable[[BaseException], bool], seconds: float, sleep: Callable[[float], None]
) -> tenacity.Retrying:
    """Tries what may pass so many times, as long as there is time left."""
    return tenacity.Retrying(
        retry=tenacity.retry_if_exception(is_transient),
        stop=tenacity.stop_after_attempt(ATTEMPTS) | tenacity.stop_after_delay(seconds),
        wait=_wait,
        sleep=sleep,
        reraise=True,
    )


def _wait(state: tenacity.RetryCallState) -> float:
    """What Retry-After says, else 1, 2, 4, 8 seconds."""
    error = state.outcome.exception() if state.outcome else None
    response = getattr(error, "response", None)
    said = read_retry_after(response.headers.get("retry-after", "")) if response is not None else None
    return min(2.0 ** (state.attempt_number - 1) if said is None else said, LONGEST_WAIT)


def read_retry_after(header: str, now: float | None = None) -> float | None:
    """The seconds that the header asks for: a number of them, or a date. None where it asks for no wait that is."""
    text = header.strip()
    try:
        if text.isascii() and text[:1].isdigit():
            seconds = float(text)
        else:
            date = parsedate_to_datetime(text)
            moment = date if date.tzinfo else date.replace(tzinfo=UTC)
            start = datetime.fromtimestamp(time.time() if now is None else now, UTC)
            seconds = (moment - start).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None
