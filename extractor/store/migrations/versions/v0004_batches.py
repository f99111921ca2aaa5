"""Batches of questions that were sent to an endpoint, and the questions that wait for their answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables more."""
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("input_file", sa.Text(), nullable=True),
        sa.Column("remote", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_batches_run_id_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    op.create_table(
        "questions",
        sa.Column("custom_id", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name=op.f("fk_questions_batch_id_batches"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("custom_id", name=op.f("pk_questions")),
    )
    op.create_index(op.f("ix_questions_batch_id"), "questions", ["batch_id"])
    op.create_index(op.f("ix_questions_sha256"), "questions", ["sha256"])


def downgrade() -> None:
    """The way back; what waits for an answer is forgotten."""
    op.drop_table("questions")
    op.drop_table("batches")
