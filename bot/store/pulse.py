"""How much was told of topics, when and by whom: counts, not stories. Called by archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, bindparam, cast, func, select

from bot.store import tables
from bot.store.columns import UtcDateTime, text_of
from bot.store.database import Database
from bot.store.search import key_bounds
from bot.store.statements import AnySelect

# Outlets are counted over this many of a topic's newest items.
MOST_COUNTED = 2_000
# Links of a thread that are followed back.
MOST_LINKS = 50

_ITEM = tables.item.c
_TAG = tables.item_topic.c
_STORY = tables.story.c
_PAGE = tables.story_topic.c
_TOPIC = tables.topic.c
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class OutletCount:
    """A source that reported on a topic: how many items, the newest of them when."""

    source: str
    items: int
    newest: datetime


@dataclass(frozen=True, slots=True)
class StoryMark:
    """A story as far as a timeline needs it; `follows` is the id of the earlier one."""

    id: str
    headline: str
    first_seen: datetime
    last_seen: datetime
    follows: str | None


class Pulse:
    """Counts over topics."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def days(self, topic: str, now: datetime, days: int) -> tuple[int, ...]:
        """Return how many stories on `topic` were last seen on each of the last `days` days.

        Oldest first; a day is 24 hours, the last one ends at `now`.
        """
        values = {"topic": topic, "since": now - timedelta(days=days), "until": now}
        wanted = _by_age(self._database.is_postgres)
        stamp = {} if self._database.is_postgres else {"stamp": text_of(now)}
        with self._database.reading() as connection:
            counts = {
                int(row.age): row.stories for row in connection.execute(wanted, values | stamp)
            }
        return tuple(counts.get(back, 0) for back in reversed(range(days)))

    def counts(self, since: datetime, until: datetime) -> dict[str, int]:
        """Return how many stories on each topic were last seen after `since`, up to `until`."""
        stories = (
            select(func.count())
            .where(_PAGE.topic == _TOPIC.key, _PAGE.last_seen > since, _PAGE.last_seen <= until)
            .scalar_subquery()
        )
        wanted = select(_TOPIC.name, stories.label("stories")).where(~_TOPIC.removed)
        with self._database.reading() as connection:
            rows = connection.execute(wanted)
            return {row.name: row.stories for row in rows if row.stories}

    def outlets(
        self, topic: str, since: datetime | None = None, until: datetime | None = None
    ) -> list[OutletCount]:
        """Return who reported on `topic` in that time, the busiest first."""
        low, high = key_bounds(since, until)
        newest = (
            select(_TAG.item)
            .join(tables.topic, _TOPIC.key == _TAG.topic)
            .where(_TOPIC.name == topic, _TAG.item.between(low, high))
            .order_by(_TAG.item.desc())
            .limit(MOST_COUNTED)
            .subquery()
        )
        wanted = (
            select(
                _ITEM.source,
                func.count().label("items"),
                func.max(_ITEM.published).label("newest"),
            )
            .join(newest, newest.c.item == _ITEM.key)
            .group_by(_ITEM.source)
            .order_by(func.count().desc(), _ITEM.source)
        )
        with self._database.reading() as connection:
            return [OutletCount(*row) for row in connection.execute(wanted)]

    def marks(self, topic: str, limit: int) -> list[StoryMark]:
        """Return the newest `limit` stories on `topic` and all they go on from, newest first."""
        newest = (
            select(_PAGE.story)
            .join(tables.topic, _TOPIC.key == _PAGE.topic)
            .where(_TOPIC.name == topic)
            .order_by(_PAGE.last_seen.desc(), _PAGE.story.desc())
            .limit(limit)
        )
        with self._database.reading() as connection:
            found: dict[int, Any] = {}
            wanted = set(connection.execute(newest).scalars())
            for _ in range(MOST_LINKS):
                rows = _marks(connection, sorted(wanted))
                found |= {row.key: row for row in rows}
                wanted = {row.follows for row in rows if row.follows} - found.keys()
                if not wanted:
                    break
        marks = [
            StoryMark(
                row.id,
                row.headline,
                row.first_seen,
                row.last_seen,
                found[row.follows].id if row.follows in found else None,
            )
            for row in found.values()
        ]
        return sorted(marks, key=lambda mark: (mark.last_seen, mark.id), reverse=True)


def _marks(connection: Connection, keys: Sequence[int]) -> Sequence[Any]:
    columns = (_STORY.key, _STORY.id, _STORY.headline, _STORY.follows)
    wanted = select(*columns, _STORY.first_seen, _STORY.last_seen).where(_STORY.key.in_(keys))
    return connection.execute(wanted).all()


@lru_cache(maxsize=2)
def _by_age(is_postgres: bool) -> AnySelect:
    """Return the statement that counts a topic's stories by their whole days before `until`.

    Made once: making it takes longer than running it.
    """
    age: ColumnElement[int]
    if is_postgres:
        passed = func.extract("epoch", bindparam("until", type_=UtcDateTime) - _PAGE.last_seen)
        age = cast(func.floor(passed / _DAY_SECONDS), Integer)
    else:
        seconds = func.unixepoch(bindparam("stamp")) - func.unixepoch(_PAGE.last_seen)
        age = cast(seconds / _DAY_SECONDS, Integer)
    return (
        select(age.label("age"), func.count().label("stories"))
        .join_from(tables.story_topic, tables.topic, _TOPIC.key == _PAGE.topic)
        .where(_TOPIC.name == bindparam("topic"))
        .where(_PAGE.last_seen > bindparam("since"), _PAGE.last_seen <= bindparam("until"))
        .group_by(age)
    )
