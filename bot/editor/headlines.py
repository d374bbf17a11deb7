"""Which of a story's titles to call it by, before any writer has told it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.headlines import flaws
from bot.language.links import is_forum
from bot.model import Item

# What a newsroom says outranks what a forum says, whatever its words.
FORUM = 1.5


def best_headline(items: Sequence[Item], lang: str | None = None) -> str:
    """Return the title that tells the story best, in `lang` where there is one."""
    in_lang = [item for item in items if item.lang == lang] or list(items)
    return min(in_lang, key=lambda item: (_oddness(item), item.published, item.id)).title


def _oddness(item: Item) -> float:
    return flaws(item.title) + FORUM * is_forum(item.url)
