"""The tables the house stands on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import BigKey, CleanText, Json, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table and the full-text index."""
    _make_sources_and_topics()
    _make_stories_and_items()
    _make_search()
    _make_briefs()
    _make_chats_and_ledger()
    _make_marks()


def _make_sources_and_topics() -> None:
    op.create_table(
        "source",
        sa.Column("slug", CleanText(), nullable=False),
        sa.Column("url", CleanText(), nullable=False),
        sa.Column("title", CleanText(), nullable=False),
        sa.Column("kind", CleanText(), nullable=False),
        sa.Column("lang", CleanText(), nullable=True),
        sa.Column("site_url", CleanText(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("slug"),
    )
    op.create_table(
        "fetch_state",
        sa.Column("source", CleanText(), nullable=False),
        sa.Column("etag", CleanText(), nullable=True),
        sa.Column("last_modified", CleanText(), nullable=True),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", CleanText(), nullable=True),
        sa.ForeignKeyConstraint(["source"], ["source.slug"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source"),
    )
    op.create_index("fetch_state_next", "fetch_state", ["next_at"])
    op.create_table(
        "topic",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("name", CleanText(), nullable=False),
        sa.Column("kind", CleanText(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["topic.key"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "topic_alias",
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.Column("alias", CleanText(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["topic"], ["topic.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic", "alias"),
        sqlite_with_rowid=False,
    )


def _make_stories_and_items() -> None:
    op.create_table(
        "story",
        sa.Column("key", BigKey(), nullable=False),
        sa.Column("id", CleanText(), nullable=False),
        sa.Column("headline", CleanText(), nullable=False),
        sa.Column("follows", BigKey(), nullable=True),
        sa.Column("first_seen", UtcDateTime(), nullable=False),
        sa.Column("last_seen", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["follows"], ["story.key"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_story_follows", "story", ["follows"])
    op.create_table(
        "story_topic",
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.Column("last_seen", UtcDateTime(), nullable=False),
        sa.Column("story", BigKey(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["story.key"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["topic"], ["topic.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic", "last_seen", "story"),
        sqlite_with_rowid=False,
    )
    op.create_index("story_topic_story", "story_topic", ["story"])
    op.create_table(
        "item",
        sa.Column("key", BigKey(), autoincrement=False, nullable=False),
        sa.Column("id", CleanText(), nullable=False),
        sa.Column("source", CleanText(), nullable=False),
        sa.Column("guid", CleanText(), nullable=False),
        sa.Column("guid_hash", CleanText(), nullable=False),
        sa.Column("page_hash", CleanText(), nullable=True),
        sa.Column("said_hash", CleanText(), nullable=False),
        sa.Column("url", CleanText(), nullable=False),
        sa.Column("title", CleanText(), nullable=False),
        sa.Column("text", CleanText(), nullable=False),
        sa.Column("lang", CleanText(), nullable=False),
        sa.Column("published", UtcDateTime(), nullable=False),
        sa.Column("image", CleanText(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("story", BigKey(), nullable=True),
        sa.Column("filed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["source"], ["source.slug"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["story"], ["story.key"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("guid_hash"),
        sa.UniqueConstraint("id"),
    )
    _index_where("item", "item_unfiled", ["key"], "NOT filed", "filed = 0")
    op.create_index("ix_item_page_hash", "item", ["page_hash"])
    op.create_index("ix_item_story", "item", ["story"])
    op.create_table(
        "item_topic",
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.Column("item", BigKey(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["item.key"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["topic"], ["topic.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic", "item"),
        sqlite_with_rowid=False,
    )
    op.create_index("item_topic_item", "item_topic", ["item"])
    op.create_table(
        "item_vector",
        sa.Column("item", BigKey(), nullable=False),
        sa.Column("model", CleanText(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["item.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item", "model"),
    )


def _make_search() -> None:
    """Make the full-text index, which each database has in its own way.

    `terms` splits the text; FTS5's `ascii` tokenizer then parts it at spaces
    only, and PostgreSQL is handed tsvectors ready made.
    """
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE item_search USING fts5(terms, tokenize = 'ascii')")
        return
    op.execute(
        "CREATE TABLE item_search ("
        " item BIGINT PRIMARY KEY REFERENCES item (key) ON DELETE CASCADE,"
        " terms TSVECTOR NOT NULL)"
    )
    # Without fastupdate a search never has to walk a list of pending entries.
    op.execute(
        "CREATE INDEX item_search_terms ON item_search USING gin (terms) WITH (fastupdate = off)"
    )


def _make_briefs() -> None:
    op.create_table(
        "edition",
        sa.Column("slug", CleanText(), nullable=False),
        sa.Column("title", CleanText(), nullable=False),
        sa.Column("lang", CleanText(), nullable=False),
        sa.Column("zone", CleanText(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("templates", CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("slug"),
    )
    op.create_table(
        "brief",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", CleanText(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("lang", CleanText(), nullable=False),
        sa.Column("title", CleanText(), nullable=False),
        sa.Column("lead", CleanText(), nullable=False),
        sa.Column("focus", Json(), nullable=False),
        sa.Column("reading_minutes", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=False),
        sa.Column("state", CleanText(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["edition"], ["edition.slug"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("edition", "date", name="brief_edition_date"),
    )
    op.create_table(
        "slot",
        sa.Column("brief", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("story", CleanText(), nullable=False),
        sa.Column("headline", CleanText(), nullable=False),
        sa.Column("body", CleanText(), nullable=False),
        sa.Column("image", CleanText(), nullable=True),
        sa.Column("topics", Json(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column("sources", Json(), nullable=False),
        sa.Column("reasons", Json(), nullable=False),
        sa.Column("since", CleanText(), nullable=True),
        sa.Column("corrected_at", UtcDateTime(), nullable=True),
        sa.Column("items", Json(), nullable=False),
        sa.ForeignKeyConstraint(["brief"], ["brief.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("brief", "position"),
    )
    op.create_index("slot_story", "slot", ["story"])


def _make_chats_and_ledger() -> None:
    op.create_table(
        "chat",
        sa.Column("id", BigKey(), nullable=False),
        sa.Column("channel", CleanText(), nullable=False),
        sa.Column("chat", CleanText(), nullable=False),
        sa.Column("thread", BigKey(), nullable=False),
        sa.Column("supergroup", sa.Boolean(), nullable=False),
        sa.Column("kind", CleanText(), nullable=False),
        sa.Column("lang", CleanText(), nullable=False),
        sa.Column("title", CleanText(), nullable=True),
        sa.Column("edition", CleanText(), nullable=True),
        sa.Column("hour", sa.Integer(), nullable=True),
        sa.Column("zone", CleanText(), nullable=True),
        sa.Column("state", CleanText(), nullable=False),
        sa.Column("state_reason", CleanText(), nullable=True),
        sa.ForeignKeyConstraint(["edition"], ["edition.slug"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel", "chat", "thread", name="chat_address"),
    )
    op.create_index("chat_edition", "chat", ["edition", "state", "zone", "hour"])
    op.create_table(
        "delivery",
        sa.Column("id", BigKey(), nullable=False),
        sa.Column("brief", sa.Integer(), nullable=False),
        sa.Column("chat", BigKey(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("state", CleanText(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", CleanText(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("message_ids", Json(), nullable=True),
        sa.Column("last_message", BigKey(), nullable=True),
        sa.Column("reason", CleanText(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("brief", "chat", "part", name="delivery_line"),
    )
    op.create_index("delivery_chat", "delivery", ["chat"])
    for name, state in (("delivery_due", "due"), ("delivery_unclear", "unclear")):
        of_state = f"state = '{state}' AND ready"
        _index_where("delivery", name, ["due_at", "id"], of_state, f"{of_state} = 1")
    _index_where("delivery", "delivery_claimed", ["claimed_until"], "claimed_until IS NOT NULL")
    _index_where("delivery", "delivery_sent", ["ended_at"], "state = 'sent'")
    op.create_table(
        "due_hour",
        sa.Column("brief", sa.Integer(), nullable=False),
        sa.Column("zone", CleanText(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["brief"], ["brief.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("brief", "zone", "hour"),
        sqlite_with_rowid=False,
    )


def _index_where(table: str, name: str, columns: list[str], where: str, sqlite: str = "") -> None:
    """Index the few rows that meet `where`; SQLite's booleans are numbers."""
    op.create_index(
        name,
        table,
        columns,
        sqlite_where=sa.text(sqlite or where),
        postgresql_where=sa.text(where),
    )


def _make_marks() -> None:
    op.create_table(
        "mark",
        sa.Column("key", CleanText(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
