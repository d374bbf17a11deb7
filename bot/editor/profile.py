"""An item taken apart once into what two items are compared by.

`pairs` compares two profiles; `stories` makes them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.editor.kinds import kinds_of
from bot.editor.terms import terms_of
from bot.language.amounts import find_amounts
from bot.language.links import canonical_url
from bot.language.names import Names
from bot.model import Item

# What follows this much text is background, which is alike in different events.
TEXT_CHARACTERS = 600

# A name and the version on it: GPT-5.5, DeepSeek V4, Qwen3.6, v0.11.0, Opus 4.7.
_VERSION = re.compile(
    r"(?<![A-Za-z0-9.])([A-Za-z]{2,})[\s\-]?[vV]?(\d{1,4}(?:\.\d+)*)(?![\d.]*[A-Za-z%,])"
    r"|(?<![A-Za-z0-9.])[vV](\d+(?:\.\d+)*)(?![\w])"
)
# The size of a model in parameters.
_SIZE = re.compile(r"(?<![\w.])[A-Za-z]?(\d+(?:\.\d+)?)\s?([BMT])(?![\w])")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of an item.

    Names are canonical topics; `versions` pairs of a folded name and a
    version; `sizes` model sizes such as 27B; `amounts` pairs of unit and value.
    """

    item: Item
    title_terms: frozenset[str]
    terms: frozenset[str]
    title_names: frozenset[str]
    names: frozenset[str]
    versions: frozenset[tuple[str, str]]
    sizes: frozenset[str]
    amounts: frozenset[tuple[str, float]]
    kinds: frozenset[str]
    link: str
    day: float


def profile(item: Item, names: Names) -> Profile:
    """Return `item` taken apart."""
    title = unicodedata.normalize("NFKC", item.title)
    text = unicodedata.normalize("NFKC", item.text[:TEXT_CHARACTERS])
    title_names = frozenset(mention.name for mention in names.find(title))
    text_names = frozenset(mention.name for mention in names.find(text))
    title_terms = terms_of(title) | _as_terms(title_names)
    return Profile(
        item=item,
        title_terms=title_terms,
        terms=title_terms | terms_of(text) | _as_terms(text_names),
        title_names=frozenset(names.with_parents(title_names)),
        names=frozenset(names.with_parents(title_names | text_names)),
        versions=_versions(title),
        sizes=frozenset(f"{size}{unit}" for size, unit in _SIZE.findall(title)),
        amounts=_amounts(f"{title}\n{text}"),
        kinds=kinds_of(title),
        link=_link(item.url),
        day=item.published.timestamp() / 86400,
    )


def _as_terms(names: frozenset[str]) -> frozenset[str]:
    """Return names as words that are the same in every language."""
    return frozenset(f"@{name}" for name in names)


def _versions(title: str) -> frozenset[tuple[str, str]]:
    return frozenset(
        (name.lower(), numbered or bare) for name, numbered, bare in _VERSION.findall(title)
    )


@lru_cache(maxsize=8192)
def _amounts(text: str) -> frozenset[tuple[str, float]]:
    return frozenset((amount.unit, amount.value) for amount in find_amounts(text))


def _link(url: str) -> str:
    """Return the canonical address, or nothing for a site's front page, which tells nothing."""
    address = canonical_url(url) if url else ""
    path = re.sub(r"^https?://[^/]+/?", "", address)
    return address if path else ""
