"""How long a page of news on a topic takes when 1,000,000 items are stored.

    python -m benchmarks.topic_lookup
    python -m benchmarks.topic_lookup --database postgresql --items 1000000

Made-up items, zh and en, are taken in through the store's own door: tagged with
the default topics (a few common, most rare, as in the news) and put into
stories. Then pages are asked for, by topic and by words. The figures of 0.99
are what the slowest query in a hundred takes at the most.
"""

from __future__ import annotations

import argparse
import platform
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.language.names import load_default_topics
from bot.model import Assignment, Item, item_id
from bot.store import Store, open_store
from tests.databases import postgres_server

NOW = datetime(2026, 4, 25, 12, tzinfo=UTC)
APART = timedelta(seconds=60)
BATCH = 10_000
SOURCES = [f"outlet-{n}" for n in range(50)]
ENGLISH = (
    "model release agents pricing chip cluster research paper weights benchmark safety court"
    " launch funding robot video voice search cloud developer open data users growth team"
)
WORDS = ENGLISH.split()
CHARACTERS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"


_DICE = random.Random(0)
_CHINESE = "".join(_DICE.choices(CHARACTERS, k=200_000))
_ENGLISH = " ".join(_DICE.choices(WORDS, k=50_000))


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
    with _database(args.database) as url, open_store(url) as store:
        started = time.perf_counter()
        _build(store, args.items, dice)
        seconds = time.perf_counter() - started
        print(f"{args.items:,} items stored, tagged and filed in {seconds:.0f} s ({args.database})")
        _ask(store, dice, args.queries)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MB")


@contextmanager
def _database(kind: str) -> Iterator[str]:
    """Give the URL of an empty database of a kind."""
    if kind == "postgresql":
        with postgres_server() as url:
            yield url
        return
    print(f"SQLite {sqlite3.sqlite_version}")
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'library.db'}"


def _build(store: Store, amount: int, dice: random.Random) -> None:
    topics = load_default_topics()
    store.topics.seed(topics)
    names = [topic.name for topic in topics]
    weights = _zipf(len(names))
    oldest = NOW - amount * APART
    for start in range(0, amount, BATCH):
        numbers = range(start, min(start + BATCH, amount))
        chosen = [dice.choices(names, weights, k=dice.choice((1, 1, 2, 3))) for _ in numbers]
        items = [
            _item(number, oldest + number * APART, topics, dice)
            for number, topics in zip(numbers, chosen, strict=True)
        ]
        store.items.add(items, NOW)
        store.items.tag({item.id: topics for item, topics in zip(items, chosen, strict=True)})
        stories = [f"s{number // 3}" for number in numbers]
        store.stories.assign(
            [
                Assignment(item.id, story, None, item.title)
                for item, story in zip(items, stories, strict=True)
            ]
        )


def _item(number: int, published: datetime, topics: list[str], dice: random.Random) -> Item:
    source = dice.choice(SOURCES)
    chinese = number % 2 == 0
    body = _cut(dice, _CHINESE, 120) if chinese else _cut(dice, _ENGLISH, 260)
    title = f"{('与' if chinese else ' and ').join(topics)} {body[: 12 if chinese else 40]}"
    guid = str(number)
    return Item(
        id=item_id(source, guid),
        source=source,
        guid=guid,
        url=f"https://{source}.example/{number}",
        title=title,
        text=body,
        lang="zh" if chinese else "en",
        published=published,
    )


def _cut(dice: random.Random, text: str, length: int) -> str:
    start = dice.randrange(len(text) - length)
    return text[start : start + length]


def _ask(store: Store, dice: random.Random, queries: int) -> None:
    names = [topic.name for topic in load_default_topics()]
    weights = _zipf(len(names))

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


def _zipf(amount: int) -> list[float]:
    """Return how often each comes up: the second half as often as the first, and so on."""
    return [1 / rank for rank in range(1, amount + 1)]


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.split(": ")[1] for line in lines if line.startswith("model name")), "?")


if __name__ == "__main__":
    main()
