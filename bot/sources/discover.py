"""A site's page -> its feeds, for `sources add https://site`. Called by newsroom."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from bot.sources.encodings import decode
from bot.sources.html_text import absolute_url, parse_html, plain_text

_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
    }
)
# Where publishing software puts feeds that its pages do not name: WordPress,
# Hugo, Ghost, Jekyll, Blogger, and everyone else.
_COMMON_PATHS = ("/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/rss", "/feed.json")
_OF_COMMENTS = ("comment", "评论")


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names, with what the page calls it."""

    url: str
    title: str


def find_feeds(html: bytes, url: str) -> list[FeedLink]:
    """Return the feeds that the page `html`, which came from `url`, names in its head.

    In the page's order, feeds of comments last; empty when it names none.
    """
    document = parse_html(decode(html, None))
    base = document.css_first("base[href]")
    base_url = absolute_url(base.attributes.get("href"), url) if base else None
    links: dict[str, FeedLink] = {}
    for node in document.css("link[rel][href]"):
        attributes = node.attributes
        rels = (attributes.get("rel") or "").lower().split()
        kind = (attributes.get("type") or "").partition(";")[0].strip().lower()
        address = absolute_url(attributes.get("href"), base_url or url)
        if address and ("feed" in rels or ("alternate" in rels and kind in _FEED_TYPES)):
            title = plain_text(attributes.get("title") or "")
            links.setdefault(address, FeedLink(address, title))
    return sorted(links.values(), key=_is_of_comments)


def common_feed_urls(url: str) -> list[str]:
    """Return addresses at which the site of `url` may have a feed, likeliest first."""
    return [urljoin(url, path) for path in _COMMON_PATHS]


def _is_of_comments(link: FeedLink) -> bool:
    return any(word in f"{link.title} {link.url}".lower() for word in _OF_COMMENTS)
