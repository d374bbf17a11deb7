"""What Telegram finds in plain text by itself: commands, mentions, tags, addresses."""

from __future__ import annotations

import re

from bot.sandbox.markup.entity import Entity, utf16_length

_WORD = r"\w"
_PATTERNS = (
    (
        "bot_command",
        re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z]\w{2,31})?(?![\w/<>])"),
    ),
    ("mention", re.compile(r"(?<!\w)@[a-zA-Z]\w{3,31}(?!\w)", re.ASCII)),
    ("hashtag", re.compile(r"(?<![\w#@])#(?=\w*[^\W\d])\w{1,256}(?![\w#])")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])")),
    (
        "url",
        re.compile(
            r"(?<![\w@./-])(?:https?://)?(?:[\w-]+\.)+[a-zA-Z]{2,12}(?::\d+)?(?:[/?#][^\s<>\"]*)?"
        ),
    ),
)
_MARKERS = re.compile(r"[/@#$.]")


def find_entities(text: str) -> list[Entity]:
    """Return the entities that stand in `text` without any markup, left to right."""
    if not _MARKERS.search(text):
        return []
    found = [
        Entity(kind, utf16_length(text[: match.start()]), utf16_length(match[0]))
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda one: one.offset)
