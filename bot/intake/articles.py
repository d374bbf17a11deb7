"""Stubs -> articles: where a feed gave a teaser, the page's own text. Called by newsroom.

Only with the `article` extra. Reading pages is a courtesy of the web and a
matter of seconds, so it is bounded in number and time; a page that does not
come leaves the item as the feed gave it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib.util import find_spec

import structlog

from bot.errors import SourceError
from bot.language.links import is_web_url
from bot.model import Item
from bot.sources import Fetcher, extract_article, is_stub
from bot.store import Store

log = structlog.get_logger(__name__)

MOST_PAGES = 60
# Collecting must not wait longer than this for pages.
ALL_PAGES_SECONDS = 30.0
# Without a network the first pages tell: the others are not tried.
FAILURES_BEFORE_GIVING_UP = 8


async def enrich(store: Store, fetcher: Fetcher, new: Sequence[str]) -> int:
    """Give new items that are stubs the text of their page; return how many got it."""
    if find_spec("trafilatura") is None:
        return 0
    items = await asyncio.to_thread(store.items.get, list(new))
    stubs = [item for item in items if is_stub(item.text) and is_web_url(item.url)][:MOST_PAGES]
    round_ = _Round(store, fetcher)
    tasks = [asyncio.create_task(round_.read(item)) for item in stubs]
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=ALL_PAGES_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
    return round_.done


class _Round:
    """One round over pages, which ends early where nothing answers."""

    def __init__(self, store: Store, fetcher: Fetcher) -> None:
        self._store = store
        self._fetcher = fetcher
        self._failed = 0
        self.done = 0

    async def read(self, item: Item) -> None:
        """Read the page of `item` and keep its text if it says more."""
        if not self.done and self._failed >= FAILURES_BEFORE_GIVING_UP:
            return
        try:
            page = await self._fetcher.fetch(item.url)
            article = await asyncio.to_thread(extract_article, page.body, page.url)
        except SourceError as error:
            self._failed += 1
            log.info("article_failed", item=item.id, error=str(error))
            return
        if len(article.text) > len(item.text):
            image = item.image or article.image
            await asyncio.to_thread(self._store.items.enrich, item.id, article.text, image)
            self.done += 1
