"""One brief to many chats: messages a second and CPU per message, beside other clients.

    python -m benchmarks.messages_per_second --chats 5000

Each client runs in a process of its own, with the event loop that the bot would
have, against a receiving side that only counts and is a process too. `tenbrief`
has its ledger on, everything written before and after each message. aiogram is
measured where it is installed; it is no part of this project.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import resource
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from multiprocessing.queues import Queue

import aiohttp
import structlog
from telegram import Bot
from telegram.request import HTTPXRequest

from benchmarks.delivery_town import (
    Town,
    database,
    fork,
    messages,
    open_town_store,
    publish,
    subscribe,
)
from benchmarks.machine import machine
from benchmarks.receiver import receiver, take_received
from bot.app.loop import run_in_loop
from bot.channels import Limits, Pace, open_transport
from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from bot.delivery import Sender
from bot.model import Address, ChatKind, Message, Variant
from bot.sandbox import SANDBOX_TOKEN

AT_ONCE = 64
TEXT = messages(1)[ChatKind.PRIVATE][0]
UNLIMITED = Limits(1_000_000, 1_000_000, 60_000_000)


async def _by_all(chats: Iterator[int], send: Callable[[int], Awaitable[object]]) -> None:
    """Send to every chat, `AT_ONCE` at a time."""

    async def work() -> None:
        for chat in chats:
            await send(chat)

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


async def raw_aiohttp(town: Town) -> None:
    url = f"{town.api_url}/bot{SANDBOX_TOKEN}/sendMessage"
    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def send(chat: int) -> None:
            body = {"chat_id": chat, "text": TEXT.text, "parse_mode": "HTML"}
            async with session.post(url, json=body) as answer:
                json.loads(await answer.read())["result"]["message_id"]

        await _by_all(_ids(town), send)


async def plain_ptb(town: Town) -> None:
    request = HTTPXRequest(connection_pool_size=AT_ONCE, pool_timeout=None)
    async with Bot(SANDBOX_TOKEN, base_url=f"{town.api_url}/bot", request=request) as bot:
        await _by_all(_ids(town), lambda chat: bot.send_message(chat, TEXT.text, "HTML"))


async def ptb_on_httpx_aiohttp(town: Town) -> None:
    import httpx_aiohttp  # noqa: PLC0415 - measured, not used

    transport = httpx_aiohttp.AiohttpTransport()
    request = HTTPXRequest(
        connection_pool_size=AT_ONCE, pool_timeout=None, httpx_kwargs={"transport": transport}
    )
    async with Bot(SANDBOX_TOKEN, base_url=f"{town.api_url}/bot", request=request) as bot:
        await _by_all(_ids(town), lambda chat: bot.send_message(chat, TEXT.text, "HTML"))


async def aiogram(town: Town) -> None:
    from aiogram import Bot as Aiogram  # noqa: PLC0415 - an optional peer
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415

    session = AiohttpSession(api=TelegramAPIServer.from_base(town.api_url), limit=AT_ONCE)
    async with Aiogram(SANDBOX_TOKEN, session=session) as bot:
        await _by_all(_ids(town), lambda chat: bot.send_message(chat, TEXT.text, parse_mode="HTML"))


async def tenbrief_channel(town: Town) -> None:
    transport = open_transport(AT_ONCE)
    await transport.initialize()
    bot = Bot(SANDBOX_TOKEN, base_url=f"{town.api_url}/bot", request=transport)
    channel = TelegramChannel(bot, Pace(UNLIMITED))
    addresses = {int(each.chat): each for each in town.chats}
    await _by_all(_ids(town), lambda chat: channel.send(addresses[chat], TEXT))
    await transport.shutdown()


async def tenbrief(town: Town) -> None:
    transport = open_transport()
    await transport.initialize()
    bot = Bot(SANDBOX_TOKEN, base_url=f"{town.api_url}/bot", request=transport)
    channel = TelegramChannel(bot, Pace(UNLIMITED))
    with open_town_store(town) as store:

        def parts(_brief: int, _variant: Variant) -> tuple[Message, ...]:
            return (TEXT,)

        sender = Sender(store, {"telegram": channel}, parts, SystemClock())
        while await sender.deliver_due():
            pass
    await transport.shutdown()


CLIENTS = {
    "raw aiohttp": raw_aiohttp,
    "plain python-telegram-bot": plain_ptb,
    "python-telegram-bot on httpx-aiohttp": ptb_on_httpx_aiohttp,
    "aiogram": aiogram,
    "tenbrief, channel alone": tenbrief_channel,
    "tenbrief, ledger on": tenbrief,
}


def _ids(town: Town) -> Iterator[int]:
    return iter([int(address.chat) for address in town.chats])


def _measure(name: str, loop: str, town: Town, answers: Queue[tuple[float, float, float]]) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    run = asyncio.run if loop == "asyncio" else run_in_loop
    cpu, began = time.process_time(), time.perf_counter()
    run(CLIENTS[name](town))
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answers.put((seconds, cpu, peak))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=5_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--loop", choices=["asyncio", "uvloop"], default="uvloop")
    parser.add_argument("--only", nargs="*", default=list(CLIENTS), help="clients to measure")
    args = parser.parse_args()
    print(f"{machine()}, {args.database}, {args.loop}, {args.chats:,} chats")
    with receiver() as api_url, database(args.database) as database_url:
        chats = [Address("telegram", str(number)) for number in range(1, args.chats + 1)]
        subscribe(database_url, [(chat, ChatKind.PRIVATE) for chat in chats])
        brief = publish(database_url, date(2026, 11, 24), 1)
        town = Town(api_url, database_url, tuple(chats), brief, 1)
        for name in args.only:
            if name == "aiogram" and importlib.util.find_spec("aiogram") is None:
                print("aiogram: not installed")
                continue
            answers: Queue[tuple[float, float, float]] = fork.Queue()
            process = fork.Process(target=_measure, args=(name, args.loop, town, answers))
            process.start()
            seconds, cpu, peak = answers.get(timeout=600)
            process.join()
            counts = take_received(api_url)
            exact = len(counts) == args.chats and set(counts.values()) == {1}
            print(
                f"{name:38} {args.chats / seconds:7.0f} messages/s  "
                f"{cpu / args.chats * 1000:6.3f} ms CPU each  {peak:5.0f} MB"
                f"{'' if exact else '  NOT EACH EXACTLY ONCE'}",
                flush=True,
            )


if __name__ == "__main__":
    main()
