"""What the extractive texts keep and whether they invent. Used by `__main__`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.editor import tag
from bot.language.names import Names
from bot.language.sentences import split_sentences
from bot.model import Item, SlotText, Story
from bot.writers.extractive import write
from bot.writers.grounding import check


@dataclass(frozen=True)
class TextFigures:
    """Share of the key facts kept, by us and by the first sentence; violations of the gate."""

    kept: float
    kept_by_lead: float
    violations: int


def measure_texts(key_facts: Path, names: Names) -> TextFigures:
    """Return how the items of a key-facts file are told.

    A line has `title`, `doc`, `lang`, `source` and `key_facts`, each with the
    spellings of which `any_of` counts.
    """
    rows = [json.loads(line) for line in key_facts.read_text(encoding="utf-8").splitlines()]
    facts = kept = by_lead = violations = 0
    for place, row in enumerate(rows):
        story = _story(row, place, names)
        text = write(story, row["lang"], names)
        lead = next(iter(split_sentences(row["doc"])), "")
        violations += len(check(text, story, names))
        for fact in row["key_facts"]:
            facts += 1
            kept += _tells(text, fact)
            by_lead += _tells(SlotText(row["title"], lead, "lead"), fact)
    return TextFigures(kept / facts, by_lead / facts, violations)


def _tells(text: SlotText, fact: dict[str, Any]) -> bool:
    whole = f"{text.headline}\n{text.body}"
    return any(spelling in whole for spelling in fact["any_of"])


def _story(row: dict[str, Any], place: int, names: Names) -> Story:
    moment = datetime(2025, 2, 8, 10, 20, tzinfo=UTC)
    item = Item(
        id=row["id"],
        source=row["source"],
        guid=row["id"],
        url=f"https://example.org/{place}",
        title=row["title"],
        text=row["doc"],
        lang=row["lang"],
        published=moment,
    )
    return Story(row["id"], item.title, (item,), tag(item, names), moment, moment)
