"""The rooms, connected."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from datetime import time
from functools import partial

import structlog

from bot.app.model_purse import StoredAnswers, StoredBudget
from bot.archive import Teller
from bot.clock import Clock, SystemClock
from bot.editor import Embedder, local_embedder
from bot.errors import MissingExtraError
from bot.language.names import load_default_topics
from bot.model import Edition, Item
from bot.newsroom import Newsroom
from bot.render import Renderer
from bot.settings import Settings
from bot.sources import Fetcher, load_default_sources
from bot.store import Store, open_store
from bot.writers import LanguageModel, Writer, open_model, remote_embedder

log = structlog.get_logger(__name__)

DEFAULT_EDITIONS = (
    Edition("zh", "十条", "zh", "Asia/Shanghai", time(18, 30)),
    Edition("en", "TenBrief", "en", "UTC", time(12, 0)),
)


@dataclass(frozen=True)
class House:
    """The rooms, connected."""

    settings: Settings
    clock: Clock
    store: Store
    renderer: Renderer
    newsroom: Newsroom
    embedder: Embedder | None


@contextmanager
def open_house(
    settings: Settings, clock: Clock | None = None, *, default_sources: bool = True
) -> Iterator[House]:
    """Open the database, bring it up to date and connect the rooms.

    The default topics, editions and (unless told otherwise) sources are put in
    place once; what an operator changes or removes later stays as it is.

    Raises:
        SettingsError: a setting makes no sense.
        StoreError: the database cannot be opened.
    """
    clock = clock or SystemClock()
    store = open_store(settings.database_url)
    try:
        _furnish(store, clock, default_sources=default_sources)
        renderer = Renderer()
        embedder, model = _embedder(settings), _model(settings, store, clock)
        newsroom = Newsroom(
            store=store,
            clock=clock,
            renderer=renderer,
            embedder=embedder,
            open_fetcher=partial(Fetcher, allow_private=settings.allow_private_sources),
            open_writer=lambda names: Writer(names, model),
            settle=partial(_settle, model) if model else None,
            public_url=settings.public_url,
        )
        newsroom.teller = Teller(model)
        yield House(settings, clock, store, renderer, newsroom, embedder)
    finally:
        store.close()


def _furnish(store: Store, clock: Clock, *, default_sources: bool) -> None:
    store.topics.seed(load_default_topics())
    store.editions.seed(DEFAULT_EDITIONS)
    if default_sources and store.marks.first_time("default_sources", clock.now()):
        for source in load_default_sources():
            store.sources.add(source)


OpenModel = Callable[[], AbstractAsyncContextManager[LanguageModel]]


def _model(settings: Settings, store: Store, clock: Clock) -> OpenModel | None:
    """Return how the language model is opened; None where there is none."""
    if settings.llm_url is None:
        return None
    if settings.llm_model is None:
        log.warning("language_model_off", reason="LLM_URL is set and LLM_MODEL is not")
        return None
    budget = StoredBudget(store, clock, settings.llm_daily_tokens)
    return partial(open_model, settings, budget, StoredAnswers(store, clock))


def _settle(model: OpenModel, pairs: Sequence[tuple[Item, Item]]) -> list[bool | None]:
    """Ask the language model whether pairs report one event; called in a thread of its own."""

    async def ask() -> list[bool | None]:
        async with model() as opened:
            return await opened.settle_pairs(pairs)

    return asyncio.run(ask())


def _embedder(settings: Settings) -> Embedder | None:
    """Return what compares meaning; None where it is off or not installed."""
    if settings.embeddings == "off":
        return None
    if settings.embeddings != "local":
        return remote_embedder(settings.embeddings, settings.llm_api_key)
    try:
        return local_embedder()
    except MissingExtraError as error:
        log.info("embeddings_off", reason=str(error))
        return None
