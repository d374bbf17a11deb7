"""How long `/topic` takes to answer while a brief goes out to thousands.

    python -m benchmarks.answer_during_fanout --chats 2000 --questions 50

One process is the whole bot: it polls, answers and sends. The sandbox, in a
process of its own, counts as Telegram does: 30 messages a second, 1 a second in
a chat. Measured is what a person sees, from the question said in the chat until
the answer stands there; first with nothing else to do, then during the fan-out.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import cycle, islice

import structlog

from benchmarks.delivery_town import database, sandbox, settle_people
from benchmarks.machine import machine
from bot import intake
from bot.app.house import House, open_house
from bot.app.post import open_post
from bot.app.running import listening, sending
from bot.model import Address, ChatKind, DeliveryState
from bot.sandbox import EXACT, Client
from tests.town import sample_items, sample_sources, settings_for

NAMES = ("DeepSeek", "OpenAI", "Google", "谷歌", "Anthropic", "NVIDIA")
ASKERS = 12
APART_SECONDS = 1.0
AIM_SECONDS = 1.0


def furnish(house: House, readers: Sequence[tuple[Address, ChatKind]]) -> None:
    now = datetime.now(UTC)
    for source in sample_sources():
        house.store.sources.add(source)
    house.store.items.add(sample_items(now), now)
    intake.file_items(house.store, house.newsroom.archive.names(), None)
    for address, kind in readers:
        chat = house.store.chats.put(address, kind, "en", None)
        house.store.chats.subscribe(chat.id, "en")


async def ask(people: Client, askers: Sequence[int], questions: int) -> list[float]:
    """Ask so often, each person in turn; return the seconds that each answer took."""
    seconds = []
    for asker, name in islice(zip(cycle(askers), cycle(NAMES), strict=False), questions):
        began = time.perf_counter()
        said = await people.say(asker, asker, f"/topic {name}")
        await people.answer_to(said, timeout_seconds=60)
        seconds.append(time.perf_counter() - began)
        await asyncio.sleep(max(0.0, APART_SECONDS - seconds[-1]))
    return seconds


def show(what: str, seconds: Sequence[float]) -> float:
    """Print the spread of `seconds` and return its 99th part."""
    spread = sorted(seconds)
    p50, p99 = spread[len(spread) // 2], spread[min(len(spread) - 1, int(len(spread) * 0.99))]
    print(f"{what:24} {len(spread):4} answers  p50 {p50 * 1000:6.0f} ms  p99 {p99 * 1000:6.0f} ms")
    return p99


async def measure(house: House, people: Client, askers: Sequence[int], questions: int) -> None:
    async with open_post(house) as post, listening(house, post):
        show("with nothing else to do", await ask(people, askers, min(questions, 20)))
        async with sending(house, post):
            planned = await house.newsroom.publish("en")
            p99 = show("during the fan-out", await ask(people, askers, questions))
            states = house.store.ledger.receipt(planned.brief.id or 0).states
    left = sum(count for state, count in states.items() if state is not DeliveryState.SENT)
    refused = (await people.sends_summary()).refused_for_pace
    print(f"{planned.chats:,} messages planned, {left:,} still waiting after the last question")
    print(f"{refused} refused for pace; the aim of {AIM_SECONDS:.0f} s is", end=" ")
    print("met" if p99 < AIM_SECONDS else "missed")


async def run(api_url: str, database_url: str, chats: int, questions: int) -> None:
    readers = await settle_people(api_url, {"private": chats})
    settings = settings_for(database_url, api_url).model_copy(update={"send_rate": 30.0})
    async with Client(api_url) as people:
        askers = [await people.add_person(f"Asker {n}", language_code="en") for n in range(ASKERS)]
        with open_house(settings, default_sources=False) as house:
            furnish(house, readers)
            await measure(house, people, askers, questions)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chats", type=int, default=2_000)
    parser.add_argument("--questions", type=int, default=50)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    print(f"{machine()}, {args.database}, 30 messages a second")
    with sandbox(EXACT) as api_url, database(args.database) as url:
        asyncio.run(run(api_url, url, args.chats, args.questions))


if __name__ == "__main__":
    main()
