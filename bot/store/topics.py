"""The topics one can ask about, and how an operator changes them. Called by newsroom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, select, update

from bot.errors import BadRequestError, UnknownTopicError
from bot.language.fold import fold
from bot.model import Topic, TopicKind
from bot.store import tables
from bot.store.database import NEWS_LOCK, Database
from bot.store.revisions import count_change_of_topic
from bot.store.statements import AnyRow, batches, insert_into
from bot.store.tags import recount
from bot.store.threads import refresh_stories

_TOPIC = tables.topic.c
_ALIAS = tables.topic_alias.c
_TAG = tables.item_topic.c
_PAGE = tables.story_topic.c


class Topics:
    """The topics with their aliases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Topic]:
        """Return every topic, by name."""
        with self._database.reading() as connection:
            rows = connection.execute(select(tables.topic).order_by(_TOPIC.name)).all()
            names = {row.key: row.name for row in rows if not row.removed}
            aliases: dict[int, list[str]] = {}
            for row in connection.execute(select(tables.topic_alias).order_by(_ALIAS.place)):
                aliases.setdefault(row.topic, []).append(row.alias)
        return [
            Topic(
                name=row.name,
                kind=TopicKind(row.kind),
                aliases=tuple(aliases.get(row.key, ())),
                parent=names.get(row.parent),
                weight=row.weight,
            )
            for row in rows
            if not row.removed
        ]

    def seed(self, topics: Iterable[Topic]) -> int:
        """Add the topics that are missing and return how many.

        What stands is left as it is: a topic that an operator changed, renamed,
        merged into another or removed does not come back.
        """
        wanted = {topic.name: topic for topic in topics}
        with self._database.writing(lock=NEWS_LOCK) as connection:
            known = _known_names(connection)
            missing = [
                topic
                for topic in wanted.values()
                if topic.name not in known and (fold(topic.name) or topic.name) not in known
            ]
            for topic in missing:
                _insert(connection, topic)
            for topic in missing:
                if topic.parent is not None:
                    _set_parent(connection, topic.name, topic.parent)
        return len(missing)

    def add(self, topic: Topic) -> None:
        """Add a topic; one that was removed comes back as given.

        Raises:
            BadRequestError: a topic of this name is there.
            UnknownTopicError: its parent is not there.
        """
        with self._database.writing(lock=NEWS_LOCK) as connection:
            standing = _find(connection, topic.name, removed=True)
            if standing is not None and not standing.removed:
                raise BadRequestError(f"There is a topic {topic.name!r} already.")
            if standing is not None:
                connection.execute(delete(tables.topic).where(_TOPIC.key == standing.key))
            _insert(connection, topic)
            if topic.parent is not None:
                _known(connection, topic.parent)
                _set_parent(connection, topic.name, topic.parent)

    def rename(self, name: str, new_name: str) -> None:
        """Call a topic `new_name`; its old name stays as an alias.

        Raises:
            UnknownTopicError: there is no topic `name`.
            BadRequestError: `new_name` is taken.
        """
        with self._database.writing(lock=NEWS_LOCK) as connection:
            standing = _known(connection, name)
            if _find(connection, new_name, removed=True) is not None:
                raise BadRequestError(
                    f"There is a topic {new_name!r} already; merge the two instead."
                )
            connection.execute(
                update(tables.topic).where(_TOPIC.key == standing.key).values(name=new_name)
            )
            count_change_of_topic(connection, standing.key)
            _add_aliases(connection, standing.key, [name])

    def merge(self, name: str, into: str) -> None:
        """Make topic `name` part of topic `into`: items, stories, aliases, all.

        Raises:
            UnknownTopicError: one of the two is not there.
            BadRequestError: they are one and the same.
        """
        with self._database.writing(lock=NEWS_LOCK) as connection:
            old, kept = _known(connection, name), _known(connection, into)
            if old.key == kept.key:
                raise BadRequestError("A topic cannot be merged into itself.")
            aliases = _aliases(connection, old.key)
            count_change_of_topic(connection, old.key)
            _carry_tags(connection, old.key, kept.key)
            _carry_children(connection, old.key, kept.key)
            _carry_followers(connection, old.key, kept.key)
            connection.execute(delete(tables.topic).where(_TOPIC.key == old.key))
            _add_aliases(connection, kept.key, [old.name, *aliases])
            recount(connection, kept.key)

    def add_alias(self, name: str, alias: str) -> None:
        """Let `alias` mean topic `name`, too.

        Raises:
            UnknownTopicError: there is no topic `name`.
        """
        with self._database.writing(lock=NEWS_LOCK) as connection:
            _add_aliases(connection, _known(connection, name).key, [alias])

    def remove_alias(self, name: str, alias: str) -> None:
        """Let `alias` no longer mean topic `name`.

        Raises:
            UnknownTopicError: there is no topic `name`.
        """
        with self._database.writing(lock=NEWS_LOCK) as connection:
            topic = _known(connection, name).key
            connection.execute(
                delete(tables.topic_alias).where(_ALIAS.topic == topic, _ALIAS.alias == alias)
            )

    def remove(self, name: str) -> None:
        """Take a topic off every item and list; the default list does not bring it back.

        Raises:
            UnknownTopicError: there is no topic `name`.
        """
        with self._database.writing(lock=NEWS_LOCK) as connection:
            key = _known(connection, name).key
            count_change_of_topic(connection, key)
            connection.execute(delete(tables.item_topic).where(_TAG.topic == key))
            connection.execute(delete(tables.story_topic).where(_PAGE.topic == key))
            connection.execute(
                update(tables.topic).where(_TOPIC.key == key).values(removed=True, items=0)
            )


