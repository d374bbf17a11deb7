"""Stories: which items report one event, and the newest of a topic. Called by newsroom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.model import Assignment, Story
from bot.store import tables
from bot.store.database import NEWS_LOCK, Database
from bot.store.item_rows import keys_by_id
from bot.store.keys import highest_key, lowest_key
from bot.store.pages import Changes, StoryPage
from bot.store.revisions import count_change_of_stories, latest_revision
from bot.store.search import MOST_TEXT_MATCHES, matching_items
from bot.store.statements import batches, insert_into
from bot.store.story_rows import read_stories
from bot.store.threads import (
    find_story,
    items_of_told,
    redirect_stories,
    refresh_stories,
    stories_of,
    told_stories,
)
from bot.store.topic_pages import MOST_TOTAL, TopicIndex

_ITEM = tables.item.c
_STORY = tables.story.c
_ALIAS = tables.story_alias.c
_PAGE = tables.story_topic.c
_PAGES = TopicIndex(tables.story_topic, ["last_seen", "story"])
# All the time a story can be seen in.
_LOWEST, _HIGHEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Stories:
    """The stories and where they stand."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def assign(self, assignments: Sequence[Assignment]) -> None:
        """Put items into stories, new or standing; the items count as filed.

        A story's headline and what it follows are as its last assignment says.
        An item that had another story leaves it, unless that story is told:
        then the assignment is passed over, as is one of an unknown item. The id
        of a story that loses its last item stands for the one most of them
        went to.
        """
        if not assignments:
            return
        with self._database.writing(lock=NEWS_LOCK) as connection:
            items = keys_by_id(connection, [each.item for each in assignments])
            left = stories_of(connection, items.values())
            told = items_of_told(connection, left)
            known = [
                each
                for each in assignments
                if each.item in items and told.get(items[each.item], each.story) == each.story
            ]
            if not known:
                return
            stories = _put_stories(connection, known)
            moves = {items[each.item]: stories[each.story] for each in known}
            followers = redirect_stories(connection, moves)
            _move_items(connection, moves)
            changed = left | set(moves.values())
            refresh_stories(connection, changed)
            count_change_of_stories(connection, changed | followers)

    def get(self, story_id: str) -> Story | None:
        """Return the story with this id, or the one it merged into; None if there is none."""
        with self._database.reading() as connection:
            key = find_story(connection, story_id)
            return None if key is None else next(iter(read_stories(connection, [key])), None)

    def told(self, story_ids: Iterable[str]) -> frozenset[str]:
        """Return which of these stories a brief tells or somebody was alerted to."""
        with self._database.reading() as connection:
            return told_stories(connection, story_ids)

    def between(self, since: datetime, until: datetime) -> list[Story]:
        """Return stories of which something was published from `since` to `until`.

        With all their items, earlier and later ones too; oldest story first.
        """
        keys = (
            select(_ITEM.story)
            .where(_ITEM.key.between(lowest_key(since), highest_key(until)))
            .where(_ITEM.story.is_not(None))
            .distinct()
        )
        with self._database.reading() as connection:
            found = read_stories(connection, connection.execute(keys).scalars().all())
        return sorted(found, key=lambda story: (story.first_seen, story.id))

    def revision(self) -> int:
        """Return the number of the last change of an item; see `changed_since`."""
        with self._database.reading() as connection:
            return latest_revision(connection)

    def changed_since(self, revision: int, most: int) -> Changes | None:
        """Return what has changed in stories since the change numbered `revision`.

        None if more than `most` items have changed.
        """
        wanted = select(_ITEM.id, _ITEM.story).where(_ITEM.revision > revision).limit(most + 1)
        with self._database.reading() as connection:
            latest = latest_revision(connection)
            rows = connection.execute(wanted).all()
            if len(rows) > most:
                return None
            keys = dict.fromkeys(row.story for row in rows if row.story is not None)
            stories = read_stories(connection, list(keys))
        return Changes(latest, tuple(row.id for row in rows), tuple(stories))

    def latest_by_topic(
        self,
        names: Sequence[str],
        *,
        limit: int,
        offset: int = 0,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> StoryPage:
        """Return a page of the stories on any of these topics, by last sight, newest first.

        `since` and `until` bound when a story was last seen. Unknown names are
        passed over.
        """
        low, high = since or _LOWEST, until or _HIGHEST
        with self._database.reading() as connection:
            page, total = _PAGES.page(connection, names, low, high, limit=limit, offset=offset)
            found = read_stories(connection, page)
        return StoryPage(total, tuple(found), is_floor=total >= MOST_TOTAL)

    def latest_by_text(
        self,
        query: str,
        *,
        limit: int,
        offset: int = 0,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> StoryPage:
        """Return a page of the stories with an item that has these words, newest first.

        `since` and `until` bound when such an item was published.
        """
        with self._database.reading() as connection:
            items = matching_items(connection, query, since, until)
            stories: dict[int, None] = {}
            for batch in batches(items):
                rows = connection.execute(
                    select(_ITEM.story)
                    .where(_ITEM.key.in_(batch), _ITEM.story.is_not(None))
                    .order_by(_ITEM.key.desc())
                )
                stories |= dict.fromkeys(rows.scalars())
            page = read_stories(connection, list(stories)[offset : offset + limit])
        is_floor = len(items) >= MOST_TEXT_MATCHES
        return StoryPage(len(stories), tuple(page), is_floor=is_floor)


def _put_stories(connection: Connection, assignments: Sequence[Assignment]) -> dict[str, int]:
    """Make the stories that are new, set headlines, and return the keys by id."""
    last = {each.story: each for each in assignments}
    known = _keys(connection, {*last, *(each.follows for each in last.values() if each.follows)})
    # Placeholders, until `refresh_stories` has looked at the items.
    seen = {"first_seen": _LOWEST, "last_seen": _LOWEST}
    rows: list[dict[str, Any]] = [
        {"id": each.story, "headline": each.headline, **seen}
        for each in last.values()
        if each.story not in known
    ]
    if rows:
        ids = [row["id"] for row in rows]
        connection.execute(insert_into(connection, tables.story), rows)
        connection.execute(delete(tables.story_alias).where(_ALIAS.alias.in_(ids)))
        known |= _keys(connection, ids)
    connection.execute(
        update(tables.story)
        .where(_STORY.key == bindparam("_key"))
        .values(headline=bindparam("_headline"), follows=bindparam("_follows")),
        [
            {
                "_key": known[each.story],
                "_headline": each.headline,
                "_follows": known.get(each.follows) if each.follows else None,
            }
            for each in last.values()
        ],
    )
    return known


def _keys(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for batch in batches(ids):
        rows = connection.execute(select(_STORY.id, _STORY.key).where(_STORY.id.in_(batch)))
        found |= {row.id: row.key for row in rows}
    return found


def _move_items(connection: Connection, stories: dict[int, int]) -> None:
    connection.execute(
        update(tables.item)
        .where(_ITEM.key == bindparam("_key"))
        .values(story=bindparam("_story"), filed=True),
        [{"_key": item, "_story": story} for item, story in stories.items()],
    )
