"""The tables of what was read. What a result file holds is spread over them without loss; docs/store.md says what each
is for.

A change here needs a migration beside the others: a test finds what they lack.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Double, Index, Integer, MetaData, Table

from extractor.store.columns import (
    maybe_text,
    met_index,
    money_columns,
    of_document,
    of_report,
    text_column,
    usage_columns,
    value_columns,
    whole_number,
)

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
}

metadata = MetaData(naming_convention=NAMES)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    text_column("key", unique=True),  # of the bytes and of all that decides how they are read
    text_column("path"),
    text_column("sha256", index=True),
    text_column("media_type"),
    whole_number("schema_version"),
    Column("complete", Boolean, nullable=False),  # false: no model could be reached for what it leaves open
    text_column("text"),  # what all offsets of its evidence point into
    text_column("stored_at"),
)

files = Table(
    "files",
    metadata,
    text_column("path", primary_key=True),
    of_document(nullable=False, index=True),
    text_column("sha256"),
    maybe_text("address"),  # where it was fetched, and when, as sources.csv says
    maybe_text("fetched"),
    maybe_text("expected_sha256"),
)

reports = Table(
    "reports",
    metadata,
    of_document(primary_key=True),
    whole_number("report", primary_key=True),  # 1-based within the document
    text_column("name"),
    whole_number("first_line"),
    whole_number("last_line"),
    maybe_text("issuer"),
    maybe_text("region"),
    Column("year", Integer),
    text_column("form"),
    text_column("form_reason"),
    maybe_text("sure"),
    maybe_text("issuer_from"),
    maybe_text("year_from"),
    maybe_text("model"),
    Column("prompts", JSON, nullable=False),
    text_column("version"),
    maybe_text("ask"),
    whole_number("calls"),
    whole_number("retries"),
    *usage_columns(),
    *money_columns(),
    Column("least", Double),  # the lowest confidence of a given cell
    whole_number("disputed", server_default="0"),
    whole_number("errors", server_default="0"),
    Column("doubt", Double, nullable=False, server_default="0"),  # what people look at first
    text_column("words", server_default=""),  # what a report is searched by, folded
    Index(None, "issuer", "year"),
    # Lists are cut, narrowed and searched in this index alone; only what is shown is looked up.
    Index(None, "doubt", "document_id", "report", "year", "form", "words"),
)

evidence = Table(
    "evidence",
    metadata,
    of_document(primary_key=True),
    whole_number("evidence", primary_key=True),  # 1-based within the document
    text_column("kind"),
    text_column("ref"),
    whole_number("start"),
    whole_number("end"),
    text_column("text"),
    Column("mark_start", Integer),
    Column("mark_end", Integer),
    Column("page", Integer),
    Column("box", JSON(none_as_null=True)),
)

cells = Table(
    "cells",
    metadata,
    Column("document_id", Integer, primary_key=True),
    whole_number("report", primary_key=True),
    whole_number("cell", primary_key=True),  # 1-based, in the order of the form
    text_column("key"),
    *value_columns(),
    text_column("status"),
    text_column("unit"),
    maybe_text("backend"),
    text_column("reason"),
    maybe_text("rule"),
    Column("details", JSON, nullable=False),
    Column("confidence", Double),
    Column("evidence", Integer),
    maybe_text("meeting"),  # how the readings of rules and model stand to each other, where there are any
    of_report(),
    # Sums over a store are counted in these two.
    Index(None, "key", "document_id", "report", "status", "confidence"),
    met_index("meeting", "document_id", "report", "cell", "key"),
)

candidates = Table(
    "candidates",
    metadata,
    Column("document_id", Integer, primary_key=True),
    whole_number("report", primary_key=True),
    whole_number("cell", primary_key=True),
    whole_number("candidate", primary_key=True),  # 1-based, in the order they were weighed
    text_column("backend"),
    *value_columns(),
    text_column("status"),
    Column("accepted", Boolean, nullable=False),
    text_column("why"),
    maybe_text("rule"),
    Column("details", JSON, nullable=False),
    Column("evidence", Integer),
    of_report(),
)

findings = Table(
    "findings",
    metadata,
    Column("document_id", Integer, primary_key=True),
    whole_number("report", primary_key=True),
    whole_number("finding", primary_key=True),
    text_column("type", index=True),
    text_column("severity"),
    Column("keys", JSON, nullable=False),
    text_column("message"),
    Column("details", JSON, nullable=False),
    of_report(),
)

CONTENT = (reports, evidence, cells, candidates, findings)  # of a document, each after what it points to
