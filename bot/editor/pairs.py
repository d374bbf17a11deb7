"""How likely two items report the same event.

A logistic scorer over evidence of several kinds, each a number that a person
can read: meaning, words, names, amounts, versions, links, time. Its weights
are in `weights.json`, one set for items with vectors and one for items
without; `python -m benchmarks.learn_weights` makes them. Called by `stories`.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, fields

from bot.editor.kinds import NO_EVENT
from bot.editor.profile import Profile
from bot.editor.terms import mass, rarity
from bot.editor.weights import load_weights

# Words rarer than this (about one text in a hundred) are telling by themselves.
RARE = 4.5
# A title of less mass than this (GPT-5.5) is contained in too many texts.
FULL_MASS = 14.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against two items telling one event; see `compare`."""

    meaning: float
    meaning_across: float
    title_words: float
    all_words: float
    title_told: float
    title_told_both: float
    rare_shared: float
    names_shared: float
    names_apart: float
    amounts_shared: float
    version_shared: float
    version_apart: float
    size_apart: float
    same_link: float
    same_source: float
    across_languages: float
    days_apart: float
    kind_shared: float
    kind_apart: float
    event_and_none: float


EVIDENCE = tuple(field.name for field in fields(Evidence))


def compare(one: Profile, other: Profile, cosine: float | None) -> Evidence:
    """Return the evidence on two items; `cosine` is that of their centred vectors."""
    across = one.item.lang != other.item.lang
    told = sorted((_told(one, other), _told(other, one)))
    return Evidence(
        meaning=cosine or 0.0,
        meaning_across=(cosine or 0.0) * across,
        title_words=_cosine(one.title_terms, other.title_terms),
        all_words=_cosine(one.terms, other.terms),
        title_told=told[1],
        title_told_both=told[0],
        rare_shared=_rare_shared(one, other),
        names_shared=min(2.0, mass(f"@{n}" for n in one.title_names & other.title_names) / 5),
        names_apart=float(_apart(one.title_names, other.title_names)),
        amounts_shared=min(2.0, len(one.amounts & other.amounts)),
        version_shared=float(bool(one.versions & other.versions)),
        version_apart=float(_versions_apart(one, other)),
        size_apart=float(_apart(one.sizes, other.sizes)),
        same_link=float(bool(one.link) and one.link == other.link),
        same_source=float(one.item.source == other.item.source),
        across_languages=float(across),
        days_apart=min(3.0, abs(one.day - other.day)),
        kind_shared=float(bool((one.kinds & other.kinds) - NO_EVENT)),
        kind_apart=float(_apart(one.kinds - NO_EVENT, other.kinds - NO_EVENT)),
        event_and_none=float(bool(one.kinds & NO_EVENT) != bool(other.kinds & NO_EVENT)),
    )


def probability(evidence: Evidence, *, with_meaning: bool) -> float:
    """Return the probability that two items with this evidence tell one event."""
    loaded = load_weights()
    weights = loaded.pairs_with_meaning if with_meaning else loaded.pairs_without
    total = weights.bias + sum(
        weights.evidence[name] * value
        for name, value in zip(EVIDENCE, astuple(evidence), strict=True)
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _cosine(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the cosine of two sets of words, each weighing its rarity."""
    shared = sum(rarity(term) ** 2 for term in one & other)
    if not shared:
        return 0.0
    lengths = (sum(rarity(term) ** 2 for term in terms) for terms in (one, other))
    return shared / math.sqrt(math.prod(lengths))


def _told(one: Profile, other: Profile) -> float:
    """Return how much of the one's title the other tells, 0 to 1; less for a slight title."""
    whole = mass(one.title_terms)
    return mass(one.title_terms & other.terms) / max(whole, FULL_MASS)


def _rare_shared(one: Profile, other: Profile) -> float:
    """Return the mass of rare words shared between a title and the other item, about 0 to 3."""
    shared = (one.title_terms & other.terms) | (other.title_terms & one.terms)
    return min(3.0, sum(rarity(term) - RARE for term in shared if rarity(term) > RARE) / 4)


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both say something and nothing the same."""
    return bool(one) and bool(other) and not one & other


def _versions_apart(one: Profile, other: Profile) -> bool:
    """Whether both number the same thing and number it differently (V3, V4)."""
    mine, yours = (
        {name: {v for n, v in side if n == name} for name, _ in side}
        for side in (one.versions, other.versions)
    )
    return any(not mine[name] & yours[name] for name in mine.keys() & yours.keys())
