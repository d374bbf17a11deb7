"""A week of briefs to readers who join, leave, block, come back and migrate: does memory stay flat?

    python -m benchmarks.soak
    python -m benchmarks.soak --subscribers 100000 --database postgresql

The clock is set, hour by hour, and messages go into a channel in this process:
what is measured is the ledger and the sender, not HTTP. Each day a brief is
published at noon, and readers have it at their own hours within the next 24. At
the end of each day every reader who was there all day must have it exactly
once, and nobody twice. Exit code 1 if not.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as hour
from pathlib import Path

import structlog

from benchmarks.delivery_town import database
from benchmarks.machine import machine, peak_megabytes
from bot.channels import Presence
from bot.channels.channel import Leaving, Left
from bot.delivery import Sender
from bot.errors import ChatGoneError, ChatMovedError
from bot.model import Address, Brief, ChatKind, Edition, Message, Sent, Slot, Variant
from bot.store import Store, open_store

NOON = datetime(2026, 3, 26, 12, tzinfo=UTC)
# Over the change of clocks in Europe, on March 29.
ZONES = ("UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York")
DAYS = 7
GROUPS = 0.1
# What becomes of readers in a day.
JOIN, LEAVE, BLOCK, COME_BACK, MIGRATE = 0.02, 0.01, 0.01, 0.2, 0.05


class SetClock:
    """Shows what the benchmark says."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


@dataclass
class Channel:
    """Chats in this process. Who received what is counted by reader, not by chat id."""

    name: str = "telegram"
    readers: dict[str, int] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    received: Counter[int] = field(default_factory=Counter)
    last_id: int = 0

    async def send(
        self,
        address: Address,
        message: Message,
        *,
        leaving: Leaving | None = None,
        left: Left | None = None,
    ) -> Sent:
        if leaving is not None:
            await leaving()
        if left is not None:
            left()
        await asyncio.sleep(0)
        if address.chat in self.moved:
            raise ChatMovedError("The group became a supergroup.", self.moved[address.chat])
        if address.chat in self.blocked:
            raise ChatGoneError("Blocked.", "blocked")
        self.received[self.readers[address.chat]] += 1
        self.last_id += 1
        return Sent((self.last_id,))

    async def edit(self, address: Address, message_id: int, message: Message) -> None:
        raise AssertionError("nothing is corrected here")

    async def probe(self, address: Address, message_id: int, message: Message) -> Presence:
        raise AssertionError("nothing is unclear here")


class Town:
    """The readers, and what they do."""

    def __init__(self, store: Store, channel: Channel, seed: int) -> None:
        self._store = store
        self._channel = channel
        self._dice = random.Random(seed)
        self._next = 1
        self.subscribed: dict[int, str] = {}
        self._chats: dict[int, str] = {}
        self._gone: list[int] = []
        self.restless: set[int] = set()

    def join(self, amount: int) -> None:
        for _ in range(amount):
            number, self._next = self._next, self._next + 1
            is_group = self._dice.random() < GROUPS
            self._subscribe(number, str(-number if is_group else number))

    def _subscribe(self, number: int, chat: str) -> None:
        kind = ChatKind.GROUP if chat.startswith("-") else ChatKind.PRIVATE
        self._channel.readers[chat] = number
        known = self._store.chats.put(Address("telegram", chat), kind, "en", None)
        self._store.chats.subscribe(known.id, "en")
        wished = hour(self._dice.randrange(24))
        self._store.chats.set(known.id, hour=wished, zone=self._dice.choice(ZONES))
        self.subscribed[number] = self._chats[number] = chat

    def live(self, share_of_day: float) -> None:
        """Let readers do what they do in a part of a day."""
        dice, readers = self._dice, list(self.subscribed)
        for number in dice.sample(readers, int(len(readers) * LEAVE * share_of_day)):
            address = Address("telegram", self.subscribed[number])
            chat = self._store.chats.find(address)
            if chat is not None:
                self._store.chats.unsubscribe(chat.id)
                self._drop(number)
        for number in dice.sample(readers, int(len(readers) * BLOCK * share_of_day)):
            if number in self.subscribed:
                self._channel.blocked.add(self.subscribed[number])
                self._drop(number)
        self._migrate(share_of_day)
        for number in dice.sample(self._gone, int(len(self._gone) * COME_BACK * share_of_day)):
            self._gone.remove(number)
            self._channel.blocked.discard(self._chats[number])
            self._subscribe(number, self._chats[number])
            self.restless.add(number)

    def _drop(self, number: int) -> None:
        del self.subscribed[number]
        self._gone.append(number)
        self.restless.add(number)

    def _migrate(self, share_of_day: float) -> None:
        groups = [n for n, c in self.subscribed.items() if c.startswith("-") and len(c) < 12]
        for number in self._dice.sample(groups, int(len(groups) * MIGRATE * share_of_day)):
            old = self.subscribed[number]
            new = f"-100{number:010}"
            self._channel.moved[old] = new
            del self._channel.readers[old]
            self._channel.readers[new] = number
            self.subscribed[number] = self._chats[number] = new


