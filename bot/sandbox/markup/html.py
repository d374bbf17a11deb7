"""HTML as Telegram reads it: a dozen tags, strict errors, forgiving attributes."""

from __future__ import annotations

import re

from bot.sandbox.markup.entity import Entity, MarkupError, OpenTag, in_order, utf16_length
from bot.sandbox.markup.links import checked_url, mentioned_user, time_flags

_END = "\0"  # stands after the text, so that a look ahead needs no bounds check
_SPACES = " \t\r\n\0\x0b"
_PLAIN = re.compile(r"[^<&]+")
_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_KNOWN = {*_TYPES, "a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """Return the plain text of `text` and its entities in Telegram's order.

    Raises:
        MarkupError: a tag is unknown, unclosed or crossed, in Telegram's words.
    """
    reader = _Reader(text)
    reader.read()
    plain = "".join(reader.parts)
    if any("\ud800" <= char <= "\udfff" for char in plain):
        raise MarkupError(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return plain, in_order([_without_class(entity) for entity in reader.entities])


def _without_class(entity: Entity) -> Entity:
    """Drop the language of a `code` that turned out to stand in no `pre`."""
    return entity._replace(detail=None) if entity.type == "code" else entity


class _Reader:
    """One pass over the source; `parts` is the plain text so far, `offset` its length."""

    def __init__(self, source: str) -> None:
        self.source = source + _END
        self.length = len(source)
        self.at = 0
        self.offset = 0
        self.parts: list[str] = []
        self.entities: list[Entity] = []
        self.open: list[OpenTag] = []

    def read(self) -> None:
        while self.at < self.length:
            plain = _PLAIN.match(self.source, self.at, self.length)
            if plain:
                self.at = plain.end()
                self._write(plain[0])
            elif self.source[self.at] == "&":
                self._write(self._character() or self._next())
            elif self.source[self.at + 1] == "/":
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise MarkupError(
                f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"'
            )

    def _write(self, plain: str) -> None:
        self.parts.append(plain)
        self.offset += utf16_length(plain)

    def _next(self) -> str:
        self.at += 1
        return self.source[self.at - 1]

    def _character(self) -> str | None:
        """Read a character reference, or return None and stay where it is none."""
        match = _CHARACTER.match(self.source, self.at, self.length)
        if match is None:
            return None
        hexadecimal, decimal, name = match.groups()
        if name is not None:
            character = _NAMED.get(name)
        else:
            code = int(hexadecimal or decimal or "0", 16 if hexadecimal is not None else 10)
            digits = len(match[0].rstrip(";"))
            character = chr(code) if 0 < code < 0x10FFFF and digits < 10 else None
        if character is not None:
            self.at = match.end()
        return character

    def _bytes_to(self, index: int) -> int:
        return len(self.source[:index].encode("utf-8", "surrogatepass"))

    def _skip(self, *, spaces: bool, stop: str = "") -> str:
        """Move over spaces, or over all that is neither space nor in `stop`."""
        start = self.at
        while self.at < self.length:
            char = self.source[self.at]
            if (char in _SPACES) is not spaces or char in stop:
                break
            self.at += 1
        return self.source[start : self.at]

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        name = self._skip(spaces=False, stop=">").lower()
        if self.at == self.length:
            raise MarkupError(f"Unclosed start tag at byte offset {self._bytes_to(begin)}")
        if name not in _KNOWN:
            raise MarkupError(
                f'Unsupported start tag "{name}" at byte offset {self._bytes_to(begin)}'
            )
        attributes = self._attributes(name, begin)
        self.at += 1
        argument = self._argument(name, attributes, begin)
        self.open.append(
            OpenTag(name, self._bytes_to(begin), self.offset, len(self.parts), argument)
        )

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._skip(spaces=True)
            if self.source[self.at] == ">":
                return found
            name = self._skip(spaces=False, stop="=>")
            if not name and self.at < self.length:
                raise MarkupError(
                    f'Empty attribute name in the tag "{tag}" '
                    f"at byte offset {self._bytes_to(begin)}"
                )
            self._skip(spaces=True)
            if self.source[self.at] == "=":
                self.at += 1
                self._skip(spaces=True)
                value = "" if self.at == self.length else self._value()
            else:
                value = ""
            if self.at == self.length:
                quoted = self.source[self.length - 1] not in _SPACES and value
                named = "" if quoted else f' "{tag}"'
                raise MarkupError(
                    f"Unclosed start tag{named} at byte offset {self._bytes_to(begin)}"
                )
            found.setdefault(name, value)

    def _value(self) -> str:
        quote = self.source[self.at]
        if quote not in "'\"":
            return self._name_token()
        self.at += 1
        parts: list[str] = []
        while self.at < self.length and self.source[self.at] != quote:
            character = self._character() if self.source[self.at] == "&" else None
            parts.append(character or self._next())
        if self.at < self.length:
            self.at += 1
        return "".join(parts)

    def _name_token(self) -> str:
        begin = self.at
        while (char := self.source[self.at]) in ".-" or (char.isascii() and char.isalnum()):
            self.at += 1
        if self.source[self.at] not in _SPACES + ">":
            raise MarkupError(
                f"Unexpected end of name token at byte offset {self._bytes_to(begin)}"
            )
        return self.source[begin : self.at].lower()

    def _argument(self, tag: str, attributes: dict[str, str], begin: int) -> str:
        """Return the one attribute that matters to `tag`."""
        match tag:
            case "a":
                return attributes.get("href", "")
            case "code":
                language = attributes.get("class", "")
                return language[9:] if language.startswith("language-") else ""
            case "span" if attributes.get("class") != "tg-spoiler":
                raise MarkupError(
                    f'Tag "span" must have class "tg-spoiler" '
                    f"at byte offset {self._bytes_to(begin)}"
                )
            case "blockquote":
                return "expandable" if "expandable" in attributes else ""
            case "tg-emoji":
                return attributes.get("emoji-id", "")
            case "tg-time":
                return f"{attributes.get('unix', '')} {attributes.get('format', '')}"
        return ""

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise MarkupError(f"Unexpected end tag at byte offset {self._bytes_to(begin)}")
        self.at += 2
        name = self._skip(spaces=False, stop=">").lower()
        self._skip(spaces=True)
        if self.source[self.at] != ">":
            raise MarkupError(f"Unclosed end tag at byte offset {self._bytes_to(begin)}")
        self.at += 1
        tag = self.open.pop()
        if name and name != tag.name:
            raise MarkupError(
                f"Unmatched end tag at byte offset {self._bytes_to(begin)}, "
                f'expected "</{tag.name}>", found "</{name}>"'
            )
        if self.offset > tag.offset:
            self._close(tag)

    def _close(self, tag: OpenTag) -> None:
        length = self.offset - tag.offset
        last = self.entities[-1] if self.entities else None
        same_span = last is not None and (last.offset, last.length) == (tag.offset, length)
        entity = self._entity(tag, length)
        if entity is None:
            return
        if last is not None and same_span and {last.type, entity.type} == {"pre", "code"}:
            language = last.detail or entity.detail
            if language:
                self.entities[-1] = Entity("pre_code", tag.offset, length, language)
                return
        self.entities.append(entity)

    def _entity(self, tag: OpenTag, length: int) -> Entity | None:
        kind: str | None = _TYPES.get(tag.name, tag.name)
        detail: str | int | tuple[int, int] | None = None
        match tag.name:
            case "a":
                return self._link(tag, length)
            case "blockquote":
                kind = f"{tag.argument}_blockquote" if tag.argument else "blockquote"
            case "code":
                detail = tag.argument or None
            case "tg-emoji":
                kind, detail = "custom_emoji", _number(tag.argument, "custom emoji identifier")
            case "tg-time":
                unix, _, form = tag.argument.partition(" ")
                kind, detail = "date_time", (_number(unix, "Unix time"), time_flags(form))
        return Entity(str(kind), tag.offset, length, detail)

    def _link(self, tag: OpenTag, length: int) -> Entity | None:
        address = tag.argument or "".join(self.parts[tag.result_index :])
        user = mentioned_user(address)
        if user is not None:
            return Entity("text_mention", tag.offset, length, user)
        url = checked_url(address)
        return Entity("text_link", tag.offset, length, url) if url else None


def _number(text: str, what: str) -> int:
    if not text.isdigit():
        raise MarkupError(f"Invalid {what} specified")
    return int(text)
