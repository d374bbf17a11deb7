"""Keeps what is written of stories in step with their items and topics."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, exists, func, select, update

from bot.store import tables
from bot.store.statements import batches

_ITEM = tables.item.c
_STORY = tables.story.c
_PAGE = tables.story_topic.c
_TAG = tables.item_topic.c


def refresh_stories(connection: Connection, stories: Iterable[int]) -> None:
    """Work out anew when these stories were seen and under which topics they are listed.

    A story that has lost its last item ends.
    """
    for batch in batches(sorted(stories)):
        connection.execute(
            delete(tables.story).where(
                _STORY.key.in_(batch), ~exists().where(_ITEM.story == _STORY.key)
            )
        )
        _set_spans(connection, batch)
        connection.execute(delete(tables.story_topic).where(_PAGE.story.in_(batch)))
        listed = (
            select(_TAG.topic, _STORY.last_seen, _STORY.key)
            .join_from(tables.story, tables.item, _ITEM.story == _STORY.key)
            .join(tables.item_topic, _TAG.item == _ITEM.key)
            .where(_STORY.key.in_(batch))
            .distinct()
        )
        columns = ["topic", "last_seen", "story"]
        connection.execute(tables.story_topic.insert().from_select(columns, listed))


def stories_of(connection: Connection, items: Iterable[int]) -> set[int]:
    """Return the stories that these items, given by key, belong to."""
    found: set[int] = set()
    for batch in batches(items):
        wanted = select(_ITEM.story).where(_ITEM.key.in_(batch), _ITEM.story.is_not(None))
        found |= set(connection.execute(wanted).scalars())
    return found


def _set_spans(connection: Connection, stories: list[int]) -> None:
    spans = connection.execute(
        select(
            _ITEM.story,
            func.min(_ITEM.published).label("first_seen"),
            func.max(_ITEM.published).label("last_seen"),
        )
        .where(_ITEM.story.in_(stories))
        .group_by(_ITEM.story)
    ).all()
    if spans:
        connection.execute(
            update(tables.story)
            .where(_STORY.key == bindparam("_key"))
            .values(first_seen=bindparam("_first"), last_seen=bindparam("_last")),
            [
                {"_key": row.story, "_first": row.first_seen, "_last": row.last_seen}
                for row in spans
            ],
        )
