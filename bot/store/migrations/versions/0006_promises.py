"""When a chat was to have its brief, beside when the next try is; quiet hours in planning."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import CleanText, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the next try of older lines for their promise, which it is unless they were retried."""
    op.add_column("delivery", sa.Column("promised_at", UtcDateTime(), nullable=True))
    op.execute("UPDATE delivery SET promised_at = due_at")
    # It holds rows within the transaction that publishes only.
    op.drop_table("due_hour")
    op.create_table(
        "due_hour",
        sa.Column("brief", sa.Integer(), nullable=False),
        sa.Column("zone", CleanText(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["brief"], ["brief.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("brief", "zone", "hour", "quiet_from", "quiet_until"),
        sqlite_with_rowid=False,
    )
