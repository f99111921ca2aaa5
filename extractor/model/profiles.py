"""How a model is asked: schemas/models.yaml."""

from __future__ import annotations

import fnmatch
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from extractor.definitions import Definition, describe_mistakes, read_yaml
from extractor.errors import DefinitionError
from extractor.model.extras import Mode
from extractor.resources import SCHEMAS


class Profile(Definition):
    """One row of schemas/models.yaml."""

    match: str
    mode: Mode
    sampling: bool = True
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    thinking: int = 0


@cache
def profiles(folder: Path = SCHEMAS) -> tuple[Profile, ...]:
    """The model profiles of the schemas folder, in order."""
    try:
        return tuple(TypeAdapter(list[Profile]).validate_python(read_yaml(folder / "models.yaml")))
    except ValidationError as error:
        raise DefinitionError(
            "schema.mistakes", path="models.yaml", mistakes=describe_mistakes(error)
        ) from error


def find_profile(model: str, mode: Mode | None = None) -> Profile:
    """The profile of the model, with the mode replaced where one is asked for."""
    name = model.rsplit("/", 1)[-1].lower()
    profile = next(p for p in profiles() if fnmatch.fnmatchcase(name, p.match))
    return profile if mode is None else profile.model_copy(update={"mode": mode})
