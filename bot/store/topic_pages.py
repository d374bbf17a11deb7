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

# Where the count of a list ends, so that a page on the commonest topic of a
# million items costs what any other page costs.
MOST_TOTAL = 1_000
# So many numbers of topics are remembered, of each sort of page.
REMEMBERED = 32


class TopicIndex:
    """A table whose rows are sorted by `topic` and then by the columns of `order`.

    The first of `order` bounds what is looked for, the last is what is found.
    """

    def __init__(self, table: Table, order: Sequence[str]) -> None:
        self._table = table
        self._order = tuple(order)
        self._page = lru_cache(REMEMBERED)(self._make_page)
        self._count = lru_cache(REMEMBERED)(self._make_count)

    def newest(
        self,
        connection: Connection,
        topics: Sequence[int],
        low: Any,
        high: Any,
        *,
        limit: int,
        offset: int,
    ) -> Sequence[int]:
        """Return a page of what stands under any of `topics` from `low` to `high`, newest first."""
        values = _values(topics, low, high, limit + offset)
        values |= {"limit": limit, "offset": offset}
        return connection.execute(self._page(len(topics)), values).scalars().all()

    def count(self, connection: Connection, topics: Sequence[int], low: Any, high: Any) -> int:
        """Return how many stand under any of `topics` from `low` to `high`, up to `MOST_TOTAL`."""
        values = _values(topics, low, high, MOST_TOTAL)
        return int(connection.execute(self._count(len(topics)), values).scalar_one())

    def _make_page(self, topics: int) -> Any:
        newest = self._newest_of_each(topics).subquery()
        order = [newest.c[name].desc() for name in self._order]
        return (
            select(newest.c[self._order[-1]])
            .order_by(*order)
            .limit(bindparam("limit", type_=Integer))
            .offset(bindparam("offset", type_=Integer))
        )

    def _make_count(self, topics: int) -> Any:
        newest = self._newest_of_each(topics).subquery()
        return select(func.count()).select_from(select(newest).limit(MOST_TOTAL).subquery())

    def _newest_of_each(self, topics: int) -> Any:
        """Return the newest `most` of each topic, what is under several of them once."""
        columns = [self._table.c[name] for name in self._order]
        ranges = []
        for number in range(topics):
            newest = (
                select(*columns)
                .where(self._table.c.topic == bindparam(f"topic_{number}"))
                .where(columns[0].between(bindparam("low"), bindparam("high")))
                .order_by(*(column.desc() for column in columns))
                .limit(bindparam("most", type_=Integer))
            )
            ranges.append(select(newest.subquery()))
        return union(*ranges) if len(ranges) > 1 else ranges[0]


def _values(topics: Sequence[int], low: Any, high: Any, most: int) -> dict[str, Any]:
    wanted = {f"topic_{number}": topic for number, topic in enumerate(topics)}
    return {**wanted, "low": low, "high": high, "most": most}
