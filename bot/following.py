"""What a chat follows and is told for it: beyond the ten, as it breaks, on Sundays.

Held by newsroom; called by commands. Chooses; what is chosen is rendered by
newsroom and sent by delivery.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import Clock, local_date, local_moment, zone_named
from bot.editor.roundups import is_roundup
from bot.errors import BadRequestError, UnknownTopicError
from bot.language.names import Names
from bot.model import Brief, BriefState, Chat, Edition, Slot, Story
from bot.store import ALERT, Store

MOST_FOLLOWED = 100
# Stories beyond the ten under one brief.
MOST_OWN = 5
NEAR_NAMES = 3

# A story breaks when so many outlets told it within so long since it was first told.
BREAKING_OUTLETS = 3
BREAKING_TIME = timedelta(hours=3)
ALERTS_A_DAY = 3

WEEK = timedelta(days=7)
MOST_THREADS = 7
LATE_WEEK = timedelta(hours=4)
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Followed:
    """The topic that is followed (or no more), and whether that changed anything."""

    topic: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Alert:
    """A story that breaks, and the followed topics for which `chat` is told."""

    chat: Chat
    story: Story
    topics: tuple[str, ...]

    @property
    def key(self) -> str:
        """The name under which it is sent once."""
        return ALERT + self.story.id


@dataclass(frozen=True, slots=True)
class Thread:
    """What went on in a week: its newest headline, and the earlier ones by date."""

    headline: str
    url: str | None
    topics: tuple[str, ...]
    earlier: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The threads that an edition told from `first` to `last`, the longest first."""

    first: date
    last: date
    threads: tuple[Thread, ...]


class Following:
    """Who follows what. Every verb is safe to call twice."""

    def __init__(self, store: Store, clock: Clock, names: Callable[[], Names]) -> None:
        self._store = store
        self._clock = clock
        self._names = names

    async def follow(self, chat: Chat, name: str) -> Followed:
        """Let `chat` follow the topic that `name` is a name of.

        Raises:
            UnknownTopicError: there is none; `near` holds the closest known names.
            BadRequestError: the chat follows as much as one may.
        """
        return await asyncio.to_thread(self._follow, chat, name)

    def _follow(self, chat: Chat, name: str) -> Followed:
        topic = self._topic(name)
        standing = self._store.follows.of(chat.id)
        if topic not in standing and len(standing) >= MOST_FOLLOWED:
            raise BadRequestError(f"A chat can follow {MOST_FOLLOWED} names at most.")
        return Followed(topic, self._store.follows.add(chat.id, topic))

    async def unfollow(self, chat: Chat, name: str) -> Followed:
        """Let `chat` no longer follow a topic.

        Raises:
            UnknownTopicError: there is no such topic.
        """
        return await asyncio.to_thread(self._unfollow, chat, name)

    def _unfollow(self, chat: Chat, name: str) -> Followed:
        topic = self._topic(name)
        return Followed(topic, self._store.follows.remove(chat.id, topic))

    def _topic(self, name: str) -> str:
        names = self._names()
        topic = names.resolve(name)
        if topic is None:
            near = tuple(names.near(name, NEAR_NAMES))
            raise UnknownTopicError(f"There is no topic {name[:80]!r}.", near)
        return topic.name

    async def topics(self, chat: Chat) -> Sequence[str]:
        """Return what `chat` follows."""
        return await asyncio.to_thread(self._store.follows.of, chat.id)

    def shown(self, topics: Sequence[str], lang: str) -> tuple[str, ...]:
        """Return topics as the press of `lang` calls them: 腾讯 for Tencent."""
        names = self._names()
        return tuple(names.display(topic, lang[:2].lower()) for topic in topics)

    def own_stories(self, chat: Chat, brief_id: int) -> Sequence[Story]:
        """Return the day's stories for `chat` that the brief does not tell.

        Without roundups: one names every topic of its day, and tells what the
        ten told already.
        """
        stories = self._store.follows.own_stories(chat.id, brief_id, 2 * MOST_OWN)
        return [story for story in stories if not _is_roundup(story)][:MOST_OWN]

    # As it breaks

    def alerts_due(self) -> list[Alert]:
        """Return what breaks now for chats that want to know at once.

        Each story once a chat, at most `ALERTS_A_DAY` in 24 hours, none in a
        chat's quiet hours.
        """
        now = self._clock.now()
        stories = [
            story
            for story in self._store.stories.between(now - BREAKING_TIME, now)
            if is_breaking(story, now)
        ]
        stories.sort(key=lambda story: (-_outlets(story), story.id))
        topics = sorted({topic for story in stories for topic in story.topics})
        listeners = self._store.follows.listeners(topics) if topics else {}
        return list(self._within_limits(_alerts(stories, listeners), now))

    def _within_limits(self, alerts: Sequence[Alert], now: datetime) -> Iterator[Alert]:
        ids = sorted({alert.chat.id for alert in alerts})
        told = self._store.notices.known(ids, ALERT)
        counts = dict(self._store.notices.counts(ids, ALERT, now - timedelta(days=1)))
        zones = {edition.slug: edition.zone for edition in self._store.editions.all()}
        for alert in alerts:
            chat = alert.chat
            zone = chat.zone or zones.get(chat.edition or "", "UTC")
            if (chat.id, alert.key) in told or counts.get(chat.id, 0) >= ALERTS_A_DAY:
                continue
            if is_quiet(chat, zone, now):
                continue
            counts[chat.id] = counts.get(chat.id, 0) + 1
            yield alert

    # On Sundays

    def weeks_due(self) -> list[tuple[Chat, str]]:
        """Return the chats whose Sunday hour has come, with the key of that week."""
        now = self._clock.now()
        editions = {edition.slug: edition for edition in self._store.editions.all()}
        due = []
        for chat in self._store.chats.wanting_week():
            edition = editions.get(chat.edition or "")
            key = week_key(chat, edition, now) if edition else None
            if key is not None:
                due.append((chat, key))
        told = self._store.notices.known([chat.id for chat, _ in due], "week:")
        return [(chat, key) for chat, key in due if (chat.id, key) not in told]

    def week(self, slug: str) -> Week:
        """Return the last seven days of edition `slug`, up to today in its zone.

        Raises:
            UnknownEditionError: there is no such edition.
        """
        last = local_date(self._clock.now(), self._store.editions.get(slug).zone)
        first = last - WEEK + timedelta(days=1)
        briefs = [
            brief
            for brief in self._store.briefs.list(slug, WEEK.days + 1)
            if brief.state is BriefState.PUBLISHED and first <= brief.date <= last
        ]
        stories = [slot.story for brief in briefs for slot in brief.slots]
        return Week(first, last, _threads(briefs, self._store.follows.origins(stories)))


