"""Plain text made safe and cut short. Used by words, links and the templates.

Everything a feed, a person or a model wrote goes through `clean` before it is
shown. Lengths are in UTF-16 code units, the measure Telegram uses.
"""

from __future__ import annotations

import re
from functools import lru_cache

import wcwidth

from bot.language.sentences import split_sentences

ELLIPSIS = "…"
_LOOK_BEYOND = 40

# Control characters but tab and line feed, lone surrogates, and the bidi
# controls (U+202A to 202E, 2066 to 2069) with which a headline could turn round
# whatever stands after it. U+FFFE and U+FFFF are no characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


def clean(text: str) -> str:
    """Return `text` without what may not or should not be shown."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Return `text` cleaned and on one line, runs of white space as one space."""
    return " ".join(clean(text).split())


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of `text`, cleaned: its lines, but for those that are empty."""
    return [line.strip() for line in clean(text).split("\n") if line.strip()]


def units(text: str) -> int:
    """Return the length of `text` in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@lru_cache(maxsize=512)
def shorten(text: str, limit: int) -> str:
    """Return `text` in at most `limit` UTF-16 units, whole sentences if it can.

    A first sentence that is too long alone is cut at a word, or failing that
    between two characters as a reader sees them, and ends in an ellipsis.
    """
    text = clean(text).strip()
    if units(text) <= limit:
        return text
    end = 0
    # Sentences that begin beyond the limit need not be looked for.
    for sentence in split_sentences(text[: limit + _LOOK_BEYOND]):
        start = text.find(sentence, end)
        if start < 0 or units(text[: start + len(sentence)]) > limit:
            break
        end = start + len(sentence)
    return text[:end] if end else _cut(text, limit)


def _cut(text: str, limit: int) -> str:
    """Return the start of `text` and an ellipsis, in at most `limit` units."""
    end = _end_within(text, limit - units(ELLIPSIS))
    space = text.rfind(" ", 0, end)
    # A word is only given up for the whole if that costs less than a third.
    if space > end * 2 // 3:
        end = space
    return text[:end].rstrip(" ,;:，；：、") + ELLIPSIS


def _end_within(text: str, limit: int) -> int:
    """Return the last index up to which `text` fits and no character is torn."""
    if limit <= 0:
        return 0
    end = min(len(text), limit)
    while units(text[:end]) > limit:
        end -= max(1, (units(text[:end]) - limit) // 2)
    if end == len(text):
        return end
    return int(wcwidth.grapheme_boundary_before(text, end + 1))
