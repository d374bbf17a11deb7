"""Stories that answer a question: on all of some topics, with words, in a time. Called by archive.

A page costs the same on a busy topic as on a quiet one: candidates are read from
the end of an index, newest first, up to a bound, and only the page's own stories
are read whole. What lies behind the bound cannot be paged to and is not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import Connection, Integer, bindparam, exists, func, select

from bot.language.stems import forms
from bot.model import Item, Story
from bot.store import tables
from bot.store.database import Database
from bot.store.full_text import Bounds, matches_on_topic, newest_matches, tagged_matches
from bot.store.item_rows import items_by_key
from bot.store.pages import StoryPage
from bot.store.relevance import MOST_RANKED, rank
from bot.store.search import MOST_TEXT_MATCHES, key_bounds
from bot.store.statements import Among, AnySelect, batches, listed
from bot.store.stories import Stories
from bot.store.story_rows import read_stories
from bot.store.terms import Phrase, phrases_of

# How many of the newest items in a time, and of the stories of a topic that is
# narrowed down, are looked at.
MOST_ITEMS = 500
MOST_STORIES = 1_000
# Of a topic's newest items so many are probed for words.
MOST_PROBED = 100
# Items with the words that are looked at for a page: so many, or as many as the
# page's stories may have.
FEWEST_LOOKED_AT = 60
ITEMS_OF_STORY = 4
# A story that is still told this long after a time may have begun in it.
LONGEST_RUN = timedelta(days=14)
# Loosely found stories are shown as long as they are so good compared with the best.
GOOD_ENOUGH = 0.5

_ITEM = tables.item.c
_TAG = tables.item_topic.c
_PAGE = tables.story_topic.c
_TOPIC = tables.topic.c
_STORY = tables.story.c

# Made once: making a statement costs more than what the database does with it.
_BY_NAME = (
    select(_TOPIC.key)
    .where(_TOPIC.name.in_(bindparam("names", expanding=True)), ~_TOPIC.removed)
    .order_by(_TOPIC["items"], _TOPIC.key)
)
_STORY_OF = select(_ITEM.key, _ITEM.story).where(Among(_ITEM.key), _ITEM.story.is_not(None))
_LISTED = select(_PAGE.story).where(Among(_PAGE.story), _PAGE.topic == bindparam("topic"))
_TAGGED = select(_TOPIC["items"]).where(_TOPIC.key == bindparam("topic"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What stories are asked for: on all of `topics` (canonical names), that ran from
    `since` to `until`, with an item from then that has all `words` (if `is_loose`,
    as many as can be).
    """

    topics: tuple[str, ...] = ()
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None
    is_loose: bool = False

    @property
    def has_span(self) -> bool:
        """Whether the time is bounded at all."""
        return self.since is not None or self.until is not None


@dataclass(frozen=True, slots=True)
class _Found:
    """Stories in the order they are shown; with `is_floor` there are more behind them."""

    stories: list[int]
    is_floor: bool = False


