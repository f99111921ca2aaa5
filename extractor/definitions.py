"""Reading YAML: unknown keys refused, all mistakes of a file named at once."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.errors import DefinitionError

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's, eight times as fast, where it was built


class Definition(BaseModel):
    """Base of everything read from YAML: frozen, and no key it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(Definition):
    """Words in both languages."""

    zh: str
    en: str

    @property
    def both(self) -> str:
        """Chinese, then English."""
        return f"{self.zh} {self.en}"


Model = TypeVar("Model", bound=BaseModel)


def read_yaml(path: Path) -> object:
    """The file's content; keys that YAML reads as numbers become text."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), LOADER)
    except OSError as error:
        raise DefinitionError("said", path=path, why=error.strerror) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DefinitionError("schema.no-yaml", path=path, why=" ".join(str(error).split())) from error
    return _text_keys(content)


def _text_keys(content: object) -> object:
    if isinstance(content, dict):
        return {str(key): _text_keys(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_text_keys(value) for value in content]
    return content


def read_definition(path: Path, model: type[Model]) -> Model:
    """The file checked against its model; a DefinitionError lists every mistake with its path."""
    try:
        return model.model_validate(read_yaml(path))
    except ValidationError as error:
        raise DefinitionError("schema.mistakes", path=path.name, mistakes=describe_mistakes(error)) from error


def describe_mistakes(error: ValidationError) -> str:
    """One line a mistake: where -> in -> the file, then what is wrong."""
    lines = (" -> ".join(map(str, e["loc"])) + f": {e['msg']}" for e in error.errors(include_url=False))
    return "\n".join(f"  {line}" for line in lines)
