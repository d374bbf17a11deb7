"""Which stories make the brief, and in what order.

The newsroom hands over what `rank` scored; `compose` takes the picks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.editor.headlines import best_headline
from bot.editor.kinds import aspects_of, kinds_of
from bot.editor.progress import Memory
from bot.editor.rank import Score, Scored
from bot.editor.roundups import is_roundup
from bot.editor.terms import mass, terms_of
from bot.editor.weights import load_weights
from bot.language.headlines import is_list
from bot.model import Story, Told

# With this share of the slots filled, what is hardly about AI stays out altogether.
ENOUGH = 0.5
# Two titles on one topic tell the same if, names aside, the shorter shares this part of its
# words with the longer, or both share this much: two words that hardly any text has.
SAID_ALREADY, SAID_SURELY = 0.6, 13.0


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

    Strongest first, each further one of the same topic, kind or lone outlet
    counting a little less, one that says again what another does far less, no
    topic in more than about four of ten. Roundups are left out, and what an
    edition's last briefs `told` too, unless it moved on.
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
        self._outlet_cost = weights["outlet_again"]
        self._same_cost = weights["same_again"]
        self._off_topic = weights["off_topic_limit"]
        self._topics: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()
        self._outlets: Counter[str] = Counter()

    def best(self, waiting: Sequence[Pick], within_shares: bool) -> Pick | None:
        """Return the next story to take, or None when none of `waiting` may enter.

        The first of those worth most. Whether one says again what a pick said
        costs most to find out, and is asked of those alone that might be it.
        """
        open_to = [entry for entry in waiting if self._may_enter(entry, within_shares)]
        most = [self._worth(entry, again=False) for entry in open_to]
        best: tuple[float, int] | None = None
        for place in sorted(range(len(open_to)), key=lambda place: (-most[place], place)):
            if best is not None and (most[place], -place) < best:
                break
            again = any(_says_again(open_to[place].story, other.story) for other in self.picks)
            worth = self._worth(open_to[place], again=True) if again else most[place]
            best = max(best or (worth, -place), (worth, -place))
        return open_to[-best[1]] if best else None

    def take(self, entry: Pick) -> None:
        """Add a pick and count what it is about."""
        self.picks.append(entry)
        self._topics.update(entry.story.topics)
        self._kinds.update(kinds_of(entry.story.headline))
        self._outlets.update(_lone_outlet(entry.story))

    def _may_enter(self, entry: Pick, within_shares: bool) -> bool:
        off_topic = entry.score.reasons.get("off_topic", 0.0) <= self._off_topic
        if off_topic and len(self.picks) >= ENOUGH * self._size:
            return False
        crowded = any(self._topics[topic] >= self._most for topic in entry.story.topics)
        return not (within_shares and crowded)

    def _worth(self, entry: Pick, *, again: bool) -> float:
        """Return a story's score less what of it was told already: topics, kind, outlet, news."""
        topic = max((self._topics[topic] for topic in entry.story.topics), default=0)
        kind = max((self._kinds[kind] for kind in kinds_of(entry.story.headline)), default=0)
        outlet = sum(self._outlets[source] for source in _lone_outlet(entry.story))
        costs = (
            self._topic_cost * topic,
            self._kind_cost * kind,
            self._outlet_cost * outlet,
            self._same_cost * again,
        )
        return entry.score.total - sum(costs)


def _lone_outlet(story: Story) -> frozenset[str]:
    """Return the source that alone carries `story`; none where several do."""
    sources = frozenset(item.source for item in story.items)
    return sources if len(sources) == 1 else frozenset()


def _says_again(story: Story, other: Story) -> bool:
    """Whether `story` is what `other` is, told as if it were news of its own.

    It goes on from it within the same brief, or its title says little that a
    title of the other on the same topic and aspect (a model, its API) does not.
    """
    if story.follows == other.id or other.follows == story.id:
        return True
    if not set(story.topics) & set(other.topics):
        return False
    names = frozenset(term for topic in story.topics for term in terms_of(topic))
    title = best_headline(story.items)
    alike = [item for item in other.items if aspects_of(item.title) == aspects_of(title)]
    mine = terms_of(title) - names
    return any(_covers(terms_of(item.title) - names, mine) for item in alike)


def _covers(theirs: frozenset[str], mine: frozenset[str]) -> bool:
    shared, smaller = mass(mine & theirs), min(mass(mine), mass(theirs))
    return shared >= SAID_SURELY or (smaller > 0 and shared / smaller >= SAID_ALREADY)


def _is_roundup(story: Story) -> bool:
    """Whether all its items tell many events, or their titles are dates or lists of names."""
    return all(is_roundup(item) or is_list(item.title) for item in story.items)