class Asking:
    """Finds the stories that were asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stories = Stories(database)

    def page(
        self, wanted: Wanted, *, limit: int, offset: int = 0, best_first: bool = False
    ) -> StoryPage:
        """Return a page of the stories that are wanted, newest first.

        With `best_first`, and always where words are taken loosely, the stories
        that say most of the words come first. Unknown topics have no stories.
        """
        if len(wanted.topics) == 1 and not wanted.words and wanted.until is None:
            # A story ran since then just if it was last seen since.
            return self._stories.latest_by_topic(
                wanted.topics, limit=limit, offset=offset, since=wanted.since
            )
        with self._database.reading() as connection:
            topics = _rarest_first(connection, wanted.topics)
            if len(topics) < len(set(wanted.topics)):
                return StoryPage(0, ())
            # One more than the page holds shows that there is another.
            enough = offset + limit + 1
            if wanted.words:
                found = _with_words(
                    connection, wanted, topics, enough=enough, best_first=best_first
                )
            elif len(topics) > 1 and not wanted.has_span:
                found = _on_all_topics(connection, topics, max(FEWEST_LOOKED_AT, enough))
            else:
                found = _Found(_in_span(connection, wanted, topics))
            page = read_stories(connection, found.stories[offset : offset + limit])
        return StoryPage(len(found.stories), tuple(page), is_floor=found.is_floor)

    def stories(self, ids: Sequence[str]) -> list[Story]:
        """Return the stories with these ids, in this order; those that ended are left out."""
        wanted = select(_STORY.id, _STORY.key).where(_STORY.id.in_(ids))
        with self._database.reading() as connection:
            keys = {row.id: row.key for row in connection.execute(wanted)}
            return read_stories(connection, [keys[each] for each in ids if each in keys])

    def sweep(self, words: str, size: int = 500) -> Iterator[list[Item]]:
        """Yield all items in which `words` stand, if only as how a word begins, newest first.

        In lists of up to `size`, each read by itself: whoever goes through them
        may write in between.
        """
        phrases = tuple(replace(phrase, is_open=True) for phrase in phrases_of(words))
        low, high = key_bounds(None, None)
        while phrases:
            with self._database.reading() as connection:
                keys = newest_matches(connection, phrases, Bounds(low, high, size)).keys
                items = items_by_key(connection, keys)
            if not keys:
                return
            yield items
            high = keys[-1] - 1


def _rarest_first(connection: Connection, names: Iterable[str]) -> list[int]:
    wanted = sorted(set(names))
    if not wanted:
        return []
    return list(connection.execute(_BY_NAME, {"names": wanted}).scalars())


def _tagged(connection: Connection, topic: int) -> int:
    """Return how many items are on a topic."""
    return int(connection.execute(_TAGGED, {"topic": topic}).scalar_one())


def _on_all_topics(connection: Connection, topics: Sequence[int], most: int) -> _Found:
    """Return up to `most` stories listed under every topic, looked for along the rarest."""
    values = {f"topic_{number}": topic for number, topic in enumerate(topics)}
    values |= {"looked_at": MOST_STORIES, "most": most}
    found = list(connection.execute(_on_so_many(len(topics)), values).scalars())
    return _Found(found, is_floor=len(found) == most)


@lru_cache(maxsize=8)
def _on_so_many(topics: int) -> AnySelect:
    """Return the statement for so many topics: making it takes longer than running it."""
    newest = (
        select(_PAGE.story, _PAGE.last_seen)
        .where(_PAGE.topic == bindparam("topic_0"))
        .order_by(_PAGE.last_seen.desc(), _PAGE.story.desc())
        .limit(bindparam("looked_at", type_=Integer))
        .subquery()
    )
    wanted = select(newest.c.story)
    for number in range(1, topics):
        also = tables.story_topic.alias()
        wanted = wanted.where(
            exists().where(
                also.c.topic == bindparam(f"topic_{number}"),
                also.c.last_seen == newest.c.last_seen,
                also.c.story == newest.c.story,
            )
        )
    newest_first = wanted.order_by(newest.c.last_seen.desc(), newest.c.story.desc())
    return newest_first.limit(bindparam("most", type_=Integer))


def _in_span(connection: Connection, wanted: Wanted, topics: Sequence[int]) -> list[int]:
    """Return the stories that ran in the time, on the rarest topic if any, newest first."""
    if not topics:
        return _published_in(connection, wanted)
    rarest = _PAGE.topic == topics[0]
    running = select(_PAGE.story, _PAGE.last_seen).where(rarest)
    if wanted.since is not None:
        running = running.where(_PAGE.last_seen >= wanted.since)
    if wanted.until is not None:
        running = running.where(_PAGE.last_seen <= wanted.until + LONGEST_RUN)
    newest = running.order_by(_PAGE.last_seen.desc(), _PAGE.story.desc()).limit(MOST_STORIES)
    found = newest.subquery()
    stories = select(found.c.story).order_by(found.c.last_seen.desc(), found.c.story.desc())
    if wanted.until is not None:
        begun = _STORY.first_seen <= wanted.until
        stories = stories.join(tables.story, _STORY.key == found.c.story).where(begun)
    keys = [int(story) for story in connection.execute(stories).scalars()]
    return _listed_under(connection, keys, topics[1:])


def _published_in(connection: Connection, wanted: Wanted) -> list[int]:
    """Return the stories with an item published in the time, newest item first."""
    low, high = key_bounds(wanted.since, wanted.until)
    keys = select(_ITEM.key.label("item")).where(_ITEM.key.between(low, high))
    newest = keys.order_by(_ITEM.key.desc()).limit(MOST_ITEMS).subquery()
    stories = (
        select(_ITEM.story)
        .join(newest, newest.c.item == _ITEM.key)
        .where(_ITEM.story.is_not(None))
        .group_by(_ITEM.story)
        .order_by(func.max(_ITEM.key).desc())
    )
    return [int(story) for story in connection.execute(stories).scalars()]


def _with_words(
    connection: Connection, wanted: Wanted, topics: Sequence[int], *, enough: int, best_first: bool
) -> _Found:
    """Return stories with an item that has the words, listed under every topic, at least
    `enough` of them where there are so many.
    """
    phrases = tuple(map(_in_any_form, phrases_of(wanted.words)))
    if wanted.is_loose:
        phrases = tuple(map(_in_any_form, _pieces(phrases)))
    if not phrases:
        return _Found([])
    low, high = key_bounds(wanted.since, wanted.until)
    if best_first or wanted.is_loose:
        return _best_first(connection, wanted, phrases, topics, Bounds(low, high, MOST_RANKED))
    if topics:
        return _words_on_topics(connection, phrases, topics, (low, high), enough)
    most = max(FEWEST_LOOKED_AT, enough * ITEMS_OF_STORY)
    while True:
        matches = newest_matches(
            connection, phrases, Bounds(low, high, min(most, MOST_TEXT_MATCHES)), enough=most // 2
        )
        stories = _stories_of(connection, matches.keys)
        if matches.is_all or len(stories) >= enough or most >= MOST_TEXT_MATCHES:
            return _Found(stories, is_floor=not matches.is_all)
        most *= 4


def _best_first(
    connection: Connection,
    wanted: Wanted,
    phrases: Sequence[Phrase],
    topics: Sequence[int],
    bounds: Bounds,
) -> _Found:
    """Return the stories of the newest matches, those that say most of the words first."""
    matches = newest_matches(
        connection, phrases, bounds, enough=FEWEST_LOOKED_AT, any_phrase=wanted.is_loose
    )
    ranked = rank(connection, phrases, matches.keys)
    keys = _good(ranked, GOOD_ENOUGH if wanted.is_loose else 0.0)
    return _Found(_listed_under(connection, _stories_of(connection, keys), topics))


def _words_on_topics(
    connection: Connection,
    phrases: Sequence[Phrase],
    topics: Sequence[int],
    span: tuple[int, int],
    enough: int,
) -> _Found:
    """Return stories with the words on every topic.

    Looked for along the rarest topic, then along the words; where both are common
    and seldom together, in all there is.
    """
    bounds = Bounds(*span, enough * ITEMS_OF_STORY)
    tagged = tagged_matches(connection, phrases, topics[0], bounds, MOST_PROBED)
    stories = _listed_under(connection, _stories_of(connection, tagged), topics[1:])
    is_cut = len(tagged) == bounds.most
    if len(stories) >= enough or (not is_cut and _tagged(connection, topics[0]) <= MOST_PROBED):
        return _Found(stories, is_floor=len(stories) >= enough)
    both = matches_on_topic(connection, phrases, topics[0], bounds)
    found = _listed_under(connection, _stories_of(connection, both.keys), topics[1:])
    return _Found(found, is_floor=not both.is_all)


def _good(ranked: Sequence[tuple[int, float]], share: float) -> list[int]:
    """Return the keys whose points are at least that share of the best one's."""
    least = ranked[0][1] * share if ranked else 0.0
    return [key for key, points in ranked if points >= least]


