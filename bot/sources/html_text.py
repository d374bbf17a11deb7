"""HTML -> plain text with a picture. Called by feed, hugo, discover and article.

The parser is lexbor (by way of selectolax): the standard library's takes
minutes over a few kilobytes of hostile markup. Even so, what goes in is cut to
a length and a number of tags that keep the worst case under a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.language.links import is_web_url

_MAX_HTML_LENGTH = 200_000
_MAX_TAGS = 1_500
_SMALLEST_PICTURE = 48  # pixels: what is smaller counts readers or is an emoji
_TAG = re.compile("<")
_BLOCK_NAMES = """
    address article aside blockquote br center dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tr ul
"""
_SILENT_NAMES = """
    script style noscript template iframe object svg head title select textarea button audio video
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SILENT = frozenset(_SILENT_NAMES.split())
_CELLS = frozenset(["td", "th"])
_BREAK = "\ue000"  # stands for the end of a paragraph while line breaks are still mere spaces
_SPACES = re.compile(r"\s+")
_SPACES_IN_LINE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
# What cannot be shown or stored: control characters and lone surrogates.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MARKUP = re.compile(r"<[A-Za-z/!]|&[#A-Za-z]")


@dataclass(frozen=True, slots=True)
class ReadHtml:
    """What a piece of HTML says: paragraphs, one a line, and its first picture, if any."""

    text: str
    image: str | None


def read_html(html: str, base_url: str = "") -> ReadHtml:
    """Return the text of `html` and its first picture, made absolute by `base_url`."""
    if not _MARKUP.search(html):
        return ReadHtml(tidy(html), None)
    words: list[str] = []
    image: str | None = None
    for node, entering in _walk(html):
        tag = node.tag
        if tag == "-text":
            words.append(node.text_content or "" if entering else "")
        elif tag in _BLOCKS:
            words.append(_BREAK)
        elif tag in _CELLS:
            words.append(" ")
        elif tag == "img" and image is None:
            image = _picture(node, base_url)
    paragraphs = _SPACES.sub(" ", "".join(words)).replace(_BREAK, "\n")
    return ReadHtml(tidy(paragraphs), image)


def plain_text(text: str) -> str:
    """Return `text`, which may or may not hold markup, as one line of plain text."""
    return read_html(text).text.replace("\n", " ")


def tidy(text: str) -> str:
    """Return `text` with single spaces, single line breaks and nothing that cannot be shown."""
    return _LINES.sub("\n", _SPACES_IN_LINE.sub(" ", _UNFIT.sub("", text))).strip()


def parse_html(html: str) -> LexborHTMLParser:
    """Return the parsed document of `html`, or of as much of it as is safe to parse."""
    cut = html[:_MAX_HTML_LENGTH]
    tags = [match.start() for match in islice(_TAG.finditer(cut), _MAX_TAGS + 1)]
    return LexborHTMLParser(cut[: tags[-1]] if len(tags) > _MAX_TAGS else cut)


def _walk(html: str) -> Iterator[tuple[LexborNode, bool]]:
    """Yield each node of the body of `html` at its start (True) and, with children, its end.

    What a browser does not show as text is passed over. Steps from node to node:
    selectolax's own traversal takes quadratic time over deep nesting.
    """
    node: LexborNode | None = parse_html(html).body
    depth = 0
    while node is not None:
        yield node, True
        child = None if node.tag in _SILENT else node.child
        if child is not None:
            node, depth = child, depth + 1
            continue
        while depth and node.next is None and node.parent is not None:
            node, depth = node.parent, depth - 1
            yield node, False
        node = node.next if depth else None


def _picture(image: LexborNode, base_url: str) -> str | None:
    """Return the address of an <img>, unless it is a tracking pixel or an emoji."""
    attributes = image.attributes
    sizes = (attributes.get("width"), attributes.get("height"))
    if any(size and size.isdecimal() and int(size[:6]) < _SMALLEST_PICTURE for size in sizes):
        return None
    for name in ("data-src", "data-original", "src"):
        address = absolute_url(attributes.get(name), base_url)
        if address:
            return address
    return None


def absolute_url(address: str | None, base_url: str) -> str | None:
    """Return `address`, as found in a page at `base_url`, in full; None if it is no web address."""
    try:
        joined = urljoin(base_url, unescape(address or "").strip().replace(" ", "%20"))
    except ValueError:
        return None
    return joined if address and is_web_url(joined) else None
