"""Topics, items and stories."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.store.columns import BigKey, CleanText, UtcDateTime
from bot.store.tables.fields import SORTED, index_where, one_of


class TopicRow(SQLModel, table=True):
    """A topic. `items` counts the items tagged with it; a removed one stays removed."""

    __tablename__: ClassVar[Any] = "topic"

    key: int | None = Field(primary_key=True)
    name: str = Field(unique=True, sa_type=CleanText)
    kind: str = Field(sa_type=CleanText)
    parent: int | None = one_of("topic.key", gone="SET NULL")
    weight: float
    items: int
    removed: bool


class TopicAliasRow(SQLModel, table=True):
    """Another spelling of a topic; `place` keeps their order."""

    __tablename__: ClassVar[Any] = "topic_alias"
    __table_args__ = SORTED

    topic: int = one_of("topic.key", primary_key=True)
    alias: str = Field(primary_key=True, sa_type=CleanText)
    place: int


class StoryRow(SQLModel, table=True):
    """The items that report one event."""

    __tablename__: ClassVar[Any] = "story"

    key: int | None = Field(primary_key=True, sa_type=BigKey)
    id: str = Field(unique=True, sa_type=CleanText)
    headline: str = Field(sa_type=CleanText)
    follows: int | None = one_of("story.key", gone="SET NULL", sa_type=BigKey, index=True)
    first_seen: datetime = Field(sa_type=UtcDateTime)
    last_seen: datetime = Field(sa_type=UtcDateTime)


class StoryAliasRow(SQLModel, table=True):
    """The id of a story that merged into another, which it stands for from then on."""

    __tablename__: ClassVar[Any] = "story_alias"
    __table_args__ = SORTED

    alias: str = Field(primary_key=True, sa_type=CleanText)
    story: int = one_of("story.key", sa_type=BigKey, index=True)


class StoryTopicRow(SQLModel, table=True):
    """A story's topics with its last sight, so that a topic's newest are one range."""

    __tablename__: ClassVar[Any] = "story_topic"
    __table_args__ = (Index("story_topic_story", "story"), SORTED)

    topic: int = one_of("topic.key", primary_key=True)
    last_seen: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    story: int = one_of("story.key", primary_key=True, sa_type=BigKey)


class ItemRow(SQLModel, table=True):
    """An item. `key` grows with its publication (see `keys`), so it orders by time.

    `guid_hash` stands for (source, guid), `page_hash` for (source, canonical
    URL, title), `said_hash` for what the source last said of it: hashes,
    because an address of any length comes in and an index holds 2,700 bytes.
    `revision` is the number of its last change (see `revisions`).
    """

    __tablename__: ClassVar[Any] = "item"
    __table_args__ = (index_where("item_unfiled", "key", where="NOT {filed}"),)

    key: int = Field(primary_key=True, sa_type=BigKey, sa_column_kwargs={"autoincrement": False})
    id: str = Field(unique=True, sa_type=CleanText)
    source: str = one_of("source.slug", gone="RESTRICT", sa_type=CleanText)
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
    story: int | None = one_of("story.key", gone="SET NULL", sa_type=BigKey, index=True)
    filed: bool
    revision: int = Field(
        default=0, sa_type=BigKey, index=True, sa_column_kwargs={"server_default": "0"}
    )


class ItemTopicRow(SQLModel, table=True):
    """An item's topics, the first the weightiest; kept by topic and time, as pages want them."""

    __tablename__: ClassVar[Any] = "item_topic"
    __table_args__ = (Index("item_topic_item", "item"), SORTED)

    topic: int = one_of("topic.key", primary_key=True)
    item: int = one_of("item.key", primary_key=True, sa_type=BigKey)
    place: int


class ItemVectorRow(SQLModel, table=True):
    """An item's embedding by one model, as float32 bytes."""

    __tablename__: ClassVar[Any] = "item_vector"

    item: int = one_of("item.key", primary_key=True, sa_type=BigKey)
    model: str = Field(primary_key=True, sa_type=CleanText)
    vector: bytes
