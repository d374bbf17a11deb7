"""Which stories make the brief, and in what order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.editor.rank import Score, Scored
from bot.model import Story, Told


@dataclass(frozen=True, slots=True)
class Pick:
    """A story that makes the brief.

    `since` says, for one that was told before and moved on, what changed.
    """

    story: Story
    score: Score
    since: str | None = None


def pick(scored: Sequence[Scored], size: int, told: Sequence[Told], lang: str) -> list[Pick]:
    """Return at most `size` stories, best first, none told before unless it moved on.

    `told` are the stories of the edition's last briefs; `lang` is the
    language `since` is written in.
    """
    gone = {entry.story for entry in told} | {i for entry in told for i in entry.item_ids}
    share: Counter[str] = Counter()
    picks = []
    for candidate in sorted(scored, key=lambda s: (-s.score.total, s.story.id)):
        story = candidate.story
        if story.id in gone or any(item.id in gone for item in story.items):
            continue
        if any(share[topic] >= max(1, size * 2 // 5) for topic in story.topics[:1]):
            continue
        share.update(story.topics[:1])
        picks.append(Pick(story, candidate.score))
        if len(picks) == size:
            break
    return picks
