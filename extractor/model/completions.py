"""What an endpoint answers, as one plain chat completion: no nulls, no floats, no parts. What is none is its fault."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from extractor.definitions import Definition, read_definition
from extractor.errors import EndpointFault
from extractor.model.reader import clean
from extractor.resources import SCHEMAS

OK = 200
REFUSING = (400, 413, 422)  # statuses under which an endpoint turns down one question, and not all of them
TOO_LARGE = 413
MOST_TOKENS = 10**12
QUOTED = 120  # characters of what an endpoint says, in our messages

Refused = Literal["", "content", "length"]
Change = Callable[[str], str]


class RefusalWords(Definition):
    """Words of a refused request."""

    content: tuple[str, ...]
    length: tuple[str, ...]


class FinishWords(Definition):
    """Values of finish_reason."""

    cut: tuple[str, ...]
    filtered: tuple[str, ...]


class EndpointWords(Definition):
    """schemas/endpoints.yaml."""

    refused: RefusalWords
    finished: FinishWords


@cache
def endpoint_words(folder: Path = SCHEMAS) -> EndpointWords:
    """The words of endpoints in the schemas folder."""
    return read_definition(folder / "endpoints.yaml", EndpointWords)


def refusal_kind(status: int, message: str) -> Refused:
    """Whether a refused request was turned down for what it holds or for its length; "" for all other reasons."""
    if status not in REFUSING:
        return ""
    words, text = endpoint_words().refused, message.lower()
    if any(word in text for word in words.content):
        return "content"
    return "length" if status == TOO_LARGE or any(word in text for word in words.length) else ""


def body_to_answer(body: bytes, media_type: str, mask: Change) -> tuple[int, dict[str, Any]]:
    """The completion, or the error that came in its place under the status that it names. All texts are cleaned
    and masked. EndpointFault where the body is neither."""

    def text_of(text: str) -> str:
        return mask(clean(text))

    content = _parse(body, media_type)
    choices = content.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    error = content.get("error") or (choice.get("error") if isinstance(choice, dict) else None)
    if error:
        return _error_to_answer(error, text_of)
    if not isinstance(choice, dict) or not isinstance(choice.get("message"), dict):
        raise EndpointFault("endpoint.no-completion", said=_quote(content, text_of))
    return OK, _completion(content, choice, text_of)


class NestedTooDeep(ValueError):
    """JSON without end."""


def parse_json(body: bytes) -> Any:
    """The JSON of the body; ValueError where it is none, or nested without end."""
    try:
        return json.loads(body.decode("utf-8-sig"))
    except RecursionError:
        raise NestedTooDeep from None


def _parse(body: bytes, media_type: str) -> dict[str, Any]:
    if not body.strip():
        raise EndpointFault("endpoint.nothing")
    try:
        content = parse_json(body)
    except ValueError as error:
        raise EndpointFault(_what_it_is(body, media_type, error)) from None
    if not isinstance(content, dict):
        raise EndpointFault("endpoint.no-object")
    return content


def _what_it_is(body: bytes, media_type: str, error: ValueError) -> str:
    start = body.lstrip()[:9].lower()
    if media_type == "text/event-stream" or start.startswith((b"data:", b"event:", b":")):
        return "endpoint.stream"
    if media_type == "text/html" or start.startswith((b"<!doctype", b"<html", b"<")):
        return "endpoint.web-page"
    return "endpoint.deep" if isinstance(error, NestedTooDeep) else "endpoint.no-json"


def _error_to_answer(error: object, text_of: Change) -> tuple[int, dict[str, Any]]:
    """An error that came with status 200: by the status that its code is, else by its words."""
    message = _quote(error, text_of)
    code = error.get("code") if isinstance(error, dict) else None
    status = int(code) if isinstance(code, int | str) and str(code) in _STATUSES else REFUSING[0]
    if str(code) not in _STATUSES and not refusal_kind(status, message):
        raise EndpointFault("endpoint.error", said=message)
    return status, {"error": {"message": message}}


_STATUSES = frozenset(str(status) for status in range(400, 600))


def _quote(content: object, text_of: Change) -> str:
    """The beginning of what it says. Masked before it is cut, so that no half of a key is left."""
    message = content.get("message") if isinstance(content, dict) else content
    said = message if isinstance(message, str) else json.dumps(content, ensure_ascii=False)
    return text_of(said)[:QUOTED]


def _completion(content: Mapping[str, Any], choice: Mapping[str, Any], text_of: Change) -> dict[str, Any]:
    message = choice["message"]
    finish = _finish(choice.get("finish_reason"), message, text_of)
    usage = content.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    prompt, completion = (_count(counts.get(name)) for name in ("prompt_tokens", "completion_tokens"))
    calls = list(_calls(message, text_of))
    plain = {"role": "assistant", "content": text_of(_text(message.get("content")))}
    return {
        "id": "answer",
        "object": "chat.completion",
        "created": 0,
        "model": text_of(str(content.get("model") or "")),
        "choices": [
            {
                "index": 0,
                "finish_reason": finish,
                "message": {**plain, **({"tool_calls": calls} if calls else {})},
            }
        ],
        "usage": {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": prompt + completion,
        },
    }


def _finish(reason: object, message: Mapping[str, Any], text_of: Change) -> str:
    """Why the answer ended; EndpointFault where it was held back."""
    refusal = message.get("refusal")
    if refusal:
        raise EndpointFault("endpoint.refusal", said=_quote(refusal, text_of))
    name = str(reason or "stop").lower()
    words = endpoint_words().finished
    if name in words.filtered:
        raise EndpointFault("endpoint.filtered", reason=text_of(name)[:QUOTED])
    if name == "error":
        raise EndpointFault("endpoint.broke-off")
    return "length" if name in words.cut else text_of(name)[:QUOTED]


def _text(content: object) -> str:
    """The content as one text: of parts those that are text, of an object its JSON."""
    if isinstance(content, list):
        return "".join(map(_text_of_part, content))
    if isinstance(content, dict):
        return json.dumps(content, ensure_ascii=False)
    return content if isinstance(content, str) else ""


def _text_of_part(part: object) -> str:
    if isinstance(part, dict):
        text = part.get("text") if part.get("type", "text") in ("text", "output_text") else ""
        return text if isinstance(text, str) else ""
    return part if isinstance(part, str) else ""


def _calls(message: Mapping[str, Any], text_of: Change) -> Iterator[dict[str, Any]]:
    """The calls of functions, also of the older way to write the one of them."""
    tools = message.get("tool_calls")
    functions = (
        [tool.get("function") for tool in tools if isinstance(tool, dict)] if isinstance(tools, list) else []
    )
    for number, function in enumerate([*functions, message.get("function_call")], 1):
        if isinstance(function, dict):
            arguments = function.get("arguments")
            said = (
                arguments if isinstance(arguments, str) else json.dumps(arguments or {}, ensure_ascii=False)
            )
            named = {"name": text_of(str(function.get("name") or "")), "arguments": text_of(said)}
            yield {"id": f"call_{number}", "type": "function", "function": named}


def _count(tokens: object) -> int:
    """A number of tokens, however it is written; what is none counts nothing."""
    if isinstance(tokens, str) and tokens.isascii() and tokens.isdigit():
        tokens = float(tokens[:20])
    if isinstance(tokens, bool) or not isinstance(tokens, int | float) or not math.isfinite(tokens):
        return 0
    return min(max(int(tokens), 0), MOST_TOKENS)
