"""How well the pick finds what several editors carried. Used by `__main__`.

Each editor is hidden in turn, so that the answer is not read off the pool: an
event counts where two editors or more carried it, the hidden one included, and a
slot counts for the one event that most of its items report.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.labelled import Labelled
from benchmarks.quality.stories import Placement
from bot.editor import Context, Scored, pick, score
from bot.editor.headlines import best_headline
from bot.language.names import Names
from bot.model import Item, Story

SLOTS = 10


@dataclass(frozen=True)
class PickFigures:
    """Precision@10 of the pick, of two baselines, and what was there to be found."""

    ours: float
    most_outlets: float
    newest: float
    possible: float


def measure_picks(
    folder: Path,
    days: Labelled,
    placed: Placement,
    simple: Placement,
    names: Names,
    langs: Sequence[str] = ("zh", "en"),
) -> PickFigures:
    """Return precision@10, averaged over days, the editor that is hidden and `langs`.

    `placed` are the stories our pick is made from, `simple` those that the
    baselines are.
    """
    important = json.loads((folder / "importance_by_day.json").read_text(encoding="utf-8"))
    tables: list[tuple[float, float, float, float]] = []
    for day, answers in important["days"].items():
        wanted = {event["cluster"] for event in answers["relevant_ai"]}
        pool = [item for item, row in zip(days.items, days.rows, strict=True) if row["day"] == day]
        for editor in sorted({_editor(item.source) for item in pool}):
            seen = [item for item in pool if _editor(item.source) != editor]
            tables += [_one(seen, wanted, days, (placed, simple), names, lang) for lang in langs]
    columns = [sum(column) / len(tables) for column in zip(*tables, strict=True)]
    return PickFigures(*columns)


def _one(
    pool: Sequence[Item],
    wanted: set[str],
    days: Labelled,
    placed: tuple[Placement, Placement],
    names: Names,
    lang: str,
) -> tuple[float, float, float, float]:
    stories, simple = (_stories(pool, each) for each in placed)
    context = Context(
        names=names,
        sources={},
        lang=lang,
        now=max(item.published for item in pool),
        recent=stories,
    )
    scored = [Scored(story, score(story, context)) for story in stories]
    ours = [entry.story for entry in pick(scored, SLOTS, [], lang)]
    by_outlets = sorted(simple, key=lambda s: (-len({i.source for i in s.items}), s.first_seen))
    by_time = sorted(simple, key=lambda story: story.last_seen, reverse=True)
    found: Callable[[Sequence[Story]], float] = lambda chosen: (  # noqa: E731 - three uses below
        len({_main_event(story, days) for story in chosen} & wanted) / SLOTS
    )
    possible = min(SLOTS, len({days.cluster[item.id] for item in pool} & wanted)) / SLOTS
    return found(ours), found(by_outlets[:SLOTS]), found(by_time[:SLOTS]), possible


def _main_event(story: Story, days: Labelled) -> str:
    """Return the event that most items of a story report: a slot tells one, however glued."""
    return Counter(days.cluster[item.id] for item in story.items).most_common(1)[0][0]


def _editor(source: str) -> str:
    return source.split("-", maxsplit=1)[0]


def _stories(pool: Sequence[Item], placed: Placement) -> list[Story]:
    groups: dict[str, list[Item]] = {}
    for item in pool:
        groups.setdefault(placed[item.id], []).append(item)
    return [
        Story(
            id=key,
            headline=best_headline(members),
            items=tuple(members),
            topics=tuple(dict.fromkeys(t for item in members for t in item.topics)),
            first_seen=min(item.published for item in members),
            last_seen=max(item.published for item in members),
        )
        for key, members in groups.items()
    ]
