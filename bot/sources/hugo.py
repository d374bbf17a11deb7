"""Hugo posts -> Items: a post that is a brief gives its pieces, any other itself.

Called by folder for `tenbrief import`.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo

import frontmatter
from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler

from bot.errors import ImportFileError
from bot.language.links import canonical_url, is_web_url
from bot.model import Item, item_id
from bot.sources.briefs import Piece, find_pieces
from bot.sources.entries import MAX_TEXT, MAX_TITLE, language_of, primary_language, title_of
from bot.sources.markdown_blocks import Block, BlockKind, read_blocks

# A date without a zone is meant where its readers are.
_ZONES = {"zh": ZoneInfo("Asia/Shanghai")}
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-/.年]?)(\d{1,2})(?:[-/.月]?)(\d{1,2})(?!\d)")
# Folders that say how posts are kept, not whose they are.
_FOLDER_OF_POSTS = re.compile(
    r"(?:19|20)\d\d(?:-?\d\d)?|\d\d|content|posts?|blog|docs|backup|archives?|articles?|_posts"
    r"|news|daily",
    re.IGNORECASE,
)
_LANGUAGE_FOLDER = re.compile(r"cn|zh|en|zh-(?:cn|hans|tw|hant)|en-us", re.IGNORECASE)
_NO_SLUG = re.compile(r"[^\w]+")


class _TomlHandler(BaseHandler):
    """TOML between `+++` lines, which `hugo new` writes unless told otherwise."""

    FM_BOUNDARY = re.compile(r"^\+{3,}\s*$", re.MULTILINE)

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        """Return the values in `fm`."""
        return tomllib.loads(fm)


@dataclass(frozen=True, slots=True)
class _Post:
    """What all items of one post share.

    `page` is its address up to where a position is to follow, empty if it has
    none; `name` that of its file.
    """

    source: str
    lang: str
    published: datetime
    page: str
    name: str


def read_hugo(text: str, *, where: str, source: str | None = None) -> list[Item]:
    """Return the items of the post `text`, which stands in the file `where`.

    `source` names whose items they are; else the post's first category does, or
    the folder it is kept in. Dates without a zone are Beijing's in Chinese
    posts, UTC in others. Pieces of a brief are told apart by date and position.

    Raises:
        ImportFileError: the front matter is broken, or there is no date or no text.
    """
    matter, body = _front_matter(text)
    blocks = read_blocks(body)
    post = _post(matter, blocks, where, source)
    pieces = find_pieces(blocks)
    if pieces:
        return _items(post, pieces)
    whole = _whole(post, _string(matter, "title"), blocks)
    return [_item(post, post.name, whole.url or "", whole, None)]


def _front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """Return the values before a post and the post itself."""
    handlers = (YAMLHandler(), _TomlHandler(), JSONHandler())
    try:
        for handler in handlers:
            if handler.detect(text):
                matter, body = frontmatter.parse(text, handler=handler)
                return (matter if isinstance(matter, dict) else {}), body
    # YAML, TOML and JSON each have their own family of errors.
    except Exception as error:
        raise ImportFileError(
            "The front matter of the post cannot be read; repair it and import again."
        ) from error
    return {}, text


def _post(matter: Mapping[str, Any], blocks: list[Block], where: str, source: str | None) -> _Post:
    head = [block.text for block in blocks[:5]]
    lang = primary_language(_string(matter, "lang") or _string(matter, "language"))
    lang = lang or language_of(" ".join([_string(matter, "title"), *head]), None)
    name = PurePath(where).stem
    published = _published(matter, [name, _string(matter, "title"), *head], lang)
    if published is None:
        raise ImportFileError(
            "The post has no date, neither in its front matter nor in its name; add one."
        )
    return _Post(
        source=_slug(source or _string(matter, "source") or _string(matter, "categories"))
        or _folder_slug(where),
        lang=lang,
        published=published,
        page=_page(matter, blocks, published.astimezone(_ZONES.get(lang, UTC)).date()),
        name=name,
    )


def _string(matter: Mapping[str, Any], name: str) -> str:
    """Return the value called `name`, or the first of its values, where that is a string."""
    value = matter.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    return value.strip() if isinstance(value, str) else ""


def _published(matter: Mapping[str, Any], texts: list[str], lang: str) -> datetime | None:
    """Return when the post was published, in UTC: as it says, or as the first of `texts` does."""
    said = matter.get("date") or matter.get("publishDate") or matter.get("lastmod")
    moment = _moment(said)
    if moment is None:
        found = next((match for text in texts for match in _DATE.finditer(text)), None)
        moment = _moment("-".join(part.zfill(2) for part in found.groups())) if found else None
    if moment is None:
        return None
    zone = _ZONES.get(lang, UTC)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _moment(said: object) -> datetime | None:
    """Return what a date in a front matter means; YAML and TOML parse dates themselves."""
    if isinstance(said, datetime):
        return said
    if isinstance(said, date):
        return datetime.combine(said, time.min)
    if not isinstance(said, str):
        return None
    try:
        return datetime.fromisoformat(said.strip().replace("/", "-"))
    except ValueError:
        return None


def _slug(name: str) -> str:
    return _NO_SLUG.sub("-", name.casefold()).strip("-_")[:60]


def _folder_slug(where: str) -> str:
    """Return a slug from the folders above `where`, leaving out those by date or kind."""
    language = ""
    for folder in reversed(PurePath(where).parent.parts):
        slug = _slug(folder)
        if not slug or _FOLDER_OF_POSTS.fullmatch(folder):
            continue
        if not language and _LANGUAGE_FOLDER.fullmatch(folder):
            language = slug
            continue
        return f"{slug}-{language}" if language else slug
    return language or "imported"


def _page(matter: Mapping[str, Any], blocks: list[Block], day: date) -> str:
    """Return the address of the post up to where a position is to follow; empty without one.

    As the front matter names it, or a heading that is a date with a link, or the
    link that a syndicated post ends with. Failing those, the first link before
    the text, to the paper's web site: there the date must tell posts apart.
    """
    named = [_string(matter, name) for name in ("canonicalURL", "canonical", "url", "link")]
    dated = [x.url for b in blocks[:2] if b.kind is BlockKind.HEADING for x in b.links]
    last = [x.url for b in blocks[-1:] if [x.text for x in b.links] == [b.text] for x in b.links]
    own = next((url for url in (*named, *dated, *last) if is_web_url(url)), None)
    if own:
        return own.partition("#")[0] + "#"
    site = (x.url for b in blocks[:4] if b.kind is BlockKind.QUOTE for x in b.links)
    return next((f"{url.partition('#')[0]}#{day}-" for url in site if is_web_url(url)), "")


def _items(post: _Post, pieces: list[Piece]) -> list[Item]:
    """Return `pieces` as items; a link that several share is not the address of any."""
    shared = Counter(canonical_url(piece.url) for piece in pieces if piece.url)
    day = post.published.astimezone(_ZONES.get(post.lang, UTC)).date()
    items = []
    for position, piece in enumerate(pieces, start=1):
        guid = f"{day}#{position:02}"
        url = piece.url or (f"{post.page}{position:02}" if post.page else "")
        if piece.url and shared[canonical_url(piece.url)] > 1:
            url = f"{piece.url.partition('#')[0]}#{day}-{position:02}"
        items.append(_item(post, guid, url, piece, position))
    return items


def _whole(post: _Post, title: str, blocks: list[Block]) -> Piece:
    """Return a post that is no brief as one piece."""
    text = "\n".join(block.text for block in blocks if block.text)
    title = title or title_of(text)
    if not title:
        raise ImportFileError(
            "The post has neither a title nor a text; there is nothing to import."
        )
    image = next((url for block in blocks for url in block.images if is_web_url(url)), None)
    return Piece(headline=title, text=text, url=post.page.partition("#")[0] or None, image=image)


def _item(post: _Post, guid: str, url: str, piece: Piece, position: int | None) -> Item:
    return Item(
        id=item_id(post.source, guid),
        source=post.source,
        guid=guid,
        url=url,
        title=piece.headline[:MAX_TITLE],
        text=piece.text[:MAX_TEXT],
        lang=post.lang,
        published=post.published,
        image=piece.image,
        position=position,
    )
