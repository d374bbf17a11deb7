"""How likely two items report the same event.

A logistic scorer over evidence of several kinds, each a number that a person
can read: meaning, words, names, amounts, versions, links, time. Its weights
are in `weights.json`, one set for items with vectors and one for items
without; `python -m benchmarks.learn_weights` makes them. Called by `stories`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter, mul

from bot.editor.kinds import NO_EVENT
from bot.editor.profile import Profile
from bot.editor.terms import mass, rarity
from bot.editor.weights import PairWeights, load_weights

# Words rarer than this (about one text in a hundred) are telling by themselves.
RARE = 4.5
# A title of less mass than this (GPT-5.5) is contained in too many texts.
FULL_MASS = 14.0
# Two versions or two sizes of one thing are two events, alike as all else may be:
# of 285 labelled pairs with such titles four were one event after all.
TOLD_APART = 0.05
# Within these days of each other two reports belong to one day's news.
SAME_NEWS_DAY = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against two items telling one event; see `compare`."""

    meaning: float
    meaning_across: float
    title_told: float
    title_told_both: float
    rare_shared: float
    names_shared: float
    nothing_shared: float
    houses_apart: float
    houses_extra: float
    proper_extra: float
    amounts_shared: float
    release_shared: float
    release_apart: float
    subject_apart: float
    size_apart: float
    same_link: float
    same_source: float
    across_languages: float
    days_apart: float
    kind_shared: float
    kind_apart: float
    aspects_shared: float
    aspects_apart: float
    no_event: float


EVIDENCE = tuple(field.name for field in fields(Evidence))
_values_of = attrgetter(*EVIDENCE)


def likelihood(one: Profile, other: Profile, cosine: float | None) -> float:
    """Return the probability that two items tell one event; see `compare`, `probability`."""
    loaded = load_weights()
    weights = loaded.pairs_without if cosine is None else loaded.pairs_with_meaning
    return probability(compare(one, other, cosine), weights)


def compare(one: Profile, other: Profile, cosine: float | None) -> Evidence:
    """Return the evidence on two items; `cosine` is that of their centred vectors."""
    across = one.item.lang != other.item.lang
    shared_names = one.title_names & other.title_names
    same_subject = one.subject is not None and one.subject in other.title_names
    same_subject = same_subject and other.subject in one.title_names
    told = sorted((_told(one, other), _told(other, one)))
    return Evidence(
        meaning=cosine or 0.0,
        meaning_across=(cosine or 0.0) * across,
        title_told=told[1],
        title_told_both=told[0],
        rare_shared=_rare_shared(one, other),
        names_shared=min(2.0, mass(f"@{n}" for n in shared_names) / 5),
        nothing_shared=float(not across and not shared_names and _no_word_shared(one, other)),
        houses_apart=_houses_apart(one, other) + _houses_apart(other, one),
        houses_extra=_houses_extra(one, other) + _houses_extra(other, one),
        proper_extra=_proper_extra(one, other) + _proper_extra(other, one),
        amounts_shared=min(2.0, len(one.amounts & other.amounts)),
        release_shared=float(same_subject and bool(one.versions & other.versions)),
        release_apart=float(_releases_apart(one, other)),
        subject_apart=_subject_apart(one, other) + _subject_apart(other, one),
        size_apart=float(_apart(one.sizes, other.sizes)),
        same_link=float(bool(one.link) and one.link == other.link),
        same_source=float(one.item.source == other.item.source and not one.forum),
        across_languages=float(across),
        days_apart=min(3.0, max(0.0, abs(one.day - other.day) - SAME_NEWS_DAY)),
        kind_shared=float(bool((one.kinds & other.kinds) - NO_EVENT)),
        kind_apart=float(_apart(one.kinds - NO_EVENT, other.kinds - NO_EVENT)),
        aspects_shared=float(len(one.title_aspects & other.title_aspects)),
        aspects_apart=float(
            len(one.title_aspects - other.aspects) + len(other.title_aspects - one.aspects)
        ),
        no_event=(bool(one.kinds & NO_EVENT) + bool(other.kinds & NO_EVENT)) / 2,
    )


def probability(evidence: Evidence, weights: PairWeights) -> float:
    """Return the probability that two items with this evidence tell one event."""
    total = weights.bias + sum(map(mul, _in_order(weights), _values_of(evidence)))
    chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    told_apart = evidence.release_apart or evidence.size_apart
    return min(chance, TOLD_APART) if told_apart else chance


@lru_cache(maxsize=16)
def _in_order(weights: PairWeights) -> tuple[float, ...]:
    return tuple(weights.evidence.get(name, 0.0) for name in EVIDENCE)


def _told(one: Profile, other: Profile) -> float:
    """Return how much of the one's title the other tells, 0 to 1; less for a slight title."""
    whole = _whole_mass(one.title_terms)
    return mass(one.title_terms & other.terms) / max(whole, FULL_MASS)


@lru_cache(maxsize=16384)
def _whole_mass(title_terms: frozenset[str]) -> float:
    return mass(title_terms)


def _rare_shared(one: Profile, other: Profile) -> float:
    """Return the mass of rare words shared between a title and the other item, about 0 to 3."""
    shared = (one.title_terms & other.terms) | (other.title_terms & one.terms)
    return min(3.0, sum(rare - RARE for rare in map(rarity, shared) if rare > RARE) / 4)


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both say something and nothing the same."""
    return bool(one) and bool(other) and not one & other


def _subject_apart(one: Profile, other: Profile) -> float:
    """Return 1 where the other item names others but never what the one's title starts with."""
    return float(bool(one.subject) and bool(other.names) and one.subject not in other.names)


def _houses_apart(one: Profile, other: Profile) -> float:
    """Return 1 where the other names somebody, but nobody of the house the one starts with."""
    return float(bool(one.houses) and bool(other.names) and not one.houses & other.names)


def _houses_extra(one: Profile, other: Profile) -> float:
    """Return 1 where the one adds a house that the other, of a house in common, never names."""
    in_common = bool(one.houses & other.houses)
    return float(in_common and not one.houses <= other.names)


def _proper_extra(one: Profile, other: Profile) -> float:
    """Return how many words like names the one's title has and the other never, 2 at most."""
    return float(min(2, len(one.proper - other.terms)))


def _no_word_shared(one: Profile, other: Profile) -> bool:
    """Whether neither tells anything of what happens in the other's title."""
    return one.events.isdisjoint(other.terms) and other.events.isdisjoint(one.terms)


def _releases_apart(one: Profile, other: Profile) -> bool:
    """Whether the titles name two versions of one thing: GPT-5.4 and GPT-5.5."""
    return any(
        one.releases[stem].isdisjoint(other.releases[stem])
        for stem in one.releases.keys() & other.releases.keys()
    )
