"""Files 3,000 items at once, and more one by one as they arrive.

    python -m benchmarks.join_story [--items N] [--arriving N] [--embeddings words|off] [--days]

The items are those of `edit_brief`, all about the same eight companies on one
day, which is harder than real days are; with `--days` the labelled ones of
`days`, which tell of some hundred events, as if they had come in the last four
days. `words` stands in for the embedding
model, whose time is measured by `benchmarks.quality`: a vector made of the words of
a text. What is measured is filing: tags, vectors, joining, and the store.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache, partial
from pathlib import Path

import numpy as np

from benchmarks.edit_brief import HOUR, made_up
from benchmarks.labelled import OWN_DAYS, default_names, load_labelled
from benchmarks.machine import machine, peak_megabytes
from bot.editor.terms import terms_of
from bot.intake import Standing, file_items
from bot.language.names import Names, load_default_topics
from bot.model import Item
from bot.store import open_store

DIMENSIONS = 384
SEED = 3


class WordsEmbedder:
    """Makes a vector of a text out of random ones of its words."""

    name = "words"

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Return one vector of length one per text."""
        return [
            _of_length_one(np.sum([_word(term) for term in sorted(terms_of(text))], axis=0))
            for text in texts
        ]


@cache
def _word(term: str) -> np.ndarray:
    seed = int(hashlib.sha256(term.encode()).hexdigest()[:8], 16)
    return np.random.default_rng(seed).standard_normal(DIMENSIONS).astype(np.float32)


def _of_length_one(vector: np.ndarray) -> bytes:
    return bytes((vector / np.linalg.norm(vector)).astype(np.float32).tobytes())


def told_in_days(names: Names) -> list[Item]:
    """Return the labelled items, each of the last four days."""
    items = [item for folder in OWN_DAYS for item in load_labelled(folder, names).items]
    hours = random.Random(SEED)
    return [replace(item, published=HOUR - timedelta(hours=hours.uniform(0, 96))) for item in items]


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=3_000)
    parser.add_argument("--arriving", type=int, default=200)
    parser.add_argument("--embeddings", default="words", choices=["words", "off"])
    parser.add_argument("--days", action="store_true")
    options = parser.parse_args()
    names = default_names()
    items = told_in_days(names) if options.days else made_up(options.items + options.arriving)
    random.Random(SEED).shuffle(items)
    standing, arriving = items[: -options.arriving], items[-options.arriving :]
    embedder = WordsEmbedder() if options.embeddings == "words" else None
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'bench.db'}")
        store.topics.seed(load_default_topics())
        store.items.add(standing, HOUR)
        at_once = seconds_of(lambda: file_items(store, names, embedder))
        print(f"{len(standing)} items filed at once: {at_once:.1f} s")
        kept = Standing(store)
        for label, keeps, coming in (
            ("what stands is kept", True, arriving[::2]),
            ("what stands is read anew", False, arriving[1::2]),
        ):
            each = []
            for item in coming:
                store.items.add([item], HOUR)
                known = kept if keeps else Standing(store)
                each.append(seconds_of(partial(file_items, store, names, embedder, standing=known)))
            cuts = statistics.quantiles(each[1:], n=100)
            print(
                f"{label}: one item filed, {len(each)} times: first {1000 * each[0]:.0f} ms, "
                f"p50 {1000 * cuts[49]:.0f} ms, p99 {1000 * cuts[98]:.0f} ms"
            )
    print(f"peak memory {peak_megabytes():.0f} MB")


if __name__ == "__main__":
    main()
