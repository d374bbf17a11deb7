"""A bot at work in a sandbox of its own, for tests that enter at the door."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from bot.app.house import House, open_house
from bot.app.post import Post, open_post
from bot.app.running import listening
from bot.channels import Limits
from bot.model import Item, Source, SourceKind, item_id
from bot.sandbox import SANDBOX_TOKEN, Client, run_sandbox
from bot.sandbox.seen import Message
from bot.sandbox.wire import load_items, load_outlets
from bot.settings import Settings

NOW = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)
OPERATOR = 900_001
# The sandbox takes far more than Telegram does; nobody waits a second between two answers.
UNHURRIED = Limits(per_second=1000, chat_per_second=200, crowd_per_minute=6000)


@dataclass
class SetClock:
    """A clock that shows what the test says."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, time: timedelta) -> None:
        self.moment += time


@dataclass(frozen=True)
class Town:
    """The bot, its house and the people around it."""

    house: House
    post: Post
    people: Client
    clock: SetClock = field(default_factory=SetClock)

    async def ask(self, chat: int, user: int, text: str, thread: int | None = None) -> Message:
        """Say `text` and return what the bot answers."""
        said = await self.people.say(chat, user, text, thread=thread)
        # In a group the answer is a reply; what else the bot has to say there may come between.
        alone = chat > 0 or said.sender is None

        def answers(one: Message) -> bool:
            return one.from_bot and (alone or one.reply_to == said.id)

        return await self.people.wait_for(chat, answers, after=said, thread=said.thread)

    async def deliver(self) -> None:
        """Let everything that is due go out."""
        while await self.post.sender.deliver_due():
            pass


def settings_for(database_url: str, telegram_url: str) -> Settings:
    """Settings that nothing in the environment of the machine can change."""
    return Settings.model_construct(
        telegram_bot_token=SecretStr(SANDBOX_TOKEN),
        telegram_api_url=telegram_url,
        database_url=database_url,
        admin_ids=(OPERATOR,),
        embeddings="off",
        send_rate=500.0,
        allow_private_sources=True,
    )


@asynccontextmanager
async def open_town(database_url: str, clock: SetClock) -> AsyncIterator[Town]:
    """Open a sandbox and a real bot in it that answers people."""
    async with (
        run_sandbox() as url,
        Client(url) as people,
        open_bot(database_url, url, people, clock) as town,
    ):
        yield town


@asynccontextmanager
async def open_bot(
    database_url: str, sandbox_url: str, people: Client, clock: SetClock
) -> AsyncIterator[Town]:
    """Open a bot in a sandbox that stands: another one, or one again."""
    settings = settings_for(database_url, sandbox_url)
    with open_house(settings, clock, default_sources=False) as house:
        async with open_post(house, UNHURRIED) as post, listening(house, post):
            yield Town(house, post, people, clock)


def sample_sources() -> Iterable[Source]:
    """The outlets of the sample wire, as sources that are never visited."""
    for outlet in load_outlets():
        yield Source(outlet.slug, "", outlet.title, SourceKind(outlet.kind), outlet.lang)


def sample_items(now: datetime) -> list[Item]:
    """The items of the sample wire as if they had been collected by `now`."""
    langs = {outlet.slug: outlet.lang for outlet in load_outlets()}
    return [
        Item(
            id=item_id(item.outlet, str(item.number)),
            source=item.outlet,
            guid=str(item.number),
            url=f"https://{item.outlet}.example/news/{item.number}",
            title=item.title,
            text=item.text,
            lang=langs[item.outlet],
            published=now - timedelta(hours=item.hours_ago),
            image=f"https://{item.outlet}.example/{item.number}.png" if item.picture else None,
        )
        for item in load_items()
    ]
