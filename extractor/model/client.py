"""The model behind an OpenAI-compatible endpoint: openai for the wire, instructor for the answer's shape,
tenacity for what the network does. One request a call; asking again is the reader's business."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Collection
from typing import Any, ClassVar, NoReturn
from urllib.parse import urlsplit

import httpx2
import instructor
import openai
from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException
from openai.types.chat import ChatCompletion
from openai.types.chat.chat_completion_message import FunctionCall
from pydantic import ConfigDict, model_validator

from extractor.errors import EndpointError, EndpointFault, EndpointUnreachable, ExtractorError, Why, why
from extractor.model.address import PATH, Address
from extractor.model.answers import Answer
from extractor.model.asker import Reply, Request
from extractor.model.backend import NO_KEY
from extractor.model.circuit import Circuit
from extractor.model.completions import Refused, refusal_kind
from extractor.model.extras import NO_EXTRAS, Extras, Mode
from extractor.model.faults import find_cause, is_transient, said_by, to_failure
from extractor.model.line import Line, LineTransport
from extractor.model.profiles import find_profile
from extractor.model.reader import clean, read_object
from extractor.model.received import SECONDS
from extractor.model.retrying import to_retrying
from extractor.records import Usage

MODES: dict[Mode, instructor.Mode] = {
    "json_schema": instructor.Mode.JSON_SCHEMA,
    "tools": instructor.Mode.TOOLS,
    "json_object": instructor.Mode.JSON,
    "markdown": instructor.Mode.MD_JSON,
}
SEED = 1
LEAST_SECONDS = 1.0
CUT_OFF = why("answer.cut-off")
NO_OBJECT = why("answer.no-object")
# Without the endpoint's own words, which may repeat the report's text.
REFUSALS: dict[Refused, Why] = {"content": why("answer.content"), "length": why("answer.length")}
# An answer without the asked-for JSON is a finding here; instructor would also print it as an error.
logging.getLogger("instructor").addHandler(logging.NullHandler())


class _Shaped(instructor.ResponseSchema):
    """Base of the classes that instructor fills, one a question. Items are no fields: a class with a field for each
    would take longer to build than a report to read; and without this base instructor would build a second class."""

    model_config = ConfigDict(extra="allow")
    answer: ClassVar[Answer]

    @classmethod
    def model_json_schema(cls, *_: Any, **__: Any) -> dict[str, Any]:
        """What may be answered."""
        return cls.answer.to_schema()

    @model_validator(mode="before")
    @classmethod
    def to_texts(cls, content: object) -> object:
        """Only what was asked, as texts."""
        return cls.answer.to_texts(content) if isinstance(content, dict) else content

    def by_item(self) -> dict[str, str | None]:
        """The answers by item name; None where the model left the item out."""
        texts = self.__pydantic_extra__ or {}
        return {name: texts.get(name) for name in self.answer.offered}


def _to_class(answer: Answer) -> type[_Shaped]:
    return type("Answer", (_Shaped,), {"__module__": __name__, "answer": answer})


class _QuestionRefused(Exception):
    """The endpoint does not take this question; it may take others."""

    def __init__(self, kind: Refused) -> None:
        super().__init__(REFUSALS[kind].words("en"))
        self.kind = kind


class Client:
    """An endpoint that answers. `transport` lets a recording stand in for the network."""

    def __init__(
        self,
        base_url: str,
        api_key: str,
        model: str,
        *,
        mode: Mode | None = None,
        extras: Extras = NO_EXTRAS,
        transport: httpx2.BaseTransport | None = None,
        circuit: Circuit | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.model = model
        self.profile = find_profile(model, mode)
        self._fields = extras.fields
        self._where = f"model {model} at {urlsplit(base_url).hostname}"
        self._circuit = circuit or Circuit()
        self._sleep = sleep
        if transport is None:
            transport = LineTransport(Line(Address(base_url, api_key, extras.headers), self._circuit))
        # The SDK is told neither key nor address: it may log both.
        self._openai = openai.OpenAI(
            base_url="http://endpoint/v1",
            api_key=NO_KEY,
            max_retries=0,
            timeout=SECONDS,
            http_client=httpx2.Client(transport=transport),
        )
        self._shaped: Callable[..., _Shaped] = instructor.patch(
            create=self._send, mode=MODES[self.profile.mode]
        )

    def ask(self, request: Request) -> Reply:
        """One request; a cut-off, unreadable or refused answer is a reply with a problem, never half an answer."""
        started = time.monotonic()
        try:
            parsed = self._shaped(
                asked=request,
                model=self.model,
                messages=[dict(m) for m in request.messages],
                response_model=_to_class(request.answer),
                max_retries=0,
                **self._options(request),
            )
        except IncompleteOutputException as error:
            return Reply({}, CUT_OFF.words("en"), _usage(error.last_completion, started))
        except InstructorRetryException as error:
            # instructor wraps what the wire raised, and the SDK what a transport of ours did.
            refused = find_cause(error, _QuestionRefused)
            if isinstance(refused, _QuestionRefused):
                return Reply({}, str(refused), _usage(None, started), refused.kind)
            self._raise_again(error)
            return Reply({}, NO_OBJECT.words("en"), _usage(error.last_completion, started))
        return Reply(parsed.by_item(), "", _usage(getattr(parsed, "_raw_response", None), started))

    def close(self) -> None:
        """Gives the connections back."""
        self._openai.close()

    def _options(self, request: Request) -> dict[str, Any]:
        """What is sent beside the messages and the shape of the answer."""
        options: dict[str, Any] = {self.profile.limit: request.max_tokens + self.profile.thinking}
        if self.profile.sampling:
            options |= {"temperature": 0, "seed": SEED}
        return options

    def _send(self, *, asked: Request, messages: object, model: str, **options: Any) -> ChatCompletion:
        """The completion, with the answer where instructor looks for it and nothing else around."""
        end = time.monotonic() + SECONDS
        # As chat.completions.create sends it, which goes over each item of the schema before.
        plain = {"messages": messages, "model": model, **dict(sorted(options.items())), **self._fields}
        body = {name: value for name, value in plain.items() if value is not None}

        def attempt() -> ChatCompletion:
            left = max(end - time.monotonic(), LEAST_SECONDS)
            return self._openai.post(PATH, cast_to=ChatCompletion, body=body, options={"timeout": left})

        try:
            completion = to_retrying(is_transient, SECONDS, self._sleep)(attempt)
        except openai.OpenAIError as error:
            self._give_up(error)
        _lay_bare(completion, asked.answer.offered, is_tool=self.profile.mode == "tools")
        return completion

    def _give_up(self, error: openai.OpenAIError) -> NoReturn:
        """Raises what the error comes to for the question and for the run."""
        ours = find_cause(error, ExtractorError)
        if ours is not None:
            if isinstance(ours, EndpointUnreachable):
                self._circuit.count(ours)
            raise ours from None
        status = error.status_code if isinstance(error, openai.APIStatusError) else None
        said = said_by(error)
        if status and (kind := refusal_kind(status, said)):
            self._circuit.close()
            raise _QuestionRefused(kind) from None
        failure = to_failure(error, said)
        if status is None:
            self._circuit.open(failure)
        else:
            self._circuit.count(failure)
        raise failure from None

    def _raise_again(self, error: BaseException) -> None:
        """Raises the error of ours inside the error, with the model's name where the endpoint is at fault."""
        cause = find_cause(error, ExtractorError)
        if isinstance(cause, EndpointError):
            raise type(cause)("model.at", model=self._where, why=cause) from None
        if cause is not None:
            raise cause from None
        broken = find_cause(error, openai.OpenAIError)
        if broken is not None:
            raise EndpointFault("model.at", model=self._where, why=type(broken).__name__) from None


def _lay_bare(completion: ChatCompletion, names: Collection[str], *, is_tool: bool) -> None:
    """Leaves of the message the object that was asked for, wherever it stands, as the mode carries it."""
    message = completion.choices[0].message
    calls = [call.function.arguments for call in message.tool_calls or () if call.type == "function"]
    found = (read_object(text, names) for text in (*calls, message.content or ""))
    content = next((content for content in found if content is not None), None)
    text = None if content is None else clean(json.dumps(content, ensure_ascii=False))
    message.tool_calls = None
    message.content = None if is_tool else text
    message.function_call = FunctionCall(name="Answer", arguments=text) if is_tool and text else None


def _usage(completion: Any, started: float) -> Usage:
    usage = getattr(completion, "usage", None)
    return Usage(
        calls=1,
        prompt_tokens=getattr(usage, "prompt_tokens", 0) or 0,
        completion_tokens=getattr(usage, "completion_tokens", 0) or 0,
        seconds=time.monotonic() - started,
    )
