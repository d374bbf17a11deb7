"""How well items join into stories: ours beside simple baselines. Used by `__main__`."""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.labelled import Labelled
from bot.editor import join
from bot.editor.pairs import EVIDENCE
from bot.editor.terms import terms_of
from bot.editor.vectors import Meanings
from bot.language.names import Names
from bot.model import Item, Story

# Two titles at least this alike that share a topic and tell different events.
LOOK_ALIKE = 0.2

Placement = Mapping[str, str]
"""Which group each item is in, by item id."""


@dataclass(frozen=True)
class JoinFigures:
    """Precision, recall and F1 over pairs, recall of zh-en pairs, look-alikes kept apart.

    `apart` is of pairs alike by their words, `named_apart` of items that a
    person said resemble an event; None where nobody named any.
    """

    precision: float
    recall: float
    f1: float
    across: float
    apart: float
    named_apart: float | None


def place(
    days: Labelled, names: Names, vectors: Mapping[str, bytes] | None, *, batch: int = 10_000
) -> Placement:
    """Return the stories our editor makes of `days`, each window by itself."""
    placed: dict[str, str] = {}
    for window in sorted(set(days.window.values())):
        items = [item for item in days.items if days.window[item.id] == window]
        placed |= place_in_order(items, names, vectors, batch=batch)
    return placed


def place_in_order(
    items: Sequence[Item], names: Names, vectors: Mapping[str, bytes] | None, *, batch: int
) -> Placement:
    """Return the stories made of `items` arriving in this order, `batch` at a time."""
    placed: dict[str, str] = {}
    for start in range(0, len(items), batch):
        standing = _stories(items[:start], placed)
        for found in join(items[start : start + batch], standing, names, vectors):
            placed[found.item] = found.story
    return placed


def _stories(items: Sequence[Item], placed: Placement) -> list[Story]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[placed[item.id]].append(item)
    return [
        Story(
            id=key,
            headline=members[0].title,
            items=tuple(members),
            topics=members[0].topics,
            first_seen=min(item.published for item in members),
            last_seen=max(item.published for item in members),
        )
        for key, members in groups.items()
    ]


def measure(days: Labelled, placed: Placement) -> JoinFigures:
    """Return how `placed` compares with what a person said."""
    alike = _cosine_of_titles(days.items)
    right = wrong = missed = across = across_right = apart = look_alikes = 0
    for one, other, same in days.pairs():
        joined = placed[one.id] == placed[other.id]
        right += joined and same
        wrong += joined and not same
        missed += same and not joined
        if same and one.lang != other.lang:
            across += 1
            across_right += joined
        if not same and set(one.topics) & set(other.topics) and alike(one, other) >= LOOK_ALIKE:
            look_alikes += 1
            apart += not joined
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return JoinFigures(
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / max(1e-9, precision + recall),
        across=across_right / max(1, across),
        apart=apart / max(1, look_alikes),
        named_apart=_named_apart(days, placed),
    )


def _named_apart(days: Labelled, placed: Placement) -> float | None:
    """Return the share of the named look-alikes that stand in no story with their event."""
    stories: dict[str, set[str]] = defaultdict(set)
    for key, event in days.cluster.items():
        stories[event].add(placed[key])
    apart = [placed[key] not in stories[event] for key, event in days.look_alikes]
    return sum(apart) / len(apart) if apart else None


def single_link(days: Labelled, threshold: float) -> Placement:
    """Return the simplest grouping: TF-IDF of title and text, joined by any one neighbour."""
    alike = _cosine_of_texts(days.items)
    return _connected(days, lambda one, other: alike(one, other) >= threshold)


def nearest_vectors(days: Labelled, vectors: Mapping[str, bytes], threshold: float) -> Placement:
    """Return the grouping of centred embeddings alone, joined by any one neighbour."""
    meanings = Meanings(days.items, vectors)
    return _connected(
        days, lambda one, other: (meanings.cosine(one.id, other.id) or 0.0) >= threshold
    )


def best_of(days: Labelled, make: Callable[[float], Placement]) -> JoinFigures:
    """Return a baseline's figures at the threshold best for it, picked on these very days."""
    tried = [measure(days, make(step / 20)) for step in range(4, 19)]
    return max(tried, key=lambda figures: figures.f1)


def order_matters(
    days: Labelled, names: Names, vectors: Mapping[str, bytes]
) -> Mapping[str, JoinFigures]:
    """Return the figures by how items arrive; nothing is told meanwhile."""
    shuffled = list(days.items)
    random.Random(7).shuffle(shuffled)
    by_source = sorted(days.items, key=lambda item: item.source)
    arrivals = {
        "one by one, in random order": (shuffled, 1),
        "source by source, twenty at a time": (by_source, 20),
    }
    return {
        title: measure(days, place_in_order(items, names, vectors, batch=batch))
        for title, (items, batch) in arrivals.items()
    }


def evidence_groups() -> Mapping[str, frozenset[str]]:
    """Return the kinds of evidence that are left out together."""
    groups = {
        "meaning": ("meaning", "meaning_across"),
        "words": ("title_told", "title_told_both", "rare_shared", "nothing_shared"),
        "names": (
            "names_shared",
            "houses_apart",
            "houses_extra",
            "proper_extra",
            "subject_apart",
        ),
        "amounts, versions, sizes": (
            "amounts_shared",
            "release_shared",
            "release_apart",
            "size_apart",
        ),
        "kind and aspect": (
            "kind_shared",
            "kind_apart",
            "aspects_shared",
            "aspects_apart",
            "no_event",
        ),
        "source and link": ("same_link", "same_source"),
        "time": ("days_apart",),
    }
    assert {name for group in groups.values() for name in group} <= set(EVIDENCE)
    return {title: frozenset(group) for title, group in groups.items()}


def _connected(days: Labelled, linked: Callable[[Item, Item], bool]) -> Placement:
    parent = {item.id: item.id for item in days.items}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for one, other, _ in days.pairs():
        if linked(one, other):
            parent[root(one.id)] = root(other.id)
    return {key: root(key) for key in parent}


def _cosine_of_titles(items: Sequence[Item]) -> Callable[[Item, Item], float]:
    return _cosine_of({item.id: terms_of(item.title) for item in items})


def _cosine_of_texts(items: Sequence[Item]) -> Callable[[Item, Item], float]:
    # What a plain vectoriser sees: words and pairs of characters, unweighted by any list.
    word = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*|[\u3400-\u9fff]")
    return _cosine_of(
        {item.id: frozenset(word.findall(f"{item.title} {item.text}".lower())) for item in items}
    )


def _cosine_of(words: Mapping[str, frozenset[str]]) -> Callable[[Item, Item], float]:
    counts = Counter(word for each in words.values() for word in each)
    rarity = {word: math.log((1 + len(words)) / count) for word, count in counts.items()}
    lengths = {
        key: math.sqrt(sum(rarity[word] ** 2 for word in each)) or 1.0
        for key, each in words.items()
    }

    def cosine(one: Item, other: Item) -> float:
        shared = sum(rarity[word] ** 2 for word in words[one.id] & words[other.id])
        return shared / (lengths[one.id] * lengths[other.id])

    return cosine
