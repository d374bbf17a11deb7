"""Markdown -> a flat list of blocks, as `briefs` wants them. Called by hugo.

Parsed by markdown-it; only what stands at the top level is kept apart: a list
item is one block with all that is nested in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.sources.html_text import read_html, tidy

_PARSER = MarkdownIt("commonmark").enable("table")


class BlockKind(StrEnum):
    """What a block is. `ITEM` is of a numbered list, `BULLET` of one without numbers."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    ITEM = "item"
    BULLET = "bullet"
    RULE = "rule"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a block."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level block in plain text. `lead` is its first line where all of that is bold.

    `level` is a heading's. `images` and `links` are in their order, as written.
    """

    kind: BlockKind
    text: str
    lead: str = ""
    level: int = 0
    links: tuple[Link, ...] = ()
    images: tuple[str, ...] = ()


def read_blocks(markdown: str) -> list[Block]:
    """Return the blocks of `markdown`, in their order; empty ones are left out."""
    blocks = (_block(group) for group in _top_level(_PARSER.parse(markdown)))
    return [b for b in blocks if b.text or b.images or b.kind is BlockKind.RULE]


def _top_level(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each top-level block; of a top-level list, of each item."""
    group: list[Token] = []
    in_list: Token | None = None
    for token in tokens:
        if token.level == 0 and token.type in ("ordered_list_open", "bullet_list_open"):
            in_list = token
        elif in_list is not None and token.level == 0:
            in_list = None
        else:
            group.append(token)
            if token.level == (1 if in_list else 0) and token.nesting <= 0:
                yield [in_list, *group] if in_list else group
                group = []


_KINDS = {
    "heading_open": BlockKind.HEADING,
    "paragraph_open": BlockKind.PARAGRAPH,
    "blockquote_open": BlockKind.QUOTE,
    "ordered_list_open": BlockKind.ITEM,
    "bullet_list_open": BlockKind.BULLET,
    "hr": BlockKind.RULE,
}


def _block(tokens: list[Token]) -> Block:
    """Return the block that `tokens` make."""
    first = tokens[0]
    kind = _KINDS.get(first.type, BlockKind.OTHER)
    parts = [_inline(token.children or []) for token in tokens if token.type == "inline"]
    for token in tokens:
        if token.type == "html_block":
            read = read_html(token.content)
            parts.append(_Inline(read.text, images=[read.image] if read.image else []))
    return Block(
        kind=kind,
        text=tidy("\n".join(part.text for part in parts)),
        lead=tidy(parts[0].lead) if parts else "",
        level=int(first.tag[1]) if kind is BlockKind.HEADING else 0,
        links=tuple(link for part in parts for link in part.links),
        images=tuple(image for part in parts for image in part.images),
    )


class _Inline:
    """The text of one run of inline tokens, with the links and pictures in it."""

    def __init__(self, text: str = "", *, images: list[str] | None = None) -> None:
        self.text = text
        self.lead = ""
        self.links: list[Link] = []
        self.images = images or []


def _inline(tokens: Sequence[Token]) -> _Inline:
    inline = _Inline()
    link_start, link_url = 0, ""
    for token in tokens:
        match token.type:
            case "text" | "code_inline":
                inline.text += token.content
            case "softbreak" | "hardbreak":
                inline.text += "\n"
            case "image":
                inline.images.append(str(token.attrGet("src") or ""))
            case "link_open":
                link_start, link_url = len(inline.text), str(token.attrGet("href") or "")
            case "link_close":
                inline.links.append(Link(inline.text[link_start:].strip(), link_url))
            case "html_inline":
                inline.text += "\n" if token.content.lower().startswith("<br") else ""
    inline.lead = _bold_lead(tokens)
    return inline


def _bold_lead(tokens: Sequence[Token]) -> str:
    """Return the first line of `tokens` if it is one bold run and nothing else."""
    lines = groupby(tokens, key=lambda token: token.type in ("softbreak", "hardbreak"))
    line = [token for token in next(lines, (None, iter(())))[1] if token.type != "image"]
    line = [token for token in line if token.content or token.type != "text"]
    if len(line) < 3 or line[0].type != "strong_open" or line[-1].type != "strong_close":
        return ""
    if sum(token.type == "strong_open" for token in line) > 1:
        return ""
    return "".join(token.content for token in line if token.type in ("text", "code_inline"))
