"""The tables, as SQLModel classes, and their columns for the rooms' statements.

The migrations make the tables; a test holds the two against each other. The
full-text index `item_search` is the databases' own (FTS5, tsvector) and stands
in the migrations and `full_text` only. Row classes never leave the store.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, ClassVar, Literal

from sqlalchemy import Index, Table, UniqueConstraint, false, text, true
from sqlmodel import Field, SQLModel

from bot.store.columns import BigKey, CleanText, Json, UtcDateTime

# In SQLite a table sorted by its primary key, with no hidden row number.
SORTED = {"sqlite_with_rowid": False}


def _one_of(
    name: str, *, gone: Literal["CASCADE", "SET NULL", "RESTRICT"] = "CASCADE", **options: Any
) -> Any:
    """Return a reference to the column `name`; `gone` says what its end does here."""
    return Field(foreign_key=name, ondelete=gone, **options)


def _index_where(name: str, *columns: str, where: str) -> Index:
    """Return an index over the few rows that meet `where`; {name} stands for a boolean column.

    A database uses it only for conditions in the very same words, and SQLite's
    booleans are numbers.
    """
    sqlite = re.sub(r"NOT {(\w+)}", r"\1 = 0", where)
    return Index(
        name,
        *columns,
        sqlite_where=text(re.sub(r"{(\w+)}", r"\1 = 1", sqlite)),
        postgresql_where=text(re.sub(r"{(\w+)}", r"\1", where)),
    )


class SourceRow(SQLModel, table=True):
    """A source. A removed one stays for the items that came from it."""

    __tablename__: ClassVar[Any] = "source"

    slug: str = Field(primary_key=True, sa_type=CleanText)
    url: str = Field(sa_type=CleanText)
    title: str = Field(sa_type=CleanText)
    kind: str = Field(sa_type=CleanText)
    lang: str | None = Field(sa_type=CleanText)
    site_url: str | None = Field(sa_type=CleanText)
    active: bool
    removed: bool


class FetchStateRow(SQLModel, table=True):
    """What the last visit to a source left behind."""

    __tablename__: ClassVar[Any] = "fetch_state"
    __table_args__ = (Index("fetch_state_next", "next_at"),)

    source: str = _one_of("source.slug", primary_key=True, sa_type=CleanText)
    etag: str | None = Field(sa_type=CleanText)
    last_modified: str | None = Field(sa_type=CleanText)
    checked_at: datetime | None = Field(sa_type=UtcDateTime)
    next_at: datetime | None = Field(sa_type=UtcDateTime)
    failures: int
    error: str | None = Field(sa_type=CleanText)


class TopicRow(SQLModel, table=True):
    """A topic. `items` counts the items tagged with it; a removed one stays removed."""

    __tablename__: ClassVar[Any] = "topic"

    key: int | None = Field(primary_key=True)
    name: str = Field(unique=True, sa_type=CleanText)
    kind: str = Field(sa_type=CleanText)
    parent: int | None = _one_of("topic.key", gone="SET NULL")
    weight: float
    items: int
    removed: bool


class TopicAliasRow(SQLModel, table=True):
    """Another spelling of a topic; `place` keeps their order."""

    __tablename__: ClassVar[Any] = "topic_alias"
    __table_args__ = SORTED

    topic: int = _one_of("topic.key", primary_key=True)
    alias: str = Field(primary_key=True, sa_type=CleanText)
    place: int


class StoryRow(SQLModel, table=True):
    """The items that report one event."""

    __tablename__: ClassVar[Any] = "story"

    key: int | None = Field(primary_key=True, sa_type=BigKey)
    id: str = Field(unique=True, sa_type=CleanText)
    headline: str = Field(sa_type=CleanText)
    follows: int | None = _one_of("story.key", gone="SET NULL", sa_type=BigKey, index=True)
    first_seen: datetime = Field(sa_type=UtcDateTime)
    last_seen: datetime = Field(sa_type=UtcDateTime)


class StoryTopicRow(SQLModel, table=True):
    """A story's topics with its last sight, so that a topic's newest are one range."""

    __tablename__: ClassVar[Any] = "story_topic"
    __table_args__ = (Index("story_topic_story", "story"), SORTED)

    topic: int = _one_of("topic.key", primary_key=True)
    last_seen: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    story: int = _one_of("story.key", primary_key=True, sa_type=BigKey)


class ItemRow(SQLModel, table=True):
    """An item. `key` grows with its publication (see `keys`), so it orders by time.

    `guid_hash` stands for (source, guid), `page_hash` for (source, canonical
    URL, title), `said_hash` for what the source last said of it: hashes,
    because an address of any length comes in and an index holds 2,700 bytes.
    """

    __tablename__: ClassVar[Any] = "item"
    __table_args__ = (_index_where("item_unfiled", "key", where="NOT {filed}"),)

    key: int = Field(primary_key=True, sa_type=BigKey, sa_column_kwargs={"autoincrement": False})
    id: str = Field(unique=True, sa_type=CleanText)
    source: str = _one_of("source.slug", gone="RESTRICT", sa_type=CleanText)
    guid: str = Field(sa_type=CleanText)
    guid_hash: str = Field(unique=True, sa_type=CleanText)
    page_hash: str | None = Field(index=True, sa_type=CleanText)
    said_hash: str = Field(sa_type=CleanText)
    url: str = Field(sa_type=CleanText)
    title: str = Field(sa_type=CleanText)
    text: str = Field(sa_type=CleanText)
    lang: str = Field(sa_type=CleanText)
    published: datetime = Field(sa_type=UtcDateTime)
    image: str | None = Field(sa_type=CleanText)
    position: int | None
    added_at: datetime = Field(sa_type=UtcDateTime)
    story: int | None = _one_of("story.key", gone="SET NULL", sa_type=BigKey, index=True)
    filed: bool


class ItemTopicRow(SQLModel, table=True):
    """An item's topics, the first the weightiest; kept by topic and time, as pages want them."""

    __tablename__: ClassVar[Any] = "item_topic"
    __table_args__ = (Index("item_topic_item", "item"), SORTED)

    topic: int = _one_of("topic.key", primary_key=True)
    item: int = _one_of("item.key", primary_key=True, sa_type=BigKey)
    place: int


