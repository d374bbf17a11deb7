"""Which of a story's titles to call it by."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Item

# A title of this many characters says what happened; shorter ones only name
# a thing ("GPT-5.5"), longer ones ramble.
SHORT, LONG = {"zh": 10, "other": 28}, {"zh": 40, "other": 110}


def best_headline(items: Sequence[Item], lang: str | None = None) -> str:
    """Return the title that tells the story best, in `lang` where there is one."""
    in_lang = [item for item in items if item.lang == lang] or list(items)
    return min(in_lang, key=lambda item: (_oddness(item), item.published, item.id)).title


def _oddness(item: Item) -> int:
    script = "zh" if item.lang == "zh" else "other"
    length = len(item.title)
    return max(0, SHORT[script] - length) + max(0, length - LONG[script])
