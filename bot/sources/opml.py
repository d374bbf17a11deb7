"""OPML in and out: lists of sources, as feed readers exchange them.

Called by folder (import), defaults and newsroom (export). The kind of a source
is the folder it stands in, its language a `language` attribute.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from bot.errors import ImportFileError
from bot.language.links import is_web_url, slug_of
from bot.model import Source, SourceKind
from bot.sources.entries import MAX_TITLE, primary_language
from bot.sources.html_text import tidy

_KIND_WORDS = {
    SourceKind.LAB: re.compile(r"\blabs?\b|compan|official|vendor|实验室|公司|官方|厂商", re.I),
    SourceKind.RESEARCH: re.compile(r"research|paper|science|academ|研究|论文|学术", re.I),
    SourceKind.COMMUNITY: re.compile(r"communit|forum|social|blog|newsletter|社区|论坛|博客", re.I),
}
_FOLDERS = {
    SourceKind.LAB: "Labs",
    SourceKind.PRESS: "Press",
    SourceKind.RESEARCH: "Research",
    SourceKind.COMMUNITY: "Community",
}
_NO_SLUG = re.compile(r"[^\w]+")


def read_opml(body: bytes) -> list[Source]:
    """Return the sources of the OPML document `body`, each address once.

    An outline with an address that is no web address is left out.

    Raises:
        ImportFileError: it is no OPML, or declares entities (a way to blow up a reader).
    """
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.EntityDeclHandler = reader.refuse_entity
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ImportFileError(f"The OPML is broken ({error}); export it anew.") from error
    if not reader.is_opml:
        raise ImportFileError("This is XML but no OPML; export the list of feeds as OPML.")
    return list(reader.sources.values())


class _Reader:
    """Gathers sources while expat walks through the outlines."""

    def __init__(self) -> None:
        self.is_opml = False
        self.sources: dict[str, Source] = {}
        self._folders: list[str] = []
        self._slugs: set[str] = set()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "opml":
            self.is_opml = True
        if tag != "outline":
            return
        names = {name.lower(): tidy(value) for name, value in attributes.items()}
        title = (names.get("title") or names.get("text") or "")[:MAX_TITLE]
        self._folders.append(title)
        url = names.get("xmlurl", "")
        if is_web_url(url) and url not in self.sources:
            self.sources[url] = self._source(url, title, names)

    def end(self, tag: str) -> None:
        if tag == "outline":
            self._folders.pop()

    def refuse_entity(self, *_: object) -> None:
        raise ImportFileError("The OPML declares entities, which is refused; export it anew.")

    def _source(self, url: str, title: str, names: dict[str, str]) -> Source:
        site_url = names.get("htmlurl", "")
        return Source(
            slug=self._free_slug(names.get("slug") or slug_of(url, title)),
            url=url,
            title=title or slug_of(url),
            kind=_kind([names.get("category", ""), *self._folders[-2::-1]]),
            lang=primary_language(names.get("language")),
            site_url=site_url if is_web_url(site_url) else None,
        )

    def _free_slug(self, wanted: str) -> str:
        """Return `wanted`, or it with a number, such that no other source here has it."""
        wanted = _NO_SLUG.sub("-", wanted.lower()).strip("-")[:60] or "source"
        slug, number = wanted, 2
        while slug in self._slugs:
            slug, number = f"{wanted}-{number}", number + 1
        self._slugs.add(slug)
        return slug


def _kind(folders: Sequence[str]) -> SourceKind:
    """Return the kind that the nearest telling one of `folders` means; press if none tells."""
    for folder in folders:
        for kind, words in _KIND_WORDS.items():
            if words.search(folder):
                return kind
        if re.search(r"press|media|news|媒体|资讯|新闻", folder, re.IGNORECASE):
            return SourceKind.PRESS
    return SourceKind.PRESS


def write_opml(sources: Sequence[Source]) -> bytes:
    """Return `sources` as an OPML 2.0 document in UTF-8, in a folder for each kind.

    Sources without an address (they were only imported) are left out. What
    `read_opml` makes of it are the same sources.
    """
    order = list(SourceKind)
    followed = sorted((s for s in sources if s.url), key=lambda s: (order.index(s.kind), s.slug))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += ["  <head><title>TenBrief</title></head>", "  <body>"]
    for kind, group in groupby(followed, key=lambda source: source.kind):
        lines.append(f'    <outline text="{escape(_FOLDERS[kind])}">')
        lines += [f"      {_outline(source)}" for source in group]
        lines.append("    </outline>")
    lines += ["  </body>", "</opml>", ""]
    return "\n".join(lines).encode()


def _outline(source: Source) -> str:
    attributes = {
        "type": "rss",
        "text": source.title,
        "slug": source.slug,
        "xmlUrl": source.url,
        "htmlUrl": source.site_url,
        "language": source.lang,
    }
    told = " ".join(
        f"{name}={quoteattr(tidy(value))}" for name, value in attributes.items() if value
    )
    return f"<outline {told}/>"
