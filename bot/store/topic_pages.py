"""The newest entries under topics, read from the end of an index. Used by `search` and `stories`.

A page never needs a sort of more than itself: the index holds the entries of a
topic in the order of time. Statements are made once for each number of topics,
because making one costs more than what the database does with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Integer, Table, bindparam, func, select, union

from bot.store import tables

# Where the count of a list ends, so that a page on the commonest topic of a
# million items costs what any other page costs.
MOST_TOTAL = 1_000
# So many numbers of topics are remembered, of each sort of page.
REMEMBERED = 32

_TOPIC = tables.topic.c


class TopicIndex:
    """A table whose rows are sorted by `topic` and then by the columns of `order`.

    The first of `order` bounds what is looked for, the last is what is found.
    """

    def __init__(self, table: Table, order: Sequence[str]) -> None:
        self._table = table
        self._order = tuple(order)
        self._page = lru_cache(REMEMBERED)(self._make_page)
        self._count = lru_cache(REMEMBERED)(self._make_count)

    def page(
        self,
        connection: Connection,
        names: Sequence[str],
        low: Any,
        high: Any,
        *,
        limit: int,
        offset: int,
    ) -> tuple[list[int], int]:
        """Return a page of what stands under any topic of `names` from `low` to `high`.

        Newest first, and with it how many there are in all, up to `MOST_TOTAL`.
        """
        if not names:
            return [], 0
        values = {f"name_{number}": name for number, name in enumerate(names)}
        values |= {"low": low, "high": high}
        bounds = {"most": limit + offset, "limit": limit, "offset": offset}
        rows = connection.execute(self._page(len(names)), {**values, **bounds}).all()
        if rows or not offset:
            return [row[0] for row in rows], rows[0].total if rows else 0
        # Behind the last page.
        return [], int(connection.execute(self._count(len(names)), values).scalar_one())

    def _make_page(self, topics: int) -> Any:
        newest = self._newest_of_each(topics, bindparam("most", type_=Integer)).subquery()
        order = [newest.c[name].desc() for name in self._order]
        total = self._make_count(topics).scalar_subquery().label("total")
        return (
            select(newest.c[self._order[-1]], total)
            .order_by(*order)
            .limit(bindparam("limit", type_=Integer))
            .offset(bindparam("offset", type_=Integer))
        )

    def _make_count(self, topics: int) -> Any:
        newest = self._newest_of_each(topics, MOST_TOTAL).subquery()
        return select(func.count()).select_from(select(newest).limit(MOST_TOTAL).subquery())

    def _newest_of_each(self, topics: int, most: Any) -> Any:
        """Return the newest `most` of each topic, what is under several of them once."""
        columns = [self._table.c[name] for name in self._order]
        ranges = []
        for number in range(topics):
            newest = (
                select(*columns)
                .where(self._table.c.topic == _key_of(number))
                .where(columns[0].between(bindparam("low"), bindparam("high")))
                .order_by(*(column.desc() for column in columns))
                .limit(most)
            )
            ranges.append(select(newest.subquery()))
        return union(*ranges) if len(ranges) > 1 else ranges[0]


def _key_of(number: int) -> Any:
    """Return the key of a topic that is known by its name; no topic has none."""
    named = _TOPIC.name == bindparam(f"name_{number}")
    return select(_TOPIC.key).where(named, ~_TOPIC.removed).scalar_subquery()
