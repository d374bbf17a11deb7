"""What was asked in chats and tapped there a moment ago."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import BigKey, CleanText, UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of prompts and taps."""
    op.create_table(
        "prompt",
        sa.Column("place", CleanText(), nullable=False),
        sa.Column("message", BigKey(), nullable=False),
        sa.Column("chat", BigKey(), nullable=False),
        sa.Column("wish", CleanText(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("place"),
    )
    op.create_index("prompt_chat", "prompt", ["chat"])
    op.create_index("prompt_time", "prompt", ["at"])
    op.create_table(
        "tap",
        sa.Column("token", CleanText(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_index("tap_time", "tap", ["at"])
