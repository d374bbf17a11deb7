"""How many lines senders can claim and end in a second, by how many there are and how much at once.

    python -m benchmarks.ledger --database postgresql --senders 1 2 4 --batches 50 500

Each sender is a process: `claim`, `record` as leaving, `record` as sent, batch
after batch, out of one brief's lines.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing.queues import Queue

import structlog

from benchmarks.delivery_town import EDITION, database, fork, publish
from benchmarks.machine import machine
from bot.model import DeliveryState, Outcome
from bot.store import open_store, tables
from bot.store.database import Database

ROWS_AT_ONCE = 5_000
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", None)


def _chats(count: int) -> Iterator[dict[str, object]]:
    """Yield subscribers: most as the edition has it, some with an hour and zone of their own."""
    for number in range(1, count + 1):
        own = number % 5 == 0
        yield {
            "channel": "telegram",
            "chat": str(5_000_000 + number),
            "thread": 0,
            "supergroup": False,
            "kind": "private",
            "lang": "en",
            "edition": "en",
            "hour": (number // 5 % 24) * 60 if own else None,
            "zone": ZONES[number // 5 % 4] if own else None,
            "state": "active",
        }


def fill(url: str, count: int) -> None:
    with open_store(url) as store:
        store.editions.seed([EDITION])
    base = Database(url)
    rows: list[dict[str, object]] = []
    for row in _chats(count):
        rows.append(row)
        if len(rows) == ROWS_AT_ONCE or row["chat"] == str(5_000_000 + count):
            with base.writing() as connection:
                connection.execute(tables.chat.insert(), rows)
            rows = []
    base.close()


def _claim_all(url: str, name: str, batch: int, seconds: float, answers: Queue[int]) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    done = 0
    with open_store(url, migrate=False) as store:
        ledger, until = store.ledger, time.monotonic() + seconds
        while time.monotonic() < until:
            now = datetime.now(UTC)
            lines = ledger.claim(name, now, batch, 60)
            if not lines:
                break
            ids = [line.id for line in lines]
            ledger.record(name, ids, [], now=now, lease_seconds=60)
            sent = [Outcome(each, DeliveryState.SENT, now, (each,)) for each in ids]
            ledger.record(name, [], sent, now=now, lease_seconds=60)
            done += len(lines)
    answers.put(done)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=400_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--senders", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--batches", type=int, nargs="+", default=[50, 500])
    parser.add_argument("--seconds", type=float, default=5.0, help="of claiming, each time")
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    print(f"{machine()}, {args.database}, {args.chats:,} lines")
    with database(args.database) as url:
        fill(url, args.chats)
        publish(url, datetime.now(UTC).date(), 1)
        for batch in args.batches:
            for senders in args.senders:
                done = _claimed_per_second(url, senders, batch, args.seconds)
                print(f"{senders} sender(s), batches of {batch}: {done:,.0f} lines a second")


def _claimed_per_second(url: str, senders: int, batch: int, seconds: float) -> float:
    """Return how many lines a second so many senders claim, write as leaving and as sent."""
    answers: Queue[int] = fork.Queue()
    processes = [
        fork.Process(target=_claim_all, args=(url, f"s{each}", batch, seconds, answers))
        for each in range(senders)
    ]
    began = time.perf_counter()
    for process in processes:
        process.start()
    done = sum(answers.get(timeout=seconds + 60) for _ in processes)
    taken = time.perf_counter() - began
    for process in processes:
        process.join()
    return done / taken


if __name__ == "__main__":
    main()
