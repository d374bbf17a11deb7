"""The whole paper on one page: gather, edit, publish, look up.

The only joint between the rooms. The doors (`cli`, `commands`, `schedule`,
`web`) call its verbs and nothing below it; it calls the rooms and holds no
state of its own. Store and editor are synchronous and run in threads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import structlog

from bot import intake
from bot.alarms import Alarms
from bot.archive import Archive, Register, Teller
from bot.circulation import Circulation
from bot.clock import Clock, local_date, local_moment
from bot.copydesk import Copydesk
from bot.editor import Embedder
from bot.errors import BadRequestError, TenBriefError
from bot.following import Following
from bot.intake import Collected, Imported, Progress, SourceCheck, no_progress
from bot.language.names import Names
from bot.layout import Layout
from bot.model import (
    Brief,
    BriefState,
    Chat,
    Edition,
    Length,
    Source,
    SourceKind,
)
from bot.notices import Notices
from bot.render import Renderer
from bot.sources import Fetcher, write_opml
from bot.store import Store
from bot.talk import Talk
from bot.vitals import Vitals, problems_of, read_vitals
from bot.voices import Voices
from bot.writers import Writer

log = structlog.get_logger(__name__)

# How late a brief may still be edited, for a machine that was off at its hour.
EDITING_GRACE = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Planned:
    """A brief, to how many chats it goes, and in how many messages at most."""

    brief: Brief
    chats: int
    messages: int = 0


class Newsroom:
    """The paper's verbs over its rooms."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        renderer: Renderer,
        embedder: Embedder | None,
        open_fetcher: Callable[[], Fetcher],
        open_writer: Callable[[Names], Writer],
        settle: intake.Settle | None = None,
        public_url: str | None = None,
    ) -> None:
        self.circulation = Circulation(store, clock)
        self.archive = Archive(store, clock)
        self.register = Register(store, clock, self.archive)
        self.teller = Teller(None)
        self.copydesk = Copydesk(
            store, clock, self.archive.names, open_writer, translates=settle is not None
        )
        self.following = Following(store, clock, self.archive.names)
        self.layout = Layout(store, renderer, public_url)
        self.notices = Notices(store, renderer, self.following, self.layout)
        self.voices = Voices(store)
        self.talk = Talk(store, clock)
        self.alarms = Alarms(store, clock)
        self._store = store
        self._clock = clock
        self._embedder = embedder
        self._open_fetcher = open_fetcher
        self._settle = settle
        self._standing = intake.Standing(store)

    # Gather

    async def gather(
        self, progress: Progress = no_progress, *, due_only: bool = False
    ) -> Collected:
        """Visit sources (all active ones, or those that are due) and file what is new."""
        visits = await asyncio.to_thread(
            self._store.sources.due, self._clock.now(), everything=not due_only
        )
        async with self._open_fetcher() as fetcher:
            collected, new = await intake.collect(
                self._store, fetcher, self._clock, visits, progress
            )
            await intake.enrich(self._store, fetcher, new)
        await asyncio.to_thread(self._file)
        return collected

    async def take_in(self, paths: Sequence[Path], progress: Progress = no_progress) -> Imported:
        """Read files into the store and file what is new."""
        imported = await asyncio.to_thread(
            intake.take_in, self._store, self._clock, paths, progress
        )
        await asyncio.to_thread(self._file, progress)
        return imported

    def _file(self, progress: Progress = no_progress) -> int:
        filed = intake.file_items(
            self._store,
            self.archive.names(),
            self._embedder,
            settle=self._settle,
            progress=progress,
            standing=self._standing,
        )
        self.archive.forget_answers()
        return filed

    async def follow_source(self, url: str, *, kind: SourceKind, lang: str | None) -> Source:
        """Follow the feed at `url`, or the one that the page there names.

        Raises:
            SourceError: nothing came, or it neither is nor names a feed.
        """
        async with self._open_fetcher() as fetcher:
            source = await intake.find_source(fetcher, self._clock, url, kind=kind, lang=lang)
        return await asyncio.to_thread(intake.add_source, self._store, source)

    async def check_sources(self, progress: Progress = no_progress) -> list[SourceCheck]:
        """Ask every active source once; store nothing."""
        sources = await asyncio.to_thread(self._store.sources.list, active_only=True)
        async with self._open_fetcher() as fetcher:
            return await intake.check_sources(fetcher, self._clock, sources, progress)

    def export_sources(self) -> str:
        """Return whom we follow as an OPML document."""
        return write_opml(self._store.sources.list()).decode()

    # Edit

    async def edit(self, slug: str, day: date | None = None) -> Brief:
        """Edit edition `slug` on `day` (today in its zone) and keep it as a draft.

        A brief that was published is returned as it went out.

        Raises:
            UnknownEditionError: there is no such edition.
            EmptyBriefError: no story is left to tell.
        """
        return await self.copydesk.edit(slug, day)

    # Publish

    async def publish(self, slug: str, day: date | None = None) -> Planned:
        """Edit the brief and write its deliveries into the ledger, once.

        Publishing again changes nothing and plans nobody twice.
        """
        brief = await self.edit(slug, day)
        parts = await asyncio.to_thread(self.layout.part_counts, brief)
        lines = await asyncio.to_thread(self._store.ledger.publish, brief, parts, self._clock.now())
        log.info("brief_published", edition=slug, date=brief.date.isoformat(), lines=lines)
        return Planned(await asyncio.to_thread(self._store.briefs.by_id, brief.id), lines)

    async def rehearse(self, slug: str, day: date | None = None) -> Planned:
        """Edit the brief and count who would get it; publish nothing."""
        brief = await self.edit(slug, day)
        chats = await asyncio.to_thread(self._store.chats.count_subscribed, slug)
        parts = await asyncio.to_thread(self.layout.part_counts, brief)
        return Planned(brief, chats, chats * max(parts.values(), default=1))

    async def publish_due(self) -> list[str]:
        """Publish every edition whose hour has come and that is not out yet.

        Returns what the operators should be told, each trouble once. An edition
        that fails does not stop the others; the next tick tries it again until
        the grace is over.
        """
        troubles = []
        for edition in await asyncio.to_thread(self._store.editions.all):
            day = await asyncio.to_thread(self._due_day, edition)
            if day is None:
                continue
            try:
                await self.publish(edition.slug, day)
            except TenBriefError as error:
                log.warning("brief_failed", edition=edition.slug, error=str(error))
                if await self._is_first(f"brief_failed:{edition.slug}:{day}"):
                    troubles.append(str(error))
        return troubles

    async def _is_first(self, key: str) -> bool:
        return await asyncio.to_thread(self._store.marks.first_time, key, self._clock.now())

    def _due_day(self, edition: Edition) -> date | None:
        """Return the day whose brief is due and undone, if there is one."""
        now = self._clock.now()
        today = local_date(now, edition.zone)
        # An hour late in the evening is still due after midnight.
        for day in (today, today - timedelta(days=1)):
            hour = local_moment(day, edition.hour, edition.zone)
            if hour <= now < hour + EDITING_GRACE and not self._is_out(edition.slug, day):
                return day
        return None

    def _is_out(self, slug: str, day: date) -> bool:
        standing = self._store.briefs.get(slug, day)
        return standing is not None and standing.state is BriefState.PUBLISHED

    async def correct(
        self,
        slug: str,
        day: date | None,
        position: int,
        *,
        headline: str | None = None,
        body: str | None = None,
    ) -> Brief:
        """Change the words of one story of a published brief, the newest by default.

        Every copy that was delivered is edited in place, with a line that says
        it was corrected.

        Raises:
            NotFoundError: there is no such brief or story.
            BadRequestError: neither a headline nor a body is given.
        """
        if not (headline or body):
            raise BadRequestError("A correction needs a new headline or a new text.")
        brief = await asyncio.to_thread(self._published, slug, day)
        assert brief.id is not None  # noqa: S101 - what is published is stored
        log.info("brief_corrected", edition=slug, date=brief.date.isoformat(), position=position)
        return await asyncio.to_thread(self._correct, brief.id, position, headline, body)

    def _correct(
        self, brief_id: int, position: int, headline: str | None, body: str | None
    ) -> Brief:
        now = self._clock.now()
        brief = self._store.briefs.correct(brief_id, position, headline, body, now)
        self._store.ledger.extend(brief, self.layout.part_counts(brief), now)
        return brief

    def _published(self, slug: str, day: date | None) -> Brief:
        return self.archive.published_on(slug, day) if day else self.archive.latest(slug)

    async def set_length(self, chat: Chat, length: Length) -> Chat:
        """Let `chat` read its brief in `length`, one that waits for its hour, too."""
        changed = await self.circulation.wish(chat, length=length)
        for brief_id in await asyncio.to_thread(self._store.ledger.waiting, chat.id):
            brief = await asyncio.to_thread(self._store.briefs.by_id, brief_id)
            parts = len(await asyncio.to_thread(self.layout.messages_for, brief, changed))
            await asyncio.to_thread(self._store.ledger.refit, brief_id, chat.id, parts)
        return changed

    # State

    def vitals(self) -> Vitals:
        """Return the figures an operator watches."""
        return read_vitals(self._store, self._clock.now())

    def problems(self) -> list[str]:
        """Return what keeps the bot from working, a sentence each."""
        return problems_of(self._store)
