"""Keeps what is written of stories in step with their items and topics."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, bindparam, delete, exists, func, literal, select, update

from bot.store import tables
from bot.store.notices import ALERT
from bot.store.statements import batches, handed_over

_ITEM = tables.item.c
_STORY = tables.story.c
_PAGE = tables.story_topic.c
_TAG = tables.item_topic.c
_ALIAS = tables.story_alias.c
_SLOT = tables.slot.c
_NOTICE = tables.notice.c


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


def find_story(connection: Connection, story_id: str) -> int | None:
    """Return the key of the story with this id, or of the one that stands for it."""
    own = select(_STORY.key).where(_STORY.id == story_id)
    other = select(_ALIAS.story).where(_ALIAS.alias == story_id)
    return connection.execute(own.union_all(other)).scalars().first()


def told_stories(connection: Connection, story_ids: Iterable[str]) -> frozenset[str]:
    """Return which of these stories stand in a brief, a draft too, or in an alert."""
    asked = handed_over(connection, [{"story": each} for each in story_ids])
    slots = select(_SLOT.story).where(_SLOT.story.in_(select(asked("story"))))
    alerts = select(_NOTICE.key).where(_NOTICE.key.in_(select(literal(ALERT) + asked("story"))))
    found = set(connection.execute(slots).scalars())
    found |= {key.removeprefix(ALERT) for key in connection.execute(alerts).scalars()}
    return frozenset(found)


def items_of_told(connection: Connection, stories: Iterable[int]) -> dict[int, str]:
    """Return the items of those of these stories that are told, each with its story's id."""
    found: dict[int, str] = {}
    for batch in batches(stories):
        ids = connection.execute(select(_STORY.id).where(_STORY.key.in_(batch))).scalars()
        told = told_stories(connection, ids)
        wanted = select(_ITEM.key, _STORY.id).join(tables.story, _STORY.key == _ITEM.story)
        for row in connection.execute(wanted.where(_STORY.id.in_(told))):
            found[row.key] = row.id
    return found


def redirect_stories(connection: Connection, moves: Mapping[int, int]) -> set[int]:
    """Let the id of each story that `moves` (item to story) empties stand for the next.

    That is the story most of its items go to. What followed it follows that one
    and is returned.
    """
    leaving: dict[int, Counter[int]] = defaultdict(Counter)
    for batch in batches(moves):
        wanted = select(_ITEM.key, _ITEM.story).where(_ITEM.key.in_(batch))
        for item, story in connection.execute(wanted):
            if story is not None and story != moves[item]:
                leaving[story][moves[item]] += 1
    arriving, followers = set(moves.values()), set[int]()
    for batch in batches(leaving.keys() - arriving):
        sizes = select(_ITEM.story, func.count()).where(_ITEM.story.in_(batch))
        for story, size in connection.execute(sizes.group_by(_ITEM.story)).all():
            if leaving[story].total() == size:
                followers |= _redirect(connection, story, leaving[story].most_common(1)[0][0])
    return followers


def _redirect(connection: Connection, gone: int, heir: int) -> set[int]:
    connection.execute(update(tables.story_alias).where(_ALIAS.story == gone).values(story=heir))
    ended = select(_STORY.id, literal(heir)).where(_STORY.key == gone)
    connection.execute(tables.story_alias.insert().from_select(["alias", "story"], ended))
    followers = update(tables.story).where(_STORY.follows == gone, _STORY.key != heir)
    moved = followers.values(follows=heir).returning(_STORY.key)
    return set(connection.execute(moved).scalars())


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
