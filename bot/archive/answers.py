"""What the archive answers with. Made by `archive`; read by commands, web and cli."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.archive.questions import Question
from bot.language.names import Names
from bot.model import Item, Source, Story, Topic

# Stories on one page of an answer: what a phone shows without much scrolling.
PAGE_SIZE = 6
# Days that a topic's page counts.
COUNTED_DAYS = 30


@dataclass(frozen=True, slots=True)
class TopicItems:
    """What is stored on a name: of a topic, or found as plain words."""

    name: str
    aliases: tuple[str, ...]
    total: int
    items: tuple[Item, ...]
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One page (from 1) of stories on what was asked.

    `asked` is the question as it was put, `question` the one that is answered:
    an easier one where the first finds nothing. `days` counts the stories of
    each of the last `COUNTED_DAYS` days, oldest first, where one topic is asked.
    `names` are those known then. `total` is at least that many where `is_floor` is true.
    """

    query: str
    asked: Question
    question: Question
    total: int
    stories: tuple[Story, ...]
    sources: Mapping[str, Source]
    names: Names
    page: int
    near: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    is_floor: bool = False
    best_first: bool = False
    page_size: int = PAGE_SIZE

    @property
    def topic(self) -> Topic | None:
        """The topic that is answered, None for plain words or several topics."""
        return self.question.topics[0] if len(self.question.topics) == 1 else None

    @property
    def is_plain_topic(self) -> bool:
        """Whether all there is on one topic is answered, with no words beside it."""
        return self.topic is not None and not self.question.words


@dataclass(frozen=True, slots=True)
class Thread:
    """Stories that go on from each other, oldest first; `earlier` ones are left out before."""

    stories: tuple[Story, ...]
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """How the stories on a topic went on; `threads` are the newest to move first.

    Where no story has gone on from another, `is_plain` is true and the one
    thread is simply the newest stories in order.
    """

    topic: Topic
    threads: tuple[Thread, ...]
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Outlet:
    """A source that reported on a topic: how many items, the newest of them when."""

    source: Source
    items: int
    newest: datetime


@dataclass(frozen=True, slots=True)
class HotTopic:
    """A topic in the news: stories in the last days, and how many are usual in so many."""

    name: str
    stories: int
    usual: float
