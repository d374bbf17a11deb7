"""Which delivered copies an operator's correction has still to reach."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Mark lines whose copy is stale; none is at first."""
    op.add_column(
        "delivery", sa.Column("stale", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "delivery_stale",
        "delivery",
        ["id"],
        sqlite_where=sa.text("state = 'sent' AND stale = 1"),
        postgresql_where=sa.text("state = 'sent' AND stale"),
    )
