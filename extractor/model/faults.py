"""What the SDK raises -> what it comes to: the error of ours inside it, whether it may pass, what the endpoint says."""

from __future__ import annotations

import openai

from extractor.errors import EndpointError, EndpointUnreachable, ExtractorError
from extractor.model.retrying import TRANSIENT

SHOWN = 300  # characters of what the endpoint says of an error


def find_cause(error: BaseException, kind: type[BaseException]) -> BaseException | None:
    """The error of that kind inside the error, wherever it hangs; an error raised again may hang in a circle."""
    seen: set[int] = set()
    inner: BaseException | None = error
    while inner is not None and id(inner) not in seen and not isinstance(inner, kind):
        seen.add(id(inner))
        inner = inner.__cause__ or inner.__context__
    return inner if isinstance(inner, kind) else None


def is_transient(error: BaseException) -> bool:
    """Whether the same may go well the next time."""
    return isinstance(error, TRANSIENT) and find_cause(error, ExtractorError) is None


def said_by(error: openai.OpenAIError) -> str:
    """What the endpoint says of the error, or the network."""
    body = getattr(error, "body", None)
    message = body.get("message") if isinstance(body, dict) else None
    cause = error.__cause__ if isinstance(error, openai.APIConnectionError) else None
    text = (
        message
        or (f"{type(cause).__name__} {cause}" if cause else "")
        or getattr(error, "message", "")
        or error
    )
    return " ".join(str(text).split())[:SHOWN]


def to_failure(error: openai.OpenAIError, said: str) -> EndpointError:
    """The error of ours that it is."""
    kind = EndpointUnreachable if isinstance(error, TRANSIENT) else EndpointError
    return kind("endpoint.failed", kind=type(error).__name__, why=said)
