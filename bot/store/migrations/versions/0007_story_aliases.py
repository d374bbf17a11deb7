"""What became of stories that merged, and who was alerted to which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import BigKey, CleanText

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the ids of stories that merged into others; there are none at first."""
    op.create_table(
        "story_alias",
        sa.Column("alias", CleanText(), nullable=False),
        sa.Column("story", BigKey(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["story.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("alias"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_story_alias_story", "story_alias", ["story"])
    op.create_index("notice_key", "notice", ["key"])
