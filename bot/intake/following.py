"""Addresses -> sources we follow. Called by newsroom for `tenbrief sources add`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from bot.clock import Clock
from bot.errors import FeedError, SourceError
from bot.intake.visiting import read
from bot.language.links import host_of, slug_of
from bot.model import Source, SourceKind
from bot.sources import Feed, Fetched, Fetcher, common_feed_urls, find_feeds
from bot.store import Store


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
    """Return the source at `url`: the feed there, or the one that this site has.

    A page names its feeds in its head; one that names none is asked at the
    usual places.

    Raises:
        SourceError: nothing came, or there is no feed to be found.
    """
    fetched = await fetcher.fetch(url)
    source = Source(slug="", url=fetched.url, title="", kind=kind, lang=lang)
    try:
        feed = read(fetched, source, clock)
    except FeedError:
        fetched, feed = await _feed_of_site(fetcher, clock, source, fetched)
    return replace(
        source,
        slug=slug_of(fetched.url, feed.title),
        url=fetched.url,
        title=feed.title or host_of(fetched.url),
        lang=lang or feed.lang,
        site_url=feed.site_url,
    )


async def _feed_of_site(
    fetcher: Fetcher, clock: Clock, source: Source, page: Fetched
) -> tuple[Fetched, Feed]:
    """Return the first feed that the site of `page` has.

    Raises:
        FeedError: it has none.
    """
    named = [link.url for link in find_feeds(page.body, page.url)]
    for address in (*named, *common_feed_urls(page.url)):
        with suppress(SourceError):
            fetched = await fetcher.fetch(address)
            return fetched, read(fetched, source, clock)
    raise FeedError(f"{page.url} neither is a feed nor has one; give the feed's own address.")
