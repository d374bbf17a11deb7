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
from bot.editor.pairs import compare, probability
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
        self._profiles = {
            key: _profile(item, names) for key, item in self.items.items() if not is_roundup(item)
        }
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
            shared = {other for key in _keys(self._profiles[one]) for other in self._index[key]}
            for other in sorted(shared | set(close.get(one, ()))):
                if other not in self._asked and self._within_reach(one, other):
                    self._likely[one][other] = self._likely[other][one] = self._chance(one, other)

    def likely(self, one: str) -> Mapping[str, float]:
        """Return the chance of one event with every item that `one` was compared with."""
        return self._likely[one]

    def aspects(self, one: str) -> frozenset[str]:
        """Return the aspects that an item's title speaks of."""
        return aspects_of(self.items[one].title)

    def _within_reach(self, one: str, other: str) -> bool:
        return abs(self._profiles[one].day - self._profiles[other].day) <= WINDOW_DAYS

    def _chance(self, one: str, other: str) -> float:
        first, second = (self._profiles[key] for key in sorted((one, other)))
        cosine = self._meanings.cosine(one, other)
        chance = probability(compare(first, second, cosine), with_meaning=cosine is not None)
        return self._judge(first, second, chance) if self._judge else chance


@lru_cache(maxsize=16384)
def _profile(item: Item, names: Names) -> Profile:
    return profile(item, names)


def _index(profiles: Iterable[Profile]) -> Mapping[str, list[str]]:
    """Return the items by what they share; what a crowd shares tells nothing."""
    index: dict[str, list[str]] = defaultdict(list)
    for entry in profiles:
        for key in _keys(entry):
            index[key].append(entry.item.id)
    return defaultdict(list, {key: ids for key, ids in index.items() if len(ids) <= CROWD})


def _keys(entry: Profile) -> list[str]:
    """Return what an item is looked up by: telling words of its title, its link."""
    keys = [term for term in entry.title_terms if rarity(term) > TELLING]
    return [*keys, entry.link] if entry.link else keys
