"""The standing briefs. Called by newsroom and the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import time
from time import monotonic
from typing import Any

from sqlalchemy import select

from bot.clock import zone_named
from bot.errors import BadRequestError, UnknownEditionError
from bot.model import Edition
from bot.store import tables
from bot.store.database import Database
from bot.store.statements import AnyRow, insert_into

_EDITION = tables.edition.c


# Every answer to a person asks for the editions, and they hardly ever change: a
# change by another process is seen here so much later.
KEPT_SECONDS = 10.0


class Editions:
    """The editions, by slug."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: tuple[float, tuple[Edition, ...]] | None = None

    def seed(self, editions: Iterable[Edition]) -> None:
        """Add the editions that are missing; those that stand are left as they are."""
        rows = [_row(edition) for edition in editions]
        with self._database.writing() as connection:
            if rows:
                insert = insert_into(connection, tables.edition)
                connection.execute(insert.on_conflict_do_nothing(), rows)
        self._kept = None

    def all(self) -> list[Edition]:
        """Return every edition, by slug."""
        kept, now = self._kept, monotonic()
        if kept is not None and now - kept[0] < KEPT_SECONDS:
            return list(kept[1])
        with self._database.reading() as connection:
            rows = connection.execute(select(tables.edition).order_by(_EDITION.slug))
            editions = tuple(edition_of(row) for row in rows)
        self._kept = (now, editions)
        return list(editions)

    def get(self, slug: str) -> Edition:
        """Return the edition with this slug.

        Raises:
            UnknownEditionError: there is none; the text names those there are.
        """
        with self._database.reading() as connection:
            rows = connection.execute(select(tables.edition).order_by(_EDITION.slug)).all()
        for row in rows:
            if row.slug == slug:
                return edition_of(row)
        known = ", ".join(row.slug for row in rows) or "none yet"
        raise UnknownEditionError(f"There is no edition {slug[:40]!r}; there are: {known}.")

    def set(self, edition: Edition) -> None:
        """Add an edition, or write over the one with its slug.

        Raises:
            BadRequestError: its zone is none, or its size is below one.
        """
        zone_named(edition.zone)
        if edition.size < 1:
            raise BadRequestError("An edition has one story or more.")
        row = _row(edition)
        fresh = {name: value for name, value in row.items() if name != "slug"}
        with self._database.writing() as connection:
            insert = insert_into(connection, tables.edition).values(row)
            connection.execute(insert.on_conflict_do_update(index_elements=["slug"], set_=fresh))
        self._kept = None


def minutes_of(hour: time | None) -> int | None:
    """Return an hour of the day as minutes after midnight."""
    return None if hour is None else hour.hour * 60 + hour.minute


def hour_of(minutes: int | None) -> time | None:
    """Return minutes after midnight as an hour of the day."""
    return None if minutes is None else time(*divmod(minutes, 60))


def edition_of(row: AnyRow) -> Edition:
    """Return the edition in a row of its table."""
    return Edition(
        slug=row.slug,
        title=row.title,
        lang=row.lang,
        zone=row.zone,
        hour=time(*divmod(row.hour, 60)),
        size=row.size,
        templates=row.templates,
    )


def _row(edition: Edition) -> dict[str, Any]:
    return {**asdict(edition), "hour": minutes_of(edition.hour)}
