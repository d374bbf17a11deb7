"""`demo`: the whole bot on this machine, with no token and no network. Called by `bot.cli`.

A wire of sample feeds and a local Bot API are served over real HTTP; the real
bot collects from the one and talks to the other; a cast of people subscribes,
gets the day's brief, and can be talked for on the chat page.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.app.house import House, open_house
from bot.app.post import Post, open_post
from bot.app.running import listening, sending, stop_on_signals
from bot.channels import Limits
from bot.cli.terminal import print_text, progress_bar, remark
from bot.clock import SystemClock
from bot.errors import EmptyBriefError
from bot.model import Brief
from bot.sandbox import SANDBOX_TOKEN, Client, run_sandbox
from bot.sandbox.wire import create_wire, wire_sources
from bot.serving import serve
from bot.settings import Settings

HOST = "127.0.0.1"
# The local Bot API takes far more than Telegram does; a demo should not make anyone wait.
UNHURRIED = Limits(per_second=200, chat_per_second=20, crowd_per_minute=600)
QUESTION = "/topic DeepSeek"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is in the sandbox: people, and the chats the bot was added to."""

    reader_zh: int
    reader_en: int
    group: int
    forum: int
    topic: int
    channel: int


def play_demo(port: int, *, once: bool) -> None:
    """Play the demo with its chat page at `port`; `once` ends it when all is shown."""
    with TemporaryDirectory(prefix="tenbrief-demo-") as folder:
        asyncio.run(_demo(Path(folder), port, once=once))


async def _demo(folder: Path, port: int, *, once: bool) -> None:
    now = SystemClock().now()
    async with (
        run_sandbox(HOST, port) as chat_page,
        serve(create_wire(now), HOST, 0) as wire,
        Client(chat_page) as people,
    ):
        with open_house(_settings(folder, chat_page), default_sources=False) as house:
            for source in wire_sources(wire):
                house.store.sources.add(source)
            async with open_post(house, UNHURRIED) as post, _at_work(house, post):
                cast = await _gather_readers(people)
                await _play(house, people, cast)
                if not once:
                    await _stay(chat_page)


def _settings(folder: Path, chat_page: str) -> Settings:
    """Return settings that nothing in the environment can turn towards the real Telegram."""
    return Settings.model_construct(
        telegram_bot_token=SecretStr(SANDBOX_TOKEN),
        telegram_api_url=chat_page,
        database_url=f"sqlite:///{folder / 'demo.db'}",
        allow_private_sources=True,
    )


@asynccontextmanager
async def _at_work(house: House, post: Post) -> AsyncIterator[None]:
    async with listening(house, post), sending(house, post):
        yield


async def _gather_readers(people: Client) -> Cast:
    """Let people in and have them ask for the brief, each in their own way."""
    lin = await people.add_person("林晓", language_code="zh-hans", username="linxiao")
    ada = await people.add_person("Ada", language_code="en", username="ada")
    group = await people.add_chat("supergroup", "AI 夜谈会", owner=lin)
    forum = await people.add_chat("supergroup", "Model Builders", owner=ada, is_forum=True)
    channel = await people.add_chat("channel", "每日十条", owner=lin, username="daily_ten")
    topic = await people.open_topic(forum, "Daily brief")
    for chat in (group, forum):
        await people.set_rank(chat, "bot", "member")
    await people.set_rank(channel, "bot", "administrator")
    for said in (
        await people.say(lin, lin, "/start"),
        await people.say(lin, lin, "/subscribe zh"),
        await people.say(ada, ada, "/subscribe en"),
        await people.say(group, lin, "/subscribe zh"),
        await people.say(forum, ada, "/subscribe en", thread=topic),
    ):
        await people.answer_to(said)
    return Cast(lin, ada, group, forum, topic, channel)


async def _play(house: House, people: Client, cast: Cast) -> None:
    """Collect, edit, publish, deliver and ask; show each on the terminal."""
    with progress_bar("Collecting") as tell:
        collected = await house.newsroom.gather(tell)
    print_text(f"{collected.new} items collected from {collected.fetched} feeds over HTTP.\n")
    for slug in ("zh", "en"):
        await _publish(house, slug)
    print_text(await _delivered(house, people, cast))
    for where, chat in (("private", cast.reader_zh), ("group", cast.group)):
        said = await people.say(chat, cast.reader_zh, QUESTION)
        answer = await people.answer_to(said)
        print_text(f"{QUESTION} in {where}:\n{answer.text}\n")
    said = await people.say(cast.channel, cast.reader_zh, QUESTION)
    answer = await people.answer_to(said)
    print_text(f"{QUESTION} in the channel: {answer.text.splitlines()[0]}")


async def _publish(house: House, slug: str) -> Brief | None:
    try:
        planned = await house.newsroom.publish(slug)
    except EmptyBriefError as error:
        remark(str(error))
        return None
    print_text(house.renderer.text(planned.brief))
    return planned.brief


async def _delivered(house: House, people: Client, cast: Cast) -> str:
    """Let every chat have its brief now, whatever its hour, and say what arrived."""
    for chat in (cast.reader_zh, cast.reader_en, cast.group, cast.channel):
        await people.wait_for(chat, _is_brief)
    await people.wait_for(cast.forum, _is_brief, thread=cast.topic)
    receipts = [house.newsroom.archive.receipt(slug) for slug in ("zh", "en")]
    sent = sum(sum(receipt.states.values()) for receipt in receipts)
    return f"{sent} messages delivered to 5 chats: private (zh, en), group, forum topic, channel.\n"


def _is_brief(message: object) -> bool:
    return "END" in getattr(message, "text", "")


async def _stay(chat_page: str) -> None:
    print_text(f"\nThe chat page: {chat_page}")
    print_text("Type /topic DeepSeek there, as a reader, in the group or in the channel.")
    print_text("Ctrl-C ends the demo; nothing of it stays.")
    stop = asyncio.Event()
    with stop_on_signals(stop):
        await stop.wait()
