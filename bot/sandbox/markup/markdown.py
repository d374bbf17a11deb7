"""MarkdownV2 as Telegram reads it."""

from __future__ import annotations

from bot.sandbox.markup.entity import Entity, MarkupError, OpenTag, in_order
from bot.sandbox.markup.links import checked_url, emoji_or_time, mentioned_user

_END = "\0"  # stands after the text, so that a look ahead needs no bounds check
_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_SPACES = " \t\r\n\0\x0b"
# What opens an entity, the longer mark first; the same mark closes it.
_MARKS = (
    ("__", "Underline"),
    ("||", "Spoiler"),
    ("![", "CustomEmoji"),
    ("_", "Italic"),
    ("*", "Bold"),
    ("~", "Strikethrough"),
    ("[", "TextUrl"),
)
_CLOSING = {
    "Underline": "__",
    "Spoiler": "||",
    "Italic": "_",
    "Bold": "*",
    "Strikethrough": "~",
    "Code": "`",
    "Pre": "```",
    "PreCode": "```",
    "TextUrl": "]",
    "CustomEmoji": "]",
}
_TYPES = {
    "Underline": "underline",
    "Spoiler": "spoiler",
    "Italic": "italic",
    "Bold": "bold",
    "Strikethrough": "strikethrough",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre_code",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
}
_VERBATIM = {"Code", "Pre", "PreCode"}


def parse_markdown_v2(text: str) -> tuple[str, list[Entity]]:
    """Return the plain text of `text` and its entities in Telegram's order.

    Raises:
        MarkupError: an entity has no end or a reserved character no backslash.
    """
    reader = _Reader(text)
    reader.read()
    return "".join(reader.parts), in_order(reader.entities)


class _Reader:
    """One pass over the source; `parts` is the plain text so far, `offset` its length.

    `quote` says whether a block quotation is open; it stands in `open` beside
    the other marks, `fresh_line` whether one could start here.
    """

    def __init__(self, source: str) -> None:
        self.source = source + _END
        self.length = len(source)
        self.at = 0
        self.offset = 0
        self.parts: list[str] = []
        self.entities: list[Entity] = []
        self.open: list[OpenTag] = []
        self.fresh_line = True

    def read(self) -> None:
        while self.at < self.length:
            char = self.source[self.at]
            inner = self.open[-1].name if self.open else ""
            reserved = char == "`" if inner in _VERBATIM else char in _RESERVED
            if char == "\\" and "\0" < self.source[self.at + 1] <= "~":
                self._write(self.source[self.at + 1])
                self.at += 2
            elif not reserved:
                self._plain(char, verbatim=inner in _VERBATIM)
            elif inner and self._closes(inner):
                self._close_mark(inner)
            else:
                self._open_mark(char)
        if self._in_quote():
            self._end_quote()
        if self.open:
            raise self._no_end(self.open[-1])

    def _no_end(self, tag: OpenTag) -> MarkupError:
        return MarkupError(f"Can't find end of {tag.name} entity at byte offset {tag.byte_offset}")

    def _write(self, char: str) -> None:
        self.parts.append(char)
        self.offset += 1 + (char > "\uffff")
        if char != "\r":
            self.fresh_line = False

    def _plain(self, char: str, *, verbatim: bool) -> None:
        self._write(char)
        self.at += 1
        if char != "\n" or verbatim:
            return
        self.fresh_line = True
        if self._in_quote():
            if self.source[self.at] == ">":
                self.at += 1
                self.fresh_line = False
            else:
                self._end_quote()

    def _in_quote(self) -> bool:
        return any(tag.name == "BlockQuote" for tag in self.open)

    def _end_quote(self) -> None:
        """Close the quotation; a spoiler mark just before makes it expandable."""
        name = "BlockQuote"
        if self.open[-1].name == "Spoiler" and not "".join(
            self.parts[self.open[-1].result_index :]
        ).strip("\r\n"):
            self.open.pop()
            name = "ExpandableBlockQuote"
        if self.open[-1].name != "BlockQuote":
            raise self._no_end(self.open[-1])
        tag = self.open.pop()
        self._add(_TYPES[name], tag)

    def _closes(self, inner: str) -> bool:
        if inner == "Italic" and self.source.startswith("__", self.at):
            return False
        return inner in _CLOSING and self.source.startswith(_CLOSING[inner], self.at)

    def _open_mark(self, char: str) -> None:
        begin = self.at
        if char == "`":
            self._open_code(begin)
            return
        if char == ">" and self.fresh_line and not self._in_quote():
            self.at += 1
            self._push("BlockQuote", begin)
            return
        for mark, name in _MARKS:
            if self.source.startswith(mark, begin):
                self.at += len(mark)
                self._push(name, begin)
                return
        raise MarkupError(
            f"Character '{char}' is reserved and must be escaped with the preceding '\\'"
        )

    def _push(self, name: str, begin: int, argument: str = "") -> None:
        byte_offset = len(self.source[:begin].encode("utf-8", "surrogatepass"))
        self.open.append(OpenTag(name, byte_offset, self.offset, len(self.parts), argument))

    def _open_code(self, begin: int) -> None:
        if not self.source.startswith("```", begin):
            self.at += 1
            self._push("Code", begin)
            return
        self.at += 3
        end = self.at
        while self.source[end] not in _SPACES + "`":
            end += 1
        language = self.source[self.at : end]
        if language and end < self.length and self.source[end] != "`":
            self._push("PreCode", begin, language)
            self.at = end
        else:
            self._push("Pre", begin)
        self._skip_newline()

    def _skip_newline(self) -> None:
        first, second = self.source[self.at], self.source[self.at + 1 : self.at + 2]
        if first in "\r\n":
            self.at += 2 if second in {"\r", "\n"} - {first} else 1

    def _close_mark(self, name: str) -> None:
        tag = self.open.pop()
        self.at += len(_CLOSING[name])
        if name in {"TextUrl", "CustomEmoji"}:
            self._close_link(tag)
        else:
            self._add(_TYPES[name], tag, tag.argument or None)

    def _close_link(self, tag: OpenTag) -> None:
        target = self._target()
        if tag.name == "CustomEmoji":
            if target is None:
                raise MarkupError("The entity must contain a tg://emoji or tg://time URL")
            kind, detail = emoji_or_time(target)
            self._add(kind, tag, detail)
            return
        if target is None:
            target = "".join(self.parts[tag.result_index :])
        user = mentioned_user(target)
        if user is not None:
            self._add("text_mention", tag, user)
        elif url := checked_url(target):
            self._add("text_link", tag, url)

    def _target(self) -> str | None:
        """Read the `(address)` after a closing bracket, or return None without one.

        Raises:
            MarkupError: it does not end.
        """
        if self.source[self.at] != "(":
            return None
        self.at += 1
        begin, parts = self.at, list[str]()
        while self.at < self.length and self.source[self.at] != ")":
            if self.source[self.at] == "\\" and "\0" < self.source[self.at + 1] <= "~":
                self.at += 1
            parts.append(self.source[self.at])
            self.at += 1
        if self.at >= self.length:
            offset = len(self.source[:begin].encode("utf-8", "surrogatepass"))
            raise MarkupError(f"Can't find end of a URL at byte offset {offset}")
        self.at += 1
        return "".join(parts)

    def _add(
        self, kind: str, tag: OpenTag, detail: str | int | tuple[int, int] | None = None
    ) -> None:
        if self.offset > tag.offset:
            self.entities.append(Entity(kind, tag.offset, self.offset - tag.offset, detail))
