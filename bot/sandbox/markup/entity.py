"""What both markups are parsed into, and how it is ordered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

# Of two entities on the same span the lower number stands outside (TDLib).
_PRIORITY = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre_code": 10,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
    "date_time": 99,
}


class MarkupError(ValueError):
    """The markup is wrong; the text is what Telegram says of it."""


class Entity(NamedTuple):
    """A formatted span: `offset` and `length` in UTF-16 units.

    `detail` is what the type needs: the URL of a `text_link`, the language of a
    `pre_code`, the id of a `text_mention` or `custom_emoji`, (unix time, format
    flags) of a `date_time`; None for the others.
    """

    type: str
    offset: int
    length: int
    detail: str | int | tuple[int, int] | None = None

    @property
    def end(self) -> int:
        """The first UTF-16 unit after it."""
        return self.offset + self.length

    def as_json(self) -> dict[str, object]:
        """Return it as the `MessageEntity` object of the Bot API."""
        name = "pre" if self.type == "pre_code" else self.type
        shown: dict[str, object] = {"type": name, "offset": self.offset, "length": self.length}
        match self.type:
            case "text_link":
                shown["url"] = self.detail
            case "pre_code":
                shown["language"] = self.detail
            case "custom_emoji":
                shown["custom_emoji_id"] = str(self.detail)
            case "text_mention":
                shown["user"] = {"id": self.detail, "is_bot": False, "first_name": "User"}
            case "date_time" if isinstance(self.detail, tuple):
                shown["unix_time"] = self.detail[0]
        return shown


@dataclass(slots=True)
class OpenTag:
    """A tag or mark that was opened: where, in bytes of the source and UTF-16 units."""

    name: str
    byte_offset: int
    offset: int
    result_index: int
    argument: str = ""


def in_order(entities: list[Entity]) -> list[Entity]:
    """Return `entities` as Telegram lists them: outer before inner, left to right."""
    return sorted(entities, key=lambda one: (one.offset, -one.length, _PRIORITY.get(one.type, 50)))


def utf16_length(text: str) -> int:
    """Return the length of `text` in UTF-16 code units."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
