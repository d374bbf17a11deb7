"""Planning a brief for a million chats, and how many lines senders can claim and end.

    python -m benchmarks.ledger --chats 1000000 --database postgresql --senders 2

Planning is one publish. Claiming is `claim`, `record` as leaving, `record` as
sent, in batches, by so many processes at once.
"""

from __future__ import annotations

import argparse
import platform
import resource
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing.queues import Queue

import structlog

from benchmarks.delivery_town import EDITION, database, fork, publish
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
    parser.add_argument("--chats", type=int, default=1_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--senders", type=int, default=1)
    parser.add_argument("--batch", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10.0, help="of claiming")
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    print(f"{platform.machine()}, Python {platform.python_version()}, {args.database}")
    with database(args.database) as url:
        fill(url, args.chats)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.perf_counter()
        publish(url, datetime.now(UTC).date(), 1)
        seconds = time.perf_counter() - began
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(f"planned {args.chats} lines in {seconds:.1f} s; memory grew by {grown:.0f} MB")
        answers: Queue[int] = fork.Queue()
        senders = [
            fork.Process(
                target=_claim_all, args=(url, f"s{each}", args.batch, args.seconds, answers)
            )
            for each in range(args.senders)
        ]
        began = time.perf_counter()
        for sender in senders:
            sender.start()
        done = sum(answers.get(timeout=args.seconds + 60) for _ in senders)
        seconds = time.perf_counter() - began
        print(
            f"{args.senders} sender(s), batches of {args.batch}: "
            f"{done / seconds:.0f} lines a second claimed, written as leaving and as sent"
        )


if __name__ == "__main__":
    main()
