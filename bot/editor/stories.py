"""Items -> stories: what reports the same event is one story, in any language.

Called by the newsroom after tagging. Pure: it is handed the new items and the
stories of the last days, and says which item belongs where.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from bot.editor.headlines import best_headline
from bot.language.names import Names
from bot.model import Assignment, Item, Story


def join(
    new: Sequence[Item],
    recent: Sequence[Story],
    names: Names,
    vectors: Mapping[str, bytes] | None = None,
) -> list[Assignment]:
    """Say for each of `new` which story it belongs to.

    `recent` are the stories of the last days, items inside. `vectors` are
    float32 vectors by item id, of new and recent items alike; without them
    (or where one is missing) the words alone decide. An item of `new` that
    already is in one of `recent` is left out. The answer is in order of
    publication and the same for any order of `new`.
    """
    known = {item.id for story in recent for item in story.items}
    groups: dict[str, list[Item]] = {story.id: list(story.items) for story in recent}
    where: dict[str, str] = {}
    for item in sorted(new, key=lambda item: (item.published, item.id)):
        if item.id in known:
            continue
        best = max(groups, key=lambda story: (_alike(item, groups[story]), story), default=None)
        if best is None or _alike(item, groups[best]) < 0.5:
            best = story_id(item)
            groups[best] = []
        groups[best].append(item)
        where[item.id] = best
    return [
        Assignment(item=item, story=story, follows=None, headline=best_headline(groups[story]))
        for item, story in where.items()
    ]


def story_id(item: Item) -> str:
    """Return the id of the story that `item` opens; it stays as the story grows."""
    return "s" + hashlib.sha256(item.id.encode()).hexdigest()[:12]


def _alike(item: Item, others: Sequence[Item]) -> float:
    return sum(_overlap(item.title, other.title) for other in others) / max(1, len(others))


def _overlap(first: str, second: str) -> float:
    one, two = (set(re.findall(r"[a-z0-9.\-]+|[一-鿿]", text.lower())) for text in (first, second))
    return len(one & two) / max(1, len(one | two))
