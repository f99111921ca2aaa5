"""The tables of what was done: runs, the answers that they paid for, files that failed, and what people decided.

A change here needs a migration beside the others: a test finds what they lack.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, Table, UniqueConstraint

from extractor.store.columns import (
    maybe_text,
    money_columns,
    text_column,
    usage_columns,
    value_columns,
    whole_number,
)
from extractor.store.tables import metadata

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    text_column("started_at"),
    maybe_text("ended_at"),
    maybe_text("ending"),  # done, stopped, money; none where it was killed
    text_column("version"),
    Column("settings", JSON, nullable=False),
)

calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", Integer, ForeignKey("runs.id")),
    text_column("sha256", index=True),  # of what the question is about; it may have no document yet
    text_column("model"),
    text_column("asked"),  # the account of the question, as in a recording: without text or keys
    text_column("answered"),
    *usage_columns(),
    *money_columns(),
    text_column("called_at"),
)

batches = Table(
    "batches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", Integer, ForeignKey("runs.id")),
    text_column("model"),
    whole_number("lines"),  # questions that were sent with it
    text_column("state"),  # uploading, creating, sent; then how it ended
    maybe_text("input_file"),  # as the endpoint calls it: by it a batch is found whose sender was killed
    maybe_text("remote"),  # as the endpoint calls the batch
    text_column("changed_at"),
)

questions = Table(  # that wait for the answers of a batch; gone when they are there, or will never be
    "questions",
    metadata,
    text_column("custom_id", primary_key=True),  # of the bytes and the account of the question
    Column("batch_id", Integer, ForeignKey("batches.id", ondelete="CASCADE"), nullable=False, index=True),
    text_column("sha256", index=True),
    text_column("asked"),
)

failures = Table(
    "failures",
    metadata,
    text_column("path", primary_key=True),
    maybe_text("sha256"),
    text_column("error"),  # its name in the tree of errors
    text_column("reason"),
    whole_number("exit_code"),
    text_column("failed_at"),
)

decisions = Table(  # by people; keyed to the source, so that they outlive a new reading. Rows are only added
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    text_column("sha256"),
    whole_number("report"),
    text_column("key"),
    # The row that it follows, 0: none; of two people who follow the same one, one is refused.
    whole_number("before"),
    whole_number("first_line"),
    whole_number("last_line"),
    text_column("action"),  # accept, correct, not_stated, comment, undo
    Column("stands", Boolean, nullable=False),  # whether the cell is decided after it
    *value_columns(),
    maybe_text("status"),
    maybe_text("was"),  # what the program said then, as it is written
    text_column("was_status"),
    text_column("person"),
    text_column("note"),
    text_column("decided_at"),
    UniqueConstraint("sha256", "report", "key", "before"),
)

claims = Table(  # who looks at what just now; forgotten after a few minutes
    "claims",
    metadata,
    text_column("sha256", primary_key=True),
    whole_number("report", primary_key=True),
    text_column("person", primary_key=True),
    text_column("key"),  # of the cell; empty: at no one cell
    text_column("since"),
    text_column("seen"),
)
