"""Looking things up in the store, as readers ask. Used by `archive`, in its threads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from bot.archive.answers import (
    COUNTED_DAYS,
    PAGE_SIZE,
    Answer,
    HotTopic,
    Outlet,
    Thread,
    Timeline,
    TopicItems,
)
from bot.archive.hot import HOT_TIME, USUAL_STRETCHES, hot_topics
from bot.archive.questions import Question, easier_questions, meant_topic, read_question
from bot.archive.threads import MOST_SHOWN, MOST_SINGLE, MOST_THREADS, find_threads
from bot.clock import Clock
from bot.errors import UnknownTopicError
from bot.language.names import Names
from bot.model import Source, Topic
from bot.store import Store, StoryMark, StoryPage, Wanted

NEAR_NAMES = 3
# Counts and titles may be so old: they are asked for at every page.
COUNTS_SECONDS = 60
HOT_SECONDS = 300
# Topics whose counts are kept at hand.
COUNTED_TOPICS = 1_000
# Stories among which threads are looked for, and how far back outlets are counted.
THREAD_STORIES = 60
OUTLET_TIME = timedelta(days=30)
MOST_OUTLETS = 20


class Looking:
    """Answers from the store. Safe to share between threads."""

    def __init__(self, store: Store, clock: Clock, names: Callable[[], Names]) -> None:
        self._store = store
        self._clock = clock
        self._names = names
        # Keyed by the moment they are for, so that they are read anew as time goes on.
        self._days_until = lru_cache(COUNTED_TOPICS)(self._count_days)
        self._titles_at = lru_cache(1)(self._read_titles)
        self._hot_until = lru_cache(1)(self._count_hot)

    def items_on(self, query: str, limit: int) -> TopicItems:
        """Return the newest items on a topic, or with these words in them."""
        names, search = self._names(), self._store.search
        topic = names.resolve(query)
        if topic is not None:
            page = search.by_topic([topic.name], limit=limit, offset=0)
            return TopicItems(topic.name, topic.aliases, page.total, page.items)
        page = search.by_text(query, limit=limit, offset=0)
        if page.total:
            return TopicItems(query, (), page.total, page.items)
        meant = meant_topic(query, names)
        if meant is not None:
            return self.items_on(meant.name, limit)
        return TopicItems(query, (), 0, (), tuple(names.near(query, NEAR_NAMES)))

    def look_up(self, query: str, page: int, zone: str, *, best_first: bool = False) -> Answer:
        """Return a page of stories on what was asked, or on the next easier question."""
        names = self._names()
        asked = read_question(query, names, self._clock.now(), zone)
        answered = asked
        number, found = self._page(asked, page, best_first)
        for easier in () if found.total else easier_questions(asked, names):
            number, found = self._page(easier, page, best_first)
            if found.total:
                answered = easier
                break
        return Answer(
            query=asked.text,
            asked=asked,
            question=answered,
            total=found.total,
            stories=found.stories,
            sources=self.titles(),
            names=names,
            page=number,
            near=() if found.total or asked.topics else tuple(names.near(asked.text, NEAR_NAMES)),
            days=self._days(answered) if found.total else (),
            is_floor=found.is_floor,
            best_first=best_first,
        )

    def _page(self, question: Question, page: int, best_first: bool) -> tuple[int, StoryPage]:
        """Return a page and its number: the last one where there are fewer than `page`."""
        if question.is_empty:
            return 1, StoryPage(0, ())
        wanted = _wanted(question)
        offset = (page - 1) * PAGE_SIZE
        found = self._store.asking.page(
            wanted, limit=PAGE_SIZE, offset=offset, best_first=best_first
        )
        if found.stories or not found.total:
            return page, found
        last = -(-found.total // PAGE_SIZE)
        offset = (last - 1) * PAGE_SIZE
        return last, self._store.asking.page(
            wanted, limit=PAGE_SIZE, offset=offset, best_first=best_first
        )

    def _days(self, question: Question) -> tuple[int, ...]:
        """Return the daily counts of the one topic that is asked, else nothing."""
        if len(question.topics) != 1 or question.words:
            return ()
        return self._days_until(question.topics[0].name, self._moment(COUNTS_SECONDS))

    def _count_days(self, name: str, until: datetime) -> tuple[int, ...]:
        return self._store.pulse.days(name, until, COUNTED_DAYS)

    def titles(self) -> Mapping[str, Source]:
        """Return every source by its slug."""
        return self._titles_at(self._moment(COUNTS_SECONDS))

    def _read_titles(self, _moment: datetime) -> Mapping[str, Source]:
        return self._store.sources.titles()

    def timeline(self, name: str) -> Timeline:
        """Return how the stories on the topic called `name` went on."""
        topic = self._topic(name)
        marks = self._store.pulse.marks(topic.name, THREAD_STORIES)
        chains = find_threads(marks)[:MOST_THREADS]
        if not chains:
            return Timeline(topic, self._told([marks[:MOST_SINGLE][::-1]]), is_plain=True)
        return Timeline(topic, self._told(chains))

    def _told(self, chains: Sequence[Sequence[StoryMark]]) -> tuple[Thread, ...]:
        """Return chains with their newest stories read."""
        shown = [chain[-MOST_SINGLE if len(chains) == 1 else -MOST_SHOWN :] for chain in chains]
        ids = [mark.id for chain in shown for mark in chain]
        stories = {story.id: story for story in self._store.asking.stories(ids)}
        threads = [
            Thread(
                tuple(stories[mark.id] for mark in newest if mark.id in stories),
                earlier=len(chain) - len(newest),
            )
            for chain, newest in zip(chains, shown, strict=True)
        ]
        return tuple(thread for thread in threads if thread.stories)

    def outlets(self, name: str) -> tuple[Topic, list[Outlet]]:
        """Return the topic called `name` and who reported on it lately."""
        topic = self._topic(name)
        since = self._clock.now() - OUTLET_TIME
        counts = self._store.pulse.outlets(topic.name, since)
        counts = counts or self._store.pulse.outlets(topic.name)
        titles = self.titles()
        return topic, [
            Outlet(
                titles.get(each.source, Source(each.source, "", each.source)),
                each.items,
                each.newest,
            )
            for each in counts[:MOST_OUTLETS]
        ]

    def _topic(self, name: str) -> Topic:
        names = self._names()
        topic = names.resolve(name)
        if topic is None:
            near = tuple(names.near(name, NEAR_NAMES))
            raise UnknownTopicError(f"There is no topic {name[:80]!r}.", near)
        return topic

    def hot_topics(self, limit: int) -> list[HotTopic]:
        """Return the topics told about more than is usual for them."""
        return self._hot_until(self._moment(HOT_SECONDS))[:limit]

    def _count_hot(self, until: datetime) -> list[HotTopic]:
        recent = self._store.pulse.counts(until - HOT_TIME, until)
        before = self._store.pulse.counts(
            until - HOT_TIME * (USUAL_STRETCHES + 1), until - HOT_TIME
        )
        return hot_topics(recent, before, self._names(), COUNTED_TOPICS)

    def _moment(self, seconds: int) -> datetime:
        """Return the end of the stretch of `seconds` that now lies in."""
        now = int(self._clock.now().timestamp())
        return datetime.fromtimestamp(now - now % seconds + seconds, UTC)


def _wanted(question: Question) -> Wanted:
    span = question.span
    return Wanted(
        topics=tuple(topic.name for topic in question.topics),
        words=question.words,
        since=span.since if span else None,
        until=span.until if span else None,
        is_loose=question.is_loose,
    )
