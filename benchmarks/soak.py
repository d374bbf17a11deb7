"""A week of briefs to readers who join, leave, block, come back and migrate: does memory stay flat?

    python -m benchmarks.soak
    python -m benchmarks.soak --subscribers 100000

Three processes: the readers, the bot with its ledger and its sender, and a
receiving side that speaks the Bot API over HTTP and counts. The clock is set,
hour by hour. Each day a brief is published at noon, and readers have it at their
own hours within the next 24. At the end of each day every reader who was there
all day must have it exactly once, and nobody twice. Exit code 1 if not.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as hour
from multiprocessing.connection import Connection
from pathlib import Path

import structlog
from telegram import Bot

from benchmarks.delivery_town import database, fork
from benchmarks.machine import machine, peak_megabytes
from benchmarks.receiver import receiver, take_received, tell
from bot.channels import Limits, Pace
from bot.channels.aiohttp_request import AiohttpRequest
from bot.channels.telegram import TelegramChannel
from bot.delivery import Sender
from bot.model import Address, Brief, ChatKind, ChatState, Edition, Message, Slot, Variant
from bot.sandbox import SANDBOX_TOKEN
from bot.store import Store, open_store, tables
from bot.store.database import Database
from bot.store.statements import batches

NOON = datetime(2026, 3, 26, 12, tzinfo=UTC)
# Over the change of clocks in Europe, on March 29.
ZONES = ("UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York")
DAYS = 7
GROUPS = 0.1
# What becomes of readers in a day.
JOIN, LEAVE, BLOCK, COME_BACK, MIGRATE = 0.02, 0.01, 0.01, 0.2, 0.05
UNLIMITED = Limits(1_000_000, 1_000_000, 60_000_000)
TEXT = Message("<b>Ten stories</b>\n" + "A model answers in half the time. " * 60)


class SetClock:
    """Shows what the benchmark says."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


# The bot's process


def be_the_bot(api_url: str, database_url: str, orders: Connection) -> None:
    """Deliver what is due at each moment that is ordered; answer with the memory held."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    asyncio.run(_deliver(api_url, database_url, orders))


async def _deliver(api_url: str, database_url: str, orders: Connection) -> None:
    clock = SetClock(NOON)
    # The clock stands while a message is on its way: an answer may take its time.
    transport = AiohttpRequest(read_timeout=600.0)
    await transport.initialize()
    bot = Bot(SANDBOX_TOKEN, base_url=f"{api_url}/bot", request=transport)
    channel = TelegramChannel(bot, Pace(UNLIMITED))
    with open_store(database_url) as store:
        store.editions.seed([Edition("en", "TenBrief", "en", "UTC", hour(12))])
        sender = Sender(store, {"telegram": channel}, lambda *_: (TEXT,), clock)
        orders.send((0, resident_megabytes()))
        while (moment := await asyncio.to_thread(orders.recv)) is not None:
            clock.moment = moment
            lines = publish(store, moment) if moment.hour == NOON.hour else 0
            while await sender.deliver_due():
                pass
            orders.send((lines, resident_megabytes()))
    await transport.shutdown()


def publish(store: Store, now: datetime) -> int:
    """Publish the brief of the day; return how many lines were planned."""
    slot = Slot(1, "s1", "A headline", "A body.", None, (), now, ())
    brief = Brief("en", now.date(), "en", f"Ten of {now.date()}", "Lead", (), 5, (slot,), now)
    stored = store.briefs.save_draft(brief)
    return store.ledger.publish(stored, {Variant("telegram", k, "en"): 1 for k in ChatKind}, now)


def resident_megabytes() -> float:
    """Return what this process holds now; its peak where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return peak_megabytes()
    lines = status.read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@contextmanager
def bot(api_url: str, database_url: str) -> Iterator[Connection]:
    """Start the bot and give the pipe that orders it about."""
    here, there = fork.Pipe()
    process = fork.Process(target=be_the_bot, args=(api_url, database_url, there), daemon=True)
    process.start()
    there.close()
    try:
        yield here
        here.send(None)
        process.join(timeout=60)
    finally:
        process.terminate()


# The readers


