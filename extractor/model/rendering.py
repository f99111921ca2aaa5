"""prompts/*.md as rendered messages. A prompt's fingerprint goes into results and recordings."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.definitions import describe_mistakes
from extractor.errors import DefinitionError
from extractor.resources import PROMPTS

if TYPE_CHECKING:
    import jinja2  # only a question needs it

ROLES = ("system", "user")
Message = dict[str, str]


class FrontMatter(BaseModel):
    """What stands above a prompt."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    purpose: str
    inputs: tuple[str, ...]


@dataclass(frozen=True)
class Prompt:
    """A prompt file: its parts by role, the inputs it takes, and the fingerprint of its source."""

    front: FrontMatter
    parts: dict[str, jinja2.Template]
    fingerprint: str

    def render(self, **inputs: object) -> list[Message]:
        """The messages; a missing or unknown input is a DefinitionError."""
        if set(inputs) != set(self.front.inputs):
            raise DefinitionError(
                "prompt.inputs", name=self.front.name, inputs=self.front.inputs, given=tuple(inputs)
            )
        from jinja2 import TemplateError

        try:
            return [
                {"role": role, "content": part.render(inputs).strip()} for role, part in self.parts.items()
            ]
        except TemplateError as error:
            raise DefinitionError("prompt.broken", name=self.front.name, why=str(error)) from error


@cache
def load_prompt(name: str, folder: Path = PROMPTS) -> Prompt:
    """The prompt of that name in the folder."""
    path = folder / f"{name}.md"
    try:
        source = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DefinitionError("said", path=path, why=error.strerror) from error
    match = re.fullmatch(r"---\n(.*?)\n---\n(.*)", source, re.DOTALL)
    if match is None:
        raise DefinitionError("prompt.no-front", path=path)
    return Prompt(_front_matter(match[1], path), _parts(match[2], path), fingerprint(source))


def fingerprint(source: str) -> str:
    """Twelve hex digits of the source's SHA-256."""
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def _front_matter(text: str, path: Path) -> FrontMatter:
    try:
        return FrontMatter.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise DefinitionError("prompt.front", path=path.name, why=" ".join(str(error).split())) from error
    except ValidationError as error:
        raise DefinitionError("schema.mistakes", path=path.name, mistakes=describe_mistakes(error)) from error


def _parts(body: str, path: Path) -> dict[str, jinja2.Template]:
    from jinja2 import Environment, StrictUndefined, TemplateSyntaxError

    environment = Environment(undefined=StrictUndefined, autoescape=False)
    pieces = re.split(r"^# (\w+)\n", body, flags=re.MULTILINE)[1:]
    roles = dict(zip(pieces[::2], pieces[1::2], strict=True))
    unknown = set(roles) - set(ROLES)
    if unknown or not roles:
        raise DefinitionError("prompt.parts", path=path.name, names=tuple(sorted(unknown)))
    try:
        return {role: environment.from_string(text) for role, text in roles.items()}
    except TemplateSyntaxError as error:
        raise DefinitionError("said", path=path.name, why=str(error)) from error
