"""Whom we follow and when to visit them next. Called by newsroom and intake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from bot.errors import UnknownSourceError
from bot.model import FetchState, Source, SourceKind
from bot.store import tables
from bot.store.database import Database
from bot.store.statements import AnyRow, insert_into

# Inside the class `list` is the method.
SourceList = list[Source]

_SOURCE = tables.source.c
_STATE = tables.fetch_state.c
STATE_COLUMNS = [column.name for column in tables.fetch_state.columns]


class Sources:
    """The sources and the state of their visits."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, source: Source) -> Source:
        """Follow `source` and return it; one that is followed already stays as it is.

        A removed source is followed again, and one that was only imported gets
        its address.
        """
        with self._database.writing() as connection:
            found = _find(connection, _SOURCE.slug == source.slug)
            if found is None or found.removed or (source.url and not found.url):
                _put(connection, source)
                return source
            return _source(found)

    def remove(self, slug: str) -> None:
        """Stop following a source, named by its slug or address; its items stay.

        Raises:
            UnknownSourceError: no source is called so.
        """
        with self._database.writing() as connection:
            found = _known(connection, slug)
            connection.execute(
                update(tables.source).where(_SOURCE.slug == found.slug).values(removed=True)
            )

    def get(self, slug: str) -> Source:
        """Return the source with this slug or address.

        Raises:
            UnknownSourceError: no source is called so.
        """
        with self._database.reading() as connection:
            return _source(_known(connection, slug))

    def list(self, *, active_only: bool = False) -> SourceList:
        """Return whom we follow, by slug; `active_only` leaves out what is never visited."""
        wanted = select(tables.source).where(~_SOURCE.removed).order_by(_SOURCE.slug)
        if active_only:
            wanted = wanted.where(_SOURCE.active, _SOURCE.url != "")
        with self._database.reading() as connection:
            return [_source(row) for row in connection.execute(wanted)]

    def titles(self) -> dict[str, Source]:
        """Return every source items may name, removed ones too, by slug."""
        with self._database.reading() as connection:
            return {row.slug: _source(row) for row in connection.execute(select(tables.source))}

    def move(self, slug: str, new_url: str) -> None:
        """Remember that a source has moved for good."""
        with self._database.writing() as connection:
            connection.execute(
                update(tables.source).where(_SOURCE.slug == slug).values(url=new_url)
            )

    def rest(self, slug: str) -> None:
        """Visit a source no more; it stays among those we follow until it is removed."""
        with self._database.writing() as connection:
            connection.execute(
                update(tables.source).where(_SOURCE.slug == slug).values(active=False)
            )

    def due(
        self, now: datetime, *, limit: int | None = None, everything: bool = False
    ) -> Sequence[tuple[Source, FetchState]]:
        """Return active sources whose visit is due, the longest waiting first.

        `everything` gives all active ones, due or not.
        """
        wanted = (
            select(tables.source, *_STATE)
            .outerjoin(tables.fetch_state, _STATE.source == _SOURCE.slug)
            .where(_SOURCE.active, ~_SOURCE.removed, _SOURCE.url != "")
            .order_by(_STATE.next_at.asc().nulls_first(), _SOURCE.slug)
            .limit(limit)
        )
        if not everything:
            wanted = wanted.where(_STATE.next_at.is_(None) | (_STATE.next_at <= now))
        with self._database.reading() as connection:
            return [(_source(row), _state(row)) for row in connection.execute(wanted)]

    def record(self, state: FetchState) -> None:
        """Remember what a visit left behind."""
        self.record_many([state])

    def record_many(self, states: Sequence[FetchState]) -> None:
        """Remember what visits left behind; of sources removed meanwhile, too."""
        if not states:
            return
        with self._database.writing() as connection:
            insert = insert_into(connection, tables.fetch_state)
            fresh = {name: insert.excluded[name] for name in STATE_COLUMNS if name != "source"}
            connection.execute(
                insert.on_conflict_do_update(index_elements=["source"], set_=fresh),
                [asdict(state) for state in states],
            )


def keep_unknown(connection: Connection, slugs: Iterable[str]) -> None:
    """Make an entry for each source that items name and nobody has added yet."""
    rows = [_row(Source(slug=slug, url="", title=slug)) for slug in sorted(set(slugs))]
    if rows:
        connection.execute(insert_into(connection, tables.source).on_conflict_do_nothing(), rows)


def _find(connection: Connection, condition: ColumnElement[bool]) -> AnyRow | None:
    return connection.execute(select(tables.source).where(condition)).first()


def _known(connection: Connection, name: str) -> AnyRow:
    here = ~_SOURCE.removed
    found = _find(connection, (_SOURCE.slug == name) & here)
    found = found or _find(connection, (_SOURCE.url == name) & here)
    if found is None:
        raise UnknownSourceError(
            f"There is no source {name[:80]!r}; `tenbrief sources list` shows those there are."
        )
    return found


def _put(connection: Connection, source: Source) -> None:
    insert = insert_into(connection, tables.source).values(_row(source))
    fresh = {name: value for name, value in _row(source).items() if name != "slug"}
    connection.execute(insert.on_conflict_do_update(index_elements=["slug"], set_=fresh))


def _row(source: Source) -> dict[str, Any]:
    return {**asdict(source), "kind": source.kind.value, "removed": False}


def _source(row: AnyRow) -> Source:
    return Source(
        slug=row.slug,
        url=row.url,
        title=row.title,
        kind=SourceKind(row.kind),
        lang=row.lang,
        site_url=row.site_url,
        active=row.active,
    )


def _state(row: AnyRow) -> FetchState:
    return FetchState(
        source=row.slug,
        etag=row.etag,
        last_modified=row.last_modified,
        checked_at=row.checked_at,
        next_at=row.next_at,
        failures=row.failures or 0,
        error=row.error,
    )
