"""A question, and whoever answers it: an endpoint, the embedded model, a recording. Knows no form and no report.

Door: a reader makes a `Request` with `load_prompt` and `Answer`, an `Asker` gives its `Reply`.
`client`, `line`, `bulk`, `embedded` and `weights` are imported where they are used: the libraries behind them take a second
to load.

asker      what passes between a reader and whoever answers
rendering  prompts/*.md -> messages
answers    what may be answered, and what an answer stands for
reader     what a model wrote -> the object in it
backend    command line and environment -> who answers
profiles   how each model is asked: schemas/models.yaml
extras     what the user adds to each request
client     an OpenAI-compatible endpoint
retrying   what is tried again, and when
circuit    when a run stops asking
line       a request there, one bounded answer back; `address`, `proxies` and `redirects` know the way, `received`
           the bounds, `secrets` keeps keys out of sight
bulk       batches of questions there, and `bulk_line` the way
faults     what the SDK raises -> what it comes to
completions  what an endpoint answers -> one plain chat completion, or its fault
embedded   the server of the embedded model, in a process of its own
weights    the embedded model's file, joined and verified"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.door import open_on_use
from extractor.model.backend import NO_KEY, Backend, Live, NoModel, choose_backend, model_name, without_keys

if TYPE_CHECKING:
    from extractor.model.answers import NONE, SILENT, Answer, split_answer
    from extractor.model.asker import Asker, Reply, Request
    from extractor.model.completions import Refused, refusal_kind
    from extractor.model.extras import NO_EXTRAS, Extras, Mode, read_extras
    from extractor.model.reader import clean, without_thinking
    from extractor.model.rendering import fingerprint, load_prompt

_HOMES = {
    "answers": ("NONE", "SILENT", "Answer", "split_answer"),
    "asker": ("Asker", "Reply", "Request"),
    "completions": ("Refused", "refusal_kind"),
    "extras": ("NO_EXTRAS", "Extras", "Mode", "read_extras"),
    "reader": ("clean", "without_thinking"),
    "rendering": ("fingerprint", "load_prompt"),
}

__all__ = [
    "NONE",
    "NO_EXTRAS",
    "NO_KEY",
    "SILENT",
    "Answer",
    "Asker",
    "Backend",
    "Extras",
    "Live",
    "Mode",
    "NoModel",
    "Refused",
    "Reply",
    "Request",
    "choose_backend",
    "clean",
    "fingerprint",
    "load_prompt",
    "model_name",
    "read_extras",
    "refusal_kind",
    "split_answer",
    "without_keys",
    "without_thinking",
]

# A run chooses who answers before it knows whether it will ask.
__getattr__ = open_on_use(__name__, _HOMES)
