"""What decides a result: the bytes, and how they are read. Files whose keys are the same are read once, in any run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from extractor.loading import SUFFIXES, Source
from extractor.resources import PROMPTS, SCHEMAS, VERSION
from extractor.run.reading import Reading

# What in schemas/ no result depends on: money, endpoints, what is made of results later, and what is said on screens.
APART = (
    *("prices.yaml", "endpoints.yaml"),
    *("compare.yaml", "bodies.yaml", "panel.yaml", "crosswalk.yaml", "export.yaml", "plot.yaml"),
    *("commands.yaml", "errors.yaml", "phrases.yaml", "screens.yaml", "messages.zh.yaml"),
)
BY_NAME = ("text", "html")  # kinds that a file is taken for by its name, where its bytes leave it open


def reading_to_recipe(reading: Reading, *asked: object) -> str:
    """The digest of the forms, prompts, version, readers and options; `asked`: how the model is asked."""
    chosen = (sorted(reading.readers), reading.form, reading.issuer, reading.year)
    model = (reading.model, reading.retries, reading.ask, *asked) if "llm" in reading.readers else ()
    return _digest(VERSION, _definitions(), repr(chosen), repr(model))


def source_to_key(source: Source, recipe: str) -> str:
    """The key of a result: what the file holds, what its name makes of that, and how it is read."""
    kind = SUFFIXES.get(source.path.suffix.lower(), source.path.suffix.lower())
    return _digest(source.sha256, kind if kind in BY_NAME or kind not in SUFFIXES.values() else "", recipe)


@cache
def _definitions() -> str:
    files = (file for folder in (SCHEMAS, PROMPTS) for file in _sorted(folder))
    return _digest(*(part for file in files for part in (file.name, file.read_text(encoding="utf-8"))))


def _sorted(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.iterdir()) if file.is_file() and file.name not in APART)


def _digest(*parts: str) -> str:
    """Of the parts in their order; none can run into the next."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", errors="surrogateescape")
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()
