"""Column types that keep what goes into the database sound, on SQLite and PostgreSQL alike.

SQLModel's table classes do not validate, so the columns do. Used by `tables`
and the migrations.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, DateTime, Integer, Text, cast
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC.

    PostgreSQL has a type for it; SQLite keeps text without a zone, which sorts
    by time because all of it is UTC.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the database's own type."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what is stored.

        Raises:
            ValueError: the time has no zone, so nobody knows which moment it means.
        """
        if value is None:
            return None
        if not isinstance(value, datetime) or value.utcoffset() is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored moment, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def text_of(moment: datetime) -> str:
    """Return a moment as SQLite keeps it, for statements that are handed it within a text."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def moment_of(connection: Connection, text: ColumnElement[str]) -> ColumnElement[Any]:
    """Return the SQL for the moment in a text made by `text_of`."""
    if connection.dialect.name == "postgresql":
        return cast(text + "+00", DateTime(timezone=True))
    return text


def clean_text(text: str) -> str:
    """Return `text` without what a database cannot hold: NUL and lone surrogates.

    Feeds are hostile; JSON can carry both.
    """
    if "\x00" in text:
        text = text.replace("\x00", "")
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text


class CleanText(TypeDecorator[str]):
    """Text of any length that both databases can hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return what is stored."""
        return None if value is None else clean_text(value)


class Json(TypeDecorator[Any]):
    """A list or an object, kept as JSON text that people can read."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Return what is stored."""
        if value is None:
            return None
        return clean_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Return the list or object that was stored."""
        return None if value is None else json.loads(value)


class BigKey(TypeDecorator[int]):
    """A 64-bit integer; in SQLite every INTEGER is one, and only INTEGER can be the rowid."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the database's own type."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())
