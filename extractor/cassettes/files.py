"""What is kept of a model's answers: one file a document, readable, without report text, keys or hosts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from extractor.cassettes.plain_yaml import parse_plain_yaml
from extractor.errors import MissingInput, UnreadableInput, Why, why
from extractor.model import Request, clean, fingerprint

SUFFIX = ".yaml"
LARGEST = 64 << 20  # bytes; a thousand long answers have 5 MB
SHOWS_TEXT = ("messages", "response_format", "tools", "tool_choice")  # of a body; kept as digests alone
PLACE = ("report", "section", "attempt")

Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class Kept(BaseModel):
    """Base of what a cassette holds. Nothing else may stand in one."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Asked(Kept):
    """A request by its account. Two requests are the same when all of this is the same."""

    report: int
    section: str
    attempt: int
    model: str
    parameters: dict[str, JsonValue]
    prompts: dict[str, str]
    text: str  # digest of the report text shown
    characters: int  # its length
    items: tuple[str, ...]
    offers: str  # digest of the answers that each item may have
    request: str  # digest of the whole body: what none of the above tells


class Call(Kept):
    """A tool call, of models that answer by one."""

    name: str
    arguments: str


class Answered(Kept):
    """A whole answer: as items where it is the JSON object asked for, else word for word."""

    seconds: float
    prompt_tokens: int
    completion_tokens: int
    finish_reason: str
    items: dict[str, str] | None = None
    content: str | None = None
    tools: tuple[Call, ...] = ()


class Entry(Kept):
    """One request and its answer."""

    asked: Asked
    answered: Answered


class Recording(Kept):
    """One cassette file."""

    version: Literal[1] = 1
    document: str
    calls: tuple[Entry, ...] = ()


def describe_request(request: Request, body: Mapping[str, Any]) -> Asked:
    """The account of a request that goes out with this body."""
    parameters = {name: value for name, value in body.items() if name not in (*SHOWS_TEXT, "model")}
    return Asked(
        report=request.report,
        section=request.section,
        attempt=request.attempt,
        model=body["model"],
        parameters={"mode": _mode(body), **parameters},
        prompts=dict(request.prompts),
        text=fingerprint(request.text),
        characters=len(request.text),
        items=tuple(request.answer.offered),
        offers=fingerprint(_canonical(request.answer.offered)),
        request=fingerprint(_canonical(body)),
    )


def _mode(body: Mapping[str, Any]) -> str:
    if "tools" in body:
        return "tools"
    return str(body.get("response_format", {}).get("type", "markdown"))


def _canonical(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def completion_to_answered(completion: Mapping[str, Any], seconds: float) -> Answered | None:
    """What is kept of a chat completion; None where it is none."""
    try:
        choice, usage = completion["choices"][0], completion.get("usage") or {}
        message = choice["message"]
        content = message.get("content")
        items = _as_items(content)
        return Answered(
            seconds=seconds,
            prompt_tokens=usage.get("prompt_tokens", 0),
            completion_tokens=usage.get("completion_tokens", 0),
            finish_reason=choice["finish_reason"],
            items=items,
            content=content if items is None else None,
            tools=tuple(Call(**_function(tool)) for tool in message.get("tool_calls") or ()),
        )
    except (LookupError, TypeError, AttributeError, ValidationError):
        return None


def _function(tool: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tool["function"][name] for name in ("name", "arguments")}


def _as_items(content: str | None) -> dict[str, str] | None:
    """The answer as a mapping, where it is one of texts; spaces between them say nothing."""
    try:
        pairs = json.loads(content or "", object_pairs_hook=tuple)
        items = dict(pairs)
    except (ValueError, TypeError, RecursionError):
        return None
    is_plain = all(isinstance(value, str) for value in items.values()) and len(items) == len(pairs)
    return {clean(name): clean(value) for name, value in items.items()} if is_plain else None


def answered_to_completion(answered: Answered, model: str) -> dict[str, Any]:
    """The chat completion as an endpoint would send it."""
    content = answered.content if answered.items is None else json.dumps(answered.items, ensure_ascii=False)
    calls = [
        {"id": f"call_{n}", "type": "function", "function": call.model_dump()}
        for n, call in enumerate(answered.tools, 1)
    ]
    message = {"role": "assistant", "content": content, **({"tool_calls": calls} if calls else {})}
    prompt, completion = answered.prompt_tokens, answered.completion_tokens
    return {
        "id": "recorded",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "finish_reason": answered.finish_reason, "message": message}],
        "usage": {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": prompt + completion,
        },
    }


def entry_to_yaml(entry: Entry) -> str:
    """The entry as a member of the list of calls."""
    return _dump([entry.model_dump(mode="json", exclude_defaults=True)])


def calls_to_yaml(document: str, calls: Iterable[str]) -> str:
    """The whole file, of entries written before."""
    return _dump({"version": 1, "document": document}) + "calls:\n" + "".join(calls)


def _dump(content: object) -> str:
    text: str = yaml.dump(content, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return text


def read_recording(path: Path) -> Recording:
    """The cassette; MissingInput where there is none, UnreadableInput where it is none."""
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableInput("cassette.too-large", path=path, size=LARGEST >> 20)
        return parse_recording(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise MissingInput("cassette.missing", path=path) from None
    except OSError as error:
        raise UnreadableInput("said", path=path, why=error.strerror) from error
    except (
        yaml.YAMLError,
        ValueError,
    ) as error:  # also of pydantic, the encoding, and text that is no cassette's
        raise UnreadableInput("cassette.foreign", path=path) from error


def parse_recording(text: str) -> Recording:
    """The cassette that the text is."""
    return Recording.model_validate(parse_plain_yaml(text))


def describe_change(asked: Asked, calls: Iterable[Entry]) -> Why:
    """What is not as it was when the nearest of the calls was recorded."""
    same = [call.asked for call in calls if all(getattr(call.asked, n) == getattr(asked, n) for n in PLACE)]
    if not same:
        return why("cassette.nothing")
    changes = min((list(_changes(asked, old)) for old in same), key=len)
    return why("cassette.changed", changes=tuple(changes)) if changes else why("cassette.used")


def _changes(new: Asked, old: Asked) -> Iterator[Why]:
    for name in sorted(new.prompts.keys() | old.prompts.keys()):
        if (before := old.prompts.get(name)) != (now := new.prompts.get(name)):
            yield why("change.prompt", name=name, before=before, now=now)
    if new.text != old.text:
        yield why("change.text", before=old.characters, now=new.characters)
    if new.items != old.items:
        changed = tuple(sorted(set(new.items) ^ set(old.items)))
        yield why("change.items", items=changed) if changed else why("change.order")
    elif new.offers != old.offers:
        yield why("change.offers")
    if new.model != old.model:
        yield why("change.model", before=old.model, now=new.model)
    for name in sorted(new.parameters.keys() | old.parameters.keys()):
        if (was := old.parameters.get(name)) != (now_is := new.parameters.get(name)):
            yield why("change.parameter", name=name, before=was, now=now_is)
    if new.request != old.request and all(
        getattr(new, name) == getattr(old, name) for name in Asked.model_fields if name != "request"
    ):
        yield why("change.wording")
