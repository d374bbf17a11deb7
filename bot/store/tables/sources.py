"""Sources and the visits to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.store.columns import CleanText, UtcDateTime
from bot.store.tables.fields import one_of


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

    source: str = one_of("source.slug", primary_key=True, sa_type=CleanText)
    etag: str | None = Field(sa_type=CleanText)
    last_modified: str | None = Field(sa_type=CleanText)
    checked_at: datetime | None = Field(sa_type=UtcDateTime)
    next_at: datetime | None = Field(sa_type=UtcDateTime)
    failures: int
    error: str | None = Field(sa_type=CleanText)
