"""Wraps text for a terminal, where a Han character takes two columns."""

from __future__ import annotations

import wcwidth

from bot.render.text import clean

# Chinese typesetting does not let a line begin with these (W3C CLREQ 3.1.3).
_NEVER_FIRST = "，。、；：？！”’）》」』】〉…·,.;:?!)]}%"


def wrap(text: str, width: int = 76, indent: int = 0) -> str:
    """Return `text` in lines of at most `width` columns, each after the first indented.

    Paragraphs stay apart by an empty line. A closing mark hangs over the edge
    by its own width rather than begin a line.
    """
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        lines += _hang(wcwidth.wrap(paragraph, width - indent)) if paragraph.strip() else [""]
    pad = " " * indent
    return "\n".join(pad + line if line else "" for line in lines).strip()


def _hang(lines: list[str]) -> list[str]:
    """Move marks that may not begin a line to the end of the line before."""
    hung: list[str] = []
    for line in lines:
        rest = line.lstrip(_NEVER_FIRST) if hung else line
        if hung:
            hung[-1] += line[: len(line) - len(rest)]
        if rest.strip():
            hung.append(rest.strip() if hung else rest)
    return hung
