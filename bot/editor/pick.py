"""Which stories make the brief, and in what order.

The newsroom hands over what `rank` scored; `compose` takes the picks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.editor.kinds import kinds_of
from bot.editor.progress import Memory
from bot.editor.rank import Score, Scored
from bot.editor.roundups import is_roundup
from bot.editor.weights import load_weights
from bot.model import Story, Told

# With this share of the slots filled, what is hardly about AI stays out altogether.
ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Pick:
    """A story that makes the brief.

    `since` says, for one that was told before and moved on, what changed.
    """

    story: Story
    score: Score
    since: str | None = None


def pick(scored: Sequence[Scored], size: int, told: Sequence[Told], lang: str) -> list[Pick]:
    """Return at most `size` stories in the order in which to read them.

    Strongest first, each further one of the same topic or kind counting a
    little less, no topic in more than about four of ten. Roundups are left
    out, and what an edition's last briefs `told` too, unless it moved on.
    `lang` is the language `since` is written in.
    """
    memory = Memory(told, lang)
    waiting = [
        Pick(candidate.story, candidate.score, memory.since(candidate.story))
        for candidate in scored
        if memory.is_new(candidate.story) and not _is_roundup(candidate.story)
    ]
    waiting.sort(key=lambda entry: (-entry.score.total, entry.story.id))
    desk = _Desk(size)
    for within_shares in (True, False):
        while len(desk.picks) < size and (best := desk.best(waiting, within_shares)):
            desk.take(best)
            waiting.remove(best)
    return desk.picks


class _Desk:
    """The picks so far, and what they are about already."""

    def __init__(self, size: int) -> None:
        weights = load_weights().picking
        self.picks: list[Pick] = []
        self._size = size
        self._most = max(1, round(weights["topic_share"] * size))
        self._topic_cost = weights["topic_again"]
        self._kind_cost = weights["kind_again"]
        self._off_topic = weights["off_topic_limit"]
        self._topics: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()

    def best(self, waiting: Sequence[Pick], within_shares: bool) -> Pick | None:
        """Return the next story to take, or None when none of `waiting` may enter."""
        open_to = [entry for entry in waiting if self._may_enter(entry, within_shares)]
        return max(open_to, key=self._worth, default=None)

    def take(self, entry: Pick) -> None:
        """Add a pick and count what it is about."""
        self.picks.append(entry)
        self._topics.update(entry.story.topics)
        self._kinds.update(kinds_of(entry.story.headline))

    def _may_enter(self, entry: Pick, within_shares: bool) -> bool:
        off_topic = entry.score.reasons.get("off_topic", 0.0) <= self._off_topic
        if off_topic and len(self.picks) >= ENOUGH * self._size:
            return False
        crowded = any(self._topics[topic] >= self._most for topic in entry.story.topics)
        return not (within_shares and crowded)

    def _worth(self, entry: Pick) -> float:
        """Return a story's score less what its topics and kind were told already."""
        topic = max((self._topics[topic] for topic in entry.story.topics), default=0)
        kind = max((self._kinds[kind] for kind in kinds_of(entry.story.headline)), default=0)
        return entry.score.total - self._topic_cost * topic - self._kind_cost * kind


def _is_roundup(story: Story) -> bool:
    return all(is_roundup(item) for item in story.items)
