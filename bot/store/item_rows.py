"""Stored rows -> items, with their topics. Used by every room that hands items out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from bot.model import Item
from bot.store import tables
from bot.store.statements import AnyRow, batches

_ITEM = tables.item.c
_TAG = tables.item_topic.c
_KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
_COLUMNS = (
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
_BY_KEY = select(*_COLUMNS).where(_ITEM.key.in_(_KEYS))
_BY_STORY = select(*_COLUMNS).where(_ITEM.story.in_(_KEYS)).order_by(_ITEM.key)
_TOPICS_OF = (
    select(_TAG.item, tables.topic.c.name)
    .join(tables.topic, tables.topic.c.key == _TAG.topic)
    .where(_TAG.item.in_(_KEYS))
    .order_by(_TAG.item, _TAG.place)
)


def items_by_key(connection: Connection, keys: Sequence[int]) -> list[Item]:
    """Return the items with these keys, in the order of the keys."""
    found: dict[int, Item] = {}
    for batch in batches(keys):
        rows = connection.execute(_BY_KEY, {"keys": batch}).all()
        topics = _topics_of(connection, batch)
        found |= {row.key: _item(row, topics) for row in rows}
    return [found[key] for key in keys if key in found]


def items_by_story(connection: Connection, stories: Iterable[int]) -> dict[int, list[Item]]:
    """Return the items of each story, oldest first, by the story's key."""
    found: dict[int, list[Item]] = {}
    for batch in batches(stories):
        rows = connection.execute(_BY_STORY, {"keys": batch}).all()
        topics = _topics_of(connection, [row.key for row in rows])
        for row in rows:
            found.setdefault(row.story, []).append(_item(row, topics))
    return found


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
        for row in connection.execute(_TOPICS_OF, {"keys": batch}):
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
