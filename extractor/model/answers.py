"""The shape of the model's answer: one `sentence:number` string an item, built for each request."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, create_model, field_validator

SILENT = "未提及"
NONE = "没有"
THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
FENCE = re.compile(r"```(?:json)?\s*(\{.*\})\s*```", re.DOTALL)


class Answer(BaseModel):
    """Base of all answers. What a model wraps around its JSON is taken off; the JSON itself must be whole."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)
    offered: ClassVar[dict[str, tuple[str, ...]]] = {}

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Any:
        """The answer out of what the model wrote."""
        text = json_data if isinstance(json_data, str) else json_data.decode("utf-8")
        return super().model_validate_json(bare_json(text), **options)

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

    @field_validator("*", mode="before")
    @classmethod
    def as_text(cls, value: object) -> object:
        """null, numbers and {句, 数} objects as the text they stand for."""
        if value is None or value == "":
            return SILENT
        if isinstance(value, dict):
            return ":".join(str(part) for part in value.values())
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def by_item(self) -> dict[str, str | None]:
        """The answers by item name; None where the model left the item out."""
        return self.model_dump(by_alias=True)


def bare_json(text: str) -> str:
    """The JSON object without <think> text and code fences around it."""
    text = THINKING.sub("", text).strip()
    fenced = FENCE.search(text)
    return fenced[1] if fenced else text


def offers_to_answer(offered: Mapping[str, tuple[str, ...]]) -> type[Answer]:
    """The class that answers to these items, each with all that may be answered."""
    fields: dict[str, Any] = {
        f"item_{i}": (str | None, Field(default=None, alias=name)) for i, name in enumerate(offered)
    }
    model = create_model("Answer", __base__=Answer, **fields)
    model.offered = dict(offered)
    return model


def split_answer(answer: str) -> tuple[int | None, str]:
    """`12:23267`, `[12]:23,267件` or `句12：没有` as sentence number and the rest."""
    match = re.match(r"\D{0,3}(\d+)\D{0,2}[:：]\s*(.+)", answer.strip(), re.DOTALL)
    return (int(match[1]), match[2].strip()) if match else (None, answer.strip())