def publish(store: Store, now: datetime) -> int:
    slot = Slot(1, "s1", "A headline", "A body.", None, (), now, ())
    brief = Brief("en", now.date(), "en", f"Ten of {now.date()}", "Lead", (), 5, (slot,), now)
    stored = store.briefs.save_draft(brief)
    return store.ledger.publish(stored, {Variant("telegram", k, "en"): 1 for k in ChatKind}, now)


async def live_a_day(town: Town, sender: Sender, clock: SetClock) -> None:
    """Go through 24 hours from the edition's own, delivering what comes due."""
    start = clock.moment
    for hours in range(24):
        clock.moment = start + timedelta(hours=hours)
        if hours % 6 == 3:
            town.live(1 / 4)
        while await sender.deliver_due():
            pass


def judge(town: Town, channel: Channel, there: set[int]) -> tuple[int, int, int]:
    """Return how many should have the brief, how many of them have not, and how many have two."""
    should = there & town.subscribed.keys() - town.restless
    missed = [number for number in should if channel.received[number] == 0]
    twice = [number for number, count in channel.received.items() if count > 1]
    return len(should), len(missed), len(twice)


def resident_megabytes() -> float:
    """Return what this process holds now; its peak where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return peak_megabytes()
    lines = status.read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


async def soak(store: Store, subscribers: int, seed: int) -> bool:
    clock, channel = SetClock(NOON), Channel()
    town = Town(store, channel, seed)
    store.editions.seed([Edition("en", "TenBrief", "en", "UTC", hour(12))])
    town.join(subscribers)
    sender = Sender(store, {"telegram": channel}, lambda *_: (Message("Ten stories."),), clock)
    print("day   lines  should have  missed  twice  seconds  memory MB")
    print(f"{resident_megabytes():59.0f}")
    sound = True
    for day in range(DAYS):
        began = time.perf_counter()
        clock.moment = NOON + timedelta(days=day)
        channel.received.clear()
        town.restless.clear()
        town.join(int(subscribers * JOIN))
        there = set(town.subscribed)
        lines = publish(store, clock.moment)
        await live_a_day(town, sender, clock)
        should, missed, twice = judge(town, channel, there)
        sound = sound and not missed and not twice
        seconds = time.perf_counter() - began
        print(
            f"{day + 1:3} {lines:7,} {should:12,} {missed:7} {twice:6} {seconds:8.1f}"
            f" {resident_megabytes():10.0f}",
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
    with database(args.database) as url, open_store(url) as store:
        sound = asyncio.run(soak(store, args.subscribers, args.seed))
    print("every active chat got every brief exactly once" if sound else "NOT EXACTLY ONCE")
    sys.exit(not sound)


if __name__ == "__main__":
    main()
