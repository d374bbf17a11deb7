"""Sources -> stored items: conditional visits, side by side. Called by newsroom."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.clock import Clock
from bot.errors import FeedError, SourceError
from bot.intake.progress import Progress, no_progress
from bot.model import FetchState, Item, Source
from bot.sources import Feed, Fetched, Fetcher, after_failure, after_success, is_gone, read_feed
from bot.store import Added, Store

log = structlog.get_logger(__name__)

# Visits whose results are stored in one transaction.
VISIT_BATCH = 100


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
) -> tuple[Collected, list[str]]:
    """Visit sources side by side and store what they hold.

    Returns the counts and the ids of the new items. A source that fails is
    counted and paused; a slow one keeps none of the others waiting.
    """
    total, new, waiting = Collected(sources=len(visits)), list[str](), list[_Visit]()
    asked = [_visit(fetcher, clock, *pair) for pair in visits]
    for number, answer in enumerate(asyncio.as_completed(asked), start=1):
        waiting.append(await answer)
        if len(waiting) == VISIT_BATCH or number == len(visits):
            added = await asyncio.to_thread(_keep, store, clock, waiting)
            total = _counted(total, waiting, added)
            new += added.new
            waiting = []
        progress(number, len(visits))
    return total, new


async def _visit(fetcher: Fetcher, clock: Clock, source: Source, state: FetchState) -> _Visit:
    try:
        fetched = await fetcher.fetch(
            source.url, etag=state.etag, last_modified=state.last_modified
        )
        items = () if fetched.unchanged else await _items(fetched, source, clock)
    except SourceError as error:
        log.warning("source_failed", source=source.slug, error=str(error))
        return _Visit(source, after_failure(state, error, clock.now()), error=str(error))
    return _Visit(
        source,
        after_success(state, fetched, clock.now()),
        items=items,
        unchanged=fetched.unchanged,
        moved_to=fetched.moved_to,
    )


async def _items(fetched: Fetched, source: Source, clock: Clock) -> tuple[Item, ...]:
    """Return the items of a feed; a fault of ours in reading it is the feed's alone, too."""
    try:
        feed = await asyncio.to_thread(read, fetched, source, clock)
    except SourceError:
        raise
    except Exception as error:
        log.exception("feed_reader_broke", source=source.slug)
        raise FeedError("The feed could not be read, by a fault of ours; see the log.") from error
    return feed.items


def read(fetched: Fetched, source: Source, clock: Clock) -> Feed:
    """Read what was fetched from `source` as a feed.

    Raises:
        FeedError: it is none.
    """
    return read_feed(
        fetched.body,
        source=source,
        url=fetched.url,
        content_type=fetched.content_type,
        now=clock.now(),
    )


def _keep(store: Store, clock: Clock, visits: Sequence[_Visit]) -> Added:
    """Store the items of `visits`, then what each visit left behind.

    In this order: were the ETag stored first and the items lost, the next
    visit would be told "unchanged".
    """
    added = store.items.add([item for visit in visits for item in visit.items], clock.now())
    for visit in visits:
        if visit.moved_to:
            store.sources.move(visit.source.slug, visit.moved_to)
        if is_gone(visit.state):
            store.sources.rest(visit.source.slug)
    store.sources.record_many([visit.state for visit in visits])
    return added


def _counted(total: Collected, visits: Sequence[_Visit], added: Added) -> Collected:
    failed = tuple(_failures(visits))
    return replace(
        total,
        fetched=total.fetched + len(visits) - len(failed),
        unchanged=total.unchanged + sum(visit.unchanged for visit in visits),
        new=total.new + len(added.new),
        failed=total.failed + failed,
    )


def _failures(visits: Sequence[_Visit]) -> Iterator[Failure]:
    for visit in visits:
        if visit.error is not None:
            yield Failure(visit.source.slug, visit.error)


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
