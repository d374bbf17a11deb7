"""The register of topics, as its operators keep it. Held by newsroom; called by cli and commands.

A change counts at once for what comes in, and the items that are there already
are tagged again: those in which one of the names stands, wherever they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.archive.archive import Archive
from bot.archive.proposals import Proposal, propose
from bot.clock import Clock
from bot.editor import tag
from bot.errors import BadRequestError, UnknownTopicError
from bot.model import Topic, TopicKind
from bot.store import Store

log = structlog.get_logger(__name__)

PROPOSAL_TIME = timedelta(days=7)
MOST_PROPOSALS = 20
NEAR_NAMES = 3
LONGEST_NAME = 80


def no_tell(_done: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Change:
    """A topic as it is now and how many older items got other topics by it."""

    topic: Topic
    retagged: int


class Register:
    """Changes the topics. Every verb is synchronous: a door runs it in a thread."""

    def __init__(self, store: Store, clock: Clock, archive: Archive) -> None:
        self._store = store
        self._clock = clock
        self._archive = archive

    def topics(self) -> list[Topic]:
        """Return every topic, by name."""
        return self._store.topics.all()

    def add(
        self,
        name: str,
        kind: TopicKind,
        aliases: Sequence[str] = (),
        parent: str | None = None,
        tell: Callable[[int], None] = no_tell,
    ) -> Change:
        """Add a topic and tag older items with it; `tell` hears how many were looked at.

        Raises:
            BadRequestError: a topic goes by that name already, or it is no name.
            UnknownTopicError: there is no topic `parent`.
        """
        name = _name(name)
        standing = self._archive.names().resolve(name)
        if standing is not None:
            raise BadRequestError(f"{name!r} is a name of {standing.name} already.")
        above = self._find(parent).name if parent else None
        spellings = tuple(_name(alias) for alias in aliases)
        self._store.topics.add(Topic(name, kind, spellings, above))
        return self._changed(name, (name, *spellings), tell)

    def rename(self, name: str, new_name: str) -> Change:
        """Call a topic `new_name`; its old name stays as an alias.

        Raises:
            UnknownTopicError: there is no topic `name`.
            BadRequestError: `new_name` is taken, or is no name.
        """
        topic, new_name = self._find(name), _name(new_name)
        standing = self._archive.names().resolve(new_name)
        if standing is not None and standing.name != topic.name:
            raise BadRequestError(f"{new_name!r} is a name of {standing.name}; merge the two.")
        if new_name != topic.name:
            self._store.topics.rename(topic.name, new_name)
        return self._changed(new_name, (new_name,))

    def merge(self, name: str, into: str) -> Change:
        """Make one topic part of another: its items, stories and aliases, all.

        Raises:
            UnknownTopicError: one of the two is not there.
            BadRequestError: they are one and the same.
        """
        old, kept = self._find(name), self._find(into)
        self._store.topics.merge(old.name, kept.name)
        return self._changed(kept.name, ())

    def add_alias(self, name: str, alias: str, tell: Callable[[int], None] = no_tell) -> Change:
        """Let `alias` mean topic `name`, too, and tag older items by it.

        Raises:
            UnknownTopicError: there is no topic `name`.
            BadRequestError: `alias` means another topic, or is no name.
        """
        topic, alias = self._find(name), _name(alias)
        standing = self._archive.names().resolve(alias)
        if standing is not None and standing.name != topic.name:
            raise BadRequestError(f"{alias!r} is a name of {standing.name}; merge the two.")
        self._store.topics.add_alias(topic.name, alias)
        return self._changed(topic.name, (alias,), tell)

    def remove_alias(self, name: str, alias: str, tell: Callable[[int], None] = no_tell) -> Change:
        """Let `alias` no longer mean topic `name`, and take it off items tagged by it.

        Raises:
            UnknownTopicError: there is no topic `name`.
            BadRequestError: it has no such alias.
        """
        topic = self._find(name)
        if alias not in topic.aliases:
            raise BadRequestError(f"{topic.name} has no alias {alias!r}.")
        self._store.topics.remove_alias(topic.name, alias)
        return self._changed(topic.name, (alias,), tell)

    def remove(self, name: str) -> Topic:
        """Take a topic off everything; the default list does not bring it back.

        Raises:
            UnknownTopicError: there is no topic `name`.
        """
        topic = self._find(name)
        self._store.topics.remove(topic.name)
        self._archive.forget_names()
        log.info("topic_removed", topic=topic.name)
        return topic

    def propose(self, limit: int = MOST_PROPOSALS) -> list[Proposal]:
        """Return names that were often in the last days' news and are no topic yet."""
        now = self._clock.now()
        items = self._store.items.between(now - PROPOSAL_TIME, now)
        return propose(items, self._archive.names(), limit)

    def _changed(
        self, name: str, words: Sequence[str], tell: Callable[[int], None] = no_tell
    ) -> Change:
        self._archive.forget_names()
        retagged = self._retag(words, tell)
        self._archive.forget_answers()
        log.info("topic_changed", topic=name, retagged=retagged)
        return Change(self._archive.names().topics[name], retagged)

    def _retag(self, words: Sequence[str], tell: Callable[[int], None]) -> int:
        """Tag every item in which one of `words` stands anew; return how many changed."""
        names, seen, changed = self._archive.names(), 0, 0
        for word in words:
            for items in self._store.asking.sweep(word):
                tags = {item.id: tag(item, names) for item in items}
                fresh = {item.id: tags[item.id] for item in items if tags[item.id] != item.topics}
                if fresh:
                    self._store.items.tag(fresh)
                seen, changed = seen + len(items), changed + len(fresh)
                tell(seen)
        return changed

    def _find(self, name: str) -> Topic:
        names = self._archive.names()
        topic = names.resolve(name)
        if topic is None:
            near = tuple(names.near(name, NEAR_NAMES))
            hint = f" Did you mean {', '.join(near)}?" if near else ""
            raise UnknownTopicError(f"There is no topic {name[:LONGEST_NAME]!r}.{hint}", near)
        return topic


def _name(text: str) -> str:
    """Return a name as it is kept.

    Raises:
        BadRequestError: it is empty, has no letter or digit, or is far too long.
    """
    name = " ".join(text.split())
    if not any(character.isalnum() for character in name) or len(name) > LONGEST_NAME:
        raise BadRequestError(
            f"{name[:LONGEST_NAME]!r} is no name for a topic; give one of 1 to {LONGEST_NAME} "
            "characters with a letter or digit in it."
        )
    return name
