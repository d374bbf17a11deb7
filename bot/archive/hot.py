"""Which topics are hot: told about more than usual, not only much. Called by `archive`. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from math import sqrt

from bot.archive.answers import HotTopic
from bot.language.names import Names

HOT_TIME = timedelta(days=2)
# What is usual is taken from so many stretches of HOT_TIME before.
USUAL_STRETCHES = 14
# A single story is no wave, unless there is nothing else.
FEWEST_STORIES = 2
# What a steady stream counts beside a rise: a giant is in the news every day.
_STEADY = 0.25


def hot_topics(
    recent: Mapping[str, int], before: Mapping[str, int], names: Names, limit: int
) -> list[HotTopic]:
    """Return the hottest topics, hottest first.

    `recent` counts the stories of the last HOT_TIME by topic, `before` those of
    the USUAL_STRETCHES before that. A rise is measured against the spread that
    chance gives such counts (their root), so that 40 where 30 are usual is less
    news than 12 where 2 are. Of a company and its product that are hot for the
    very same stories, the product is named.
    """
    heats = [_heat(name, count, before.get(name, 0)) for name, count in recent.items()]
    if any(count >= FEWEST_STORIES for count in recent.values()):
        heats = [pair for pair in heats if pair[1].stories >= FEWEST_STORIES]
    heats.sort(key=lambda pair: (-pair[0], -pair[1].stories, pair[1].name))
    hot = list(_without_echoes([topic for _, topic in heats], names))
    return hot[:limit]


def _heat(name: str, stories: int, before: int) -> tuple[float, HotTopic]:
    usual = before / USUAL_STRETCHES
    rise = (stories - usual) / sqrt(usual + 1)
    return rise + _STEADY * sqrt(stories), HotTopic(name, stories, usual)


def _without_echoes(hot: list[HotTopic], names: Names) -> Iterator[HotTopic]:
    """Leave out companies that have just as many stories as a product of theirs."""
    echoed = {
        (parent, topic.stories) for topic in hot for parent in names.with_parents([topic.name])[1:]
    }
    return (topic for topic in hot if (topic.name, topic.stories) not in echoed)
