"""An item taken apart once into what two items are compared by.

`pairs` compares two profiles; `stories` makes them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.editor.kinds import aspects_of, kinds_of
from bot.editor.terms import proper_terms_of, rarity, terms_of
from bot.language.amounts import find_amounts
from bot.language.links import canonical_url, host_of
from bot.language.names import Names
from bot.model import Item

# What follows this much text is background, which is alike in different events.
TEXT_CHARACTERS = 600
# A word in more than one text of twelve tells no event.
SLIGHT = 2.5
FORUMS = frozenset({"reddit.com", "old.reddit.com", "news.ycombinator.com", "linux.do"})

# The version on a name: GPT-5.5, DeepSeek V4, Qwen3.6, v0.11.0, 2026.4.22.
_VERSION = re.compile(
    r"(?<![A-Za-z0-9.$])(?:[A-Za-z][A-Za-z]+[ \-]?[vV]?|[vV])"
    r"(\d{1,4}(?:\.\d+)*)(?![\d.,]*[A-Za-z%\d])"
    r"|(?<![\w.$])(\d+\.\d+\.\d+)(?![\w.])"
)
# What has the version: GPT of GPT-5.5, Qwen of Qwen3.6.
_RELEASE = re.compile(
    r"(?<![A-Za-z0-9.$])([A-Za-z][A-Za-z]+)[ \-]?[vV]?(\d{1,4}(?:\.\d+)*)(?![\d.,]*[%\d])"
)
_NUMBER = re.compile(r"v?[\d.]+[a-z]?")
# The size of a model in parameters.
_SIZE = re.compile(r"(?<![\w.])[A-Za-z]?(\d+(?:\.\d+)?)\s?([BMT])(?![\w])")


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What is compared of an item.

    Names are canonical topics, those they imply included; `subject` is the
    first one in the title, `houses` the companies behind the title's names.
    `versions` and `sizes` (27B) are those of the title, `releases` the versions
    by what has them, `amounts` pairs of unit and value, those in versions left
    out. `events` are the telling words of the title that are no names, `proper`
    those that look like names, known or not. `forum` marks a post in a forum,
    where one event is told many times. A profile equals only itself: pairs of
    them are looked up often.
    """

    item: Item
    title_terms: frozenset[str]
    terms: frozenset[str]
    title_names: frozenset[str]
    names: frozenset[str]
    events: frozenset[str]
    proper: frozenset[str]
    versions: frozenset[str]
    releases: Mapping[str, frozenset[str]]
    subject: str | None
    houses: frozenset[str]
    sizes: frozenset[str]
    amounts: frozenset[tuple[str, float]]
    kinds: frozenset[str]
    title_aspects: frozenset[str]
    aspects: frozenset[str]
    link: str
    forum: bool
    day: float


def profile(item: Item, names: Names) -> Profile:
    """Return `item` taken apart."""
    title = unicodedata.normalize("NFKC", item.title)
    text = unicodedata.normalize("NFKC", item.text[:TEXT_CHARACTERS])
    mentions = names.find(title)
    in_title = [mention.name for mention in mentions]
    title_names = frozenset(in_title)
    text_names = frozenset(mention.name for mention in names.find(text))
    all_names = title_names | text_names
    title_terms = terms_of(title) | _as_terms(title_names)
    return Profile(
        item=item,
        title_terms=title_terms,
        terms=title_terms | terms_of(text) | _as_terms(text_names),
        title_names=frozenset(names.with_parents(title_names)),
        names=frozenset(names.with_parents(all_names)),
        events=_events(title, [mention.alias for mention in mentions]),
        proper=proper_terms_of(title),
        versions=_versions(title),
        releases=_releases(title),
        subject=in_title[0] if in_title else None,
        houses=frozenset(names.with_parents([name])[-1] for name in in_title),
        sizes=frozenset(f"{size}{unit}" for size, unit in _SIZE.findall(title)),
        amounts=_amounts(f"{title}\n{text}"),
        kinds=kinds_of(title),
        title_aspects=aspects_of(title),
        aspects=aspects_of(f"{title}\n{text}"),
        link=_link(item.url),
        forum=host_of(item.url) in FORUMS,
        day=item.published.timestamp() / 86400,
    )


def _as_terms(names: frozenset[str]) -> frozenset[str]:
    """Return names as words that are the same in every language."""
    return frozenset(f"@{name}" for name in names)


def _versions(title: str) -> frozenset[str]:
    """Return the versions in a title, as written: 5.5, 4, 2026.4.22."""
    return frozenset(on_name or alone for on_name, alone in _VERSION.findall(title))


def _releases(title: str) -> Mapping[str, frozenset[str]]:
    """Return the versions in a title by what has them: gpt: 5.5."""
    found: dict[str, set[str]] = defaultdict(set)
    for stem, version in _RELEASE.findall(title):
        found[stem.lower()].add(version)
    return {stem: frozenset(versions) for stem, versions in found.items()}


def _events(title: str, aliases: Sequence[str]) -> frozenset[str]:
    """Return the telling words of a title that are neither names nor numbers."""
    named = {term for alias in aliases for term in terms_of(alias)}
    words = (term for term in terms_of(title) - named if not _NUMBER.fullmatch(term))
    return frozenset(term for term in words if rarity(term) > SLIGHT)


@lru_cache(maxsize=8192)
def _amounts(text: str) -> frozenset[tuple[str, float]]:
    found = find_amounts(text)
    return frozenset((each.unit, each.value) for each in found if each.unit != "version")


def _link(url: str) -> str:
    """Return the canonical address, or nothing for a site's front page, which tells nothing."""
    address = canonical_url(url) if url else ""
    path = re.sub(r"^https?://[^/]+/?", "", address)
    return address if path else ""
