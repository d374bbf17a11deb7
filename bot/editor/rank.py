"""How much a story matters, from what is known before anyone has read it.

The newsroom scores every story of an edition's window; `pick` chooses from
them. One total, its parts shown as reasons; what each part weighs stands in
`weights.json`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.editor.kinds import NO_EVENT, kinds_of
from bot.editor.outlets import independent_outlets, outlet_of
from bot.editor.relevance import relevance, shares_by_source
from bot.editor.roundups import is_roundup
from bot.editor.weights import load_weights
from bot.language.names import Names
from bot.model import Item, Source, Story, Told

# Outlets that follow within this many hours of the first count as haste.
HASTE_HOURS = 12.0
# Below this a position in someone's brief says nothing more.
LAST_POSITION = 10


@dataclass(frozen=True)
class Context:
    """What a score is made in the light of.

    `now` is the moment the edition is made for; `told` what its last briefs
    told; `recent` the stories of the days before, today's included.
    """

    names: Names
    sources: Mapping[str, Source]
    lang: str
    now: datetime
    told: Sequence[Told] = ()
    recent: Sequence[Story] = ()

    @cached_property
    def ai_shares(self) -> Mapping[str, float]:
        """Return for each source how much of what it publishes is about AI, 0 to 1."""
        return shares_by_source([i for story in self.recent for i in story.items], self.names)

    @cached_property
    def slugs(self) -> frozenset[str]:
        """Return the slugs of all sources in sight, to tell an outlet's side doors by."""
        seen = {item.source for story in self.recent for item in story.items}
        return frozenset(seen | self.sources.keys())


@dataclass(frozen=True, slots=True)
class Score:
    """A total and the parts it is the sum of, by name."""

    total: float
    reasons: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Scored:
    """A story with its score."""

    story: Story
    score: Score


def score(story: Story, context: Context) -> Score:
    """Return how much `story` matters to the edition.

    Each part is a measure of about 0 to 1 times its weight: coverage by
    independent outlets, languages, haste, kind of event, who is involved,
    whether it is about AI, whether it is new, its place in briefs it came
    from, and whether a reader of the edition's language finds a source.
    """
    weights = load_weights().ranking
    measures = {
        "coverage": _coverage(story, context),
        "languages": float(len({item.lang for item in story.items} & {"zh", "en"}) - 1),
        "haste": _haste(story, context),
        "kind": _kind(story),
        "who": _who(story, context.names),
        "off_topic": _off_topic(story, context),
        "follow_up": float(story.follows is not None),
        "roundup": float(all(is_roundup(item) for item in story.items)),
        "own_voice": float(not independent_outlets(story.items, context.names, context.slugs)),
        "forum": float(all(_is_forum(item) for item in story.items)),
        "position": _position(story),
        "readable": float(any(item.lang == context.lang for item in story.items)),
    }
    reasons = {name: round(weights[name] * value, 3) for name, value in measures.items() if value}
    return Score(total=round(sum(reasons.values()), 3), reasons=reasons)


def _coverage(story: Story, context: Context) -> float:
    """Return 0 for one outlet, 1 for two, 1.58 for three: each further one says less."""
    outlets = independent_outlets(story.items, context.names, context.slugs)
    return math.log2(max(1, len(outlets)))


def _haste(story: Story, context: Context) -> float:
    """Return how many outlets more followed within hours of the first, 0 to 1."""
    soon = {
        outlet_of(item.source, context.slugs)
        for item in story.items
        if (item.published - story.first_seen).total_seconds() <= HASTE_HOURS * 3600
    }
    return min(1.0, (len(soon) - 1) / 3) if soon else 0.0


def _kind(story: Story) -> float:
    """Return the weight of the weightiest kind of event that any of the titles tells."""
    return max(_kind_of(item) for item in story.items)


def _kind_of(item: Item) -> float:
    weights = load_weights().kinds
    kinds = kinds_of(item.title)
    if none := kinds & NO_EVENT:
        return min(weights[kind] for kind in none)
    return max((weights[kind] for kind in kinds), default=weights["other"])


def _who(story: Story, names: Names) -> float:
    """Return the weight of the weightiest topic, and a little of the next one's."""
    known = sorted(
        (names.topics[t].weight for t in story.topics if t in names.topics), reverse=True
    )
    return sum(weight * share for weight, share in zip(known, (1.0, 0.2), strict=False))


def _off_topic(story: Story, context: Context) -> float:
    """Return how surely the story is not about AI, 0 to 1."""
    return min(_off_topic_of(item, context) for item in story.items)


def _off_topic_of(item: Item, context: Context) -> float:
    share = context.ai_shares.get(item.source, 0.5)
    return (1 - relevance(item, context.names)) * (1 - share**2)


def _position(story: Story) -> float:
    """Return 1 for a story that led a brief, less for each place further down."""
    places = [item.position for item in story.items if item.position]
    return max(0.0, 1 - (min(places) - 1) / LAST_POSITION) if places else 0.0


def _is_forum(item: Item) -> bool:
    return "://www.reddit.com/" in item.url or "://reddit.com/" in item.url
