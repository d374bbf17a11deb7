"""Finding items, newest first, by topic or by words. Called by newsroom.

A page is read from the end of an index and never needs a sort: keys grow with
time (see `keys`). Totals are counted up to a bound (see `topic_pages`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.store import tables
from bot.store.database import Database
from bot.store.full_text import Bounds, newest_matches
from bot.store.item_rows import items_by_key
from bot.store.keys import highest_key, lowest_key
from bot.store.pages import ItemPage
from bot.store.terms import phrases_of
from bot.store.topic_pages import MOST_TOTAL, TopicIndex

# How many of the newest items with certain words can be paged through.
MOST_TEXT_MATCHES = 500

_TOPIC = tables.topic.c
_PAGES = TopicIndex(tables.item_topic, ["item"])
_TAGGED = select(_TOPIC["items"]).where(_TOPIC.name == bindparam("name"), ~_TOPIC.removed)
# All that a 63-bit key can be.
_LOWEST, _HIGHEST = -(1 << 62), (1 << 62) - 1


class Search:
    """Looks items up."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_topic(
        self,
        names: Sequence[str],
        *,
        limit: int,
        offset: int = 0,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> ItemPage:
        """Return a page of the items on any of these topics, newest first.

        `since` and `until` bound the publication, to the second. Unknown names
        are passed over.
        """
        low, high = key_bounds(since, until)
        with self._database.reading() as connection:
            page, total = _PAGES.page(connection, names, low, high, limit=limit, offset=offset)
            items = items_by_key(connection, page)
            if len(names) == 1 and since is None and until is None:
                return ItemPage(_tagged(connection, names[0]), tuple(items))
        return ItemPage(total, tuple(items), is_floor=total >= MOST_TOTAL)

    def by_text(
        self,
        query: str,
        *,
        limit: int,
        offset: int = 0,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> ItemPage:
        """Return a page of the items with every word of `query`, newest first.

        Words are parted by spaces; each is found as it stands, in any case,
        width or script (腾讯, 騰訊 and ＤｅｅｐＳｅｅｋ too). Nothing in a query is
        an operator; one without letters or digits finds nothing.
        """
        with self._database.reading() as connection:
            keys = matching_items(connection, query, since, until)
            items = items_by_key(connection, keys[offset : offset + limit])
        return ItemPage(len(keys), tuple(items), is_floor=len(keys) >= MOST_TEXT_MATCHES)


def matching_items(
    connection: Connection, query: str, since: datetime | None, until: datetime | None
) -> list[int]:
    """Return the keys of the newest items with every word of `query`, newest first."""
    phrases = phrases_of(query)
    if not phrases:
        return []
    low, high = key_bounds(since, until)
    return newest_matches(connection, phrases, Bounds(low, high, MOST_TEXT_MATCHES)).keys


def key_bounds(since: datetime | None, until: datetime | None) -> tuple[int, int]:
    """Return the lowest and highest key of items published from `since` to `until`."""
    return (
        _LOWEST if since is None else lowest_key(since),
        _HIGHEST if until is None else highest_key(until),
    )


def _tagged(connection: Connection, name: str) -> int:
    """Return how many items are on a topic, 0 where there is none of this name."""
    return int(connection.execute(_TAGGED, {"name": name}).scalar() or 0)
