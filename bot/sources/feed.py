"""Bytes -> Items: RSS 0.9 to 2.0, RDF, Atom and JSON Feed.

Called by newsroom with what `fetch` brought.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import FeedError
from bot.model import Item, Source
from bot.sources.encodings import decode
from bot.sources.entries import MAX_TITLE, to_items
from bot.sources.html_text import plain_text
from bot.sources.json_feed import read_json_feed
from bot.sources.xml_feed import read_xml_feed


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as read: what it calls itself, its language if it says so, its items."""

    title: str
    lang: str | None
    items: tuple[Item, ...]
    site_url: str | None = None


def read_feed(
    body: bytes, *, source: Source, url: str, content_type: str | None, now: datetime
) -> Feed:
    """Return the feed in `body`, which `url` answered as `content_type`.

    Items belong to `source`, carry plain text of one paragraph a line, and a
    date that is never after `now`. An entry that says nothing is left out.

    Raises:
        FeedError: it is no feed, or one without a single entry.
    """
    text = decode(body, content_type).lstrip("\ufeff \t\r\n")
    if not text:
        raise FeedError("The address answered with nothing at all; check it in a browser.")
    feed = read_json_feed(text, url) if text[0] in "{[" else read_xml_feed(text, url, source.lang)
    items = to_items(feed, source=source, feed_url=url, now=now)
    if not items:
        raise FeedError("The feed has no entries; check the address if that lasts.")
    return Feed(plain_text(feed.title)[:MAX_TITLE], feed.lang, items, feed.site_url)
