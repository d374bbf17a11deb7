"""Stored rows -> stories with all their items. Used by every room that hands stories out."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from bot.model import Item, Story
from bot.store import tables
from bot.store.item_rows import COLUMNS, items_of_rows
from bot.store.statements import Among, AnyRow, batches, listed

_ITEM = tables.item.c
_STORY = tables.story.c
_EARLIER = tables.story.alias()
# Items come with what is known of their story: a statement costs more than what it repeats.
_BY_KEY = (
    select(
        *COLUMNS,
        _STORY.id.label("story_id"),
        _STORY.headline,
        _STORY.first_seen,
        _STORY.last_seen,
        _EARLIER.c.id.label("follows_id"),
    )
    .join_from(tables.story, tables.item, _ITEM.story == _STORY.key)
    .outerjoin(_EARLIER, _EARLIER.c.key == _STORY.follows)
    .where(Among(_STORY.key))
    .order_by(_ITEM.key)
)


def read_stories(connection: Connection, keys: Sequence[int]) -> list[Story]:
    """Return the stories with these keys, in the order of the keys.

    The items of each are in the order of their keys, oldest first; a story
    without any is left out.
    """
    found: dict[int, Story] = {}
    for batch in batches(keys):
        rows = connection.execute(_BY_KEY, listed(connection, batch)).all()
        of_story: dict[int, tuple[AnyRow, list[Item]]] = {}
        for row, item in zip(rows, items_of_rows(connection, rows), strict=True):
            of_story.setdefault(row.story, (row, []))[1].append(item)
        found |= {key: _story(row, items) for key, (row, items) in of_story.items()}
    return [found[key] for key in keys if key in found]


def _story(row: AnyRow, items: list[Item]) -> Story:
    return Story(
        id=row.story_id,
        headline=row.headline,
        items=tuple(items),
        topics=tuple(dict.fromkeys(topic for item in items for topic in item.topics)),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        follows=row.follows_id,
    )
