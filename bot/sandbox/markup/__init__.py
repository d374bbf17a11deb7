"""Telegram's formatting: marked-up text -> plain text and entities.

Called by `bodies.py`. Behaves as Telegram's own server does, down to the
wording of its errors (the rules are those of TDLib's `MessageEntity.cpp`).
"""

from bot.sandbox.markup.entity import Entity, MarkupError, utf16_length
from bot.sandbox.markup.find import find_entities
from bot.sandbox.markup.html import parse_html
from bot.sandbox.markup.markdown import parse_markdown_v2
from bot.sandbox.markup.tidy import tidy

__all__ = [
    "Entity",
    "MarkupError",
    "find_entities",
    "parse_html",
    "parse_markdown_v2",
    "tidy",
    "utf16_length",
]