class Town:
    """The readers, and what they do."""

    def __init__(self, store: Store, api_url: str, database_url: str, seed: int) -> None:
        self._store = store
        self._api_url = api_url
        self._database_url = database_url
        self._dice = random.Random(seed)
        self._chats: dict[int, str] = {}
        self._gone: list[int] = []
        self.reader_of: dict[str, int] = {}
        self.subscribed: set[int] = set()
        self.restless: set[int] = set()

    def settle(self, amount: int) -> None:
        """Let the first readers in, past the bot's own doors."""
        readers = [self._arrive() for _ in range(amount)]
        own = Database(self._database_url)
        for batch in batches(readers, 5_000):
            with own.writing() as connection:
                connection.execute(tables.chat.insert(), [self._row(each) for each in batch])
        own.close()

    def join(self, amount: int) -> None:
        for _ in range(amount):
            self._subscribe(self._arrive())

    def _arrive(self) -> int:
        number = len(self._chats) + 1
        chat = str(-number if self._dice.random() < GROUPS else number)
        self._chats[number] = chat
        self.reader_of[chat] = number
        self.subscribed.add(number)
        return number

    def _row(self, number: int) -> dict[str, object]:
        chat = self._chats[number]
        return {
            "channel": "telegram",
            "chat": chat,
            "thread": 0,
            "supergroup": False,
            "kind": kind_of(chat).value,
            "lang": "en",
            "edition": "en",
            "hour": self._dice.randrange(24) * 60,
            "zone": self._dice.choice(ZONES),
            "state": ChatState.ACTIVE.value,
        }

    def _subscribe(self, number: int) -> None:
        chat = self._chats[number]
        known = self._store.chats.put(Address("telegram", chat), kind_of(chat), "en", None)
        wished = hour(self._dice.randrange(24))
        self._store.chats.subscribe(known.id, "en", hour=wished, zone=self._dice.choice(ZONES))
        self.subscribed.add(number)

    def live(self, share_of_day: float) -> None:
        """Let readers do what they do in a part of a day."""
        leaving = self._some(self.subscribed, LEAVE * share_of_day)
        for number in leaving:
            chat = self._store.chats.find(Address("telegram", self._chats[number]))
            if chat is not None:
                self._store.chats.unsubscribe(chat.id)
                self._drop(number)
        blocking = self._some(self.subscribed, BLOCK * share_of_day)
        for number in blocking:
            self._drop(number)
        back = self._some(self._gone, COME_BACK * share_of_day)
        moved = self._migrate(share_of_day)
        tell(
            self._api_url,
            blocked=[self._chats[number] for number in blocking],
            unblocked=[self._chats[number] for number in back],
            moved=moved,
        )
        for number in back:
            self._gone.remove(number)
            self._subscribe(number)

    def _some(self, readers: set[int] | list[int], share: float) -> list[int]:
        return self._dice.sample(sorted(readers), int(len(readers) * share))

    def _drop(self, number: int) -> None:
        self.subscribed.discard(number)
        self._gone.append(number)
        self.restless.add(number)

    def _migrate(self, share_of_day: float) -> dict[str, str]:
        """Let groups become supergroups; return the new chat of each."""
        groups = [each for each in self.subscribed if is_basic_group(self._chats[each])]
        moved = {}
        for number in self._some(groups, MIGRATE * share_of_day):
            old, new = self._chats[number], f"-100{number:010}"
            moved[old] = self._chats[number] = new
            self.reader_of[new] = number
        return moved

    def received(self) -> Counter[int]:
        """Return how often each reader was written to since this was last asked."""
        counts: Counter[int] = Counter()
        for chat, count in take_received(self._api_url).items():
            counts[self.reader_of[chat]] += count
        return counts


def kind_of(chat: str) -> ChatKind:
    return ChatKind.GROUP if chat.startswith("-") else ChatKind.PRIVATE


def is_basic_group(chat: str) -> bool:
    return chat.startswith("-") and not chat.startswith("-100")


def live_a_day(town: Town, orders: Connection, start: datetime) -> tuple[int, float]:
    """Go through the 24 hours from `start`; return the lines planned and the bot's memory."""
    planned, memory = 0, 0.0
    for hours in range(24):
        if hours % 6 == 3:
            town.live(1 / 4)
        orders.send(start + timedelta(hours=hours))
        lines, memory = orders.recv()
        planned += lines
    return planned, memory


def soak(town: Town, orders: Connection, subscribers: int) -> bool:
    """Live a week; print each day and return whether every day was sound."""
    sound = True
    for day in range(DAYS):
        began = time.perf_counter()
        town.restless.clear()
        town.join(int(subscribers * JOIN))
        there = set(town.subscribed)
        lines, memory = live_a_day(town, orders, NOON + timedelta(days=day))
        counts = town.received()
        should = there & town.subscribed - town.restless
        missed = sum(not counts[number] for number in should)
        twice = sum(count > 1 for count in counts.values())
        sound = sound and not missed and not twice
        print(
            f"{day + 1:3} {lines:7,} {len(should):12,} {missed:7} {twice:6}"
            f" {time.perf_counter() - began:8.1f} {memory:10.0f}",
            flush=True,
        )
    return sound


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--subscribers", type=int, default=5_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    print(f"{machine()}; {args.subscribers:,} subscribers, {args.database}, seed {args.seed}")
    with receiver() as api_url, database(args.database) as url, bot(api_url, url) as orders:
        _, memory = orders.recv()
        with open_store(url, migrate=False) as store:
            town = Town(store, api_url, url, args.seed)
            town.settle(args.subscribers)
            print("day   lines  should have  missed  twice  seconds  memory of the bot, MB")
            print(f"{memory:59.0f}", flush=True)
            sound = soak(town, orders, args.subscribers)
    print("every active chat got every brief exactly once" if sound else "NOT EXACTLY ONCE")
    sys.exit(not sound)


if __name__ == "__main__":
    main()
