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
OPENING_YEAR = re.compile(r"^20\d{2}年?度?")


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
    if len(texts) < 2:
        return ()
    if not has_head_words(texts, columns):
        return own_roles(texts, year)  # nearly every row of a list: no need to ask what else its texts are
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


def has_head_words(texts: Iterable[str], columns: ListColumns) -> bool:
    """Whether one of the plain heads is the form's for items or units."""
    return any(text in columns.item or text in columns.unit for text in texts)


def own_roles(texts: Sequence[str], year: int | None) -> tuple[Role, ...]:
    """What stands under plain heads of an office's own making: 方式, 件数, 占比, or 2009年 beside other years. () where they
    are no such heads, or do not tell which one column counts."""
    roles: list[Role] = []
    for text in texts:
        role = _own_role(text, year)
        if role is None:
            return ()
        roles.append(role)
    is_headed = roles[0] == "item" or all(YEAR.search(text) for text in texts)
    return tuple(roles) if is_headed and roles.count("value") == 1 else ()


@lru_cache(maxsize=4096)  # the labels of forms are the same in every report
def _own_role(text: str, year: int | None) -> Role | None:
    words, years = cell_words(), YEAR.findall(text)
    if words.share.search(text):
        return "share"
    if words.own_ignored.search(text) or (years and years != [str(year)]):
        return "ignored"
    if years:
        rest = OPENING_YEAR.sub("", text)
        return "value" if not rest or words.own_count.fullmatch(rest) else "ignored"
    if text in words.notes:
        return "note"
    if words.own_count.fullmatch(text):
        return "value"
    return "item" if words.own_item.fullmatch(text) else None


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
    if any(word in text for word in columns.ignore):
        return "ignored"
    own = _own_role(text, year)
    return "other" if own is None or own == "item" else own


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