def is_breaking(story: Story, now: datetime) -> bool:
    """Return whether a story is new and told by enough outlets to be sent at once."""
    return now - story.first_seen <= BREAKING_TIME and _outlets(story) >= BREAKING_OUTLETS


def is_quiet(chat: Chat, zone: str, now: datetime) -> bool:
    """Return whether it is among the chat's quiet hours in `zone`."""
    try:
        local = now.astimezone(zone_named(zone))
    except BadRequestError:
        local = now
    return chat.quiet is not None and chat.quiet.hold(local.time())


def week_key(chat: Chat, edition: Edition, now: datetime) -> str | None:
    """Return the name of the week whose look back is due to `chat` now, if one is."""
    zone = chat.zone or edition.zone
    try:
        day = local_date(now, zone)
        due = local_moment(day, chat.hour or edition.hour, zone)
    except BadRequestError:
        return None
    if day.weekday() != SUNDAY or not due <= now < due + LATE_WEEK:
        return None
    year, week, _ = day.isocalendar()
    return f"week:{year}-{week:02}"


def _is_roundup(story: Story) -> bool:
    return all(is_roundup(item) for item in story.items)


def _outlets(story: Story) -> int:
    return len({item.source for item in story.items})


def _alerts(stories: Sequence[Story], listeners: Mapping[str, Sequence[Chat]]) -> list[Alert]:
    """Return an alert for each story and chat that follows one of its topics."""
    found = []
    for story in stories:
        chats = {chat.id: chat for topic in story.topics for chat in listeners.get(topic, ())}
        for chat in chats.values():
            topics = tuple(topic for topic in story.topics if chat in listeners.get(topic, ()))
            found.append(Alert(chat, story, topics))
    return found


def _threads(briefs: Sequence[Brief], origins: Mapping[str, str]) -> tuple[Thread, ...]:
    """Return what the briefs told, joined by thread: the longest, then the most prominent."""
    told: dict[str, list[tuple[date, Slot]]] = {}
    for brief in sorted(briefs, key=lambda brief: brief.date):
        # Of two on one day the more prominent one is the thread's newest word.
        for slot in reversed(brief.slots):
            told.setdefault(origins[slot.story], []).append((brief.date, slot))
    ranked = sorted(
        told.values(),
        key=lambda entries: (-len(entries), min(slot.position for _, slot in entries)),
    )
    return tuple(_thread(entries) for entries in ranked[:MOST_THREADS])


def _thread(entries: Sequence[tuple[date, Slot]]) -> Thread:
    *earlier, (_, newest) = entries
    return Thread(
        headline=newest.headline,
        url=newest.sources[0].url if newest.sources else None,
        topics=newest.topics,
        earlier=tuple((day, slot.headline) for day, slot in reversed(earlier)),
    )
