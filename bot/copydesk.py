"""Edits the day's brief of an edition out of what was filed. Held by newsroom."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import editor
from bot.clock import Clock, edition_window, local_date
from bot.errors import EmptyBriefError
from bot.language.names import Names
from bot.model import Brief, BriefState, Edition, Story
from bot.store import Store
from bot.writers import Writer

# How long a told story is remembered as told.
TOLD_MEMORY = timedelta(days=7)
# A story of the day before that was never told may still enter.
SECOND_CHANCE = timedelta(days=1)
# How far back stories are read to see what is new in the day's.
RECENT = timedelta(days=3)


class Copydesk:
    """Reads the stored stories, picks those worth telling and has them told.

    `names` gives the topics as they stand; `translates` says whether a language
    model tells stories in languages they were not reported in.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        names: Callable[[], Names],
        open_writer: Callable[[Names], Writer],
        *,
        translates: bool,
    ) -> None:
        self._store = store
        self._clock = clock
        self._names = names
        self._open_writer = open_writer
        self._translates = translates

    async def edit(self, slug: str, day: date | None = None) -> Brief:
        """Edit edition `slug` on `day` (today in its zone) and keep it as a draft.

        A brief that was published is returned as it went out.

        Raises:
            UnknownEditionError: there is no such edition.
            EmptyBriefError: no story is left to tell.
        """
        edition = await asyncio.to_thread(self._store.editions.get, slug)
        day = day or local_date(self._clock.now(), edition.zone)
        standing = await asyncio.to_thread(self._store.briefs.get, slug, day)
        if standing is not None and standing.state is BriefState.PUBLISHED:
            return standing
        names = await asyncio.to_thread(self._names)
        picks = await asyncio.to_thread(self._pick, edition, day, names)
        if not picks:
            raise EmptyBriefError(
                f"No story is left to tell for {slug} on {day}; "
                "run `tenbrief collect` or name another --date."
            )
        brief = await self._tell(edition, day, picks, names)
        return await asyncio.to_thread(self._store.briefs.save_draft, brief)

    def _pick(self, edition: Edition, day: date, names: Names) -> list[editor.Pick]:
        """Choose the day's stories from what came up to the edition's hour."""
        since, until = edition_window(day, edition.hour, edition.zone)
        told = self._store.briefs.told(edition.slug, day - TOLD_MEMORY, day)
        stories = self._store.stories.between(since - RECENT, until)
        recent = [seen for story in stories if (seen := _as_of(story, until))]
        context = editor.Context(
            names=names,
            sources=self._store.sources.titles(),
            lang=edition.lang,
            now=until,
            told=told,
            recent=recent,
            translates=self._translates,
        )
        fresh = [story for story in recent if story.last_seen > since - SECOND_CHANCE]
        scored = [editor.Scored(story, editor.score(story, context)) for story in fresh]
        readable = [one for one in scored if editor.can_tell(one.story, context)]
        picks = editor.pick(readable, edition.size, told, edition.lang)
        if len(picks) == edition.size:
            return picks
        return editor.pick(scored, edition.size, told, edition.lang)

    async def _tell(
        self, edition: Edition, day: date, picks: Sequence[editor.Pick], names: Names
    ) -> Brief:
        """Have the picked stories written in the edition's language and compose the brief."""
        sources = await asyncio.to_thread(self._store.sources.titles)
        outlets = {slug: source.title for slug, source in sources.items()}
        stories = [pick.story for pick in picks]
        texts = await self._open_writer(names).write_all(stories, edition.lang, outlets)
        return editor.compose(edition, day, picks, texts, sources, self._clock.now(), names)


def _as_of(story: Story, until: datetime) -> Story | None:
    """Return `story` as it stood at `until`; None if nothing of it was out then."""
    items = tuple(item for item in story.items if item.published <= until)
    if not items:
        return None
    return replace(story, items=items, last_seen=max(item.published for item in items))
