"""How well items are tagged. Used by `__main__`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.labelled import Labelled
from bot.language.names import Names
from bot.model import Item

# Topics that a person found in fewer items say more about chance than about us.
FEWEST_ITEMS = 3


@dataclass(frozen=True)
class TopicFigures:
    """Precision, recall and F1 over all items and the topics with three items or more."""

    precision: float
    recall: float
    f1: float


def measure_topics(folder: Path, days: Labelled, names: Names) -> tuple[TopicFigures, TopicFigures]:
    """Return our figures and those of looking for the spellings in the title alone."""
    aliases = json.loads((folder / "topic_aliases.json").read_text(encoding="utf-8"))
    asked = {
        entry["topic"]: [entry["topic"], *entry["aliases"]]
        for entry in aliases
        if entry["n_items_dev"] >= FEWEST_ITEMS
    }
    ours = {topic: _resolved(spellings, names) for topic, spellings in asked.items()}
    lines = (folder / "topic_items.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = {row["id"]: set(row["topics"]) for row in map(json.loads, lines)}

    def tagged(item: Item, topic: str) -> bool:
        return ours[topic] in item.topics

    def spelled(item: Item, topic: str) -> bool:
        return any(spelling in item.title for spelling in asked[topic])

    return _figures(days, asked, wanted, tagged), _figures(days, asked, wanted, spelled)


def _resolved(spellings: list[str], names: Names) -> str | None:
    """Return what a reader gets who asks for any of the spellings."""
    return next((topic.name for each in spellings if (topic := names.resolve(each))), None)


def _figures(
    days: Labelled,
    asked: dict[str, list[str]],
    wanted: dict[str, set[str]],
    has: Callable[[Item, str], bool],
) -> TopicFigures:
    right = wrong = missed = 0
    for item in days.items:
        for topic in asked:
            found, true = has(item, topic), topic in wanted[item.id]
            right += found and true
            wrong += found and not true
            missed += true and not found
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return TopicFigures(precision, recall, 2 * precision * recall / max(1e-9, precision + recall))
