"""JSON Feed 1.0 and 1.1 (jsonfeed.org). Called by feed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from bot.errors import FeedError
from bot.sources.entries import Entry, RawFeed, primary_language
from bot.sources.html_text import absolute_url


def read_json_feed(text: str, url: str) -> RawFeed:
    """Return the JSON Feed in `text`, which came from `url`.

    Raises:
        FeedError: it is no JSON, or no feed.
    """
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedError("The JSON at this address is broken; ask the site to repair it.") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise FeedError("This is JSON but no JSON Feed; look for the site's feed address.")
    lang = primary_language(_text(feed, "language"))
    return RawFeed(
        title=_text(feed, "title"),
        lang=lang,
        site_url=absolute_url(_text(feed, "home_page_url"), url),
        entries=(_entry(item, url, lang) for item in items if isinstance(item, dict)),
    )


def _entry(item: Mapping[str, Any], base_url: str, lang: str | None) -> Entry:
    link = _text(item, "url") or _text(item, "external_url")
    return Entry(
        guid=_text(item, "id"),
        url=absolute_url(link, base_url),
        title=_text(item, "title"),
        html=_text(item, "content_html")
        or _paragraphs(_text(item, "content_text") or _text(item, "summary")),
        base_url=base_url,
        published=_date(_text(item, "date_published") or _text(item, "date_modified")),
        image=absolute_url(_text(item, "image") or _text(item, "banner_image"), base_url),
        lang=_text(item, "language") or lang,
    )


def _text(thing: Mapping[str, Any], name: str) -> str:
    """Return the string called `name`; ids are numbers in some feeds."""
    value = thing.get(name)
    return str(value) if isinstance(value, str | int | float) and value is not True else ""


def _paragraphs(text: str) -> str:
    """Return plain `text` as HTML that says the same."""
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())


def _date(value: str) -> datetime | None:
    """Return the RFC 3339 date in `value` in UTC, None if it is none."""
    try:
        date = datetime.fromisoformat(value)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
