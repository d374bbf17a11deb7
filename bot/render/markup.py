"""Telegram's HTML, read the way Telegram reads it, to measure before sending.

Limits count what stands after parsing, so `split` and the templates' guard
need to know it. The rules are those of TDLib's `parse_html`
(td/telegram/MessageEntity.cpp) and https://core.telegram.org/bots/api#html-style.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.errors import TemplateError
from bot.render.text import units

# https://core.telegram.org/bots/api#sendmessage and #formatting-options
MAX_TEXT_UNITS: Final = 4096
MAX_ENTITIES: Final = 100
# Leaves room in a message for a line of our own.
ALONE_UP_TO: Final = 90

_TAGS: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "span": "spoiler",
}
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TAG_END = re.compile(r"\s*>")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(
    r"""\s+(?P<name>[^\s=>]+)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[0-9A-Za-z.-]+))?"""
)
# What Telegram marks by itself: mentions, hashtags, cashtags, commands and
# addresses. Counted too often rather than too rarely.
_FOUND_ALONE = re.compile(r"[@#$/]\w|\w\.[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Entity:
    """A marked stretch of the text; `offset` and `length` are in UTF-16 units."""

    kind: str
    offset: int
    length: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What Telegram shows: the text and its marked stretches, by where they begin."""

    text: str
    entities: tuple[Entity, ...]

    @property
    def size(self) -> Size:
        """Return how much of Telegram's limits this uses.

        Stretches that Telegram marks by itself count too, because behind the
        hundredth it leaves even our own unmarked; but they alone never make a
        text too large, since it is sent all the same.
        """
        marked = len(self.entities)
        alone = len(_FOUND_ALONE.findall(self.text))
        return Size(units(self.text), max(marked, min(marked + alone, ALONE_UP_TO)))


@dataclass(frozen=True, slots=True)
class Size:
    """UTF-16 units of the text, and entities: marked ones and those found alone."""

    units: int = 0
    entities: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(self.units + other.units, self.entities + other.entities)

    def fits(self, limit: Size) -> bool:
        """Whether this is within `limit` in both."""
        return self.units <= limit.units and self.entities <= limit.entities


ONE_MESSAGE: Final = Size(MAX_TEXT_UNITS, MAX_ENTITIES)


def measure(html: str) -> Size:
    """Return the size of `html` after parsing.

    Raises:
        TemplateError: Telegram would refuse the markup.
    """
    return parse(html).size


def parse(html: str) -> Parsed:
    """Return the text and entities that Telegram makes of `html`.

    Raises:
        TemplateError: Telegram would refuse the markup; the text says where.
    """
    return _Reader(html).read()


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end."""

    tag: str
    kind: str
    offset: int
    url: str | None
    order: int


class _Reader:
    """Reads one message from left to right."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._at = 0
        self._text: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._found: list[tuple[int, Entity]] = []
        self._order = 0

    def read(self) -> Parsed:
        while self._at < len(self._html):
            if self._html[self._at] == "<":
                self._read_tag()
            else:
                self._read_text()
        if self._open:
            raise self._refused(f"<{self._open[-1].tag}> is never closed")
        ordered = sorted(self._found, key=lambda found: found[0])
        return Parsed("".join(self._text), tuple(entity for _, entity in ordered))

    def _read_text(self) -> None:
        end = self._html.find("<", self._at)
        end = len(self._html) if end < 0 else end
        self._write(decode(self._html[self._at : end]))
        self._at = end

    def _write(self, text: str) -> None:
        if _SURROGATE.search(text):
            raise self._refused("a lone surrogate is no character")
        self._text.append(text)
        self._length += units(text)

    def _read_tag(self) -> None:
        if self._html.startswith("</", self._at):
            self._read_end()
        else:
            self._read_start()

    def _read_end(self) -> None:
        close = self._html.find(">", self._at)
        if close < 0 or not self._open:
            raise self._refused("an end tag closes nothing")
        name = self._html[self._at + 2 : close].strip().lower()
        opened = self._open.pop()
        # Telegram takes </> for the end of whatever is open.
        if name not in {"", opened.tag}:
            raise self._refused(f"</{name}> stands where </{opened.tag}> should")
        self._at = close + 1
        self._keep(opened)

    def _keep(self, opened: _Open) -> None:
        """Make the entity of a tag that has ended; an empty one is dropped."""
        length = self._length - opened.offset
        if length and opened.kind:
            entity = Entity(opened.kind, opened.offset, length, opened.url)
            self._found.append((opened.order, entity))

    def _read_start(self) -> None:
        name_match = _NAME.match(self._html, self._at + 1)
        name = name_match.group().lower() if name_match else ""
        if name not in _TAGS:
            raise self._refused(f"<{name}> is no tag of Telegram's")
        attributes, end = self._read_attributes(self._at + 1 + len(name))
        self._at = end
        kind, url = _meaning(name, attributes)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refused('<span> needs class="tg-spoiler"')
        self._open.append(_Open(name, kind, self._length, url, self._order))
        self._order += 1

    def _read_attributes(self, at: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        while found := _ATTRIBUTE.match(self._html, at):
            value = (found["value"] or "").strip("\"'")
            attributes[found["name"].lower()] = decode(value)
            at = found.end()
        close = _TAG_END.match(self._html, at)
        if close is None:
            raise self._refused("a tag is never finished")
        return attributes, close.end()

    def _refused(self, why: str) -> TemplateError:
        near = self._html[max(0, self._at - 20) : self._at + 20].replace("\n", " ")
        return TemplateError(f"Telegram would refuse this markup: {why}, near {near!r}.")


def _meaning(tag: str, attributes: dict[str, str]) -> tuple[str, str | None]:
    """Return the entity kind of a tag, empty for a link to nowhere, and its URL."""
    if tag == "a":
        url = attributes.get("href")
        return ("text_link" if url else ""), url
    if tag == "blockquote" and "expandable" in attributes:
        return "expandable_blockquote", None
    return _TAGS[tag], None


def decode(text: str) -> str:
    """Return `text` with the character references Telegram knows replaced."""
    if "&" not in text:
        return text
    return _REFERENCE.sub(_character, text)


def _character(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name is not None:
        return _NAMED.get(name, reference.group())
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    # Telegram leaves a number beyond Unicode, and zero, as they are written.
    return chr(code) if 0 < code <= 0x10FFFF else reference.group()
