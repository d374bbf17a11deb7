"""What every kind of feed entry has in common on its way to an Item.

Called by feed and json_feed. Whatever an entry lacks is made up for here:
a title from its text, an identity from its link, a date from the clock.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice

from bot.language.fold import detect_lang
from bot.language.links import canonical_url
from bot.model import Item, Source, item_id
from bot.sources.html_text import plain_text, read_html

MAX_ITEMS = 1_000
MAX_TITLE = 300
MAX_TEXT = 20_000
_MAX_GUID = 500
_SHARED_BY = 3  # entries with one link: it is no longer the link of a piece
# No feed is older than the first (1997); an earlier date is a zero or a slip.
_EARLIEST = datetime(1997, 1, 1, tzinfo=UTC)
_SHORTEST_TITLE = 12  # characters: "Heads up!" tells nothing yet
_SENTENCE_END = re.compile(r"[。！？!?]|\.(?=\s|$)|\n")
# Lines that blogging software adds to an entry, about itself.
_ADDED_LINE = re.compile(
    r"^(?:the post .{1,400} (?:appeared first on|first appeared on) .*"
    r"|\[?(?:continue reading|read more|阅读全文|查看全文|继续阅读)\b.{0,80}|\[?(?:…|\.\.\.)\]?)$",
    re.IGNORECASE,
)
_TRAILING_DOTS = re.compile(r"\s*\[(?:…|\.\.\.|&hellip;)\]$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A feed entry as found: `title` and `html` may hold markup, anything may be empty.

    `url` and `image` are absolute already; `base_url` is what links in `html` hang from.
    """

    guid: str
    url: str | None
    title: str
    html: str
    base_url: str
    published: datetime | None
    image: str | None
    lang: str | None


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed as found; `entries` are read as they are asked for."""

    title: str
    lang: str | None
    site_url: str | None
    entries: Iterator[Entry]


def to_items(feed: RawFeed, *, source: Source, feed_url: str, now: datetime) -> tuple[Item, ...]:
    """Return the items of `feed`, each once, empty ones left out, at most `MAX_ITEMS`."""
    site_url = feed.site_url or source.site_url or feed_url
    items: dict[str, Item] = {}
    for entry in islice(feed.entries, MAX_ITEMS):
        item = _item(entry, source, site_url, now)
        if item is None:
            continue
        known = items.setdefault(item.id, item)
        if known.url != item.url:  # one guid for two pieces: the link tells them apart
            other = _with_guid(item, item.url)
            items.setdefault(other.id, other)
    return tuple(_told_apart(list(items.values()), site_url))


def _told_apart(items: list[Item], site_url: str) -> list[Item]:
    """Give items that all link to one page (a podcast's home) an address each."""
    pages = Counter(canonical_url(item.url) for item in items)
    home = canonical_url(site_url)
    return [
        replace(item, url=_address_on(item.url, item.id))
        if page == home or pages[page] >= _SHARED_BY
        else item
        for item in items
        for page in (canonical_url(item.url),)
    ]


def _address_on(page: str, key: str) -> str:
    """Return an address for the item `key` that opens `page`."""
    return f"{page.partition('#')[0]}#item-{key}-0"  # a number in it makes it canonical


def _item(entry: Entry, source: Source, site_url: str, now: datetime) -> Item | None:
    content = read_html(entry.html, entry.base_url)
    text = _without_added_lines(content.text)[:MAX_TEXT]
    title = plain_text(entry.title)[:MAX_TITLE] or title_of(text)
    if not title:
        return None
    guid = _bounded_guid(entry.guid or entry.url or f"{title}\n{text}")
    return Item(
        id=item_id(source.slug, guid),
        source=source.slug,
        guid=guid,
        url=entry.url or site_url,
        title=title,
        text=text,
        lang=language_of(f"{title}\n{text}", entry.lang or source.lang),
        published=_possible(entry.published, now),
        image=entry.image or content.image,
    )


def _with_guid(item: Item, guid: str) -> Item:
    guid = _bounded_guid(guid)
    return replace(item, guid=guid, id=item_id(item.source, guid))


def _bounded_guid(guid: str) -> str:
    """Return `guid`, or its digest where it is a whole text."""
    if len(guid) <= _MAX_GUID and "\n" not in guid:
        return guid
    return hashlib.sha256(guid.encode("utf-8", "replace")).hexdigest()


def title_of(text: str, *, longest: int = 80) -> str:
    """Return a title for a piece that has none: its first sentence, or the start of it."""
    text = text.strip()
    ends = (match.end() for match in _SENTENCE_END.finditer(text, _SHORTEST_TITLE))
    first = text[: next(ends, len(text))].strip().rstrip("。.").replace("\n", " ")
    if len(first) <= longest:
        return first
    cut = first[:longest]
    return (cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut).rstrip(
        "，,、;；:： "
    ) + "…"


def language_of(text: str, declared: str | None) -> str:
    """Return the language of `text`; `declared` (a tag such as zh-CN) counts where it can be so.

    Blogging software declares English for everything, so Chinese text is
    Chinese whatever it is declared to be, unless that is Japanese.
    """
    primary = primary_language(declared)
    seen = detect_lang(text)
    if seen == "zh":
        return "ja" if primary == "ja" else "zh"
    return primary if primary and primary != "zh" else seen


def primary_language(tag: str | None) -> str | None:
    """Return the ISO 639-1 code that the language tag `tag` (zh-CN, en_US) begins with."""
    code = re.split(r"[-_]", (tag or "").strip().lower(), maxsplit=1)[0]
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def _possible(published: datetime | None, now: datetime) -> datetime:
    """Return `published`, or `now` where it is missing, of the future or absurdly old."""
    return published if published and _EARLIEST <= published <= now else now


def _without_added_lines(text: str) -> str:
    """Return `text` without what blogging software put after it."""
    lines = text.split("\n")
    while lines and _ADDED_LINE.match(lines[-1]):
        lines.pop()
    return _TRAILING_DOTS.sub("…", "\n".join(lines))
