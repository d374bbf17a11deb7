"""What there is on a topic beside its page: threads, outlets, and which topics are hot.

Values for the templates `topic_timeline`, `topic_outlets` and `topics`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.model import Story
from bot.render.topic import story_line


@dataclass(frozen=True, slots=True)
class ThreadView:
    """Stories that go on from each other, oldest first; `earlier` ones stand before them."""

    stories: tuple[Story, ...]
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class OutletLine:
    """An outlet with how many items it had, the newest of them when."""

    title: str
    url: str | None
    items: int
    newest: datetime


@dataclass(frozen=True, slots=True)
class HotLine:
    """A topic in the news: its stories of late, and how many were usual in such a time."""

    name: str
    stories: int
    usual: float | None = None

    @property
    def is_new(self) -> bool:
        """Whether nothing was heard of it before."""
        return self.usual is not None and self.usual == 0

    @property
    def times(self) -> int:
        """How many times as much as usual it is told about; 0 where that is nothing special."""
        if not self.usual or self.stories < 2 * self.usual:
            return 0
        return min(99, round(self.stories / self.usual))


def timeline_values(threads: Sequence[ThreadView], lang: str) -> dict[str, Any]:
    """Return what the template of a timeline may use; it says which."""
    return {
        "threads": [
            {
                "earlier": thread.earlier,
                "stories": [
                    (story.first_seen, story_line(story, {}, lang)) for story in thread.stories
                ],
            }
            for thread in threads
        ]
    }
