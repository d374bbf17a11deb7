"""How long publishing a brief to 1,000,000 chats takes, and claiming the lines.

    python -m benchmarks.planning
    python -m benchmarks.planning --database postgresql --chats 1000000
    python -m benchmarks.planning --batches 2000

The chats want the brief at 96 hours of the day in 12 zones. One statement plans
them all; the memory of this process before and after shows what that costs it.
Then one sender claims lines in batches of 500 and writes them down as sent, and
an operator asks for the receipt.
"""

from __future__ import annotations

import argparse
import platform
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour

import structlog

from benchmarks.delivery_town import database
from benchmarks.machine import peak_megabytes
from bot.model import Brief, ChatKind, DeliveryState, Edition, Outcome, Variant
from bot.store import Store, open_store, tables
from bot.store.database import Database
from bot.store.statements import batches

NOW = datetime(2026, 4, 25, 12, tzinfo=UTC)
ZONES = (
    "Asia/Shanghai Asia/Tokyo Asia/Singapore Asia/Kolkata Europe/Berlin Europe/London"
    " Europe/Paris America/New_York America/Chicago America/Los_Angeles Australia/Sydney UTC"
)
PRIVATE = Variant("telegram", ChatKind.PRIVATE, "en")


def main() -> None:
    """Fill the chats, publish, claim; print how long each took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--chats", type=int, default=1_000_000)
    parser.add_argument("--batches", type=int, default=100, help="that are claimed and sent")
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    print(f"{platform.platform()}, Python {platform.python_version()}, {args.database}")
    with database(args.database) as url, open_store(url) as store:
        store.editions.seed([Edition("en", "Ten", "en", "UTC", hour(12))])
        _subscribe(url, args.chats)
        brief = _publish(store)
        _claim(store, args.batches)
        _ask(store, brief)


def _subscribe(url: str, amount: int) -> None:
    """Fill the table of chats directly: a million taps on Subscribe are not measured."""
    own = Database(url)
    for batch in batches(_chats(amount), 10_000):
        with own.writing() as connection:
            connection.execute(tables.chat.insert(), batch)
    own.close()


def _chats(amount: int) -> Iterator[dict[str, object]]:
    zones = ZONES.split()
    for number in range(amount):
        yield {
            "channel": "telegram",
            "chat": str(number),
            "thread": 0,
            "supergroup": False,
            "kind": "private",
            "lang": "en",
            "edition": "en",
            "hour": number % 96 * 15,
            "zone": zones[number % 12],
            "state": "active",
        }


def _publish(store: Store) -> Brief:
    brief = store.briefs.save_draft(Brief("en", date(2026, 4, 25), "en", "T", "L", (), 5, (), NOW))
    before = peak_megabytes()
    started = time.perf_counter()
    lines = store.ledger.publish(brief, {PRIVATE: 1}, NOW)
    seconds = time.perf_counter() - started
    print(f"{lines:,} lines planned in {seconds:.1f} s; peak memory {before:.0f} MB before,")
    print(f"    {peak_megabytes():.0f} MB after (of this process; PostgreSQL's own is its own)")
    return brief


def _claim(store: Store, batches: int) -> None:
    late = NOW + timedelta(days=2)
    started = time.perf_counter()
    done = 0
    for number in range(batches):
        lines = store.ledger.claim("bench", late, 500, 60)
        ids = [line.id for line in lines]
        store.ledger.record("bench", ids, [], now=late, lease_seconds=60)
        sent = [
            Outcome(each, DeliveryState.SENT, late, (number * 500 + place,))
            for place, each in enumerate(ids)
        ]
        store.ledger.record("bench", [], sent, now=late, lease_seconds=60)
        done += len(ids)
    seconds = time.perf_counter() - started
    print(
        f"{done:,} lines claimed, left and sent in {seconds:.1f} s: {done / seconds:,.0f} a second;"
        f" peak memory {peak_megabytes():.0f} MB"
    )


def _ask(store: Store, brief: Brief) -> None:
    assert brief.id is not None
    for what, ask in (
        ("the receipt", store.ledger.receipt),
        ("whether anything is unclear", store.ledger.unclear),
        ("whether anything is overdue", lambda brief_id: store.ledger.overdue(brief_id, NOW)),
    ):
        started = time.perf_counter()
        ask(brief.id)
        print(f"asked for {what}: {time.perf_counter() - started:.2f} s", end="; ")
    print(f"peak memory {peak_megabytes():.0f} MB")


if __name__ == "__main__":
    main()
