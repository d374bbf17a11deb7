"""What a body says where no item has any text: who carries which headline.

A slot without a body would look broken and an invented one would lie; so the
body gives the headlines by outlet, or says where the full story is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.language.sentences import split_sentences
from bot.model import Item
from bot.writers.cleaning import clean_headline
from bot.writers.evidence import content_words

MOST_OUTLETS = 3
# What follows a headline in its title is told if it has so many words.
FEWEST_WORDS = 2

_COLON = {"zh": "："}
_STOP = {"zh": "。"}
# Where the whole story stands, for a headline that says all there is; and in which
# language, where it is not the reader's.
FULL_TEXT = {"zh": "全文见{}。", "en": "The full story is at {}."}
IN_LANG = {"zh": {"en": "（英文）"}, "en": {"zh": " (in Chinese)"}}

_ENDED = re.compile(r"[.?？!！。][”\"’」』)）]*$")
_SEAM = re.compile(r"(?<=见)(?=[A-Za-z0-9])")
_SPACE_TO_DROP = re.compile(r"(?<=。) ")


def outlet_name(slug: str, outlets: Mapping[str, str]) -> str:
    """Return what readers call the source `slug`: its title, else the slug as words."""
    return " ".join((outlets.get(slug) or slug.replace("-", " ")).split())


def tell_by_outlets(
    items: Sequence[Item], lang: str, limit: int, outlets: Mapping[str, str], headline: str = ""
) -> str:
    """Return a body of at most about `limit` characters in the words of `lang`.

    What the title behind `headline` goes on to say, then each outlet whose
    headline adds to it, at most three, and what it says; where none adds
    anything, at which outlets the full story is. It is never empty.
    """
    lines = [rest for rest in (_rest(item, headline, outlets) for item in items[:1]) if rest]
    for line in lines_by_outlets(items, lang, outlets, " ".join([headline, *lines])):
        if not lines or sum(map(len, lines)) + len(line) <= limit:
            lines.append(line)
    if not any(_COLON.get(lang, ": ") in line for line in lines):
        lines.append(full_text(items, lang, outlets))
    return _SPACE_TO_DROP.sub("", " ".join(lines))


def lines_by_outlets(
    items: Sequence[Item], lang: str, outlets: Mapping[str, str], heard: str
) -> list[str]:
    """Return a line for each outlet whose headline adds to what was `heard`, at most three."""
    return [_line(item, lang, outlets) for item in _distinct(items, heard)]


def _line(item: Item, lang: str, outlets: Mapping[str, str]) -> str:
    title = clean_headline(item.title, outlets.values()).rstrip(".。")
    end = "" if _ENDED.search(title) else _STOP.get(lang, ".")
    told = f"{_COLON.get(lang, ': ')}{title}" if title else ""
    return f"{outlet_name(item.source, outlets)}{told}{end}"


def full_text(items: Sequence[Item], lang: str, outlets: Mapping[str, str]) -> str:
    """Return where the full story stands, and in which language if not in `lang`."""
    named = {
        outlet_name(item.source, outlets): IN_LANG.get(lang, {}).get(item.lang, "")
        for item in items
    }
    carriers = [f"{name}{note}" for name, note in named.items()][:MOST_OUTLETS]
    told = FULL_TEXT.get(lang, FULL_TEXT["en"]).format(_listed(carriers, lang))
    return _SEAM.sub(" ", told) if lang == "zh" else told


def _listed(names: Sequence[str], lang: str) -> str:
    if lang == "zh" or len(names) < 2:
        return "、".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _rest(item: Item, headline: str, outlets: Mapping[str, str]) -> str:
    """Return the sentences that follow `headline` in the item's title."""
    title = clean_headline(item.title, outlets.values())
    after = title[len(headline) :]
    if not headline or not title.startswith(headline) or after[:1] not in {*".!?。！？"}:
        return ""
    rest = " ".join(split_sentences(after.lstrip(".!?。！？ ")))
    end = "" if _ENDED.search(rest) else _STOP.get(item.lang, ".")
    return f"{rest}{end}" if len(content_words(rest)) >= FEWEST_WORDS else ""


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
