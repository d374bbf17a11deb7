"""Kill senders, break the network, and count at the receiving side what came of it.

    python -m benchmarks.crash --database postgresql --senders 3 --kills 100 --seed 1

2,000 chats get a brief of two parts from senders that are killed with SIGKILL at
random moments, some of them exactly between writing a line and sending it,
between sending and the answer, and between the answer and writing it down. The
sandbox answers with 429, 500, 502, breaks connections before and after it
handled a call, is slow, and cuts answers short. At the end every chat must have
every part, and none twice. Exit code 1 and the list of who has not.

A seed fixes all dice, though not the scheduler of the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import date, timedelta
from multiprocessing.context import ForkProcess

import structlog
from telegram import Bot

from benchmarks.delivery_town import (
    Town,
    database,
    fork,
    messages,
    open_town_store,
    publish,
    sandbox,
    settle_people,
    subscribe,
)
from bot.channels import Limits, Pace, Presence
from bot.channels.aiohttp_request import AiohttpRequest
from bot.channels.channel import Leaving, Left
from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from bot.delivery import Rules, Sender
from bot.model import Address, DeliveryState, Message, Sent, Variant
from bot.sandbox import SANDBOX_TOKEN, Client
from bot.sandbox.sends import digest

YESTERDAY = date(2026, 11, 23)
SHARES = {"private": 1_700, "group": 100, "supergroup": 100, "channel": 100}
PARTS = 2
LEASE_SECONDS = 4.0
FOR_EVER = 1_000_000_000
OPEN = {
    DeliveryState.DUE,
    DeliveryState.CLAIMED,
    DeliveryState.SENDING,
    DeliveryState.UNCLEAR,
}
FAULTS = (
    {"status": 429, "retry_after": 1, "share": 0.002},
    {"status": 500, "share": 0.01},
    {"status": 502, "share": 0.01},
    {"reset": "before", "share": 0.01},
    {"reset": "after", "share": 0.01},
    {"cut": 20, "share": 0.01},
    {"delay_seconds": 0.2, "share": 0.02},
    {"delay_seconds": 1.5, "share": 0.003},
)


class DeadlyChannel:
    """Ends the process, now and then, at the moments that hurt most."""

    name = "telegram"

    def __init__(self, channel: TelegramChannel, dice: random.Random, share: float) -> None:
        self._channel = channel
        self._dice = dice
        self._share = share

    def _perhaps_die(self) -> None:
        if self._dice.random() < self._share:
            os.kill(os.getpid(), signal.SIGKILL)

    async def send(
        self,
        address: Address,
        message: Message,
        *,
        leaving: Leaving | None = None,
        left: Left | None = None,
    ) -> Sent:
        def departed() -> None:
            if left is not None:
                left()
            self._perhaps_die()  # written as sending, not sent
            if self._dice.random() < self._share:
                # on its way: dead before the answer comes
                asyncio.get_running_loop().call_later(
                    self._dice.random() * 0.01, os.kill, os.getpid(), signal.SIGKILL
                )

        sent = await self._channel.send(address, message, leaving=leaving, left=departed)
        self._perhaps_die()  # answered, not written down
        return sent

    async def edit(self, address: Address, message_id: int, message: Message) -> None:
        await self._channel.edit(address, message_id, message)

    async def remove(self, address: Address, message_id: int) -> None:
        await self._channel.remove(address, message_id)

    async def probe(self, address: Address, message_id: int, message: Message) -> Presence:
        return await self._channel.probe(address, message_id, message)


def run_sender(town: Town, seed: int, rate: float, deadly: float) -> None:
    """Be one sender until killed. Runs in a process of its own."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    logging.getLogger("telegram").setLevel(logging.CRITICAL)
    asyncio.run(_send(town, seed, rate, deadly))


async def _send(town: Town, seed: int, rate: float, deadly: float) -> None:
    store = open_town_store(town)
    texts = messages(town.parts)
    transport = AiohttpRequest(read_timeout=1.0, connect_timeout=1.0)
    await transport.initialize()
    bot = Bot(SANDBOX_TOKEN, base_url=f"{town.api_url}/bot", request=transport)
    pace = Pace(Limits(rate, chat_per_second=100, crowd_per_minute=6_000))
    channel = DeadlyChannel(TelegramChannel(bot, pace), random.Random(seed), deadly)
    rules = Rules(
        in_flight=16,
        lease_seconds=LEASE_SECONDS,
        ask_after=timedelta(seconds=2),
        poll_seconds=0.2,
        max_probes=200,
    )

    def parts(_brief: int, variant: Variant) -> tuple[Message, ...]:
        return texts[variant.kind]

    sender = Sender(store, {"telegram": channel}, parts, SystemClock(), rules=rules)
    await sender.run(asyncio.Event())


def _still_open(town: Town) -> Counter[DeliveryState]:
    with open_town_store(town) as store:
        receipt = store.ledger.receipt(town.brief)
    still = Counter({state: count for state, count in receipt.states.items() if state in OPEN})
    # What is held waits for an operator, not for a sender; its later parts with it.
    still[DeliveryState.UNCLEAR] -= receipt.reasons.get("held", 0)
    return +still