class ItemVectorRow(SQLModel, table=True):
    """An item's embedding by one model, as float32 bytes."""

    __tablename__: ClassVar[Any] = "item_vector"

    item: int = _one_of("item.key", primary_key=True, sa_type=BigKey)
    model: str = Field(primary_key=True, sa_type=CleanText)
    vector: bytes


class EditionRow(SQLModel, table=True):
    """A standing brief; `hour` in minutes after midnight."""

    __tablename__: ClassVar[Any] = "edition"

    slug: str = Field(primary_key=True, sa_type=CleanText)
    title: str = Field(sa_type=CleanText)
    lang: str = Field(sa_type=CleanText)
    zone: str = Field(sa_type=CleanText)
    hour: int
    size: int
    templates: str = Field(sa_type=CleanText)


class BriefRow(SQLModel, table=True):
    """One edition on one date."""

    __tablename__: ClassVar[Any] = "brief"
    __table_args__ = (UniqueConstraint("edition", "date", name="brief_edition_date"),)

    id: int | None = Field(primary_key=True)
    edition: str = _one_of("edition.slug", gone="RESTRICT", sa_type=CleanText)
    date: date
    lang: str = Field(sa_type=CleanText)
    title: str = Field(sa_type=CleanText)
    lead: str = Field(sa_type=CleanText)
    focus: Any = Field(sa_type=Json)
    reading_minutes: int
    size: int
    edited_at: datetime = Field(sa_type=UtcDateTime)
    state: str = Field(sa_type=CleanText)
    published_at: datetime | None = Field(sa_type=UtcDateTime)


class SlotRow(SQLModel, table=True):
    """A slot of a brief; `items` are the ids its story had when the brief was edited."""

    __tablename__: ClassVar[Any] = "slot"
    __table_args__ = (Index("slot_story", "story"),)

    brief: int = _one_of("brief.id", primary_key=True)
    position: int = Field(primary_key=True)
    story: str = Field(sa_type=CleanText)
    headline: str = Field(sa_type=CleanText)
    body: str = Field(sa_type=CleanText)
    image: str | None = Field(sa_type=CleanText)
    topics: Any = Field(sa_type=Json)
    published_at: datetime = Field(sa_type=UtcDateTime)
    sources: Any = Field(sa_type=Json)
    reasons: Any = Field(sa_type=Json)
    since: str | None = Field(sa_type=CleanText)
    corrected_at: datetime | None = Field(sa_type=UtcDateTime)
    items: Any = Field(sa_type=Json)


