"""The columns of a list form: what each printed head says of the numbers under it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from extractor.forms import Form, ListColumns, load_forms
from extractor.language import fold
from extractor.tables.cell_wording import cell_words
from extractor.tables.printed import Role

NOTES = re.compile(r"\([^()]*\)|\s+")
YEAR = re.compile(r"20\d{2}")


@cache
def form_to_columns(form: Form) -> ListColumns:
    """The form's head words, and after them those of all forms: offices take over the tables of others."""
    forms = (form, *load_forms().values())
    known = [other.definition.columns for other in forms if other.definition.columns]
    return ListColumns(
        item=_together(columns.item for columns in known),
        unit=_together(columns.unit for columns in known),
        value=_together(columns.value for columns in known),
        ignore=_together(columns.ignore for columns in known),
        split=_together(columns.split for columns in known),
    )


def heads_to_roles(heads: Sequence[str], columns: ListColumns, year: int | None) -> tuple[Role, ...]:
    """What stands under each head; at most one column is `value`. () where the texts are no heads."""
    texts = [plain_head(head) for head in heads]
    if len(texts) < 2 or not any(text in columns.item or text in columns.unit for text in texts):
        return ()  # nearly every row of a list: no need to ask what else its texts are
    roles = [_role(text, columns, year) for text in texts]
    if "item" not in roles and "value" not in roles:
        return ()
    values = [i for i, role in enumerate(roles) if role == "value"]
    best = _best_value([texts[i] for i in values], columns)
    kept = [values[i] for i in best]
    if not values and "split" not in roles and roles.count("other") == 1:
        kept = [roles.index("other")]
    for i in (*values, *kept):
        roles[i] = "value" if [i] == kept else "ignored" if len(kept) == 1 else "split"
    return tuple(roles)


def is_split(roles: Sequence[Role]) -> bool:
    """Whether there are numbers, but no column of them is the whole's."""
    return "value" not in roles and ("split" in roles or roles.count("other") > 1)


def _role(text: str, columns: ListColumns, year: int | None) -> Role:
    if text in columns.item:
        return "item"
    if text in columns.unit:
        return "unit"
    if text in columns.split:
        return "split"
    if text in cell_words().notes:
        return "note"
    years = YEAR.findall(text)
    if years and year is not None and str(year) not in years:
        return "ignored"
    if text in cell_words().whole or _rank(text, columns) < len(columns.value):
        return "value"
    return "ignored" if any(word in text for word in columns.ignore) else "other"


def _best_value(texts: Sequence[str], columns: ListColumns) -> list[int]:
    """Of several columns of values the total's, or those whose head words the form names first."""
    whole = [i for i, text in enumerate(texts) if text in cell_words().whole]
    ranks = [_rank(text, columns) for text in texts]
    return whole or [i for i, rank in enumerate(ranks) if rank == min(ranks)]


def _rank(text: str, columns: ListColumns) -> int:
    fitting = (i for i, word in enumerate(columns.value) if re.fullmatch(word, text))
    return next(fitting, len(columns.value))


@lru_cache(maxsize=1024)  # the heads of a table are asked for again with each of its rows
def plain_head(head: str) -> str:
    """The head without blanks and what stands in brackets."""
    return NOTES.sub("", fold(head))


def _together(words: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for group in words for word in group))
