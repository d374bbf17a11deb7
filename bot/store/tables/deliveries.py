"""The ledger's lines and the hours they are due."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from bot.store.columns import BigKey, CleanText, Json, UtcDateTime
from bot.store.tables.fields import SORTED, index_where, one_of


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
        index_where("delivery_due", "due_at", "id", where="state = 'due' AND {ready}"),
        index_where("delivery_claimed", "claimed_until", where="claimed_until IS NOT NULL"),
        index_where("delivery_unclear", "due_at", "id", where="state = 'unclear' AND {ready}"),
        # Message ids in the order of time, to find an unclear one's neighbours.
        index_where("delivery_sent", "ended_at", where="state = 'sent'"),
        index_where("delivery_stale", "id", where="state = 'sent' AND {stale}"),
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

    brief: int = one_of("brief.id", primary_key=True)
    zone: str = Field(primary_key=True, sa_type=CleanText)
    hour: int = Field(primary_key=True)
    quiet_from: int = Field(primary_key=True)
    quiet_until: int = Field(primary_key=True)
    due_at: datetime = Field(sa_type=UtcDateTime)
