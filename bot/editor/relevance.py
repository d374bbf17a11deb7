"""Whether a story is about AI at all: general tech news must not fill an AI brief.

Called by `rank`. Words and names decide (`relevance.toml`), and where they say
little, what else the outlet publishes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from bot.language.names import Names
from bot.model import Item, TopicKind

# The opening is read as well as the title; further down everything mentions AI.
OPENING_CHARACTERS = 300
# A topic of this weight is one of the AI field's own, unless it is a broad company.
FIELD_WEIGHT = 0.55


@dataclass(frozen=True, slots=True)
class _Words:
    certain: re.Pattern[str]
    likely: re.Pattern[str]
    broad: frozenset[str]


@cache
def _load_words() -> _Words:
    text = files("bot.editor").joinpath("relevance.toml").read_text(encoding="utf-8")
    document = tomllib.loads(text)
    certain, likely = (
        re.compile("|".join(f"(?:{pattern})" for pattern in document[key]))
        for key in ("certain", "likely")
    )
    return _Words(certain, likely, frozenset(document["broad"]))


@lru_cache(maxsize=16384)
def relevance(item: Item, names: Names) -> float:
    """Return how surely `item` is about AI, 0 to 1, by its own words alone."""
    words = _load_words()
    title = item.title.casefold()
    opening = f"{title}\n{item.text[:OPENING_CHARACTERS].casefold()}"
    if words.certain.search(title) or _names_field(item.topics, names, words.broad):
        return 1.0
    hints = len(set(words.likely.findall(title)))
    if any(topic in words.broad for topic in item.topics):
        hints += len(set(words.likely.findall(opening))) > 0
    if words.certain.search(opening):
        hints += 1
    return min(1.0, 0.4 * hints)


def _names_field(topics: Sequence[str], names: Names, broad: frozenset[str]) -> bool:
    """Whether one of the topics is a lab, company or product of the AI field."""
    return any(
        topic not in broad
        and (known := names.topics.get(topic)) is not None
        and known.kind is not TopicKind.PUBLIC
        and known.weight >= FIELD_WEIGHT
        for topic in topics
    )


def shares_by_source(items: Sequence[Item], names: Names) -> Mapping[str, float]:
    """Return for each source how much of what it published is about AI, 0 to 1.

    A source seen seldom is taken to be half and half.
    """
    totals: dict[str, tuple[float, int]] = {}
    for item in items:
        found, count = totals.get(item.source, (0.0, 0))
        totals[item.source] = (found + relevance(item, names), count + 1)
    return {source: (found + 1.5) / (count + 3) for source, (found, count) in totals.items()}
