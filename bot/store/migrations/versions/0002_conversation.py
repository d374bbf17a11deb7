"""What chats follow, how they want to be written to, and what they say of stories."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import BigKey, CleanText, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the chats' wishes and the tables of the conversation."""
    _add_wishes()
    _make_follows_and_notices()
    _make_reactions()


def _add_wishes() -> None:
    for column in (
        sa.Column("length", CleanText(), nullable=True),
        sa.Column("pictures", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("alerts", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("weekly", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("keeper", CleanText(), nullable=True),
    ):
        op.add_column("chat", column)


def _make_follows_and_notices() -> None:
    op.create_table(
        "follow",
        sa.Column("chat", BigKey(), nullable=False),
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["topic"], ["topic.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat", "topic"),
        sqlite_with_rowid=False,
    )
    op.create_index("follow_topic", "follow", ["topic", "chat"])
    op.create_table(
        "notice",
        sa.Column("chat", BigKey(), nullable=False),
        sa.Column("key", CleanText(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat", "key"),
        sqlite_with_rowid=False,
    )


def _make_reactions() -> None:
    op.create_table(
        "shown",
        sa.Column("chat", BigKey(), nullable=False),
        sa.Column("message", BigKey(), nullable=False),
        sa.Column("brief", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["brief"], ["brief.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat", "message"),
        sqlite_with_rowid=False,
    )
    op.create_index("shown_brief", "shown", ["brief"])
    op.create_table(
        "reaction",
        sa.Column("brief", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("voter", CleanText(), nullable=False),
        sa.Column("emoji", CleanText(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["brief"], ["brief.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("brief", "position", "voter", "emoji"),
        sqlite_with_rowid=False,
    )
    op.create_index("reaction_voter", "reaction", ["voter"])
