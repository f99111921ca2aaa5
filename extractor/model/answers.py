"""The shape of the model's answer: one `sentence:number` string an item, built for each request."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.model.reader import clean

SILENT = "未提及"
NONE = "没有"


@dataclass(frozen=True)
class Answer:
    """What an answer may be: the items asked, each with all that may be answered."""

    offered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def to_schema(self) -> dict[str, Any]:
        """Flat, without $ref, which llama.cpp mishandles; the title names the tool where tools are the way."""
        properties = {name: {"type": "string", "enum": list(offers)} for name, offers in self.offered.items()}
        return {
            "title": "Answer",
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }

    def to_texts(self, content: Mapping[str, object]) -> dict[str, str]:
        """The items of the content that were asked, each as the text that it stands for."""
        return {name: _as_text(content[name]) for name in self.offered if name in content}


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
