"""How doubtful each report is, and decisions as a history that people can go back in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

GIVEN = "('reported', 'none_stated', 'approximate')"
SAME = "document_id = reports.document_id AND report = reports.report"
LEAST = f"(SELECT min(confidence) FROM cells WHERE {SAME} AND status IN {GIVEN})"
DISPUTED = f"(SELECT count(*) FROM cells WHERE {SAME} AND status = 'disputed')"
ERRORS = f"(SELECT count(*) FROM findings WHERE {SAME} AND severity = 'error')"


def upgrade() -> None:
    """Doubt is worked out for the reports that are there. Nothing has written decisions so far."""
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("least", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("disputed", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("errors", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("doubt", sa.Double(), server_default="0", nullable=False))
        batch_op.create_index(batch_op.f("ix_reports_doubt"), ["doubt"], unique=False)
    op.execute(f"UPDATE reports SET least = {LEAST}, disputed = {DISPUTED}, errors = {ERRORS}")
    op.execute("UPDATE reports SET doubt = 1 - coalesce(least, 1) + disputed + errors")
    op.drop_table("decisions")
    _create_decisions()


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("first_line", sa.Integer(), nullable=False),
        sa.Column("last_line", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("written", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("was", sa.Text(), nullable=True),
        sa.Column("was_status", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("sha256", "report", "key", "before", name=op.f("uq_decisions_sha256")),
    )


def downgrade() -> None:
    """The way back, without decisions."""
    op.drop_table("decisions")
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("written", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_sha256"), "decisions", ["sha256"], unique=False)
    with op.batch_alter_table("reports", recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_reports_doubt"))
        for name in ("doubt", "errors", "disputed", "least"):
            batch_op.drop_column(name)
