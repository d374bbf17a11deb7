"""A page -> the article on it, where a feed gave only a stub. Called by newsroom.

trafilatura does the work; it is an extra, because it brings lxml and more.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import FeedError, MissingExtraError
from bot.sources.encodings import decode
from bot.sources.entries import MAX_TEXT, MAX_TITLE
from bot.sources.html_text import absolute_url, plain_text, tidy

_STUB_LENGTH = 200  # characters: shorter than this, a text is a teaser


@dataclass(frozen=True, slots=True)
class Article:
    """The main text of a page, one paragraph a line, with its title and picture."""

    title: str
    text: str
    image: str | None


def is_stub(text: str) -> bool:
    """Return whether `text` is so short, or breaks off so, that the page will say more."""
    return len(text) < _STUB_LENGTH or text.endswith(("…", "..."))


def extract_article(html: bytes, url: str) -> Article:
    """Return the article on the page `html`, which came from `url`.

    Raises:
        MissingExtraError: trafilatura is not installed.
        FeedError: there is no article on the page.
    """
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as error:
        raise MissingExtraError(
            "Reading articles needs an extra part; run `pip install 'tenbrief[article]'`."
        ) from error
    # It walks deep into lxml, whose errors on hostile pages are of many kinds.
    try:
        found = bare_extraction(
            decode(html, None),
            url=url,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
        )
    except Exception as error:
        raise FeedError("The page is broken in a way that cannot be read past.") from error
    text = tidy(getattr(found, "text", None) or "")[:MAX_TEXT]
    if not text:
        raise FeedError("There is no article on this page.")
    title = plain_text(getattr(found, "title", None) or "")[:MAX_TITLE]
    return Article(title, text, absolute_url(getattr(found, "image", None), url))
