"""The archive's verbs: look up, lists of topics, published briefs. Held by newsroom."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import partial
from threading import Lock
from typing import ParamSpec, TypeVar

from bot.archive.answers import Answer, HotTopic, Outlet, Timeline, TopicItems
from bot.archive.looking import Looking
from bot.archive.recent import RecentAnswers
from bot.clock import Clock
from bot.errors import NotFoundError
from bot.language.names import Names
from bot.model import Brief, BriefState, Receipt, Topic
from bot.store import Store

NAMES_SECONDS = 30
# Readers wait for nobody else's work: neither for a round over the sources nor
# for an edition being edited, which fill the common threads for minutes. More of
# them than cores answer nobody sooner, they only take turns at Python's lock.
READERS = 2

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Archive:
    """What was collected and published. Reads; changes no news."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="archive")
        self._known: tuple[datetime, list[Topic], Names] | None = None
        self._learning = Lock()
        self._looking = Looking(store, clock, self.names)
        self._recent = RecentAnswers()

    def names(self) -> Names:
        """Return the known topics, ready to be found in texts.

        Another process's change of topics is seen here `NAMES_SECONDS` later.
        Indexing some thousand spellings costs more than a hundred queries, so
        it is done only where a topic has changed.
        """
        now = self._clock.now()
        known = self._known
        if known is not None and abs((now - known[0]).total_seconds()) < NAMES_SECONDS:
            return known[2]
        with self._learning:
            topics = self._store.topics.all()
            known = self._known
            is_same = known is not None and known[1] == topics
            names = known[2] if known is not None and is_same else Names(topics)
            self._known = (now, topics, names)
            return names

    def forget_names(self) -> None:
        """Read the topics again when they are needed next: they were changed here."""
        self._known = None
        self._recent.forget()

    def forget_answers(self) -> None:
        """Look everything up again: news were stored here."""
        self._recent.forget()

    async def _read(self, verb: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, partial(verb, *args, **kwargs))

    # Questions

    def items_on(self, query: str, limit: int) -> TopicItems:
        """Return the newest items on a topic, or with these words in them."""
        return self._looking.items_on(query, limit)

    async def look_up(
        self, query: str, page: int = 1, *, zone: str = "UTC", best_first: bool = False
    ) -> Answer:
        """Return a page of the newest stories on what was asked, merged by story.

        Days in the question are those of `zone`. A page beyond the last is the
        last one. `best_first` puts the stories that say most of the words first.

        Raises:
            BadRequestError: there is no such zone.
        """
        minute = int(self._clock.now().timestamp() // 60)
        asked = (query, page, zone, best_first, minute)
        look = partial(self._looking.look_up, query, page, zone, best_first=best_first)
        return await self._recent.answer(asked, partial(self._read, look))

    async def timeline(self, name: str) -> Timeline:
        """Return how the stories on the topic called `name` went on.

        Raises:
            UnknownTopicError: there is no such topic.
        """
        return await self._read(self._looking.timeline, name)

    async def outlets(self, name: str) -> tuple[Topic, list[Outlet]]:
        """Return the topic called `name` and who reported on it lately, the busiest first.

        Raises:
            UnknownTopicError: there is no such topic.
        """
        return await self._read(self._looking.outlets, name)

    async def hot_topics(self, limit: int = 12) -> list[HotTopic]:
        """Return the topics told about more than is usual for them, hottest first."""
        return await self._read(self._looking.hot_topics, limit)

    async def keep_question(self, token: str, query: str) -> None:
        """Remember which long question `token` stands for in the buttons of its pages."""
        await self._read(self._store.questions.keep, token, query, self._clock.now())

    async def question_behind(self, token: str) -> str | None:
        """Return the question that `token` stands for, None if nobody remembers."""
        return await self._read(self._store.questions.behind, token)

    # Published briefs

    def published(self, slug: str | None, limit: int) -> list[Brief]:
        """Return the newest published briefs, of one edition or of all.

        Raises:
            UnknownEditionError: there is no such edition.
        """
        editions = self._store.editions
        slugs = [editions.get(slug).slug] if slug else [one.slug for one in editions.all()]
        briefs = [
            brief
            for each in slugs
            for brief in self._store.briefs.list(each, limit, published_only=True)
        ]
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
