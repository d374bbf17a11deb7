"""Chats, what they follow, were shown and said of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, UniqueConstraint, false, true
from sqlmodel import Field, SQLModel

from bot.store.columns import BigKey, CleanText, UtcDateTime
from bot.store.tables.fields import SORTED, one_of


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
    edition: str | None = one_of("edition.slug", gone="SET NULL", sa_type=CleanText)
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
    catch_up_minutes: int | None


class FollowRow(SQLModel, table=True):
    """A chat that follows a topic."""

    __tablename__: ClassVar[Any] = "follow"
    __table_args__ = (Index("follow_topic", "topic", "chat"), SORTED)

    chat: int = one_of("chat.id", primary_key=True, sa_type=BigKey)
    topic: int = one_of("topic.key", primary_key=True)


class NoticeRow(SQLModel, table=True):
    """A message outside the brief that a chat was sent: an alert, the week."""

    __tablename__: ClassVar[Any] = "notice"
    __table_args__ = (Index("notice_key", "key"), SORTED)

    chat: int = one_of("chat.id", primary_key=True, sa_type=BigKey)
    key: str = Field(primary_key=True, sa_type=CleanText)
    at: datetime = Field(sa_type=UtcDateTime)


class ShownRow(SQLModel, table=True):
    """A message that shows a story of a brief; position 0 is the whole brief."""

    __tablename__: ClassVar[Any] = "shown"
    __table_args__ = (Index("shown_brief", "brief"), SORTED)

    chat: int = one_of("chat.id", primary_key=True, sa_type=BigKey)
    message: int = Field(primary_key=True, sa_type=BigKey)
    brief: int = one_of("brief.id")
    position: int


class ReactionRow(SQLModel, table=True):
    """What a voter said of a story (position 0: of the whole brief), in one emoji.

    `voter` is a person's id at their channel, or a crowd whose voices Telegram
    only counts.
    """

    __tablename__: ClassVar[Any] = "reaction"
    __table_args__ = (Index("reaction_voter", "voter"), SORTED)

    brief: int = one_of("brief.id", primary_key=True)
    position: int = Field(primary_key=True)
    voter: str = Field(primary_key=True, sa_type=CleanText)
    emoji: str = Field(primary_key=True, sa_type=CleanText)
    count: int


class PromptRow(SQLModel, table=True):
    """What was asked last at a place (a chat of its channel) and waits for an answer.

    `message` shows the question, `chat` is whose `wish` the answer is.
    """

    __tablename__: ClassVar[Any] = "prompt"
    __table_args__ = (Index("prompt_chat", "chat"), Index("prompt_time", "at"))

    place: str = Field(primary_key=True, sa_type=CleanText)
    message: int = Field(sa_type=BigKey)
    chat: int = one_of("chat.id", sa_type=BigKey)
    wish: str = Field(sa_type=CleanText)
    at: datetime = Field(sa_type=UtcDateTime)


class TapRow(SQLModel, table=True):
    """A button that was tapped a moment ago, by a digest of who tapped what."""

    __tablename__: ClassVar[Any] = "tap"
    __table_args__ = (Index("tap_time", "at"),)

    token: str = Field(primary_key=True, sa_type=CleanText)
    at: datetime = Field(sa_type=UtcDateTime)
