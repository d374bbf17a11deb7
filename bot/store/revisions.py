"""Counts the changes of items, so that who keeps some can ask what is new since.

Called by `items`, `stories` and `topics`, which write a change's number on every item it
concerns. News are written by one process at a time (`NEWS_LOCK`), so a number
that can be read stands for a change that is complete, and so do all below it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, func, select, update

from bot.store import tables
from bot.store.statements import batches

_ITEM = tables.item.c
_TAG = tables.item_topic.c
_LATEST = select(func.max(_ITEM.revision))


def latest_revision(connection: Connection) -> int:
    """Return the number of the last change; 0 if there was none yet."""
    return int(connection.execute(_LATEST).scalar_one() or 0)


def count_change(connection: Connection, items: Iterable[int]) -> None:
    """Write the next number on `items`, given by key, after they were changed."""
    _count(connection, (_ITEM.key.in_(batch) for batch in batches(items)))


def count_change_of_stories(connection: Connection, stories: Iterable[int]) -> None:
    """Write the next number on all items of these stories, given by key."""
    _count(connection, (_ITEM.story.in_(batch) for batch in batches(stories)))


def count_change_of_topic(connection: Connection, topic: int) -> None:
    """Write the next number on all items that have this topic, given by key."""
    _count(connection, [_ITEM.key.in_(select(_TAG.item).where(_TAG.topic == topic))])


def _count(connection: Connection, changed: Iterable[ColumnElement[bool]]) -> None:
    number = latest_revision(connection) + 1
    for some in changed:
        connection.execute(update(tables.item).where(some).values(revision=number))