def torment(town: Town, args: argparse.Namespace) -> int:
    """Run senders and kill them until all is delivered; return how many were killed."""
    dice = random.Random(args.seed)
    senders: list[ForkProcess] = []
    killed = started = 0
    until = time.monotonic() + args.minutes * 60
    while time.monotonic() < until:
        deadly = 0.002 if killed < args.kills else 0.0
        killed += sum(not sender.is_alive() for sender in senders)
        senders = [sender for sender in senders if sender.is_alive()]
        while len(senders) < args.senders:
            started += 1
            seed = args.seed * 100_000 + started
            senders.append(
                fork.Process(target=run_sender, args=(town, seed, args.rate / args.senders, deadly))
            )
            senders[-1].start()
        time.sleep(dice.uniform(0.05, args.pause))
        if killed < args.kills:
            dice.choice(senders).kill()
            time.sleep(0.02)
        elif not _still_open(town):
            break
    for sender in senders:
        sender.kill()
        sender.join()
    return killed


def yesterday(town: Town) -> None:
    """Deliver a brief in peace."""
    sender = fork.Process(target=run_sender, args=(town, 0, 1_000.0, 0.0))
    sender.start()
    while _still_open(town):
        time.sleep(0.2)
    sender.kill()
    sender.join()


async def _count(town: Town) -> Counter[tuple[int, int, str]]:
    """Return how often each text came to each chat, by the sandbox's own book."""
    counts: Counter[tuple[int, int, str]] = Counter()
    async with Client(town.api_url) as people:
        after = 0
        while page := await people.sends(after=after, limit=1_000):
            counts.update((each["chat"], each["thread"], each["text"]) for each in page)
            after = page[-1]["number"]
    return counts


async def _break(api_url: str, seed: int) -> None:
    async with Client(api_url) as people:
        for number, fault in enumerate(FAULTS):
            await people.add_fault(**fault, times=FOR_EVER, seed=seed * 100 + number)


async def _mend(api_url: str) -> None:
    async with Client(api_url) as people:
        await people.clear_faults()


def run(args: argparse.Namespace) -> bool:
    """Run the whole test once; return whether everybody got everything exactly once."""
    with sandbox() as api_url, database(args.database) as database_url:
        shares = {kind: count * args.chats // 2_000 for kind, count in SHARES.items()}
        chats = asyncio.run(settle_people(api_url, shares))
        subscribe(database_url, chats)
        addresses = tuple(chat for chat, _ in chats)
        # Yesterday went well: every chat has a message whose id is known.
        calm = Town(api_url, database_url, addresses, publish(database_url, YESTERDAY, 1), 1)
        yesterday(calm)
        brief = publish(database_url, YESTERDAY + timedelta(days=1), PARTS)
        town = Town(api_url, database_url, addresses, brief, PARTS)
        asyncio.run(_break(api_url, args.seed))
        began = time.monotonic()
        killed = torment(town, args)
        asyncio.run(_mend(api_url))
        seconds = time.monotonic() - began
        counts = asyncio.run(_count(town))
        with open_town_store(town) as store:
            receipt = store.ledger.receipt(brief)
    expected = [
        (int(address.chat), digest_of(kind, part))
        for address, kind in chats
        for part in range(PARTS)
    ]
    by_text = Counter(dict.fromkeys(expected, 0))
    for (chat, _thread, text), count in counts.items():
        by_text[(chat, text)] += count
    missing = [key for key in expected if by_text[key] == 0]
    doubled = [key for key, count in by_text.items() if count > 1]
    held = receipt.states.get(DeliveryState.UNCLEAR, 0)
    print(
        f"seed {args.seed}, {args.database}, {args.senders} sender(s): {len(chats)} chats, "
        f"{len(expected)} messages, {killed} kills in {seconds:.0f} s: "
        f"{len(missing)} missing, {len(doubled)} doubled, {held} held; "
        f"ledger { ({str(s): n for s, n in receipt.states.items()}) } {dict(receipt.reasons)}"
    )
    for name, keys in (("missing", missing), ("doubled", doubled)):
        for chat, text in keys[:20]:
            print(f"  {name}: chat {chat}, text {text}, came {by_text[(chat, text)]} times")
    return not missing and not doubled


def digest_of(kind: object, part: int) -> str:
    """Return what the sandbox's book calls the text of `part` for a kind of chat."""
    message = messages(PARTS)[kind][part]  # type: ignore[index]
    return digest(message.text.replace("<b>", "").replace("</b>", ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--senders", type=int, default=0, help="1 on SQLite, 3 on PostgreSQL")
    parser.add_argument("--chats", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--rate", type=float, default=120.0, help="messages a second, all senders")
    parser.add_argument("--pause", type=float, default=0.6, help="most seconds between kills")
    parser.add_argument("--minutes", type=float, default=8.0, help="give up after so long")
    args = parser.parse_args()
    args.senders = args.senders or (3 if args.database == "postgresql" else 1)
    sys.exit(0 if run(args) else 1)


if __name__ == "__main__":
    main()