def _known_names(connection: Connection) -> set[str]:
    """Return every name and alias there is or was, also as folded for comparing."""
    names = [*connection.execute(select(_TOPIC.name)).scalars()]
    names += connection.execute(select(_ALIAS.alias)).scalars()
    return {*names, *map(fold, names)} - {""}


def _find(connection: Connection, name: str, *, removed: bool = False) -> AnyRow | None:
    wanted = select(tables.topic).where(_TOPIC.name == name)
    return connection.execute(wanted if removed else wanted.where(~_TOPIC.removed)).first()


def _known(connection: Connection, name: str) -> AnyRow:
    found = _find(connection, name)
    if found is None:
        raise UnknownTopicError(f"There is no topic {name[:80]!r}.")
    return found


def _insert(connection: Connection, topic: Topic) -> None:
    row = {
        "name": topic.name,
        "kind": topic.kind.value,
        "weight": topic.weight,
        "items": 0,
        "removed": False,
    }
    key = connection.execute(tables.topic.insert().values(row).returning(_TOPIC.key)).scalar_one()
    _add_aliases(connection, key, topic.aliases)


def _set_parent(connection: Connection, name: str, parent: str) -> None:
    key = select(_TOPIC.key).where(_TOPIC.name == parent).scalar_subquery()
    connection.execute(update(tables.topic).where(_TOPIC.name == name).values(parent=key))


def _aliases(connection: Connection, topic: int) -> Sequence[str]:
    wanted = select(_ALIAS.alias).where(_ALIAS.topic == topic).order_by(_ALIAS.place)
    return connection.execute(wanted).scalars().all()


def _add_aliases(connection: Connection, topic: int, aliases: Sequence[str]) -> None:
    standing = _aliases(connection, topic)
    rows = [
        {"topic": topic, "alias": alias, "place": place}
        for place, alias in enumerate(dict.fromkeys([*standing, *aliases]))
    ][len(standing) :]
    if rows:
        connection.execute(insert_into(connection, tables.topic_alias), rows)


def _carry_tags(connection: Connection, old: int, kept: int) -> None:
    """Tag with `kept` what is tagged with `old`, and list the stories there."""
    had_both = select(_TAG.item).where(_TAG.topic == kept)
    connection.execute(delete(tables.item_topic).where(_TAG.topic == old, _TAG.item.in_(had_both)))
    connection.execute(update(tables.item_topic).where(_TAG.topic == old).values(topic=kept))
    stories = connection.execute(select(_PAGE.story).where(_PAGE.topic == old)).scalars().all()
    for batch in batches(stories):
        refresh_stories(connection, batch)


def _carry_followers(connection: Connection, old: int, kept: int) -> None:
    """Let who follows `old` follow `kept`."""
    follow = tables.follow
    had_both = select(follow.c.chat).where(follow.c.topic == kept)
    connection.execute(delete(follow).where(follow.c.topic == old, follow.c.chat.in_(had_both)))
    connection.execute(update(follow).where(follow.c.topic == old).values(topic=kept))


def _carry_children(connection: Connection, old: int, kept: int) -> None:
    children = update(tables.topic).where(_TOPIC.parent == old)
    connection.execute(children.where(_TOPIC.key != kept).values(parent=kept))
    # `kept` may itself have been part of `old`.
    connection.execute(children.values(parent=None))
