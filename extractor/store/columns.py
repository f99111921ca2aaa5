"""The kinds of columns that tables are made of, and what ties a row to its document or report."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Double, ForeignKey, ForeignKeyConstraint, Index, Integer, Text, text
from sqlalchemy.types import TypeDecorator

NUL, STAND_IN = "\0", "\ufdd0"  # PostgreSQL keeps no NUL; this is a code point that no text may use


class Words(TypeDecorator[str]):
    """Text of any kind. Offsets into it stay what they are: a NUL is kept as one other character."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """The text as it is kept."""
        return value if value is None else value.replace(NUL, STAND_IN)

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        """The text as it was."""
        return value if value is None else value.replace(STAND_IN, NUL)


def text_column(name: str, **options: Any) -> Column[str]:
    """Text that is always there."""
    return Column(name, Words, **{"nullable": False, **options})


def maybe_text(name: str) -> Column[str]:
    """Text, or none."""
    return Column(name, Words)


def whole_number(name: str, **options: Any) -> Column[int]:
    """A whole number that is always there."""
    return Column(name, Integer, **{"nullable": False, **options})


def value_columns() -> tuple[Column[float], Column[str]]:
    """A value to count with, and as it is written in a result: 3 is not 3.0, and long ones are kept whole."""
    return Column("value", Double), maybe_text("written")


def money_columns() -> tuple[Column[float], Column[str]]:
    """What something cost; none where no price is known."""
    return Column("cost", Double), maybe_text("currency")


def usage_columns() -> tuple[Column[Any], ...]:
    """What a model took for its answers."""
    tokens = (whole_number("prompt_tokens"), whole_number("completion_tokens"))
    return (*tokens, Column("seconds", Double, nullable=False))


def met_index(*names: str) -> Index:
    """An index of the cells that somebody read in sentences."""
    some = text("meeting IS NOT NULL")
    return Index(None, *names, sqlite_where=some, postgresql_where=some)


def of_document(**options: Any) -> Column[int]:
    """The document that a row goes with, and goes away with."""
    key = ForeignKey("documents.id", ondelete="CASCADE")
    return Column("document_id", Integer, key, **options)


def of_report() -> ForeignKeyConstraint:
    """The same of a report."""
    target = ["reports.document_id", "reports.report"]
    return ForeignKeyConstraint(["document_id", "report"], target, ondelete="CASCADE")
