"""What was collected and what was published, to be asked about.

Held by newsroom; called by commands, web and cli.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.errors import NotFoundError
from bot.language.names import Names
from bot.model import Brief, BriefState, Item, Receipt, Source, Story, Topic
from bot.store import Store

# Stories on one page of an answer: what a phone shows without much scrolling.
PAGE_SIZE = 6
NEAR_NAMES = 3
HOT_TIME = timedelta(days=3)
NAMES_TIME = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class TopicItems:
    """What is stored on a name: of a topic, or found as plain words."""

    name: str
    aliases: tuple[str, ...]
    total: int
    items: tuple[Item, ...]
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One page (from 1) of stories on what was asked. `topic` is None for plain words."""

    query: str
    topic: Topic | None
    total: int
    stories: tuple[Story, ...]
    sources: Mapping[str, Source]
    page: int
    near: tuple[str, ...] = ()
    page_size: int = PAGE_SIZE


class Archive:
    """Reads; changes nothing."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._names: tuple[datetime, Names] | None = None

    def names(self) -> Names:
        """Return the known topics, ready to be found in texts.

        Reading and indexing some 2,000 spellings costs more than a whole query,
        so they are kept for `NAMES_TIME`: that late, another process's change
        of topics is seen here.
        """
        now = self._clock.now()
        if self._names is None or not now - self._names[0] < NAMES_TIME:
            self._names = (now, Names(self._store.topics.all()))
        return self._names[1]

    def items_on(self, query: str, limit: int) -> TopicItems:
        """Return the newest items on a topic, or with these words in them."""
        names, search = self.names(), self._store.search
        topic = names.resolve(query)
        if topic is not None:
            page = search.by_topic([topic.name], limit=limit, offset=0)
            return TopicItems(topic.name, topic.aliases, page.total, page.items)
        page = search.by_text(query, limit=limit, offset=0)
        near = () if page.total else tuple(names.near(query, NEAR_NAMES))
        return TopicItems(query, (), page.total, page.items, near)

    async def look_up(self, query: str, page: int = 1) -> Answer:
        """Return a page of the newest stories on what was asked, merged by story."""
        return await asyncio.to_thread(self._look_up, query, page)

    def _look_up(self, query: str, page: int) -> Answer:
        names, stories = self.names(), self._store.stories
        topic = names.resolve(query)
        limit, offset = PAGE_SIZE, (page - 1) * PAGE_SIZE
        if topic is not None:
            found = stories.latest_by_topic([topic.name], limit=limit, offset=offset)
        else:
            found = stories.latest_by_text(query, limit=limit, offset=offset)
        near = () if topic or found.total else tuple(names.near(query, NEAR_NAMES))
        sources = self._store.sources.titles()
        return Answer(query, topic, found.total, found.stories, sources, page, near)

    async def hot_topics(self, limit: int = 12) -> list[tuple[str, int]]:
        """Return the topics most told about in the last days, with their story counts."""
        since = self._clock.now() - HOT_TIME
        return await asyncio.to_thread(self._store.stories.hot_topics, since, limit)

    def published(self, slug: str | None, limit: int) -> list[Brief]:
        """Return the newest published briefs, of one edition or of all.

        Raises:
            UnknownEditionError: there is no such edition.
        """
        editions = self._store.editions
        slugs = [editions.get(slug).slug] if slug else [one.slug for one in editions.all()]
        briefs = [brief for each in slugs for brief in self._store.briefs.list(each, limit)]
        return sorted(briefs, key=lambda brief: (brief.date, brief.edition), reverse=True)[:limit]

    def published_on(self, slug: str, day: date) -> Brief:
        """Return the published brief of edition `slug` on `day`.

        Raises:
            NotFoundError: there is none.
        """
        brief = self._store.briefs.get(slug, day)
        if brief is None or brief.state is not BriefState.PUBLISHED:
            raise NotFoundError(f"No brief of {slug} was published on {day}.")
        return brief

    def latest(self, slug: str) -> Brief:
        """Return the newest published brief of edition `slug`.

        Raises:
            NotFoundError: none was published yet.
        """
        found = self.published(slug, 1)
        if not found:
            raise NotFoundError(f"No brief of {slug} was published yet.")
        return found[0]

    def receipt(self, slug: str, day: date | None = None) -> Receipt:
        """Return what became of a published brief, the newest by default.

        Raises:
            NotFoundError: nothing was published then.
        """
        brief = self.published_on(slug, day) if day else self.latest(slug)
        assert brief.id is not None  # noqa: S101 - what is stored has an id
        return self._store.ledger.receipt(brief.id)
