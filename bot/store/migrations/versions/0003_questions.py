"""What long questions stand behind the buttons of their pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import CleanText, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of questions."""
    op.create_table(
        "question",
        sa.Column("token", CleanText(), nullable=False),
        sa.Column("text", CleanText(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_index("question_asked", "question", ["asked_at"])
