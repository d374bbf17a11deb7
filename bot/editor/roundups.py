"""Items that tell many events at once: newsletters, daily digests, podcasts.

They never glue stories together: `stories` gives each one of its own, and
`rank` and `pick` leave them out of a brief, which is itself a roundup.
"""

from __future__ import annotations

import re

from bot.model import Item

_TITLE = re.compile(
    r"""
    \b(news\ round-?up|round-?up\ of|round-up|digest|newsletter|top\ stories|news\ in\ review|
       (week|month|year)\ in\ review|this\ week\ in|(daily|morning|evening|news)\ brief(ing)?|
       (weekly|daily|monthly)\ (news|recap|roundup|update)|what\ we.re\ reading)\b
    | \bthe\ download: | \btoday\ in\b[^:]*: | ^(weekly|daily|news)\ round-?up | :\ (a\ )?round-?up$
    | 早报|晚报|日报|周报|午报|快讯合集|派早报|8点1氪|新闻联播
    | (每日|每周|今日|本周|一周)\ ?(ai|资讯|速递|新闻|要闻|精选|回顾|热点|盘点|汇总|快讯)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Three headlines in one: A | B | C; A；B；C; A, B, and C each with words of its own.
_LISTED = re.compile(r"\s*[|｜]\s*|[；;]\s*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CLAUSES = re.compile(r",\s+(?:and\s+)?")
# A text of list lines, each a headline of its own.
_LIST_LINE = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.、)）]|【)\s*\S", re.MULTILINE)
_LIST_LINES = 6


def is_roundup(item: Item) -> bool:
    """Whether `item` tells many events at once, by its title's form and its text's."""
    title = item.title.strip()
    if _TITLE.search(title):
        return True
    if len([part for part in _LISTED.split(title) if _tells(part)]) >= 3:
        return True
    return _lists_headlines(title) or len(_LIST_LINE.findall(item.text)) >= _LIST_LINES


def _lists_headlines(title: str) -> bool:
    """Whether an English title is three clauses of two capitalised words or more each."""
    parts = [part.split() for part in _CLAUSES.split(title)]
    return len(parts) >= 3 and all(
        len(part) >= 3 and sum(word[:1].isupper() for word in part) >= 2 for part in parts
    )


def _tells(part: str) -> bool:
    """Whether a part between bars is a headline, not the name of a section or an outlet."""
    return len(part.split()) >= 4 or len(_HAN.findall(part)) >= 4
