"""The items of some days, and which of them are likely one event.

`stories` fills one for each call of `join`; who files items keeps it for the
next. Chances are worked out where they are asked for: an item that arrives is
compared with what shares something telling with it, not with everything. What
two items are likely to be depends on nothing but the items of the window, so
neither the order of asking nor what the window held before changes anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import lru_cache

from bot.editor.kinds import aspects_of
from bot.editor.outlets import is_own_voice
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

    def __init__(self, names: Names) -> None:
        self.names = names
        self.items: dict[str, Item] = {}
        self._profiles: dict[str, Profile] = {}
        self._outlets: dict[str, str] = {}
        self._index: dict[str, set[str]] = defaultdict(set)
        self._meanings = Meanings()
        # The chances of the pairs that were compared, by either item.
        self._known: dict[str, dict[str, float]] = defaultdict(dict)
        self._hear_nothing(None)

    def hold(
        self,
        items: Iterable[Item],
        vectors: Mapping[str, bytes],
        judge: Judge | None = None,
    ) -> None:
        """Let these be the items, the last of an id; what is known of those that stay is kept."""
        wanted = {item.id: item for item in items}
        for key, item in list(self.items.items()):
            # An item read again is another object; most are the same one.
            if (now := wanted.get(key)) is not item and now != item:
                self._take_out(key)
        for key, item in wanted.items():
            if key not in self.items:
                self._put_in(item)
        entries = self._profiles.values()
        for key in self._meanings.hold([entry.item for entry in entries], vectors):
            self._forget_chances(key)
        self._hear_nothing(judge)

    def _hear_nothing(self, judge: Judge | None) -> None:
        """Forget what was asked: who is worth comparing changes with every item."""
        self._judge = judge
        self._likely: dict[str, dict[str, float]] = defaultdict(dict)
        self._asked: set[str] = set()

    def _put_in(self, item: Item) -> None:
        self.items[item.id] = item
        entry = _profile(item, self.names)
        if entry is not None:
            self._profiles[item.id] = entry
            if not entry.forum and not is_own_voice(item, self.names):
                self._outlets[item.id] = item.source
            for key in _keys(entry):
                self._index[key].add(item.id)

    def _take_out(self, one: str) -> None:
        del self.items[one]
        self._forget_chances(one)
        self._outlets.pop(one, None)
        entry = self._profiles.pop(one, None)
        for key in _keys(entry) if entry else ():
            self._index[key].discard(one)
            if not self._index[key]:
                del self._index[key]

    def _forget_chances(self, one: str) -> None:
        for other in self._known.pop(one, ()):
            del self._known[other][one]

    def compare(self, ids: Iterable[str]) -> None:
        """Compare each of these items with all that shares something telling with it."""
        fresh = [key for key in ids if key in self._profiles and key not in self._asked]
        close = self._meanings.close(fresh)
        for one in fresh:
            self._asked.add(one)
            candidates = self._sharing(one).union(close.get(one, ())) - self._asked
            for other, chance in self._chances(one, candidates):
                self._likely[one][other] = self._likely[other][one] = chance

    def likely(self, one: str) -> Mapping[str, float]:
        """Return the chance of one event with every item that `one` was compared with."""
        return self._likely[one]

    def aspects(self, one: str) -> frozenset[str]:
        """Return the aspects that an item's title speaks of."""
        return aspects_of(self.items[one].title)

    def outlet(self, one: str) -> str | None:
        """Return who reports an item; None for a forum and for a company's own site.

        Those tell one event in many posts; any other outlet tells it once.
        """
        return self._outlets.get(one)

    def _sharing(self, one: str) -> set[str]:
        """Return what shares something with `one`; what a crowd shares tells nothing."""
        telling = (self._index.get(key, ()) for key in _keys(self._profiles[one]))
        return {other for ids in telling if len(ids) <= CROWD for other in ids}

    def _within_reach(self, one: str, other: str) -> bool:
        return abs(self._profiles[one].day - self._profiles[other].day) <= WINDOW_DAYS

    def _chances(self, one: str, others: Set[str]) -> Iterator[tuple[str, float]]:
        """Yield those of `others` that are within reach, each with its chance."""
        known = self._known[one]
        unknown = [key for key in sorted(others - known.keys()) if self._within_reach(one, key)]
        cosines = self._meanings.cosines(one, unknown)
        for other, cosine in zip(unknown, cosines, strict=True):
            known[other] = self._known[other][one] = likelihood(*self._pair(one, other), cosine)
        for other in sorted(others & known.keys()):
            chance = known[other]
            yield other, self._judge(*self._pair(one, other), chance) if self._judge else chance

    def _pair(self, one: str, other: str) -> tuple[Profile, Profile]:
        return self._profiles[min(one, other)], self._profiles[max(one, other)]


@lru_cache(maxsize=16384)
def _profile(item: Item, names: Names) -> Profile | None:
    """Return an item taken apart; None for a roundup."""
    return None if is_roundup(item) else profile(item, names)


@lru_cache(maxsize=16384)
def _keys(entry: Profile) -> tuple[str, ...]:
    """Return what an item is looked up by: telling words of its title, its link."""
    keys = (term for term in entry.title_terms if rarity(term) > TELLING)
    return (*keys, entry.link) if entry.link else tuple(keys)