class ChatRow(SQLModel, table=True):
    """An address on a channel. `thread` is 0 for the main thread: NULL is never unique."""

    __tablename__: ClassVar[Any] = "chat"
    __table_args__ = (
        UniqueConstraint("channel", "chat", "thread", name="chat_address"),
        # Who gets an edition, by hour and zone.
        Index("chat_edition", "edition", "state", "zone", "hour"),
    )

    id: int | None = Field(primary_key=True, sa_type=BigKey)
    channel: str = Field(sa_type=CleanText)
    chat: str = Field(sa_type=CleanText)
    thread: int = Field(sa_type=BigKey)
    supergroup: bool
    kind: str = Field(sa_type=CleanText)
    lang: str = Field(sa_type=CleanText)
    title: str | None = Field(sa_type=CleanText)
    edition: str | None = _one_of("edition.slug", gone="SET NULL", sa_type=CleanText)
    hour: int | None
    zone: str | None = Field(sa_type=CleanText)
    state: str = Field(sa_type=CleanText)
    state_reason: str | None = Field(sa_type=CleanText)
    length: str | None = Field(sa_type=CleanText)
    pictures: bool = Field(sa_column_kwargs={"server_default": true()})
    quiet_from: int | None
    quiet_until: int | None
    alerts: bool = Field(sa_column_kwargs={"server_default": false()})
    weekly: bool = Field(sa_column_kwargs={"server_default": false()})
    keeper: str | None = Field(sa_type=CleanText)


class FollowRow(SQLModel, table=True):
    """A chat that follows a topic."""

    __tablename__: ClassVar[Any] = "follow"
    __table_args__ = (Index("follow_topic", "topic", "chat"), SORTED)

    chat: int = _one_of("chat.id", primary_key=True, sa_type=BigKey)
    topic: int = _one_of("topic.key", primary_key=True)


class NoticeRow(SQLModel, table=True):
    """A message outside the brief that a chat was sent: an alert, the week."""

    __tablename__: ClassVar[Any] = "notice"
    __table_args__ = SORTED

    chat: int = _one_of("chat.id", primary_key=True, sa_type=BigKey)
    key: str = Field(primary_key=True, sa_type=CleanText)
    at: datetime = Field(sa_type=UtcDateTime)


class ShownRow(SQLModel, table=True):
    """A message that shows a story of a brief; position 0 is the whole brief."""

    __tablename__: ClassVar[Any] = "shown"
    __table_args__ = (Index("shown_brief", "brief"), SORTED)

    chat: int = _one_of("chat.id", primary_key=True, sa_type=BigKey)
    message: int = Field(primary_key=True, sa_type=BigKey)
    brief: int = _one_of("brief.id")
    position: int


class ReactionRow(SQLModel, table=True):
    """What a voter said of a story (position 0: of the whole brief), in one emoji.

    `voter` is a person's id at their channel, or a crowd whose voices Telegram
    only counts.
    """

    __tablename__: ClassVar[Any] = "reaction"
    __table_args__ = (Index("reaction_voter", "voter"), SORTED)

    brief: int = _one_of("brief.id", primary_key=True)
    position: int = Field(primary_key=True)
    voter: str = Field(primary_key=True, sa_type=CleanText)
    emoji: str = Field(primary_key=True, sa_type=CleanText)
    count: int


