"""When each item last changed, counted, so that one can ask what is new since."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import BigKey

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count the items there are as never changed."""
    op.add_column("item", sa.Column("revision", BigKey(), server_default="0", nullable=False))
    op.create_index("ix_item_revision", "item", ["revision"])
