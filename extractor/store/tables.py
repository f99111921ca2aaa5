"""The tables. What a result file holds is spread over them without loss; docs/store.md says what each is for.

A change here needs a migration beside the others: a test finds what they lack.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
}
NUL, STAND_IN = "\0", "\ufdd0"  # PostgreSQL keeps no NUL; this is a code point that no text may use

metadata = MetaData(naming_convention=NAMES)


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


def _text(name: str, **options: Any) -> Column[str]:
    return Column(name, Words, **{"nullable": False, **options})


def _maybe(name: str) -> Column[str]:
    return Column(name, Words)


def _whole(name: str, **options: Any) -> Column[int]:
    return Column(name, Integer, **{"nullable": False, **options})


def _number() -> tuple[Column[float], Column[str]]:
    """A value to count with, and as it is written in a result: 3 is not 3.0, and long ones are kept whole."""
    return Column("value", Double), _maybe("written")


def _money() -> tuple[Column[float], Column[str]]:
    return Column("cost", Double), _maybe("currency")


def _usage() -> tuple[Column[Any], ...]:
    tokens = (_whole("prompt_tokens"), _whole("completion_tokens"))
    return (*tokens, Column("seconds", Double, nullable=False))


def _met(*names: str) -> Index:
    """An index of the cells that somebody read in sentences."""
    some = text("meeting IS NOT NULL")
    return Index(None, *names, sqlite_where=some, postgresql_where=some)


def _of_document(**options: Any) -> Column[int]:
    key = ForeignKey("documents.id", ondelete="CASCADE")
    return Column("document_id", Integer, key, **options)


def _of_report() -> ForeignKeyConstraint:
    target = ["reports.document_id", "reports.report"]
    return ForeignKeyConstraint(["document_id", "report"], target, ondelete="CASCADE")


documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("key", unique=True),  # of the bytes and of all that decides how they are read
    _text("path"),
    _text("sha256", index=True),
    _text("media_type"),
    _whole("schema_version"),
    Column("complete", Boolean, nullable=False),  # false: no model could be reached for what it leaves open
    _text("text"),  # what all offsets of its evidence point into
    _text("stored_at"),
)

files = Table(
    "files",
    metadata,
    _text("path", primary_key=True),
    _of_document(nullable=False, index=True),
    _text("sha256"),
    _maybe("address"),  # where it was fetched, and when, as sources.csv says
    _maybe("fetched"),
    _maybe("expected_sha256"),
)

reports = Table(
    "reports",
    metadata,
    _of_document(primary_key=True),
    _whole("report", primary_key=True),  # 1-based within the document
    _text("name"),
    _whole("first_line"),
    _whole("last_line"),
    _maybe("issuer"),
    _maybe("region"),
    Column("year", Integer),
    _text("form"),
    _text("form_reason"),
    _maybe("sure"),
    _maybe("issuer_from"),
    _maybe("year_from"),
    _maybe("model"),
    Column("prompts", JSON, nullable=False),
    _text("version"),
    _maybe("ask"),
    _whole("calls"),
    _whole("retries"),
    *_usage(),
    *_money(),
    Column("least", Double),  # the lowest confidence of a given cell
    _whole("disputed", server_default="0"),
    _whole("errors", server_default="0"),
    Column("doubt", Double, nullable=False, server_default="0"),  # what people look at first
    _text("words", server_default=""),  # what a report is searched by, folded
    Index(None, "issuer", "year"),
    # Lists are cut, narrowed and searched in this index alone; only what is shown is looked up.
    Index(None, "doubt", "document_id", "report", "year", "form", "words"),
)

evidence = Table(
    "evidence",
    metadata,
    _of_document(primary_key=True),
    _whole("evidence", primary_key=True),  # 1-based within the document
    _text("kind"),
    _text("ref"),
    _whole("start"),
    _whole("end"),
    _text("text"),
    Column("mark_start", Integer),
    Column("mark_end", Integer),
    Column("page", Integer),
    Column("box", JSON(none_as_null=True)),
)

cells = Table(
    "cells",
    metadata,
    Column("document_id", Integer, primary_key=True),
    _whole("report", primary_key=True),
    _whole("cell", primary_key=True),  # 1-based, in the order of the form
    _text("key"),
    *_number(),
    _text("status"),
    _text("unit"),
    _maybe("backend"),
    _text("reason"),
    _maybe("rule"),
    Column("details", JSON, nullable=False),
    Column("confidence", Double),
    Column("evidence", Integer),
    _maybe("meeting"),  # how the readings of rules and model stand to each other, where there are any
    _of_report(),
    # Sums over a store are counted in these two.
    Index(None, "key", "document_id", "report", "status", "confidence"),
    _met("meeting", "document_id", "report", "cell", "key"),
)

candidates = Table(
    "candidates",
    metadata,
    Column("document_id", Integer, primary_key=True),
    _whole("report", primary_key=True),
    _whole("cell", primary_key=True),
    _whole("candidate", primary_key=True),  # 1-based, in the order they were weighed
    _text("backend"),
    *_number(),
    _text("status"),
    Column("accepted", Boolean, nullable=False),
    _text("why"),
    _maybe("rule"),
    Column("details", JSON, nullable=False),
    Column("evidence", Integer),
    _of_report(),
)

findings = Table(
    "findings",
    metadata,
    Column("document_id", Integer, primary_key=True),
    _whole("report", primary_key=True),
    _whole("finding", primary_key=True),
    _text("type", index=True),
    _text("severity"),
    Column("keys", JSON, nullable=False),
    _text("message"),
    Column("details", JSON, nullable=False),
    _of_report(),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("started_at"),
    _maybe("ended_at"),
    _maybe("ending"),  # done, stopped, money; none where it was killed
    _text("version"),
    Column("settings", JSON, nullable=False),
)

calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", Integer, ForeignKey("runs.id")),
    _text("sha256", index=True),  # of the bytes that the question is about; they may have no document yet
    _text("model"),
    _text("asked"),  # the account of the question, as in a recording: without text or keys
    _text("answered"),
    *_usage(),
    *_money(),
    _text("called_at"),
)

batches = Table(
    "batches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", Integer, ForeignKey("runs.id")),
    _text("model"),
    _whole("lines"),  # questions that were sent with it
    _text("state"),  # uploading, creating, sent; then how it ended
    _maybe("input_file"),  # as the endpoint calls it: by it a batch is found whose sender was killed
    _maybe("remote"),  # as the endpoint calls the batch
    _text("changed_at"),
)

questions = Table(  # that wait for the answers of a batch; gone when they are there, or will never be
    "questions",
    metadata,
    _text("custom_id", primary_key=True),  # of the bytes and the account of the question
    Column("batch_id", Integer, ForeignKey("batches.id", ondelete="CASCADE"), nullable=False, index=True),
    _text("sha256", index=True),
    _text("asked"),
)

failures = Table(
    "failures",
    metadata,
    _text("path", primary_key=True),
    _maybe("sha256"),
    _text("error"),  # its name in the tree of errors
    _text("reason"),
    _whole("exit_code"),
    _text("failed_at"),
)

decisions = Table(  # by people; keyed to the source, so that they outlive a new reading. Rows are only added
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("sha256"),
    _whole("report"),
    _text("key"),
    _whole(
        "before"
    ),  # the row that it follows, 0: none; of two people who follow the same one, one is refused
    _whole("first_line"),
    _whole("last_line"),
    _text("action"),  # accept, correct, not_stated, comment, undo
    Column("stands", Boolean, nullable=False),  # whether the cell is decided after it
    *_number(),
    _maybe("status"),
    _maybe("was"),  # what the program said then, as it is written
    _text("was_status"),
    _text("person"),
    _text("note"),
    _text("decided_at"),
    UniqueConstraint("sha256", "report", "key", "before"),
)

claims = Table(  # who looks at what just now; forgotten after a few minutes
    "claims",
    metadata,
    _text("sha256", primary_key=True),
    _whole("report", primary_key=True),
    _text("person", primary_key=True),
    _text("key"),  # of the cell; empty: at no one cell
    _text("since"),
    _text("seen"),
)

CONTENT = (reports, evidence, cells, candidates, findings)  # of a document, each after what it points to
