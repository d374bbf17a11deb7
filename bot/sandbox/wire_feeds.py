"""Feed documents for the sample wire: RSS 2.0, Atom, RDF (RSS 1.0) and JSON Feed.

Each format carries text and picture the way feeds of its kind commonly do, so
that whoever reads the wire has met all of them. Called by `wire.py` alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from xml.etree.ElementTree import Element, SubElement, tostring

from bot.model import SourceKind


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one item. `text` is plain and may be empty."""

    guid: str
    url: str
    title: str
    text: str
    published: datetime
    picture_url: str | None

    @property
    def html(self) -> str:
        """Return the text as a paragraph of HTML."""
        return f"<p>{escape(self.text)}</p>" if self.text else ""


@dataclass(frozen=True, slots=True)
class Format:
    """A feed format: how it is written, called on disk and on the wire."""

    extension: str
    media_type: str
    write: Callable[[Outlet, Sequence[Entry]], bytes]


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented outlet and the format of its feed."""

    slug: str
    title: str
    lang: str
    kind: SourceKind
    format: Format

    @property
    def file_name(self) -> str:
        """Return the name of its feed document."""
        return f"{self.slug}.{self.format.extension}"

    @property
    def site_url(self) -> str:
        """Return its home page, on a domain that is reserved for examples."""
        return f"https://{self.slug}.example/"


def write_feed(outlet: Outlet, entries: Sequence[Entry]) -> bytes:
    """Return the outlet's feed document with `entries`, newest first, in UTF-8."""
    return outlet.format.write(outlet, entries)


def _write_rss(outlet: Outlet, entries: Sequence[Entry]) -> bytes:
    """Write RSS 2.0: text as escaped HTML, picture as an enclosure."""
    root = Element("rss", {"version": "2.0"})
    channel = SubElement(root, "channel")
    _add(channel, "title", outlet.title)
    _add(channel, "link", outlet.site_url)
    _add(channel, "description", outlet.title)
    _add(channel, "language", outlet.lang)
    for entry in entries:
        item = SubElement(channel, "item")
        _add(item, "title", entry.title)
        _add(item, "link", entry.url)
        _add(item, "guid", entry.guid, isPermaLink="false")
        _add(item, "pubDate", format_datetime(entry.published))
        if entry.html:
            _add(item, "description", entry.html)
        if entry.picture_url:
            # RSS asks for a length; 0 says that it is not known before the picture is drawn.
            _add(item, "enclosure", None, url=entry.picture_url, type="image/png", length="0")
    return _document(root)


def _write_atom(outlet: Outlet, entries: Sequence[Entry]) -> bytes:
    """Write Atom (RFC 4287): text as HTML content, picture as an enclosure link."""
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": outlet.lang})
    _add(root, "title", outlet.title)
    _add(root, "id", outlet.site_url)
    _add(root, "link", None, href=outlet.site_url)
    _add(root, "updated", max(entry.published for entry in entries).isoformat())
    for entry in entries:
        item = SubElement(root, "entry")
        _add(item, "title", entry.title)
        _add(item, "id", entry.guid)
        _add(item, "link", None, rel="alternate", href=entry.url)
        _add(item, "published", entry.published.isoformat())
        _add(item, "updated", entry.published.isoformat())
        _add(_add(item, "author", None), "name", outlet.title)
        if entry.html:
            _add(item, "content", entry.html, type="html")
        if entry.picture_url:
            _add(item, "link", None, rel="enclosure", href=entry.picture_url, type="image/png")
    return _document(root)


def _write_rdf(outlet: Outlet, entries: Sequence[Entry]) -> bytes:
    """Write RSS 1.0: text as plain description and as HTML with the picture inside."""
    root = Element(
        "rdf:RDF",
        {
            "xmlns": "http://purl.org/rss/1.0/",
            "xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
        },
    )
    channel = SubElement(root, "channel", {"rdf:about": outlet.site_url})
    _add(channel, "title", outlet.title)
    _add(channel, "link", outlet.site_url)
    _add(channel, "description", outlet.title)
    _add(channel, "dc:language", outlet.lang)
    order = SubElement(SubElement(channel, "items"), "rdf:Seq")
    for entry in entries:
        SubElement(order, "rdf:li", {"rdf:resource": entry.url})
        item = SubElement(root, "item", {"rdf:about": entry.url})
        _add(item, "title", entry.title)
        _add(item, "link", entry.url)
        _add(item, "dc:identifier", entry.guid)
        _add(item, "dc:date", entry.published.isoformat())
        if entry.text:
            _add(item, "description", entry.text)
        image = f'<img src="{escape(entry.picture_url)}" alt="">' if entry.picture_url else ""
        _add(item, "content:encoded", image + entry.html)
    return _document(root)


def _write_json(outlet: Outlet, entries: Sequence[Entry]) -> bytes:
    """Write JSON Feed 1.1: plain text, picture as `image`."""
    items = []
    for entry in entries:
        item = {
            "id": entry.guid,
            "url": entry.url,
            "title": entry.title,
            "content_text": entry.text,
            "date_published": entry.published.isoformat(),
        }
        if entry.picture_url:
            item["image"] = entry.picture_url
        items.append(item)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.title,
        "home_page_url": outlet.site_url,
        "language": outlet.lang,
        "items": items,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


FORMATS = {
    "rss": Format("xml", "application/rss+xml", _write_rss),
    "atom": Format("atom", "application/atom+xml", _write_atom),
    "rdf": Format("rdf", "application/rdf+xml", _write_rdf),
    "json": Format("json", "application/feed+json", _write_json),
}


def _add(parent: Element, tag: str, text: str | None, /, **attributes: str) -> Element:
    """Append `<tag attributes>text</tag>` to `parent` and return it."""
    child = SubElement(parent, tag, attributes)
    child.text = text
    return child


def _document(root: Element) -> bytes:
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document
