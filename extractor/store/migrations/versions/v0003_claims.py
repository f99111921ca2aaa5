"""Who is looking at what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of its own; nobody looks at anything yet."""
    op.create_table(
        "claims",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "report", "person", name=op.f("pk_claims")),
    )


def downgrade() -> None:
    """The way back."""
    op.drop_table("claims")
