"""A library of made-up news, for benchmarks that look things up in it.

Items in zh and en are taken in through the store's own door: tagged with the
default topics (a few common, most rare, as in the news) and put into stories of
three, every fifth of which goes on from an earlier one.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

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


# A quarter of a small server's memory, as PostgreSQL's manual advises.
_MEMORY = "shared_buffers = 2GB\n"


@contextmanager
def empty_database(kind: str, kept: Path | None = None) -> Iterator[str]:
    """Give the URL of a database of a kind: empty, or as it was left in the folder `kept`."""
    if kind == "postgresql":
        with postgres_server(kept, _MEMORY) as url:
            yield url
        return
    print(f"SQLite {sqlite3.sqlite_version}")
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{(kept or Path(folder)) / 'library.db'}"


@contextmanager
def library(
    kind: str, items: int, doublings: int, shelf: Path | None, dice: random.Random
) -> Iterator[str]:
    """Give the URL of a library of `items`, doubled so many times.

    On a `shelf` it stays for the next time; a migration that is missing is made.
    """
    kept = shelf / f"{kind}-{items}-{doublings}" if shelf else None
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
    done = kept.with_suffix(".done") if kept else None
    with empty_database(kind, kept) as url:
        if done is None or not done.exists():
            with open_store(url) as store:
                build_library(store, items, dice)
            double_library(url, items, doublings)
        if done is not None:
            done.touch()
        yield url


def build_library(store: Store, amount: int, dice: random.Random) -> None:
    """Store, tag and file `amount` items."""
    topics = load_default_topics()
    store.topics.seed(topics)
    names = [topic.name for topic in topics]
    weights = zipf(len(names))
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
        stories = [number // 3 for number in numbers]
        store.stories.assign(
            [
                Assignment(item.id, f"s{story}", _earlier(story), item.title)
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


def double_library(url: str, items: int, times: int) -> None:
    """Double a library of `items` so many times: each time all of it happened before, too.

    A million items are built in minutes so, set by set in the database; what is
    stored is what the store would have stored.
    """
    is_postgres = make_url(url).get_backend_name() == "postgresql"
    engine = create_engine(make_url(url).set(drivername=_DRIVERS[is_postgres]))
    for turn in range(times):
        seconds = (items << turn) * int(APART.total_seconds())
        with engine.begin() as connection:
            for statement in _doubling(is_postgres, turn, seconds):
                connection.execute(text(statement))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if is_postgres else "ANALYZE"))
    engine.dispose()


_DRIVERS = {True: "postgresql+psycopg", False: "sqlite"}


def _doubling(is_postgres: bool, turn: int, seconds: int) -> list[str]:
    """Return the statements that copy everything, `seconds` earlier."""
    shift = seconds << 24  # a key's seconds stand above its 24 low bits
    stories = 1 << (40 + turn)

    def earlier(column: str) -> str:
        if is_postgres:
            return f"{column} - interval '{seconds} seconds'"
        return f"strftime('%Y-%m-%d %H:%M:%f', {column}, '-{seconds} seconds') || '000'"

    search = "item" if is_postgres else "rowid"
    return [
        "INSERT INTO story (key, id, headline, follows, first_seen, last_seen)"
        f" SELECT key + {stories}, id || '-{turn}', headline, follows + {stories},"
        f" {earlier('first_seen')}, {earlier('last_seen')} FROM story",
        "INSERT INTO item (key, id, source, guid, guid_hash, page_hash, said_hash, url, title,"
        " text, lang, published, image, position, added_at, story, filed)"
        f" SELECT key - {shift}, id || '-{turn}', source, guid || '-{turn}',"
        f" guid_hash || '-{turn}', page_hash || '-{turn}', said_hash, url, title, text, lang,"
        f" {earlier('published')}, image, position, added_at, story + {stories}, filed FROM item",
        f"INSERT INTO item_topic SELECT topic, item - {shift}, place FROM item_topic",
        f"INSERT INTO story_topic SELECT topic, {earlier('last_seen')}, story + {stories}"
        " FROM story_topic",
        f"INSERT INTO item_search ({search}, terms) SELECT {search} - {shift}, terms"
        " FROM item_search",
        "UPDATE topic SET items = items * 2",
    ]


def _earlier(story: int) -> str | None:
    """Return the story that every fifth one goes on from."""
    return f"s{story - 3}" if story % 5 == 0 and story >= 3 else None


def zipf(amount: int) -> list[float]:
    """Return how often each comes up: the second half as often as the first, and so on."""
    return [1 / rank for rank in range(1, amount + 1)]
