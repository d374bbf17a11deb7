"""The world -> stored, tagged and filed items. Called by newsroom.

`collect` visits sources, `take_in` reads files. Both only store; `file_items`
then gives every item that has none its topics and its story, so an
interruption between the two costs nothing: the next run files what is left.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import structlog

from bot.clock import Clock
from bot.editor import Embedder, join, tag, text_to_embed
from bot.errors import FeedError, SourceError, WriterError
from bot.language.links import host_of, slug_of
from bot.language.names import Names
from bot.model import FetchState, Item, Source, SourceKind, Story
from bot.sources import (
    Feed,
    Fetched,
    Fetcher,
    FoundSource,
    Skipped,
    after_failure,
    after_success,
    find_feeds,
    read_feed,
    read_paths,
)
from bot.store import Store

log = structlog.get_logger(__name__)

# How far around an item's publication its story is looked for.
STORY_WINDOW = timedelta(days=4)
# Items filed at once; also how often progress is told.
FILING_BATCH = 200
# Visits whose results are stored in one transaction.
VISIT_BATCH = 100
IMPORT_BATCH = 500

Progress = Callable[[int, int], None]
"""Told (done, total) as work goes on."""


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that failed and one sentence on why."""

    source: str
    error: str


@dataclass(frozen=True, slots=True)
class Collected:
    """What a round over the sources brought."""

    sources: int = 0
    fetched: int = 0
    unchanged: int = 0
    new: int = 0
    failed: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What reading files brought; `skipped` is (where, error) of what was no good."""

    read: int = 0
    new: int = 0
    updated: int = 0
    sources: int = 0
    skipped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """What a source answered: how many items, or one sentence on why none."""

    source: str
    url: str
    items: int
    error: str | None


@dataclass(frozen=True, slots=True)
class _Visit:
    source: Source
    state: FetchState
    items: tuple[Item, ...] = ()
    unchanged: bool = False
    error: str | None = None
    moved_to: str | None = None


async def collect(
    store: Store,
    fetcher: Fetcher,
    clock: Clock,
    visits: Sequence[tuple[Source, FetchState]],
    progress: Progress = no_progress,
) -> Collected:
    """Visit sources side by side and store what they hold.

    A source that fails is counted and paused; the others go on.
    """
    total = Collected(sources=len(visits))
    for start in range(0, len(visits), VISIT_BATCH):
        batch = visits[start : start + VISIT_BATCH]
        done = await asyncio.gather(*(_visit(fetcher, clock, *pair) for pair in batch))
        new = await asyncio.to_thread(_keep, store, clock, done)
        total = _added(total, done, new)
        progress(start + len(batch), len(visits))
    return total


async def _visit(fetcher: Fetcher, clock: Clock, source: Source, state: FetchState) -> _Visit:
    try:
        fetched = await fetcher.fetch(
            source.url, etag=state.etag, last_modified=state.last_modified
        )
        now = clock.now()
        if fetched.unchanged:
            items: tuple[Item, ...] = ()
        else:
            feed = await asyncio.to_thread(_read, fetched, source, clock)
            items = feed.items
    except SourceError as error:
        log.warning("source_failed", source=source.slug, error=str(error))
        return _Visit(source, after_failure(state, error, clock.now()), error=str(error))
    return _Visit(
        source,
        after_success(state, fetched, now),
        items=items,
        unchanged=fetched.unchanged,
        moved_to=fetched.moved_to,
    )


def _keep(store: Store, clock: Clock, visits: Iterable[_Visit]) -> int:
    """Store the items of `visits`, then what each visit left; return how many are new.

    In this order: were the ETag stored first and the items lost, the next
    visit would be told "unchanged".
    """
    visits = list(visits)
    items = [item for visit in visits for item in visit.items]
    added = store.items.add(items, clock.now()) if items else None
    for visit in visits:
        if visit.moved_to:
            store.sources.move(visit.source.slug, visit.moved_to)
    store.sources.record_many([visit.state for visit in visits])
    return len(added.new) if added else 0


def _added(total: Collected, visits: Sequence[_Visit], new: int) -> Collected:
    failed = tuple(Failure(v.source.slug, v.error) for v in visits if v.error is not None)
    return replace(
        total,
        fetched=total.fetched + len(visits) - len(failed),
        unchanged=total.unchanged + sum(visit.unchanged for visit in visits),
        new=total.new + new,
        failed=total.failed + failed,
    )


def take_in(
    store: Store, clock: Clock, paths: Sequence[Path], progress: Progress = no_progress
) -> Imported:
    """Store every item and source found in `paths`; bad files and lines are skipped."""
    total = Imported()
    waiting: list[Item] = []
    for found in read_paths(paths, clock.now(), progress):
        if isinstance(found, Skipped):
            total = replace(total, skipped=(*total.skipped, (found.where, found.error)))
        elif isinstance(found, FoundSource):
            add_source(store, found.source)
            total = replace(total, sources=total.sources + 1)
        else:
            waiting.append(found)
        if len(waiting) >= IMPORT_BATCH:
            total, waiting = _import(store, clock, total, waiting), []
    return _import(store, clock, total, waiting)


def _import(store: Store, clock: Clock, total: Imported, items: Sequence[Item]) -> Imported:
    if not items:
        return total
    added = store.items.add(items, clock.now())
    return replace(
        total,
        read=total.read + len(items),
        new=total.new + len(added.new),
        updated=total.updated + len(added.updated),
    )


def file_items(
    store: Store, names: Names, embedder: Embedder | None, progress: Progress = no_progress
) -> int:
    """Give every stored item without one its topics and its story; return how many.

    Oldest first, so that stories form in the order in which they were told.
    """
    done, total = 0, store.items.count_unfiled()
    while batch := store.items.unfiled(FILING_BATCH):
        tags = {item.id: tag(item, names) for item in batch}
        store.items.tag(tags)
        tagged = [replace(item, topics=tags[item.id]) for item in batch]
        recent = store.stories.between(
            tagged[0].published - STORY_WINDOW, tagged[-1].published + STORY_WINDOW
        )
        vectors = _vectors(store, embedder, tagged, recent) if embedder else None
        store.stories.assign(join(tagged, recent, names, vectors))
        done += len(batch)
        progress(done, max(total, done))
    return done


def _vectors(
    store: Store, embedder: Embedder, new: Sequence[Item], recent: Sequence[Story]
) -> dict[str, bytes]:
    """Return the vectors of all these items; those not stored yet are made and stored."""
    items = {item.id: item for item in (*new, *(i for story in recent for i in story.items))}
    known = store.items.vectors(embedder.name, list(items))
    missing = [item for key, item in items.items() if key not in known]
    try:
        made = embedder.embed([text_to_embed(item) for item in missing])
    except WriterError as error:
        # An address that does not answer: the words alone decide, as with EMBEDDINGS=off.
        log.warning("embedding_failed", items=len(missing), error=str(error))
        return known
    fresh = dict(zip((item.id for item in missing), made, strict=True))
    store.items.save_vectors(embedder.name, fresh)
    return known | fresh


def add_source(store: Store, source: Source) -> Source:
    """Follow `source`, under another slug if its own is taken by another address.

    One whose address is followed already is returned as it stands.
    """
    known = store.sources.titles()
    for standing in known.values():
        if standing.url == source.url and source.url:
            return store.sources.add(standing)
    slug, number = source.slug, 2
    while slug in known and known[slug].url:
        slug, number = f"{source.slug}-{number}", number + 1
    return store.sources.add(replace(source, slug=slug))


async def find_source(
    fetcher: Fetcher, clock: Clock, url: str, *, kind: SourceKind, lang: str | None
) -> Source:
    """Return the source at `url`: the feed there, or the first one that page names.

    Raises:
        SourceError: nothing came, or it neither is nor names a feed.
    """
    fetched = await fetcher.fetch(url)
    source = Source(slug="", url=fetched.url, title="", kind=kind, lang=lang)
    try:
        feed = _read(fetched, source, clock)
    except FeedError:
        links = find_feeds(fetched.body, fetched.url)
        if not links:
            raise FeedError(
                f"{url} neither is a feed nor names one; give the feed's own address."
            ) from None
        fetched = await fetcher.fetch(links[0].url)
        feed = _read(fetched, source, clock)
    return replace(
        source,
        slug=slug_of(fetched.url, feed.title),
        url=fetched.url,
        title=feed.title or host_of(fetched.url),
        lang=lang or feed.lang,
    )


def _read(fetched: Fetched, source: Source, clock: Clock) -> Feed:
    return read_feed(
        fetched.body,
        source=source,
        url=fetched.url,
        content_type=fetched.content_type,
        now=clock.now(),
    )


async def check_sources(
    fetcher: Fetcher, clock: Clock, sources: Sequence[Source], progress: Progress = no_progress
) -> list[SourceCheck]:
    """Ask each source once; store nothing."""
    checks = []
    asked = [_visit(fetcher, clock, source, FetchState(source.slug)) for source in sources]
    for answer in asyncio.as_completed(asked):
        visit = await answer
        checks.append(
            SourceCheck(visit.source.slug, visit.source.url, len(visit.items), visit.error)
        )
        progress(len(checks), len(sources))
    return sorted(checks, key=lambda check: check.source)
