"""Editions, briefs and their slots."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.store.columns import CleanText, Json, UtcDateTime
from bot.store.tables.fields import one_of


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
    edition: str = one_of("edition.slug", gone="RESTRICT", sa_type=CleanText)
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

    brief: int = one_of("brief.id", primary_key=True)
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
