"""Items that tell many events at once: newsletters, daily digests, podcasts.

They never glue stories together: `stories` gives each one of its own, and
`rank` and `pick` leave them out of a brief, which is itself a roundup.
"""

from __future__ import annotations

import re

from bot.model import Item

_TITLE = re.compile(
    r"""
    \b(round[- ]?up|digest|newsletter|top\ stories|in\ brief|news\ in\ review|
       week\ in\ review|this\ week\ in|weekly|morning\ brief|daily\ brief|briefing|
       headlines|links\ for|what\ we.re\ reading|the\ download:|ai\ news\b.*\b20\d\d)\b
    | 早报|晚报|日报|周报|午报|速递|快讯合集|一周|每日|汇总|盘点|要闻|8点1氪|派早报|新闻联播
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Three headlines in one: A | B | C; A；B；C; A, B, and C each with words of its own.
_LISTED = re.compile(r"\s*[|｜]\s*|[；;]\s*")
_CLAUSES = re.compile(r",\s+(?:and\s+)?")
# A text of list lines, each a headline of its own.
_LIST_LINE = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.、)）]|【)\s*\S", re.MULTILINE)
_LIST_LINES = 6


def is_roundup(item: Item) -> bool:
    """Whether `item` tells many events at once, by its title's form and its text's."""
    title = item.title.strip()
    if _TITLE.search(title):
        return True
    if len([part for part in _LISTED.split(title) if len(part) >= 8]) >= 3:
        return True
    return _lists_headlines(title) or len(_LIST_LINE.findall(item.text)) >= _LIST_LINES


def _lists_headlines(title: str) -> bool:
    """Whether an English title is three clauses of two capitalised words or more each."""
    parts = [part.split() for part in _CLAUSES.split(title)]
    return len(parts) >= 3 and all(
        len(part) >= 3 and sum(word[:1].isupper() for word in part) >= 2 for part in parts
    )
