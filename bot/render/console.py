"""Wraps text for a terminal, where a Han character takes two columns.

Own code because `wcwidth.wrap` (0.9) takes time in the square of a text without
spaces, which Chinese is, and lets a line begin with a full stop.
"""

from __future__ import annotations

from collections.abc import Iterator

import wcwidth

from bot.render.text import clean

# Chinese typesetting lets no line begin with these (W3C CLREQ, 3.1.3).
_NEVER_FIRST = frozenset("，。、；：？！”’）》」』】〉…·,.;:?!)]}%")


def wrap(text: str, width: int = 76, indent: int = 0) -> str:
    """Return `text` in lines of at most `width` columns, all but the first indented.

    Empty lines between paragraphs stay. A closing mark hangs over the edge by
    its own width rather than begin a line.
    """
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        lines += _fill(" ".join(paragraph.split()), width - indent)
    return "\n".join(" " * indent + line if line else "" for line in lines).strip()


def _fill(paragraph: str, width: int) -> list[str]:
    """Put the words of `paragraph` into lines, each as full as `width` allows."""
    lines, used = [""], 0
    for word in _words(paragraph, width):
        columns = _columns(word)
        if used + columns > width and used and not _hangs(word):
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            used = 0
        if word != " " or used:
            lines[-1] += word
            used += columns
    return lines


def _words(text: str, width: int) -> Iterator[str]:
    """Yield what a line must not break: words, spaces, single wide characters."""
    word, columns = "", 0
    for character in wcwidth.iter_graphemes(text):
        own = _columns(character)
        alone = character == " " or own > 1
        if word and (alone or columns + own > width):
            yield word
            word, columns = "", 0
        if alone:
            yield character
        else:
            word, columns = word + character, columns + own
    if word:
        yield word


def _hangs(word: str) -> bool:
    return len(word) <= 2 and word[0] in _NEVER_FIRST


def _columns(text: str) -> int:
    # -1 stands for a text with something unprintable in it.
    return max(0, wcwidth.wcswidth(text))
