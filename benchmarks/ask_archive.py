"""How long a question takes in the store when 1,000,000 items are stored and 100 people ask.

    python -m benchmarks.ask_archive
    python -m benchmarks.ask_archive --database postgresql --shelf /tmp/shelf

Made-up items (see `library`); on a `--shelf` they stay for the next time. After
some questions to warm up one person asks, question after question, kind by kind.
Then a hundred people are in conversation: each asks as people do (`MIX`) at
random moments, `--pause` seconds after the answer before in the middle. Then all
of them ask at the very same moment, a few times. `store` is how long the store
was at work for a question, `person` how long the archive kept them, waiting for
their turn and the reading of their question included. Every question is looked
up: answers that were just given are not remembered here.
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
from bot.store import Store, Wanted, open_store

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
    parser.add_argument("--alone", type=int, default=300, help="questions of one person")
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


# Of a hundred questions so many are of this kind.
MIX = {
    "a topic": 50,
    "a topic, 7 days": 10,
    "two topics": 5,
    "a word": 10,
    "two characters": 10,
    "a topic and a word": 10,
    "a rare name as words": 5,
}
# How often all ask at the same moment.
AT_ONCE = 5
# Names from this place on are rare.
RARE_FROM = 60


@dataclass(frozen=True)
class Asked:
    """A question as it is typed, or as words whatever names they may be."""

    text: str
    page: int = 1
    as_words: bool = False


def kinds_of(dice: random.Random) -> dict[str, Callable[[], Asked]]:
    """Return what makes up a question, by kind."""
    names = [topic.name for topic in load_default_topics()]
    weights = zipf(len(names))

    def topic() -> str:
        return dice.choices(names, weights)[0]

    def characters() -> str:
        return "".join(dice.choices(CHARACTERS, k=2))

    return {
        "a topic": lambda: Asked(topic(), dice.choice((1, 1, 1, 2, 3))),
        "the commonest topic": lambda: Asked(names[0]),
        "a topic, 7 days": lambda: Asked(f"{topic()} 7d"),
        "two topics": lambda: Asked(f"{topic()} {topic()}"),
        "a word": lambda: Asked(dice.choice(WORDS)),
        "two characters": lambda: Asked(characters()),
        "a topic and a word": lambda: Asked(f"{topic()} {dice.choice(WORDS)}"),
        "a rare name as words": lambda: Asked(dice.choice(names[RARE_FROM:]), as_words=True),
        # No item of the library is in both languages.
        "words hardly ever together": lambda: Asked(
            f"{dice.choice(WORDS)} {characters()}", as_words=True
        ),
    }


async def ask_all(store: Store, dice: random.Random, args: argparse.Namespace) -> None:
    """Let one person ask, then a hundred, and print how long it took."""
    kinds = kinds_of(dice)

    def mixed() -> Asked:
        return kinds[dice.choices(list(MIX), list(MIX.values()))[0]]()

    print(f"{'milliseconds':38}{'store 0.5':>10}{'0.99':>8}{'person 0.5':>12}{'0.99':>8}")
    # What is asked for often is in memory.
    for kind in kinds.values():
        await _measure(store, kind, dice, Crowd(1, args.alone, 0.0))
    for name, kind in kinds.items():
        _print(f"{name}, alone", await _measure(store, kind, dice, Crowd(1, args.alone, 0.0)))
    crowd = Crowd(PEOPLE, args.questions, args.pause)
    _print("as people ask, a hundred", await _measure(store, mixed, dice, crowd))
    together = Figures()
    for _ in range(AT_ONCE):
        together.add(await _measure(store, mixed, dice, Crowd(PEOPLE, 1, 0.0)))
    _print("as people ask, at the same moment", together)


@dataclass(frozen=True)
class Crowd:
    """How many people ask how many questions each, and how long they pause (seconds)."""

    people: int
    questions: int
    pause: float


@dataclass
class Figures:
    """How long the store was at work and people waited, in ms."""

    store: list[float] = field(default_factory=list)
    person: list[float] = field(default_factory=list)

    def add(self, others: Figures) -> None:
        self.store += others.store
        self.person += others.person


async def _measure(
    store: Store, kind: Callable[[], Asked], dice: random.Random, crowd: Crowd
) -> Figures:
    archive = Archive(store, Noon())
    watch = Stopwatch(store.asking.__class__.page.__get__(store.asking))
    store.asking.page = watch  # type: ignore[method-assign, assignment]
    figures = Figures(watch.times)
    await archive.look_up("DeepSeek")
    watch.times.clear()

    async def person() -> None:
        await asyncio.sleep(dice.random() * crowd.pause)
        for _ in range(crowd.questions):
            asked = kind()
            archive.forget_answers()
            started = time.perf_counter()
            await _ask(store, archive, asked)
            figures.person.append((time.perf_counter() - started) * 1000)
            await asyncio.sleep(dice.random() * 2 * crowd.pause)

    await asyncio.gather(*(person() for _ in range(crowd.people)))
    return figures


async def _ask(store: Store, archive: Archive, asked: Asked) -> None:
    if asked.as_words:
        await asyncio.to_thread(store.asking.page, Wanted(words=asked.text), limit=6)
    else:
        await archive.look_up(asked.text, asked.page)


def _print(name: str, figures: Figures) -> None:
    print(
        f"{name:38}{_at(figures.store, 0.5):10.2f}{_at(figures.store, 0.99):8.2f}"
        f"{_at(figures.person, 0.5):12.2f}{_at(figures.person, 0.99):8.2f}",
        flush=True,
    )


def _at(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)] if times else 0.0


if __name__ == "__main__":
    main()
