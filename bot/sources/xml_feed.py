"""RSS, RDF and Atom, by feedparser. Called by feed.

feedparser gets text whose encoding is known, no address to open by itself, and
neither cleans HTML nor resolves links in it: `html_text` makes plain text of
it, which is safer and several times as fast.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import feedparser

from bot.errors import FeedError
from bot.sources.entries import MAX_ITEMS, Entry, RawFeed, primary_language
from bot.sources.html_text import absolute_url

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_XML_DECLARATION = re.compile(r"^<\?xml[^>]*\?>")
_WEB_PAGE = re.compile(r"^(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_FEED_ROOT = re.compile(r"<(?:rss|feed|(?:\w+:)?RDF)\b")
_NAIVE_DATE = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?")
_DATES = ("published", "updated", "created")


def read_xml_feed(text: str, url: str, lang: str | None) -> RawFeed:
    """Return the feed in `text`, which came from `url`; `lang` is what its source speaks.

    Raises:
        FeedError: it is no feed.
    """
    text = _XML_DECLARATION.sub("", text).lstrip()
    if _WEB_PAGE.match(text) and not _FEED_ROOT.search(text):
        raise FeedError(
            "This is a web page, not a feed; give the site's feed address,"
            " or the site's own and let its feed be found."
        )
    if not text.startswith("<"):
        raise FeedError("This is neither XML nor JSON; look for the site's feed address.")
    parsed = _parse(text, url)
    if not parsed.version and not parsed.entries:
        raise FeedError("This is XML but no feed; look for the site's feed address.")
    about = parsed.feed
    declared = primary_language(about.get("language"))
    return RawFeed(
        title=about.get("title", ""),
        lang=declared,
        site_url=absolute_url(about.get("link"), url),
        entries=(_entry(entry, url, declared or lang) for entry in parsed.entries[:MAX_ITEMS]),
    )


def _parse(text: str, url: str) -> Any:
    """Return feedparser's reading of `text`."""
    plain = _UNFIT.sub("", text)
    try:
        return feedparser.parse(
            # A string could be taken for an address or a path and be opened.
            BytesIO(plain.encode()),
            response_headers={
                "content-location": url,
                "content-type": "application/xml;charset=utf-8",
            },
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    # feedparser walks into many libraries' corners on hostile input.
    except Exception as error:
        raise FeedError("The feed is broken in a way that cannot be read past.") from error


def _entry(entry: Mapping[str, Any], url: str, lang: str | None) -> Entry:
    content = _content(entry)
    base_url = absolute_url(content.get("base"), url) or url
    link = entry.get("feedburner_origlink") or entry.get("link") or _enclosure(entry, "")
    return Entry(
        guid=str(entry.get("id") or ""),
        url=absolute_url(link, base_url),
        title=str(entry.get("title") or ""),
        html=str(content.get("value") or ""),
        base_url=base_url,
        published=_published(entry, lang),
        image=absolute_url(_image(entry), base_url),
        lang=content.get("language") or lang,
    )


def _content(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the longest of an entry's contents and its summary."""
    contents = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    return max(contents, key=lambda content: len(content.get("value") or ""))


def _published(entry: Mapping[str, Any], lang: str | None) -> datetime | None:
    """Return when an entry was published, in UTC; a Chinese date without zone is Beijing's."""
    for name in _DATES:
        # Asked for by what is there: feedparser warns of a missing `updated`, and makes one up.
        parsed = entry[f"{name}_parsed"] if f"{name}_parsed" in entry.keys() else None  # noqa: SIM118
        if not parsed:
            continue
        try:
            moment = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
        except (ValueError, OverflowError, OSError):
            continue
        if (lang or "").startswith("zh") and _NAIVE_DATE.fullmatch(str(entry.get(name)).strip()):
            return moment.replace(tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
        return moment
    return None


def _image(entry: Mapping[str, Any]) -> str | None:
    """Return the picture an entry names outside its text, if any."""
    for media in entry.get("media_content", ()):
        if media.get("medium") == "image" or str(media.get("type")).startswith("image/"):
            return str(media.get("url", ""))
    for thumbnail in entry.get("media_thumbnail", ()):
        if thumbnail.get("url"):
            return str(thumbnail["url"])
    return _enclosure(entry, "image/") or (entry.get("image") or {}).get("href")


def _enclosure(entry: Mapping[str, Any], kind: str) -> str | None:
    """Return the address of an entry's first enclosure whose type begins with `kind`."""
    for link in entry.get("links", ()):
        if link.get("rel") == "enclosure" and str(link.get("type", "")).startswith(kind):
            return str(link.get("href", ""))
    return None
