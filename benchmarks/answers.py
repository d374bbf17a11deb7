"""How fast people are answered, beside a bare echo bot in the same run.

    python -m benchmarks.answers
    python -m benchmarks.answers --people 500 --rounds 3
    python -m benchmarks.answers --ask "/topic DeepSeek" --ask MIXED

The sandbox stands in a process of its own. Both bots run in the loop the bot runs
in (uvloop where it is installed) and use the same transport and polling; the echo
bot is python-telegram-bot and one handler that says the text back, with no
database, no templates and no governor. Everybody has written before a bot begins
to listen; updates a second are those answered from then to the last. A round
before the first warms both up. With `--ask MIXED` each person asks for a topic of
their own, the commonest twice as often as the next (Zipf), and nothing that was
looked up is remembered from the round before. Latency is one person's, who waits
for each answer, from the update's arrival at the handler to the answer's arrival
at the sandbox and back.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import product
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

from benchmarks.library import zipf
from benchmarks.machine import machine
from bot import intake
from bot.app.house import House, open_house
from bot.app.loop import run_in_loop
from bot.app.post import open_post
from bot.channels import open_transport
from bot.errors import SandboxError
from bot.language.names import load_default_topics
from bot.sandbox import GENEROUS, SANDBOX_TOKEN, Client, new_sandbox, run_sandbox
from bot.serving import serve
from tests.town import SetClock, sample_items, sample_sources, settings_for

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
OpenBot = Callable[[str], AbstractAsyncContextManager[AnyApplication]]
ASKED = (
    "/topic DeepSeek",
    "/topic 腾讯",
    "what did OpenAI announce this week",
    "/topics",
    "大模型",
)
# Stands for a topic of each person's own.
MIXED = "MIXED"
ONE_BY_ONE = 60
# Looking at the sums costs the process that is measured a few milliseconds each time.
LOOK_SECONDS = 0.1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=800)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ask", action="append", help="what is said, instead of all of them")
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    print(machine())
    asks = tuple(args.ask or ASKED)
    with tempfile.TemporaryDirectory() as folder, library(Path(folder)) as house:
        best: dict[tuple[str, str], Figures] = {}
        bots = [("echo", open_echo), *((ask, bot_of(house)) for ask in asks)]
        for turn, way in product(range(args.rounds + 1), LISTENING):
            for text, open_bot in bots:
                said = asks[0] if text == "echo" else text
                house.newsroom.archive.forget_answers()
                figures = run_in_loop(measure(open_bot, said, args.people, way))
                if turn and ((way, text) not in best or figures.rate > best[way, text].rate):
                    best[way, text] = figures
    print(f"{'':44}{'updates/s':>10}{'beside echo':>13}{'CPU ms':>8}{'0.5':>9}{'0.99':>8}")
    for (way, text), figures in best.items():
        share, waits = figures.rate / best[way, "echo"].rate, figures.waits
        middle, late = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
        print(
            f"{way:8}{text:36}{figures.rate:10.0f}{share:13.0%}{figures.cpu_ms:8.2f}"
            f"{middle:9.1f}{late:8.1f}"
        )


@dataclass(frozen=True)
class Figures:
    """Updates a second, CPU of this process for each, and one person's waits, sorted, in ms."""

    rate: float
    cpu_ms: float
    waits: list[float]


@contextmanager
def library(folder: Path) -> Iterator[House]:
    """Give a house with the sample wire in it."""
    clock = SetClock()
    settings = settings_for(f"sqlite:///{folder / 'bot.db'}", "http://127.0.0.1")
    with open_house(settings, clock, default_sources=False) as house:
        for source in sample_sources():
            house.store.sources.add(source)
        house.store.items.add(sample_items(clock.now()), clock.now())
        intake.file_items(house.store, house.newsroom.archive.names(), None)
        yield house


