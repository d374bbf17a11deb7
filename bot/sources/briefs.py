"""A post that is a brief -> its pieces. Called by hugo.

Four ways of writing a daily brief are known, tried from the most to the least
certain: numbers in bold on a line of their own (`**01**`), numbered headings
(`### 1. [title](url)`, `## [title](url) #1`), numbered lists under headings,
and bold headlines over paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.language.links import is_web_url
from bot.sources.entries import title_of
from bot.sources.markdown_blocks import Block, BlockKind

_FEWEST = 3  # fewer numbered things than that are no brief
_MARKER = re.compile(r"0?\d{1,2}")
_NUMBER_BEFORE = re.compile(r"^(?:No\.?\s*)?(\d{1,3})\s*[.、．)）:：]\s*(?=\S)")
_NUMBER_AFTER = re.compile(r"\s*#(\d{1,3})\b.*$", re.S)
_END = re.compile(r"[\W_]*END[\W_]*")
_NO_NEWS = re.compile(
    r"摘要|导航|概览|自荐|邀请函|小说|语音版|问题|成本|一句话|关键词|预测|浏览器推荐"
    r"|summary|digest|navigation|audio|voice|product spotlight|browser recommendation|novel"
    r"|invitation|questions|faq",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:相关链接|参考链接|原文链接|来源链接|来源|related links|links|sources?)[:：]?", re.I
)
_COUNTS_READERS = re.compile(r"[?&]utm_\w+=")
_MEDIA = re.compile(
    r"\.(?:png|jpe?g|gif|webp|avif|svg|mp4|mov|webm|mp3)(?:[?#].*)?$", re.IGNORECASE
)
# Emoji and other ornaments around a headline.
_ORNAMENT = r"[^\w\s\"'“”‘’「」『』《》（）()\[\]【】<>#@$¥€£%!！?？。.…+&/\\-]"
_ORNAMENT_BEFORE = re.compile(rf"^(?:{_ORNAMENT}|\s)+")
_ORNAMENT_AFTER = re.compile(rf"(?:{_ORNAMENT}|\s)+$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One numbered piece of a brief. `text` has one paragraph a line; `url` may be missing."""

    headline: str
    text: str
    url: str | None
    image: str | None


def find_pieces(blocks: list[Block]) -> list[Piece]:
    """Return the pieces of the brief that `blocks` are, or none if they are no brief."""
    told = [block for block in _before_end(blocks) if not _is_advertisement(block)]
    forms: tuple[Callable[[list[Block]], list[list[Block]]], ...] = (
        _by_markers,
        _by_numbered_headings,
        _by_numbered_lists,
        _by_bold_headlines,
    )
    for form in forms:
        pieces = [piece for piece in map(_piece, form(told)) if piece.headline]
        if len(pieces) >= _FEWEST:
            return pieces
    return []


def _before_end(blocks: Iterable[Block]) -> list[Block]:
    """Return what stands before the line that says END; calls to share stand after it."""
    told: list[Block] = []
    for block in blocks:
        if _END.fullmatch(block.text):
            break
        told.append(block)
    return told


def _is_advertisement(block: Block) -> bool:
    """Whether `block` sells something: in a post of one's own, such links count readers."""
    return block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE) and any(
        _COUNTS_READERS.search(link.url) for link in block.links
    )


def _by_markers(blocks: list[Block]) -> list[list[Block]]:
    """Cut at lines that are a bold number; the first paragraph after one is the headline."""
    groups: list[list[Block]] = []
    for block in blocks:
        if block.lead and block.lead == block.text and _MARKER.fullmatch(block.text):
            groups.append([])
        elif groups:
            groups[-1].append(block)
    return [_headed(group) for group in groups]


def _headed(group: list[Block]) -> list[Block]:
    """Return `group` with its first text made its heading."""
    for index, block in enumerate(group):
        if block.text:
            heading = replace(block, kind=BlockKind.HEADING)
            return [heading, *group[:index], *group[index + 1 :]]
    return []


def _by_numbered_headings(blocks: list[Block]) -> list[list[Block]]:
    """Cut at headings with a number; another heading of that level or above ends a piece."""
    groups: list[list[Block]] = []
    level: int | None = None
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            numbered = _NUMBER_BEFORE.match(block.text) or _NUMBER_AFTER.search(block.text)
            if numbered:
                groups.append([block])
                level = block.level
                continue
            if level is not None and block.level <= level:
                level = None
        if level is not None:
            groups[-1].append(block)
    return groups


def _by_numbered_lists(blocks: list[Block]) -> list[list[Block]]:
    """Take each item of a numbered list, except under headings that announce no news."""
    groups: list[list[Block]] = []
    news = True
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            news = not _NO_NEWS.search(block.text)
        elif block.kind is BlockKind.ITEM and news:
            groups.append([block])
    return groups


def _by_bold_headlines(blocks: list[Block]) -> list[list[Block]]:
    """Cut at paragraphs that begin with a bold line, under headings that announce news."""
    groups: list[list[Block]] = []
    news, in_piece = False, False
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            news, in_piece = not _NO_NEWS.search(block.text), False
        elif block.kind is BlockKind.RULE:
            in_piece = False
        elif news and block.kind is BlockKind.PARAGRAPH and block.lead:
            groups.append([block])
            in_piece = True
        elif in_piece:
            groups[-1].append(block)
    return [group for group in groups if len(group) > 1 or group[0].text != group[0].lead]


def _piece(group: list[Block]) -> Piece:
    """Return what the blocks of one piece say; empty when they say nothing."""
    if not group:
        return Piece("", "", None, None)
    first, *rest = group
    paragraphs = [block.text for block in rest if _is_told(block)]
    if first.kind is BlockKind.HEADING:
        headline = _NUMBER_AFTER.sub("", _NUMBER_BEFORE.sub("", first.text))
    elif first.lead:
        headline = _NUMBER_BEFORE.sub("", first.lead)
        paragraphs.insert(0, first.text.removeprefix(first.lead).strip())
    else:
        headline = title_of(first.text)
        paragraphs.insert(0, first.text)
    links = [link.url for block in group for link in block.links if is_web_url(link.url)]
    pages = [url for url in links if not _MEDIA.search(url)]
    return Piece(
        headline=_bare(headline) or headline.strip(),
        text="\n".join(
            line for text in paragraphs for line in text.split("\n") if not _LABEL.fullmatch(line)
        ).strip(),
        url=next(iter((*pages, *links)), None),
        image=next((url for block in group for url in block.images if is_web_url(url)), None),
    )


def _is_told(block: Block) -> bool:
    """Whether `block` tells something; lists of bare links and their labels do not."""
    if _LABEL.fullmatch(block.text):
        return False
    return not (block.kind is BlockKind.BULLET and [block.text] == [x.text for x in block.links])


def _bare(headline: str) -> str:
    """Return `headline` in one line, without ornaments around it."""
    line = " ".join(headline.split())
    return _ORNAMENT_AFTER.sub("", _ORNAMENT_BEFORE.sub("", line))
