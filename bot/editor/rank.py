"""How much a story matters, from what is known before anyone has read it.

The newsroom scores every story of an edition's window; `pick` chooses from
them. One total, its parts shown as reasons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.language.names import Names
from bot.model import Source, Story, Told


@dataclass(frozen=True, slots=True)
class Context:
    """What a score is made in the light of.

    `now` is the moment the edition is made for; `told` what its last briefs
    told; `recent` are the stories of the days before, for novelty.
    """

    names: Names
    sources: Mapping[str, Source]
    lang: str
    now: datetime
    told: Sequence[Told] = ()
    recent: Sequence[Story] = field(default=())


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
    """Return how much `story` matters to the edition."""
    outlets = len({item.source for item in story.items})
    weights = [context.names.topics[t].weight for t in story.topics if t in context.names.topics]
    reasons = {
        "outlets": float(outlets - 1),
        "languages": 0.5 * (len({item.lang for item in story.items}) - 1),
        "topics": max(weights, default=0.0),
    }
    positions = [item.position for item in story.items if item.position]
    if positions:
        reasons["position"] = 1.0 / min(positions)
    return Score(total=sum(reasons.values()), reasons=reasons)
