"""The model behind an OpenAI-compatible endpoint: openai for the wire, instructor for the answer's shape,
tenacity for what the network does. One request a call; asking again is the reader's business."""

from __future__ import annotations

import fnmatch
import logging
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal

import instructor
import openai
import tenacity
from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException
from openai.types.chat import ChatCompletion
from pydantic import TypeAdapter, ValidationError

from extractor.definitions import Definition, describe_mistakes, read_yaml
from extractor.errors import DefinitionError, EndpointError, ExtractorError, ModelError
from extractor.model.answers import Answer
from extractor.model.asker import Reply, Request
from extractor.records import Usage
from extractor.resources import SCHEMAS

Mode = Literal["json_schema", "tools", "json_object", "markdown"]
MODES: dict[Mode, instructor.Mode] = {
    "json_schema": instructor.Mode.JSON_SCHEMA,
    "tools": instructor.Mode.TOOLS,
    "json_object": instructor.Mode.JSON,
    "markdown": instructor.Mode.MD_JSON,
}
SEED = 1
TIMEOUT = 600.0  # seconds for one answer; a small machine reads a long prompt at 80 tokens a second
ATTEMPTS = 5
LONGEST_WAIT = 60.0
TRANSIENT = (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError)
# An answer without the asked-for JSON is a finding here; instructor would also print it as an error.
logging.getLogger("instructor").addHandler(logging.NullHandler())


class Profile(Definition):
    """One row of schemas/models.yaml."""

    match: str
    mode: Mode
    sampling: bool = True


@cache
def profiles(folder: Path = SCHEMAS) -> tuple[Profile, ...]:
    """The model profiles of the schemas folder, in order."""
    try:
        return tuple(TypeAdapter(list[Profile]).validate_python(read_yaml(folder / "models.yaml")))
    except ValidationError as error:
        raise DefinitionError("models.yaml has mistakes:\n" + describe_mistakes(error)) from error


def find_profile(model: str, mode: Mode | None = None) -> Profile:
    """The profile of the model, with the mode replaced where one is asked for."""
    name = model.rsplit("/", 1)[-1].lower()
    profile = next(p for p in profiles() if fnmatch.fnmatchcase(name, p.match))
    return profile if mode is None else profile.model_copy(update={"mode": mode})


class Client:
    """An endpoint that answers. `http_client` lets a recording stand in for the network."""

    def __init__(
        self,
        base_url: str | None,
        api_key: str,
        model: str,
        *,
        mode: Mode | None = None,
        http_client: Any = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.model = model
        self.profile = find_profile(model, mode)
        self._key = api_key
        self._sleep = sleep
        self._openai = openai.OpenAI(
            base_url=base_url, api_key=api_key, max_retries=0, timeout=TIMEOUT, http_client=http_client
        )
        self._instructor = instructor.from_openai(self._openai, mode=MODES[self.profile.mode])

    def ask(self, request: Request) -> Reply:
        """One request; a cut-off or unreadable answer is a reply with a problem, never half an answer."""
        started = time.monotonic()
        try:
            parsed, completion = self._with_retries(request)
        except IncompleteOutputException as error:
            return _problem("the answer was cut off (finish_reason length)", error.last_completion, started)
        except (InstructorRetryException, ValidationError) as error:
            last = getattr(error, "last_completion", None)
            if self._is_cut_off(last):
                return _problem("the answer was cut off (finish_reason length)", last, started)
            return _problem("the answer is no JSON object of the form asked for", last, started)
        except openai.OpenAIError as error:
            raise self._endpoint_error(error) from None
        return Reply(self._without_key(parsed.by_item()), "", _usage(completion, started))

    def close(self) -> None:
        """Gives the connections back."""
        self._openai.close()

    def _with_retries(self, request: Request) -> tuple[Answer, ChatCompletion]:
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_is_transient),
            stop=tenacity.stop_after_attempt(ATTEMPTS),
            wait=_wait,
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(self._request, request)

    def _request(self, request: Request) -> tuple[Answer, ChatCompletion]:
        options: dict[str, Any] = {"temperature": 0, "seed": SEED} if self.profile.sampling else {}
        try:
            result: tuple[Answer, ChatCompletion] = self._instructor.chat.completions.create_with_completion(
                model=self.model,
                messages=[dict(m) for m in request.messages],  # type: ignore[misc]
                response_model=request.answer,
                max_retries=0,
                max_tokens=request.max_tokens,
                **options,
            )
        except (InstructorRetryException, openai.APIConnectionError) as error:
            # instructor wraps what the wire raised, and the SDK what a transport of ours did.
            cause = _find_cause(error, ExtractorError) or _find_cause(error, openai.OpenAIError)
            if cause is not None:  # tenacity must see it
                raise cause from None
            raise
        return result

    def _without_key(self, answers: dict[str, str | None]) -> dict[str, str | None]:
        """An endpoint that echoes the key must not bring it into a result."""
        return {name: text and text.replace(self._key, "***") for name, text in answers.items()}

    def _endpoint_error(self, error: openai.OpenAIError) -> ModelError:
        text = " ".join(str(getattr(error, "message", "") or error).split())
        if self._key:
            text = text.replace(self._key, "***")
        where = str(self._openai.base_url.host)
        return EndpointError(f"model {self.model} at {where}: {type(error).__name__}: {text[:300]}")

    @staticmethod
    def _is_cut_off(completion: Any) -> bool:
        choices: list[Any] = getattr(completion, "choices", None) or []
        return any(choice.finish_reason == "length" for choice in choices[:1])


def _find_cause(error: BaseException, kind: type[BaseException]) -> BaseException | None:
    """The error of that kind inside the error, wherever it hangs."""
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, kind):
        seen = seen.__cause__ or seen.__context__
    return seen


def _is_transient(error: BaseException) -> bool:
    return isinstance(error, TRANSIENT)


def _wait(state: tenacity.RetryCallState) -> float:
    """What Retry-After says, else 1, 2, 4, 8 seconds."""
    error = state.outcome.exception() if state.outcome else None
    response = getattr(error, "response", None)
    header = response.headers.get("retry-after", "") if response is not None else ""
    seconds = (
        float(header) if header.replace(".", "", 1).isdigit() else float(2 ** (state.attempt_number - 1))
    )
    return min(seconds, LONGEST_WAIT)


def _usage(completion: Any, started: float) -> Usage:
    usage = getattr(completion, "usage", None)
    return Usage(
        calls=1,
        prompt_tokens=getattr(usage, "prompt_tokens", 0) or 0,
        completion_tokens=getattr(usage, "completion_tokens", 0) or 0,
        seconds=time.monotonic() - started,
    )


def _problem(text: str, completion: Any, started: float) -> Reply:
    return Reply({}, text, _usage(completion, started))
