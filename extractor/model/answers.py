"""The shape of the model's answer: one `sentence:number` string an item, built for each request."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator

from extractor.model.reader import clean

SILENT = "未提及"
NONE = "没有"


class Answer(BaseModel):
    """Base of all answers. Items are no fields: a class with a field for each would take longer to build than a
    report to read."""

    model_config = ConfigDict(extra="allow")
    offered: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    @classmethod
    def model_json_schema(cls, *_: Any, **__: Any) -> dict[str, Any]:
        """Flat, without $ref, which llama.cpp mishandles; the title names the tool where tools are the way."""
        properties = {name: {"type": "string", "enum": list(offers)} for name, offers in cls.offered.items()}
        return {
            "title": cls.__name__,
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }

    @model_validator(mode="before")
    @classmethod
    def as_texts(cls, content: object) -> object:
        """The items that were asked, each as the text that it stands for."""
        if not isinstance(content, dict):
            return content
        return {name: _as_text(content[name]) for name in cls.offered if name in content}

    def by_item(self) -> dict[str, str | None]:
        """The answers by item name; None where the model left the item out."""
        answers = self.__pydantic_extra__ or {}
        return {name: answers.get(name) for name in self.offered}


def offers_to_answer(offered: Mapping[str, tuple[str, ...]]) -> type[Answer]:
    """The class that answers to these items, each with all that may be answered."""
    return type("Answer", (Answer,), {"__module__": __name__, "offered": dict(offered)})


def _as_text(value: object) -> str:
    """null, numbers and {句, 数} objects as the text they stand for."""
    if value is None or value == "":
        return SILENT
    if isinstance(value, dict):
        return clean(":".join(str(part) for part in value.values()))
    return clean(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def split_answer(answer: str) -> tuple[int | None, str]:
    """`12:23267`, `[12]:23,267件` or `句12：没有` as sentence number and the rest."""
    match = re.match(r"\D{0,3}(\d+)\D{0,2}[:：]\s*(.+)", answer.strip(), re.DOTALL)
    return (int(match[1]), match[2].strip()) if match else (None, answer.strip())
