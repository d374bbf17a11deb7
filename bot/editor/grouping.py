"""Pairs -> groups: average link, so that chains do not form.

Two groups are one story when their items, on average over all pairs, are
likely one event. The average is the geometric one, so that a few pairs that are
hardly one event weigh more than a few that surely are; where there is a single
pair to go by, more is asked of it. Called by `stories`.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

# An aspect that this share of a group speaks of is the group's; one that at most
# the other share of a group speaks of is not.
MOST, FEW = 0.75, 0.25
# What is added to every chance, so that no single pair forbids all.
FLOOR = 0.02
# Two lone items have one pair to speak for them: it has to be likelier by this much.
LONE = 0.12
# What two groups count that each tell of an aspect of their own: the release of a
# model and, a day later, its API.
TWO_ASPECTS = 0.5
# What they count for each outlet that reports in both: an outlet tells an event once.
TOLD_TWICE = 0.7


class Groups:
    """Items in groups that merge while they are, on average, likely one.

    `standing` are groups by id with their items: they grow, and never merge
    with each other. Each of `new` begins as a group of its own, under its own
    id. `likely` has the probability of each compared pair of items, every
    other pair counting as 0. `aspects` are what each item's title speaks of,
    `outlets` who reports it, where that is one who tells an event once.
    """

    def __init__(
        self,
        standing: Mapping[str, Sequence[str]],
        new: Sequence[str],
        likely: Mapping[tuple[str, str], float],
        aspects: Mapping[str, Set[str]],
        outlets: Mapping[str, str],
    ) -> None:
        self._aspects = aspects
        self._outlets = outlets
        self._standing = frozenset(standing)
        self._members = {key: list(ids) for key, ids in standing.items()}
        self._members |= {item: [item] for item in new}
        self._rank = {key: place for place, key in enumerate(new)}
        group_of = {item: key for key, ids in self._members.items() for item in ids}
        self._shares: dict[str, Mapping[str, float]] = {}
        self._links: dict[str, dict[str, float]] = defaultdict(dict)
        for (one, other), chance in likely.items():
            first, second = group_of[one], group_of[other]
            if first != second:
                self._add(first, second, math.log((chance + FLOOR) / FLOOR))

    def members(self) -> Mapping[str, Sequence[str]]:
        """Return the items of each group, by its id."""
        return self._members

    def merge(self, threshold: float) -> None:
        """Merge the likeliest two groups, again and again, down to `threshold`."""
        pairs = ((one, other) for one, near in self._links.items() for other in near if one < other)
        heap = list(self._entries(pairs, threshold))
        heapq.heapify(heap)
        while heap:
            entry = heapq.heappop(heap)
            _, one, other = entry
            alive = one in self._members and other in self._members
            if not alive or entry not in self._entries([(one, other)], threshold):
                continue
            kept = self._merge_two(one, other)
            beside = ((kept, neighbour) for neighbour in self._links[kept])
            for fresh in self._entries(beside, threshold):
                heapq.heappush(heap, fresh)

    def _entries(
        self, pairs: Iterable[tuple[str, str]], threshold: float
    ) -> Iterator[tuple[float, str, str]]:
        """Yield those of `pairs` that may merge, to be sorted: the likeliest first."""
        for one, other in pairs:
            mean = self._mean(one, other)
            # Doubts only lower it: few pairs have to be asked about them.
            if mean >= threshold:
                mean *= self._doubt(one, other)
            if mean >= threshold:
                yield (-mean, min(one, other), max(one, other))

    def _mean(self, one: str, other: str) -> float:
        if one in self._standing and other in self._standing:
            return 0.0
        pairs = len(self._members[one]) * len(self._members[other])
        mean = FLOOR * math.exp(self._links[one].get(other, 0.0) / pairs)
        return mean - LONE if pairs == 1 else mean

    def _doubt(self, one: str, other: str) -> float:
        """Return what the groups count where, each as a whole, they look like two events."""
        aspects = TWO_ASPECTS if self._tell_two_aspects(one, other) else 1.0
        return float(aspects * TOLD_TWICE ** self._told_twice(one, other))

    def _told_twice(self, one: str, other: str) -> int:
        """Return how many outlets report in both groups, if half of either group's do."""
        mine, yours = self._outlets_of(one), self._outlets_of(other)
        both = len(mine & yours)
        return both if 2 * both >= min(len(mine), len(yours)) else 0

    def _outlets_of(self, group: str) -> Set[str]:
        return {self._outlets[item] for item in self._members[group] if item in self._outlets}

    def _tell_two_aspects(self, one: str, other: str) -> bool:
        """Whether a group as a whole speaks of what the other as a whole does not."""
        if min(len(self._members[one]), len(self._members[other])) < 2:
            return False
        mine, yours = self._shares_of(one), self._shares_of(other)
        return any(
            (mine.get(aspect, 0.0) >= MOST and yours.get(aspect, 0.0) <= FEW)
            or (yours.get(aspect, 0.0) >= MOST and mine.get(aspect, 0.0) <= FEW)
            for aspect in mine.keys() | yours.keys()
        )

    def _shares_of(self, group: str) -> Mapping[str, float]:
        """Return which share of a group's items speaks of each aspect."""
        if group not in self._shares:
            items = self._members[group]
            counts = Counter(aspect for item in items for aspect in self._aspects.get(item, ()))
            self._shares[group] = {aspect: n / len(items) for aspect, n in counts.items()}
        return self._shares[group]

    def _merge_two(self, one: str, other: str) -> str:
        """Merge two groups under the id of the one that stands or was opened first."""
        kept, gone = sorted((one, other), key=lambda key: self._rank.get(key, -1))
        self._members[kept].extend(self._members.pop(gone))
        self._shares.pop(kept, None)
        for neighbour, total in self._links.pop(gone).items():
            del self._links[neighbour][gone]
            if neighbour != kept:
                self._add(kept, neighbour, total)
        return kept

    def _add(self, one: str, other: str, weight: float) -> None:
        self._links[one][other] = self._links[one].get(other, 0.0) + weight
        self._links[other][one] = self._links[one][other]
