"""How long a page of news on a topic takes when 1,000,000 items are stored.

    python -m benchmarks.topic_lookup
    python -m benchmarks.topic_lookup --database postgresql --items 1000000

Made-up items (see `library`) are taken in; then pages are asked for, by topic
and by words. The figures of 0.99 are what the slowest query in a hundred takes
at the most.
"""

from __future__ import annotations

import argparse
import platform
import random
import resource
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import structlog

from benchmarks.library import CHARACTERS, NOW, WORDS, build_library, empty_database, zipf
from bot.language.names import load_default_topics
from bot.store import Store, open_store


def main() -> None:
    """Build the library, ask for pages and print how long they took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    dice = random.Random(args.seed)
    print(f"{platform.platform()}, Python {platform.python_version()}, {_processor()}")
    with empty_database(args.database) as url, open_store(url) as store:
        started = time.perf_counter()
        build_library(store, args.items, dice)
        seconds = time.perf_counter() - started
        print(f"{args.items:,} items stored, tagged and filed in {seconds:.0f} s ({args.database})")
        _ask(store, dice, args.queries)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MB")


def _ask(store: Store, dice: random.Random, queries: int) -> None:
    names = [topic.name for topic in load_default_topics()]
    weights = zipf(len(names))

    def topic() -> str:
        return dice.choices(names, weights)[0]

    def page() -> int:
        return 10 * dice.choice((0, 0, 0, 1, 2, 5))

    span = timedelta(days=30)
    questions: dict[str, Callable[[], object]] = {
        "items of a topic": lambda: store.search.by_topic([topic()], limit=10, offset=page()),
        "items of the commonest": lambda: store.search.by_topic(names[:1], limit=10),
        "items of five topics": lambda: store.search.by_topic(
            [topic() for _ in range(5)], limit=10, offset=page()
        ),
        "items of a topic, 30 days": lambda: store.search.by_topic(
            [topic()], limit=10, since=NOW - 2 * span, until=NOW - span
        ),
        "stories of a topic": lambda: store.stories.latest_by_topic(
            [topic()], limit=6, offset=page()
        ),
        "items with a name": lambda: store.search.by_text(topic(), limit=10, offset=page()),
        "items with a common word": lambda: store.search.by_text(dice.choice(WORDS), limit=10),
        "items with two characters": lambda: store.search.by_text(
            "".join(dice.choices(CHARACTERS, k=2)), limit=10
        ),
        "items with three characters": lambda: store.search.by_text(
            "".join(dice.choices(CHARACTERS, k=3)), limit=10
        ),
        "items with a name and a word": lambda: store.search.by_text(
            f"{topic()} {dice.choice(WORDS)}", limit=10
        ),
    }
    print(f"{'':30}{'0.5':>9}{'0.99':>9}{'slowest':>10}  (milliseconds, {queries} queries each)")
    for name, question in questions.items():
        times = sorted(_timed(question) for _ in range(queries))
        middle, late = times[len(times) // 2], times[len(times) * 99 // 100]
        print(f"{name:30}{middle:9.2f}{late:9.2f}{times[-1]:10.2f}")


def _timed(question: Callable[[], object]) -> float:
    started = time.perf_counter()
    question()
    return (time.perf_counter() - started) * 1000


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.split(": ")[1] for line in lines if line.startswith("model name")), "?")


if __name__ == "__main__":
    main()
