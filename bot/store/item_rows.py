"""Stored rows -> items, with their topics. Used by every room that hands items out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from bot.model import Item
from bot.store import tables
from bot.store.statements import Among, AnyRow, batches, listed

_ITEM = tables.item.c
_TAG = tables.item_topic.c
COLUMNS = (
    _ITEM.key,
    _ITEM.id,
    _ITEM.source,
    _ITEM.guid,
    _ITEM.url,
    _ITEM.title,
    _ITEM.text,
    _ITEM.lang,
    _ITEM.published,
    _ITEM.image,
    _ITEM.position,
    _ITEM.story,
)
# Made once: making a statement costs more than what the database does with it.
_BY_KEY = select(*COLUMNS).where(Among(_ITEM.key))
_TOPICS_OF = (
    select(_TAG.item, tables.topic.c.name)
    .join(tables.topic, tables.topic.c.key == _TAG.topic)
    .where(Among(_TAG.item))
    .order_by(_TAG.item, _TAG.place)
)


def items_by_key(connection: Connection, keys: Sequence[int]) -> list[Item]:
    """Return the items with these keys, in the order of the keys."""
    found: dict[int, Item] = {}
    for batch in batches(keys):
        rows = connection.execute(_BY_KEY, listed(connection, batch)).all()
        read = items_of_rows(connection, rows)
        found |= {row.key: item for row, item in zip(rows, read, strict=True)}
    return [found[key] for key in keys if key in found]


def items_of_rows(connection: Connection, rows: Sequence[AnyRow]) -> list[Item]:
    """Return the item of each row that has `COLUMNS`."""
    topics = _topics_of(connection, [row.key for row in rows])
    return [_item(row, topics) for row in rows]


def keys_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """Return the key of each known id."""
    found: dict[str, int] = {}
    for batch in batches(ids):
        rows = connection.execute(select(_ITEM.id, _ITEM.key).where(_ITEM.id.in_(batch)))
        found |= {row.id: row.key for row in rows}
    return found


def _topics_of(connection: Connection, keys: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for batch in batches(keys):
        for row in connection.execute(_TOPICS_OF, listed(connection, batch)):
            found.setdefault(row.item, []).append(row.name)
    return found


def _item(row: AnyRow, topics: dict[int, list[str]]) -> Item:
    return Item(
        id=row.id,
        source=row.source,
        guid=row.guid,
        url=row.url,
        title=row.title,
        text=row.text,
        lang=row.lang,
        published=row.published,
        image=row.image,
        position=row.position,
        topics=tuple(topics.get(row.key, ())),
    )
