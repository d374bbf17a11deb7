"""How near the free rate a sender comes, and how quickly people are answered meanwhile.

    python -m benchmarks.pace --chats 1500

A brief goes to 1,500 chats of a sandbox that counts as Telegram does: 30 a
second, 1 a second in a chat. Meanwhile a person asks something every second,
through the bot's own methods. Ideal is N/30 seconds and no 429 at all.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from datetime import date

import structlog
from telegram.ext import ExtBot

from benchmarks.delivery_town import (
    Town,
    database,
    messages,
    open_town_store,
    publish,
    sandbox,
    settle_people,
    subscribe,
)
from bot.channels import Limits, Pace, PacedBot, open_transport
from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from bot.delivery import Sender
from bot.model import Message, Variant
from bot.sandbox import EXACT, SANDBOX_TOKEN, Client


async def deliver(town: Town, asker: int, ask_every_seconds: float) -> tuple[float, list[float]]:
    """Send the brief; return how long it took, and how long each answer meanwhile."""
    transport = open_transport()
    await transport.initialize()
    pace = Pace(Limits())
    bot = ExtBot(
        SANDBOX_TOKEN,
        base_url=f"{town.api_url}/bot",
        request=transport,
        rate_limiter=PacedBot(pace),
    )
    answers: list[float] = []

    async def ask() -> None:
        while True:
            await asyncio.sleep(ask_every_seconds)
            began = time.perf_counter()
            await bot.send_message(asker, f"DeepSeek: nothing new, {len(answers)}")
            answers.append(time.perf_counter() - began)

    texts = messages(1)

    def parts(_brief: int, variant: Variant) -> tuple[Message, ...]:
        return texts[variant.kind]

    with open_town_store(town) as store:
        channel = TelegramChannel(bot, pace)
        sender = Sender(store, {"telegram": channel}, parts, SystemClock())
        asking = asyncio.create_task(ask()) if ask_every_seconds else None
        began = time.perf_counter()
        while await sender.deliver_due():
            pass
        seconds = time.perf_counter() - began
        if asking:
            asking.cancel()
    await transport.shutdown()
    return seconds, answers


async def run(args: argparse.Namespace, api_url: str, database_url: str) -> None:
    chats = await settle_people(api_url, {"private": args.chats + 1})
    asker = int(chats.pop()[0].chat)
    await asyncio.to_thread(subscribe, database_url, chats)
    brief = await asyncio.to_thread(publish, database_url, date(2026, 11, 24), 1)
    town = Town(api_url, database_url, tuple(chat for chat, _ in chats), brief, 1)
    seconds, answers = await deliver(town, asker, args.ask_every)
    async with Client(api_url) as people:
        summary = await people.sends_summary()
    ideal = (args.chats + len(answers)) / 30
    print(
        f"{args.chats} chats and {len(answers)} answers in {seconds:.1f} s, ideal {ideal:.1f} s "
        f"({seconds / ideal - 1:+.1%}); {summary.refused_for_pace} times 429; "
        f"{summary.total} messages, {len(summary.doubled)} doubled"
    )
    if answers:
        answers.sort()
        print(
            f"answers to people: median {answers[len(answers) // 2]:.2f} s, "
            f"slowest {answers[-1]:.2f} s"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=1_500)
    parser.add_argument("--ask-every", type=float, default=1.5, help="seconds; 0: nobody asks")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with sandbox(EXACT) as api_url, database(args.database) as database_url:
        asyncio.run(run(args, api_url, database_url))


if __name__ == "__main__":
    main()
