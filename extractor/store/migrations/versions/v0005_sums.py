"""What lists are searched by and sums are counted in, so that neither takes longer the more there is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from extractor.store.packing import to_words

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SAME = "document_id = cells.document_id AND report = cells.report AND cell = cells.cell"
TAKEN = "accepted AND status IN ('reported', 'none_stated', 'approximate')"
FIRST = (
    f"(SELECT value FROM candidates WHERE {SAME} AND backend = '%s' AND {TAKEN} ORDER BY candidate LIMIT 1)"
)
RULES, MODEL = FIRST % "regex", FIRST % "llm"
MET = f"""CASE
WHEN {RULES} IS NULL AND {MODEL} IS NULL THEN NULL
WHEN {MODEL} IS NULL THEN 'rules-alone'
WHEN {RULES} IS NULL THEN 'model-alone'
WHEN {RULES} = {MODEL} THEN 'agree'
ELSE 'differ' END"""
SOME = sa.text("meeting IS NOT NULL")
DOUBT = ["doubt", "document_id", "report", "year", "form", "words"]
KEY = ["key", "document_id", "report", "status", "confidence"]
MEETING = ["meeting", "document_id", "report", "cell", "key"]


def upgrade() -> None:
    """Both are worked out for what is there."""
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("words", sa.Text(), server_default="", nullable=False))
        batch_op.drop_index(batch_op.f("ix_reports_doubt"))
        batch_op.create_index(batch_op.f("ix_reports_doubt"), DOUBT, unique=False)
    with op.batch_alter_table("cells", schema=None) as batch_op:
        batch_op.add_column(sa.Column("meeting", sa.Text(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_cells_key"))
        batch_op.create_index(batch_op.f("ix_cells_key"), KEY, unique=False)
    _find_words()
    op.execute(f"UPDATE cells SET meeting = {MET}")
    op.create_index(
        op.f("ix_cells_meeting"), "cells", MEETING, unique=False, sqlite_where=SOME, postgresql_where=SOME
    )


def _find_words() -> None:
    connection = op.get_bind()
    chosen = (
        "SELECT document_id, report, issuer, region, path FROM reports JOIN documents ON id = document_id"
    )
    change = sa.text("UPDATE reports SET words = :words WHERE document_id = :document AND report = :report")
    rows = [
        {"document": document, "report": report, "words": to_words(*parts)}
        for document, report, *parts in connection.execute(sa.text(chosen)).all()
    ]
    if rows:
        connection.execute(change, rows)


def downgrade() -> None:
    """The way back. No table is made anew: when the old one goes, SQLite deletes what points to its rows."""
    op.drop_index(op.f("ix_cells_meeting"), table_name="cells")
    with op.batch_alter_table("cells", recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_cells_key"))
        batch_op.create_index(batch_op.f("ix_cells_key"), ["key"], unique=False)
        batch_op.drop_column("meeting")
    with op.batch_alter_table("reports", recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_reports_doubt"))
        batch_op.create_index(batch_op.f("ix_reports_doubt"), ["doubt"], unique=False)
        batch_op.drop_column("words")
