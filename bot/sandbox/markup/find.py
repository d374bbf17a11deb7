"""What Telegram finds in plain text by itself: commands, mentions, tags, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.sandbox.markup.addresses import find_addresses
from bot.sandbox.markup.entity import Entity, utf16_length

# Letters of a tag: words, the joiner, the middle dot, and Sinhala as a whole.
_TAG = r"\w\u200c\u00b7\u0d80-\u0dff"
_NAME = "[a-zA-Z0-9_]"
_COMMAND = re.compile(rf"(?<![\w/<>])/{_NAME}{{1,64}}(?:@{_NAME}{{3,32}})?(?![\w/<>@])")
_MENTION = re.compile(rf"(?<!\w)@(?:{_NAME}{{4,32}}|gif|pic|vid)(?!\w)")
_HASHTAG = re.compile(rf"(?<![{_TAG}])#([{_TAG}]{{1,256}})(?P<rest>[{_TAG}]*)(?![#{_TAG}])")
_HASHTAG_PLACE = re.compile(rf"@{_NAME}{{3,32}}")
_CASHTAG = re.compile(
    rf"(?<![{_TAG}$])\$(?:1INCH|[A-Z]{{1,8}})(?![{_TAG}$])(?:@{_NAME}{{3,32}}(?!{_NAME}))?"
)
_MARKERS = re.compile(r"[/@#$.]")


def find_entities(text: str) -> list[Entity]:
    """Return the entities that stand in `text` without any markup, left to right."""
    if not _MARKERS.search(text):
        return []
    return sorted(
        (
            Entity(kind, utf16_length(text[:start]), utf16_length(text[start:end]))
            for kind, start, end in _spans(text)
        ),
        key=lambda one: one.offset,
    )


def _spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (type, start, end) of each, as indices into `text`."""
    for kind, pattern in (("bot_command", _COMMAND), ("mention", _MENTION), ("cashtag", _CASHTAG)):
        for match in pattern.finditer(text):
            yield kind, *match.span()
    for match in _HASHTAG.finditer(text):
        if any(char.isalpha() for char in match[1]):
            place = None if match["rest"] else _HASHTAG_PLACE.match(text, match.end())
            yield "hashtag", match.start(), place.end() if place else match.end(1)
    yield from find_addresses(text)