def _in_any_form(phrase: Phrase) -> Phrase:
    """Return an English word in all its forms; other phrases as they are."""
    if len(phrase.terms) > 1 or phrase.is_open:
        return phrase
    return replace(phrase, others=forms(phrase.terms[0])[1:])


def _pieces(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Return every term of `phrases` as a phrase of its own."""
    pieces: dict[Phrase, None] = {}
    for phrase in phrases:
        for place, term in enumerate(phrase.terms, start=1):
            is_last = place == len(phrase.terms)
            pieces[replace(phrase, terms=(term,), is_open=phrase.is_open and is_last)] = None
    return tuple(pieces)


def _stories_of(connection: Connection, keys: Sequence[int]) -> list[int]:
    """Return the stories of items, in the order of the items, each once."""
    story_of: dict[int, int] = {}
    for batch in batches(keys):
        rows = connection.execute(_STORY_OF, listed(connection, batch))
        story_of |= {row.key: row.story for row in rows}
    return list(dict.fromkeys(story_of[key] for key in keys if key in story_of))


def _listed_under(connection: Connection, stories: list[int], topics: Sequence[int]) -> list[int]:
    """Return those of `stories` that are listed under every topic, in their order."""
    kept = stories
    for topic in topics:
        also: set[int] = set()
        for batch in batches(kept):
            rows = connection.execute(_LISTED, {**listed(connection, batch), "topic": topic})
            also |= set(rows.scalars())
        kept = [story for story in kept if story in also]
    return kept