def bot_of(house: House) -> OpenBot:
    @asynccontextmanager
    async def open_bot(url: str) -> AsyncIterator[AnyApplication]:
        settings = house.settings.model_copy(update={"telegram_api_url": url, "send_rate": 1000.0})
        served = House(**{**vars(house), "settings": settings})
        async with open_post(served) as post:
            yield post.application

    return open_bot


@asynccontextmanager
async def open_echo(url: str) -> AsyncIterator[AnyApplication]:
    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None:
            await update.message.reply_text(update.message.text or "")

    application = (
        ApplicationBuilder()
        .token(SANDBOX_TOKEN)
        .base_url(f"{url}/bot")
        .request(open_transport())
        .concurrent_updates(True)
        .build()
    )
    application.add_handler(MessageHandler(filters.ALL, echo))
    async with application:
        yield application


async def measure(open_bot: OpenBot, text: str, people: int, way: str) -> Figures:
    """Let everybody be answered, then one person after the other."""
    with sandbox() as url:
        async with Client(url) as client, open_bot(url) as application:
            persons = [await client.add_person(f"P{n}", language_code="en") for n in range(people)]
            for person, words in zip(persons, said_by(people, text), strict=True):
                await client.say(person, person, words)
            async with LISTENING[way](application):
                started, used = time.perf_counter(), time.process_time()
                await all_answered(client, people)
                rate = people / (time.perf_counter() - started)
                cpu_ms = (time.process_time() - used) / people * 1000
                waits = await one_by_one(client, said_by(ONE_BY_ONE, text))
    return Figures(rate, cpu_ms, waits)


def said_by(people: int, text: str) -> list[str]:
    """Return what each person says."""
    if text != MIXED:
        return [text] * people
    names = [topic.name for topic in load_default_topics()]
    return [f"/topic {name}" for name in random.choices(names, zipf(len(names)), k=people)]


@asynccontextmanager
async def polling(application: AnyApplication) -> AsyncIterator[None]:
    """Let `application` poll; both bots are initialized already."""
    assert application.updater is not None
    await application.start()
    await application.updater.start_polling(timeout=5)
    try:
        yield
    finally:
        await application.updater.stop()
        await application.stop()


@asynccontextmanager
async def called(application: AnyApplication) -> AsyncIterator[None]:
    """Let the sandbox call `application`, by the same plain door for both bots."""

    async def receive(request: Request) -> Response:
        update = Update.de_json(await request.json(), application.bot)
        await application.update_queue.put(update)
        return Response()

    await application.start()
    door = Starlette(routes=[Route("/hook", receive, methods=["POST"])])
    async with serve(door, "127.0.0.1", 0) as address:
        await application.bot.set_webhook(f"{address}/hook", max_connections=40)
        try:
            yield
        finally:
            await application.bot.delete_webhook()
            await application.stop()


LISTENING = {"polling": polling, "webhook": called}


async def all_answered(client: Client, people: int) -> None:
    while (await client.sends_summary()).total < people:  # noqa: ASYNC110 - sums ring no bell
        await asyncio.sleep(LOOK_SECONDS)


async def one_by_one(client: Client, texts: list[str]) -> list[float]:
    waits = []
    for number, text in enumerate(texts):
        person = await client.add_person(f"Q{number}", language_code="en")
        started = time.perf_counter()
        try:
            await client.answer_to(await client.say(person, person, text), timeout_seconds=3)
        except SandboxError:
            # The sandbox closed an idle connection at that very moment: neither bot's doing.
            continue
        waits.append((time.perf_counter() - started) * 1000)
    return sorted(waits)


@contextmanager
def sandbox() -> Iterator[str]:
    """Serve a generous sandbox in a process of its own and give its address."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve_sandbox, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def serve_sandbox(pipe: Connection) -> None:
    async def serve() -> None:
        async with run_sandbox(sandbox=new_sandbox(limits=GENEROUS)) as url:
            pipe.send(url)
            await asyncio.Event().wait()

    asyncio.run(serve())


if __name__ == "__main__":
    main()
