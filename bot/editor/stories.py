"""Items -> stories: what reports the same event is one story, in any language.

Called by the newsroom after tagging. Pure: it is handed the new items and the
stories of the last days, and says which item belongs where. Evidence on pairs
comes from `pairs` by way of `window`; `grouping` makes groups of them.

Stories are **told** or **young**. A told one (a brief or an alert has it)
keeps its id and its items for good. Young ones are grouped afresh with the new
items, so that it hardly matters in which order items came: they may merge,
the oldest id standing for both, and an item may move to a better story. Two
items that are likely one event lie in one chain of likely pairs, and what no
chain connects to a new item stays as it is, so little has to be looked at.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from itertools import chain, count

from bot.editor.grouping import FLOOR, Groups
from bot.editor.headlines import best_headline
from bot.editor.threads import find_earlier
from bot.editor.weights import load_weights
from bot.editor.window import Judge, Window
from bot.language.names import Names
from bot.model import Assignment, Item, Story

# Standing items that are looked at again for new ones: each costs about 10 ms.
MOST_BEYOND = 40


def join(
    new: Sequence[Item],
    recent: Sequence[Story],
    names: Names,
    vectors: Mapping[str, bytes] | None = None,
    judge: Judge | None = None,
    told: Collection[str] = (),
    window: Window | None = None,
) -> list[Assignment]:
    """Say which story each of `new` belongs to, and what changes in young stories.

    `recent` are the stories of the last days, items inside; those whose ids
    are in `told` only ever grow. `vectors` are float32 vectors by item id, of
    new and recent items alike; without them (or where one is missing) the
    words alone decide. `judge`, where given, is asked about pairs with their
    chance and returns its own. One of `new` may stand already, where its text
    has changed. The answer covers all of `new` and every item of every story
    that opens or changes, in order of publication. Which items are together
    does not depend on the order in which they came, but for what is told. A
    `window` of the same names spares looking again at what it held before.
    """
    if not new:
        return []
    home = {item.id: story for story in recent for item in story.items}
    standing = [item for story in recent for item in story.items]
    window = window or Window(names)
    window.hold([*standing, *new], vectors or {}, judge)
    fresh = {item.id for item in new}
    threshold = _threshold(vectors)
    touched = _touched(fresh, home, told, window, threshold)
    groups = _group(touched, home, told, window, threshold)
    members, became = _name(groups, touched, home, told)
    return _assignments(members, became, fresh, recent, window)


def story_id(item_id: str) -> str:
    """Return the id of the story that an item opens; it stays as the story grows."""
    return "s" + hashlib.sha256(item_id.encode()).hexdigest()[:12]


def _threshold(vectors: Mapping[str, bytes] | None) -> float:
    weights = load_weights()
    return (weights.pairs_with_meaning if vectors else weights.pairs_without).threshold


def _touched(
    fresh: Iterable[str],
    home: Mapping[str, Story],
    told: Collection[str],
    window: Window,
    threshold: float,
) -> list[str]:
    """Return the items that a chain of likely pairs connects to a new one, stories whole.

    Groups merge where their pairs are likely on average, so never without a
    single likely pair: what lies off the chain cannot be concerned. A told
    story ends a chain, for it does not change. Of a chain without end, as on a
    day when all talk of one thing, the nearest `MOST_BEYOND` have to do.
    """
    found: set[str] = set()
    reached = set(fresh)
    most = len(reached) + MOST_BEYOND
    while reached and len(found) < most:
        whole = reached | {item.id for one in reached if one in home for item in home[one].items}
        asked = [
            one for one in sorted(whole - found) if one not in home or home[one].id not in told
        ]
        found |= whole
        window.compare(asked)
        chances: dict[str, float] = {}
        for one in asked:
            for other, chance in window.likely(one).items():
                if chance + FLOOR >= threshold and other not in found:
                    chances[other] = max(chance, chances.get(other, 0.0))
        likeliest = sorted(chances, key=lambda other: (-chances[other], other))
        reached = set(likeliest[: max(0, most - len(found))])
    return sorted(found, key=lambda one: (window.items[one].published, one))


def _group(
    touched: Sequence[str],
    home: Mapping[str, Story],
    told: Collection[str],
    window: Window,
    threshold: float,
) -> list[list[str]]:
    """Return `touched` in groups that each report one event; told stories stay whole."""
    fixed: dict[str, list[str]] = defaultdict(list)
    for one in touched:
        if one in home and home[one].id in told:
            fixed[home[one].id].append(one)
    standing = {one for ids in fixed.values() for one in ids}
    loose = [one for one in touched if one not in standing]
    among = set(touched)
    groups = Groups(
        standing=fixed,
        new=loose,
        likely={
            (one, other): chance
            for one in loose
            for other, chance in window.likely(one).items()
            if other in among and (other in standing or one < other)
        },
        aspects={one: window.aspects(one) for one in touched},
        outlets={one: outlet for one in touched if (outlet := window.outlet(one))},
    )
    groups.merge(threshold)
    return [list(ids) for ids in groups.members().values()]


def _name(
    groups: Sequence[Sequence[str]],
    touched: Iterable[str],
    home: Mapping[str, Story],
    told: Collection[str],
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the items of each story by its id, and which id stands for each that ended.

    A story goes on where most of its items are. Where several go on, the told
    one's id stays, else the one opened first; where none does, a story opens.
    """
    place_of = {one: place for place, ids in enumerate(groups) for one in ids}
    stories = {home[one].id: home[one] for one in touched if one in home}
    taken = {story.id for story in home.values()}
    heirs: dict[int, list[Story]] = defaultdict(list)
    for story in stories.values():
        shares = Counter(place_of[item.id] for item in story.items)
        heirs[max(shares, key=lambda place: (shares[place], -place))].append(story)
    members: dict[str, list[str]] = {}
    became: dict[str, str] = {}
    for place, ids in enumerate(groups):
        merged = sorted(heirs[place], key=lambda s: (s.id not in told, s.first_seen, s.id))
        kept = merged[0].id if merged else _new_id(ids, taken)
        taken.add(kept)
        members[kept] = list(ids)
        became |= {story.id: kept for story in merged[1:]}
    return members, became


def _new_id(ids: Sequence[str], taken: Collection[str]) -> str:
    """Return the id that the first of these items gives a story that opens.

    A story that this item opened earlier may go on elsewhere under that id.
    """
    again = (f"{ids[0]} again {times}" for times in count(1))
    return next(new for one in chain(ids, again) if (new := story_id(one)) not in taken)


def _assignments(
    members: Mapping[str, Sequence[str]],
    became: Mapping[str, str],
    fresh: Set[str],
    recent: Sequence[Story],
    window: Window,
) -> list[Assignment]:
    before = {story.id: {item.id for item in story.items} for story in recent}
    whole = {story: list(ids) for story, ids in before.items() if story not in became} | dict(
        members
    )
    opened = [story for story in members if story not in before]
    follows: dict[str, str | None] = {story.id: story.follows for story in recent}
    follows |= find_earlier(opened, whole, window)
    items = window.items
    found = []
    for story, ids in members.items():
        if before.get(story) == set(ids) and fresh.isdisjoint(ids):
            continue
        earlier = follows.get(story)
        earlier = became.get(earlier, earlier) if earlier else None
        headline = best_headline([items[one] for one in ids])
        found += [
            Assignment(one, story, None if earlier == story else earlier, headline) for one in ids
        ]
    return sorted(found, key=lambda each: (items[each.item].published, each.item))
