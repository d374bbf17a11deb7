"""What a body says where no item has any text: who carries which headline.

A slot without a body would look broken and an invented one would lie; so the
body gives the headlines by outlet and says that there is no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.model import Item
from bot.writers.cleaning import clean_headline
from bot.writers.evidence import content_words

MOST_OUTLETS = 3

_COLON = {"zh": "："}
_STOP = {"zh": "。"}
NOTES = {
    "zh": "信息源仅提供标题，全文见原文链接。",
    "en": "The feed gives only the headline; the full text is at the source.",
}
NOTES_ON_SEVERAL = {
    "zh": "各信息源仅提供标题，全文见原文链接。",
    "en": "The feeds give only headlines; the full texts are at the sources.",
}

# Who carries a story whose headline says all there is.
CARRIED = {"zh": "{}报道。", "en": "Reported by {}."}

_JOIN = {"zh": "、"}
_ENDED = re.compile(r"[.?？!！。][”\"’」』)）]*$")
_SPACE_TO_DROP = re.compile(r"(?<=。) ")


def outlet_name(slug: str, outlets: Mapping[str, str]) -> str:
    """Return what readers call the source `slug`: its title, else the slug as words."""
    return " ".join((outlets.get(slug) or slug.replace("-", " ")).split())


def tell_by_outlets(
    items: Sequence[Item], lang: str, limit: int, outlets: Mapping[str, str], headline: str = ""
) -> str:
    """Return a body of at most about `limit` characters in the words of `lang`.

    It names each outlet whose headline adds to `headline`, at most three, and
    what it says; where none adds anything, it names who carries the story. It
    is never empty.
    """
    colon, stop = _COLON.get(lang, ": "), _STOP.get(lang, ".")
    lines: list[str] = []
    for item in _distinct(items, headline):
        title = clean_headline(item.title, outlets.values()).rstrip(".。")
        end = "" if _ENDED.search(title) else stop
        told = f"{colon}{title}" if title else ""
        line = f"{outlet_name(item.source, outlets)}{told}{end}"
        if not lines or sum(map(len, lines)) + len(line) <= limit:
            lines.append(line)
    carriers = dict.fromkeys(outlet_name(item.source, outlets) for item in items)
    if not lines:
        carried = CARRIED.get(lang, CARRIED["en"])
        lines.append(carried.format(_JOIN.get(lang, ", ").join([*carriers][:MOST_OUTLETS])))
    notes = NOTES_ON_SEVERAL if len(carriers) > 1 else NOTES
    lines.append(notes.get(lang, notes["en"]))
    return _SPACE_TO_DROP.sub("", " ".join(lines))


def _distinct(items: Sequence[Item], headline: str) -> list[Item]:
    """Return the first item of each outlet whose headline adds to those before."""
    kept: list[Item] = []
    heard = set(content_words(headline))
    for item in items:
        words = content_words(clean_headline(item.title))
        said_before = heard and len(words - heard) < max(2, len(words) // 3)
        if said_before or any(item.source == other.source for other in kept):
            continue
        kept.append(item)
        heard |= words
    return kept[:MOST_OUTLETS]
