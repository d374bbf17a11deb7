"""How long a question takes in the store when 1,000,000 items are stored and 100 people ask.

    python -m benchmarks.ask_archive
    python -m benchmarks.ask_archive --database postgresql --shelf /tmp/shelf

Made-up items (see `library`); on a `--shelf` they stay for the next time. After
some questions to warm up one person asks, one question after the other. Then a
hundred people ask, each a few seconds after the answer before (`--pause`), as
many as the archive has threads at a time; then all of them at the very same
moment. `store` is how long the store was at work for a question, `person` how
long the archive kept them, waiting for their turn and the reading of their
question included. Every question is looked up: answers that were just given are
not remembered here.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import structlog

from benchmarks.library import CHARACTERS, NOW, WORDS, library, zipf
from benchmarks.machine import machine, peak_megabytes
from bot.archive import Archive
from bot.language.names import load_default_topics
from bot.store import Store, open_store

PEOPLE = 100


@dataclass(frozen=True)
class Noon:
    """A clock that stands at the library's end."""

    def now(self) -> datetime:
        return NOW


@dataclass
class Stopwatch:
    """Wraps a verb of the store and keeps how long each call took, in ms."""

    verb: Callable[..., object]
    times: list[float] = field(default_factory=list)

    def __call__(self, *args: object, **kwargs: object) -> object:
        started = time.perf_counter()
        try:
            return self.verb(*args, **kwargs)
        finally:
            self.times.append((time.perf_counter() - started) * 1000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--items", type=int, default=31_250, help="items to make")
    parser.add_argument("--doublings", type=int, default=5, help="times to double them")
    parser.add_argument("--questions", type=int, default=20, help="questions of each person")
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between two of them")
    parser.add_argument("--alone", type=int, default=500, help="questions of one person")
    parser.add_argument("--shelf", type=Path, help="folder in which the library is kept")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    dice = random.Random(args.seed)
    print(machine())
    shelf = library(args.database, args.items, args.doublings, args.shelf, dice)
    with shelf as url, open_store(url) as store:
        print(f"{store.items.count():,} items ({args.database}), {PEOPLE} people")
        asyncio.run(ask_all(store, dice, args))
    print(f"peak memory of this process: {peak_megabytes():.0f} MB")


async def ask_all(store: Store, dice: random.Random, args: argparse.Namespace) -> None:
    names = [topic.name for topic in load_default_topics()]
    weights = zipf(len(names))

    def topic() -> str:
        return dice.choices(names, weights)[0]

    kinds: dict[str, Callable[[], tuple[str, int]]] = {
        "a topic": lambda: (topic(), dice.choice((1, 1, 1, 2, 3))),
        "the commonest topic": lambda: (names[0], 1),
        "a topic, 7 days": lambda: (f"{topic()} 7d", 1),
        "two topics": lambda: (f"{topic()} {topic()}", 1),
        "a word": lambda: (dice.choice(WORDS), 1),
        "two characters": lambda: ("".join(dice.choices(CHARACTERS, k=2)), 1),
        "a topic and a word": lambda: (f"{topic()} {dice.choice(WORDS)}", 1),
    }
    print(f"{'milliseconds':32}{'store 0.5':>10}{'0.99':>8}{'person 0.5':>12}{'0.99':>8}")
    crowd = Crowd(PEOPLE, args.questions, args.pause)
    # What is asked for often is in memory.
    for kind in kinds.values():
        await _ask(Archive(store, Noon()), kind, dice, Crowd(1, args.alone, 0.0), [])
    for name, kind in kinds.items():
        for asking in (Crowd(1, args.alone, 0.0), crowd, Crowd(PEOPLE, 1, 0.0)):
            await _measure(store, name, kind, dice, asking)


@dataclass(frozen=True)
class Crowd:
    """How many people ask how many questions each, and how long they pause (seconds)."""

    people: int
    questions: int
    pause: float

    def __str__(self) -> str:
        return "alone" if self.people == 1 else "crowd" if self.pause else "at once"


async def _measure(
    store: Store,
    name: str,
    kind: Callable[[], tuple[str, int]],
    dice: random.Random,
    crowd: Crowd,
) -> None:
    archive = Archive(store, Noon())
    watch = Stopwatch(store.asking.__class__.page.__get__(store.asking))
    store.asking.page = watch  # type: ignore[method-assign, assignment]
    waits: list[float] = []
    await archive.look_up("DeepSeek")
    watch.times.clear()
    await _ask(archive, kind, dice, crowd, waits)
    print(
        f"{name:22}{crowd!s:10}{_at(watch.times, 0.5):10.2f}{_at(watch.times, 0.99):8.2f}"
        f"{_at(waits, 0.5):12.2f}{_at(waits, 0.99):8.2f}"
    )


async def _ask(
    archive: Archive,
    kind: Callable[[], tuple[str, int]],
    dice: random.Random,
    crowd: Crowd,
    waits: list[float],
) -> None:
    """Let a crowd ask; add how long each of them waited, in ms, to `waits`."""

    async def person() -> None:
        await asyncio.sleep(dice.random() * crowd.pause)
        for _ in range(crowd.questions):
            query, page = kind()
            archive.forget_answers()
            started = time.perf_counter()
            await archive.look_up(query, page)
            waits.append((time.perf_counter() - started) * 1000)
            await asyncio.sleep(dice.random() * 2 * crowd.pause)

    await asyncio.gather(*(person() for _ in range(crowd.people)))


def _at(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)] if times else 0.0


if __name__ == "__main__":
    main()
