"""Counts the changes of items, so that who keeps some can ask what is new since.

Called by `items` and `stories`, which write a change's number on every item it
concerns. News are written by one process at a time (`NEWS_LOCK`), so a number
that can be read stands for a change that is complete, and so do all below it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, select, update

from bot.store import tables
from bot.store.statements import batches

_ITEM = tables.item.c
_LATEST = select(func.max(_ITEM.revision))


def latest_revision(connection: Connection) -> int:
    """Return the number of the last change; 0 if there was none yet."""
    return int(connection.execute(_LATEST).scalar_one() or 0)


def count_change(connection: Connection, items: Iterable[int]) -> None:
    """Write the next number on `items`, given by key, after they were changed."""
    number = latest_revision(connection) + 1
    for batch in batches(items):
        connection.execute(update(tables.item).where(_ITEM.key.in_(batch)).values(revision=number))
