"""Who follows which topics, and what they are told for it. Called by newsroom's `following`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, func, select

from bot.errors import UnknownTopicError
from bot.model import Chat, ChatState, Story
from bot.store import tables
from bot.store.briefs import read_brief
from bot.store.chat_rows import chat_of
from bot.store.database import Database
from bot.store.editions import edition_of
from bot.store.overlays import overlay_stories
from bot.store.statements import batches, insert_into
from bot.store.story_rows import read_stories

# A longer thread is cut here; a loop, which should not be, ends here.
LONGEST_THREAD = 50

_FOLLOW = tables.follow.c
_TOPIC = tables.topic.c
_CHAT = tables.chat.c
_BRIEF = tables.brief.c
_STORY = tables.story.c


class Follows:
    """The topics each chat follows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, chat_id: int, topic: str) -> bool:
        """Let a chat follow the topic called `topic`; return whether that is new.

        Raises:
            UnknownTopicError: there is no such topic.
        """
        with self._database.writing() as connection:
            key = _key(connection, topic)
            insert = insert_into(connection, tables.follow).values(chat=chat_id, topic=key)
            done = insert.on_conflict_do_nothing().returning(_FOLLOW.topic)
            return connection.execute(done).first() is not None

    def remove(self, chat_id: int, topic: str) -> bool:
        """Let a chat no longer follow `topic`; return whether it did.

        Raises:
            UnknownTopicError: there is no such topic.
        """
        with self._database.writing() as connection:
            mine = (_FOLLOW.chat == chat_id) & (_FOLLOW.topic == _key(connection, topic))
            return connection.execute(delete(tables.follow).where(mine)).rowcount > 0

    def of(self, chat_id: int) -> Sequence[str]:
        """Return the names of the topics a chat follows, in alphabetical order."""
        wanted = (
            select(_TOPIC.name)
            .join(tables.follow, _FOLLOW.topic == _TOPIC.key)
            .where(_FOLLOW.chat == chat_id, ~_TOPIC.removed)
            .order_by(func.lower(_TOPIC.name))
        )
        with self._database.reading() as connection:
            return connection.execute(wanted).scalars().all()

    def own_stories(self, chat_id: int, brief_id: int, limit: int) -> Sequence[Story]:
        """Return the day's stories on what a chat follows that are not in the published brief.

        Raises:
            NotFoundError: there is no such brief.
        """
        with self._database.reading() as connection:
            brief, published_at = read_brief(connection, brief_id)
            if published_at is None:
                return ()
            edition = edition_of(
                connection.execute(
                    select(tables.edition).where(tables.edition.c.slug == brief.edition)
                ).one()
            )
            keys = overlay_stories(connection, chat_id, brief, edition, published_at, limit)
            return read_stories(connection, keys)

    def listeners(self, topics: Sequence[str]) -> Mapping[str, Sequence[Chat]]:
        """Return, by topic, the active chats that want its stories as they break."""
        wanted = (
            select(tables.chat, _TOPIC.name.label("topic_name"))
            .join(tables.follow, _FOLLOW.chat == _CHAT.id)
            .join(tables.topic, _TOPIC.key == _FOLLOW.topic)
            .where(_TOPIC.name.in_(topics), _CHAT.alerts, _CHAT.state == ChatState.ACTIVE.value)
            .order_by(_CHAT.id)
        )
        found: dict[str, list[Chat]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(wanted):
                found.setdefault(row.topic_name, []).append(chat_of(row))
        return found

    def earlier(self, story_id: str, limit: int) -> Sequence[Story]:
        """Return the stories that `story_id` goes on from, newest first."""
        found: list[int] = []
        with self._database.reading() as connection:
            key = connection.execute(select(_STORY.follows).where(_STORY.id == story_id)).scalar()
            while key is not None and key not in found and len(found) < limit:
                found.append(key)
                key = connection.execute(select(_STORY.follows).where(_STORY.key == key)).scalar()
            return read_stories(connection, found)

    def origins(self, story_ids: Sequence[str]) -> Mapping[str, str]:
        """Return, by story, the id of the first story of its thread (itself, if it is that)."""
        with self._database.reading() as connection:
            found = _walk_back(connection, story_ids)
        return {story: found.get(story, story) for story in story_ids}


def _walk_back(connection: Connection, story_ids: Sequence[str]) -> dict[str, str]:
    """Follow all threads back at once, a step for every statement."""
    earlier = tables.story.alias()
    origin = {story: story for story in story_ids}
    for _ in range(LONGEST_THREAD):
        step: dict[str, str] = {}
        for batch in batches(set(origin.values())):
            wanted = select(_STORY.id, earlier.c.id).join(earlier, _STORY.follows == earlier.c.key)
            step |= {
                row[0]: row[1] for row in connection.execute(wanted.where(_STORY.id.in_(batch)))
            }
        if not step:
            break
        origin = {story: step.get(first, first) for story, first in origin.items()}
    return origin


def _key(connection: Connection, topic: str) -> int:
    wanted = select(_TOPIC.key).where(_TOPIC.name == topic, ~_TOPIC.removed)
    key = connection.execute(wanted).scalar_one_or_none()
    if key is None:
        raise UnknownTopicError(f"There is no topic {topic[:80]!r}.")
    return int(key)
