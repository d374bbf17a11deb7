"""Items -> stories: what reports the same event is one story, in any language.

Called by the newsroom after tagging. Pure: it is handed the new items and the
stories of the last days, and says which item belongs where. Evidence on pairs
comes from `pairs`; here pairs become groups by average link: two groups are
one story when their items, on average over all pairs, are likely one event.
So a chain of neighbours does not pull two events into one.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from bot.editor.grouping import Groups
from bot.editor.headlines import best_headline
from bot.editor.kinds import aspects_of
from bot.editor.pairs import compare, probability
from bot.editor.profile import Profile, profile
from bot.editor.roundups import is_roundup
from bot.editor.terms import rarity
from bot.editor.vectors import Meanings
from bot.editor.weights import load_weights
from bot.language.names import Names
from bot.model import Assignment, Item, Story

# Items further apart than this many days never report one event.
WINDOW_DAYS = 4.0
# A word rarer than this (one text in thirty) makes two items worth comparing.
TELLING = 3.4
# A word that more items than this share in the window tells nothing after all.
CROWD = 60
# Stories less likely than the threshold to be one event, but at least this
# likely, are one thread: the later follows the earlier.
THREAD = 0.15

Judge = Callable[[Profile, Profile, float], float]


def join(
    new: Sequence[Item],
    recent: Sequence[Story],
    names: Names,
    vectors: Mapping[str, bytes] | None = None,
    judge: Judge | None = None,
) -> list[Assignment]:
    """Say for each of `new` which story it belongs to.

    `recent` are the stories of the last days, items inside. `vectors` are
    float32 vectors by item id, of new and recent items alike; without them
    (or where one is missing) the words alone decide. `judge`, where given, is
    asked about doubtful pairs with their probability and returns its own. An
    item of `new` that is in one of `recent` already is left out. Stories that
    stand are never merged or taken apart. The answer is in order of
    publication and the same for any order of `new`.
    """
    known = {item.id for story in recent for item in story.items}
    fresh = {item.id: item for item in new if item.id not in known}
    if not fresh:
        return []
    ordered = sorted(fresh.values(), key=lambda item: (item.published, item.id))
    likely = _likely_pairs(ordered, recent, names, vectors or {}, judge)
    groups = Groups(
        standing={story.id: [item.id for item in story.items] for story in recent},
        new={story_id(item): item.id for item in ordered},
        likely=likely,
        aspects={
            item.id: aspects_of(item.title)
            for item in (*ordered, *(item for story in recent for item in story.items))
        },
    )
    groups.merge(threshold=_threshold(vectors))
    return _assignments(ordered, recent, groups, likely)


def story_id(item: Item) -> str:
    """Return the id of the story that `item` opens; it stays as the story grows."""
    return "s" + hashlib.sha256(item.id.encode()).hexdigest()[:12]


def _threshold(vectors: Mapping[str, bytes] | None) -> float:
    weights = load_weights()
    return (weights.pairs_with_meaning if vectors else weights.pairs_without).threshold


def _likely_pairs(
    ordered: Sequence[Item],
    recent: Sequence[Story],
    names: Names,
    vectors: Mapping[str, bytes],
    judge: Judge | None,
) -> dict[tuple[str, str], float]:
    """Return the probability of one event for every pair worth comparing.

    Pairs are of item ids, one of them new; roundups are in none.
    """
    items = [*ordered, *(item for story in recent for item in story.items)]
    profiles = {item.id: _profile(item, names) for item in items if not is_roundup(item)}
    meanings = Meanings([entry.item for entry in profiles.values()], vectors)
    likely = {}
    for one, other in _worth_comparing(ordered, profiles, meanings):
        first, second = profiles[one], profiles[other]
        cosine = meanings.cosine(one, other)
        chance = probability(compare(first, second, cosine), with_meaning=cosine is not None)
        likely[one, other] = judge(first, second, chance) if judge else chance
    return likely


@lru_cache(maxsize=16384)
def _profile(item: Item, names: Names) -> Profile:
    return profile(item, names)


def _worth_comparing(
    ordered: Sequence[Item], profiles: Mapping[str, Profile], meanings: Meanings
) -> Iterable[tuple[str, str]]:
    """Yield each pair of a new item and another that share something telling, once."""
    index = _index(profiles.values())
    ids = [item.id for item in ordered if item.id in profiles]
    nearest = meanings.nearest(ids)
    seen = set()
    for one in ids:
        shared = {other for key in _keys(profiles[one]) for other in index[key]}
        for other in sorted(shared | set(nearest.get(one, ()))):
            pair = (min(one, other), max(one, other))
            apart = abs(profiles[one].day - profiles[other].day)
            if one != other and pair not in seen and apart <= WINDOW_DAYS:
                seen.add(pair)
                yield pair


def _index(profiles: Iterable[Profile]) -> dict[str, list[str]]:
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


def _assignments(
    ordered: Sequence[Item],
    recent: Sequence[Story],
    groups: Groups,
    likely: Mapping[tuple[str, str], float],
) -> list[Assignment]:
    items = {item.id: item for item in ordered}
    items |= {item.id: item for story in recent for item in story.items}
    standing = {story.id: story.follows for story in recent}
    members = groups.members()
    follows = _threads(members, items, likely, standing)
    story_of = {item: story for story, ids in members.items() for item in ids}
    headlines = {
        story: best_headline([items[item] for item in ids]) for story, ids in members.items()
    }
    return [
        Assignment(
            item=item.id,
            story=story_of[item.id],
            follows=follows.get(story_of[item.id]),
            headline=headlines[story_of[item.id]],
        )
        for item in ordered
    ]


def _threads(
    members: Mapping[str, Sequence[str]],
    items: Mapping[str, Item],
    likely: Mapping[tuple[str, str], float],
    standing: Mapping[str, str | None],
) -> dict[str, str | None]:
    """Return for each story the earlier one it goes on from; those that stand keep theirs.

    A thread needs a topic in common and, on average over the pairs that were
    compared, a fair chance: one name in two headlines makes none.
    """
    story_of = {item: story for story, ids in members.items() for item in ids}
    opened = {story: min(items[item].published for item in ids) for story, ids in members.items()}
    chances: dict[tuple[str, str], list[float]] = defaultdict(list)
    for (one, other), chance in likely.items():
        earlier, later = sorted(
            (story_of[one], story_of[other]), key=lambda story: (opened[story], story)
        )
        on_later_day = opened[earlier].date() < opened[later].date()
        if later not in standing and on_later_day and _share_topic(items[one], items[other]):
            chances[later, earlier].append(chance)
    best: dict[str, tuple[float, str]] = {}
    for (later, earlier), found in chances.items():
        if (mean := sum(found) / len(found)) >= THREAD:
            best[later] = max(best.get(later, (0.0, "")), (mean, earlier))
    return dict(standing) | {story: earlier for story, (_, earlier) in best.items()}


def _share_topic(one: Item, other: Item) -> bool:
    return not set(one.topics).isdisjoint(other.topics)
