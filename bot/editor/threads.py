"""Which earlier story a new one goes on from. Called by `stories`. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from bot.editor.window import Window
from bot.model import Item

# Stories less likely than the threshold to be one event, but at least this
# likely, are one thread: the later follows the earlier.
THREAD = 0.15


def find_earlier(
    opened: Collection[str], members: Mapping[str, Sequence[str]], window: Window
) -> dict[str, str]:
    """Return for the new stories `opened` the story of an earlier day they go on from, if any.

    `members` are the items of all stories. A thread needs a topic in common
    and, on average over the pairs that were compared, a fair chance: one name
    in two headlines makes none.
    """
    items = window.items
    story_of = {item: story for story, ids in members.items() for item in ids}
    began = {story: min(items[item].published for item in ids) for story, ids in members.items()}
    best: dict[str, tuple[float, str]] = {}
    for later in opened:
        chances: dict[str, list[float]] = defaultdict(list)
        for one in members[later]:
            for other, chance in window.likely(one).items():
                earlier = story_of[other]
                on_later_day = began[earlier].date() < began[later].date()
                if on_later_day and _share_topic(items[one], items[other]):
                    chances[earlier].append(chance)
        for earlier, found in chances.items():
            if (mean := sum(found) / len(found)) >= THREAD:
                best[later] = max(best.get(later, (0.0, "")), (mean, earlier))
    return {later: earlier for later, (_, earlier) in best.items()}


def _share_topic(one: Item, other: Item) -> bool:
    return not set(one.topics).isdisjoint(other.topics)
