"""The items of some days, and which of them are likely one event.

`stories` makes one for each call of `join`. Chances are worked out where they
are asked for: an item that arrives is compared with what shares something
telling with it, not with everything. What two items are likely to be depends
on nothing but the items of the window, so the order of asking changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from bot.editor.kinds import aspects_of
from bot.editor.pairs import likelihood
from bot.editor.profile import Profile, profile
from bot.editor.roundups import is_roundup
from bot.editor.terms import rarity
from bot.editor.vectors import Meanings
from bot.language.names import Names
from bot.model import Item

# Items further apart than this many days never report one event.
WINDOW_DAYS = 4.0
# A word rarer than this (one text in thirty) makes two items worth comparing.
TELLING = 3.4
# A word that more items than this share in the window tells nothing after all.
CROWD = 60

Judge = Callable[[Profile, Profile, float], float]
"""Is told a pair and the chance that it is one event, and returns its own."""


class Window:
    """Items to be compared, by id. Roundups are like nothing."""

    def __init__(
        self,
        items: Sequence[Item],
        names: Names,
        vectors: Mapping[str, bytes],
        judge: Judge | None = None,
    ) -> None:
        self.items = {item.id: item for item in items}
        self._judge = judge
        looked_at = ((key, _profile(item, names)) for key, item in self.items.items())
        self._profiles = {key: entry for key, entry in looked_at if entry}
        self._index = _index(self._profiles.values())
        self._meanings = Meanings([entry.item for entry in self._profiles.values()], vectors)
        self._likely: dict[str, dict[str, float]] = defaultdict(dict)
        self._asked: set[str] = set()

    def compare(self, ids: Iterable[str]) -> None:
        """Compare each of these items with all that shares something telling with it."""
        fresh = [key for key in ids if key in self._profiles and key not in self._asked]
        close = self._meanings.close(fresh)
        for one in fresh:
            self._asked.add(one)
            candidates = self._sharing(one).union(close.get(one, ())) - self._asked
            found = [other for other in sorted(candidates) if self._within_reach(one, other)]
            cosines = self._meanings.cosines(one, found)
            for other, cosine in zip(found, cosines, strict=True):
                chance = self._chance(one, other, cosine)
                self._likely[one][other] = self._likely[other][one] = chance

    def likely(self, one: str) -> Mapping[str, float]:
        """Return the chance of one event with every item that `one` was compared with."""
        return self._likely[one]

    def aspects(self, one: str) -> frozenset[str]:
        """Return the aspects that an item's title speaks of."""
        return aspects_of(self.items[one].title)

    def _sharing(self, one: str) -> set[str]:
        """Return what shares something with `one`; what a crowd shares tells nothing."""
        telling = (self._index[key] for key in _keys(self._profiles[one]))
        return {other for ids in telling if len(ids) <= CROWD for other in ids}

    def _within_reach(self, one: str, other: str) -> bool:
        return abs(self._profiles[one].day - self._profiles[other].day) <= WINDOW_DAYS

    def _chance(self, one: str, other: str, cosine: float | None) -> float:
        first, second = self._profiles[min(one, other)], self._profiles[max(one, other)]
        chance = likelihood(first, second, cosine)
        return self._judge(first, second, chance) if self._judge else chance


@lru_cache(maxsize=16384)
def _profile(item: Item, names: Names) -> Profile | None:
    """Return an item taken apart; None for a roundup."""
    return None if is_roundup(item) else profile(item, names)


def _index(profiles: Iterable[Profile]) -> Mapping[str, list[str]]:
    """Return the items by what they are looked up by."""
    index: dict[str, list[str]] = defaultdict(list)
    for entry in profiles:
        for key in _keys(entry):
            index[key].append(entry.item.id)
    return index


@lru_cache(maxsize=16384)
def _keys(entry: Profile) -> tuple[str, ...]:
    """Return what an item is looked up by: telling words of its title, its link."""
    keys = (term for term in entry.title_terms if rarity(term) > TELLING)
    return (*keys, entry.link) if entry.link else tuple(keys)