class DeliveryRow(SQLModel, table=True):
    """A line of the ledger.

    `ready` is false while parts before it are not sent, and for an unclear line
    nobody should ask about any more. `promised_at` is when the chat was to have
    it, `due_at` when it is tried next. `left_at` is when it last left, `ended_at`
    when that was confirmed or given up, `last_message` the highest of its
    message ids. `stale` is set while a correction has not reached the copy.

    `brief` and `chat` are no declared references: for each of a million lines
    PostgreSQL would look up again what it has just read from those tables, which
    takes three times as long as writing them.
    """

    __tablename__: ClassVar[Any] = "delivery"
    __table_args__ = (
        UniqueConstraint("brief", "chat", "part", name="delivery_line"),
        _index_where("delivery_due", "due_at", "id", where="state = 'due' AND {ready}"),
        _index_where("delivery_claimed", "claimed_until", where="claimed_until IS NOT NULL"),
        _index_where("delivery_unclear", "due_at", "id", where="state = 'unclear' AND {ready}"),
        # Message ids in the order of time, to find an unclear one's neighbours.
        _index_where("delivery_sent", "ended_at", where="state = 'sent'"),
        _index_where("delivery_stale", "id", where="state = 'sent' AND {stale}"),
        Index("delivery_chat", "chat"),
    )

    id: int | None = Field(primary_key=True, sa_type=BigKey)
    brief: int
    chat: int = Field(sa_type=BigKey)
    part: int
    ready: bool
    state: str = Field(sa_type=CleanText)
    due_at: datetime = Field(sa_type=UtcDateTime)
    promised_at: datetime | None = Field(sa_type=UtcDateTime)
    attempts: int
    claimed_by: str | None = Field(sa_type=CleanText)
    claimed_until: datetime | None = Field(sa_type=UtcDateTime)
    left_at: datetime | None = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(sa_type=UtcDateTime)
    message_ids: Any | None = Field(sa_type=Json)
    last_message: int | None = Field(sa_type=BigKey)
    reason: str | None = Field(sa_type=CleanText)
    stale: bool = Field(sa_column_kwargs={"server_default": false()})


class DueHourRow(SQLModel, table=True):
    """When a brief is due for the chats of one wish: what publishing joins with.

    `zone` is empty and the others are -1 where a chat wishes nothing.
    """

    __tablename__: ClassVar[Any] = "due_hour"
    __table_args__ = SORTED

    brief: int = _one_of("brief.id", primary_key=True)
    zone: str = Field(primary_key=True, sa_type=CleanText)
    hour: int = Field(primary_key=True)
    quiet_from: int = Field(primary_key=True)
    quiet_until: int = Field(primary_key=True)
    due_at: datetime = Field(sa_type=UtcDateTime)


class QuestionRow(SQLModel, table=True):
    """A question too long for a button, by the token that stands for it there."""

    __tablename__: ClassVar[Any] = "question"
    __table_args__ = (Index("question_asked", "asked_at"),)

    token: str = Field(primary_key=True, sa_type=CleanText)
    text: str = Field(sa_type=CleanText)
    asked_at: datetime = Field(sa_type=UtcDateTime)


class ModelSpendingRow(SQLModel, table=True):
    """The tokens a language model cost on one day (UTC)."""

    __tablename__: ClassVar[Any] = "model_spending"

    day: date = Field(primary_key=True)
    tokens: int


class ModelAnswerRow(SQLModel, table=True):
    """What a language model answered, by a key made of everything it was asked."""

    __tablename__: ClassVar[Any] = "model_answer"
    __table_args__ = (Index("model_answer_time", "answered_at"),)

    key: str = Field(primary_key=True, sa_type=CleanText)
    answer: str = Field(sa_type=CleanText)
    answered_at: datetime = Field(sa_type=UtcDateTime)


class MarkRow(SQLModel, table=True):
    """A thing that is done once, and when it was."""

    __tablename__: ClassVar[Any] = "mark"

    key: str = Field(primary_key=True, sa_type=CleanText)
    at: datetime = Field(sa_type=UtcDateTime)


def _table(row: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(row.__tablename__)]


source = _table(SourceRow)
fetch_state = _table(FetchStateRow)
topic = _table(TopicRow)
topic_alias = _table(TopicAliasRow)
story = _table(StoryRow)
story_topic = _table(StoryTopicRow)
item = _table(ItemRow)
item_topic = _table(ItemTopicRow)
item_vector = _table(ItemVectorRow)
edition = _table(EditionRow)
brief = _table(BriefRow)
slot = _table(SlotRow)
chat = _table(ChatRow)
follow = _table(FollowRow)
notice = _table(NoticeRow)
shown = _table(ShownRow)
reaction = _table(ReactionRow)
delivery = _table(DeliveryRow)
due_hour = _table(DueHourRow)
question = _table(QuestionRow)
model_spending = _table(ModelSpendingRow)
model_answer = _table(ModelAnswerRow)
mark = _table(MarkRow)

# In an order in which every row comes after those it refers to, except that
# topics and stories refer to their own kind.
ALL = (
    source,
    fetch_state,
    topic,
    topic_alias,
    story,
    story_topic,
    item,
    item_topic,
    item_vector,
    edition,
    brief,
    slot,
    chat,
    follow,
    notice,
    shown,
    reaction,
    delivery,
    due_hour,
    question,
    model_spending,
    model_answer,
    mark,
)
