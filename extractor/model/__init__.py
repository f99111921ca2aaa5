"""A question, and whoever answers it: an endpoint, the embedded model, a recording. Knows no form and no report.

Door: a reader makes a `Request` with `load_prompt` and `offers_to_answer`, an `Asker` gives its `Reply`.
`client`, `embedded` and `weights` are imported where they are used: the libraries behind them take a second to load.

asker      what passes between a reader and whoever answers
rendering  prompts/*.md -> messages
answers    what may be answered -> the shape of an answer, and back
backend    command line and environment -> who answers
client     an OpenAI-compatible endpoint
embedded   the server of the embedded model, in a process of its own
weights    the embedded model's file, joined and verified"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.door import open_on_use
from extractor.model.backend import NO_KEY, Backend, Live, NoModel, choose_backend, model_name, without_keys

if TYPE_CHECKING:
    from extractor.model.answers import NONE, SILENT, Answer, bare_json, offers_to_answer, split_answer
    from extractor.model.asker import Asker, Reply, Request
    from extractor.model.rendering import fingerprint, load_prompt

_HOMES = {
    "answers": ("NONE", "SILENT", "Answer", "bare_json", "offers_to_answer", "split_answer"),
    "asker": ("Asker", "Reply", "Request"),
    "rendering": ("fingerprint", "load_prompt"),
}

__all__ = [
    "NONE",
    "NO_KEY",
    "SILENT",
    "Answer",
    "Asker",
    "Backend",
    "Live",
    "NoModel",
    "Reply",
    "Request",
    "bare_json",
    "choose_backend",
    "fingerprint",
    "load_prompt",
    "model_name",
    "offers_to_answer",
    "split_answer",
    "without_keys",
]

# A run chooses who answers before it knows whether it will ask.
__getattr__ = open_on_use(__name__, _HOMES)
