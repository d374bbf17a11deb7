"""The bot at Telegram: its application, its governor, its sender."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder

from bot.app.house import House
from bot.app.pauses import tell_of_pause
from bot.channels import (
    Limits,
    Outfit,
    Pace,
    PacedBot,
    open_channels,
    open_shared_bucket,
    open_transport,
)
from bot.commands import install_commands
from bot.delivery import Corrector, Courier, Rules, Sender, settle_brief
from bot.errors import SettingsError
from bot.intake import Progress, no_progress
from bot.model import Receipt
from bot.settings import Settings

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True)
class Post:
    """The bot at Telegram: its application, and who sends briefs and notices."""

    application: AnyApplication
    sender: Sender
    courier: Courier
    corrector: Corrector


@asynccontextmanager
async def open_post(house: House, limits: Limits | None = None) -> AsyncIterator[Post]:
    """Introduce the bot to Telegram and get everything that sends ready.

    `limits` are Telegram's own at the operator's rate unless others are given
    (a Bot API of one's own may take more).

    Raises:
        SettingsError: there is no token, or Telegram does not know it.
    """
    settings = house.settings
    if settings.telegram_bot_token is None:
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN is not set: get one from @BotFather and put it into .env, "
            "or try the bot without one: tenbrief demo."
        )
    token = settings.telegram_bot_token.get_secret_value()
    with _open_pace(settings, token, limits or _limits(settings)) as pace:
        async with _introduced(settings, token, pace) as application:
            yield _furnish(house, application, pace)


def _limits(settings: Settings) -> Limits:
    return Limits(settings.send_rate, settings.chat_rate, settings.group_rate)


def _rules(settings: Settings) -> Rules:
    return Rules(
        resend_private=settings.unclear_private == "resend",
        resend_crowds=settings.unclear_groups == "resend",
    )


@contextmanager
def _open_pace(settings: Settings, token: str, limits: Limits) -> Iterator[Pace]:
    """Give the bot's governor: on PostgreSQL one for all processes of the bot."""
    bot_id = token.partition(":")[0]
    if not settings.database_url.startswith("postgres") or not bot_id.isdecimal():
        yield Pace(limits)
        return
    with open_shared_bucket(
        settings.database_url,
        int(bot_id),
        limits.per_second,
        chat_per_second=limits.chat_per_second,
        crowd_per_minute=limits.crowd_per_minute,
    ) as shared:
        yield Pace(limits, overall=shared)


@asynccontextmanager
async def _introduced(settings: Settings, token: str, pace: Pace) -> AsyncIterator[AnyApplication]:
    """Give the application once Telegram knows it."""
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(settings.bot_base_url)
        .base_file_url(settings.bot_file_url)
        .request(open_transport())
        .rate_limiter(PacedBot(pace))
        .concurrent_updates(True)
        .build()
    )
    try:
        await application.initialize()
    except InvalidToken as error:
        raise SettingsError(
            "Telegram does not know this TELEGRAM_BOT_TOKEN; copy it again from @BotFather."
        ) from error
    except TelegramError as error:
        raise SettingsError(
            f"No answer from TELEGRAM_API_URL ({settings.telegram_api_url}): {error}."
        ) from error
    try:
        yield application
    finally:
        await application.shutdown()


def _furnish(house: House, application: AnyApplication, pace: Pace) -> Post:
    """Put the handlers in place and get everything that sends ready."""
    house.newsroom.layout.bot_name = application.bot.username
    install_commands(
        application,
        house.newsroom,
        house.renderer,
        admin_ids=house.settings.admin_ids,
        clock=house.clock,
    )
    channels = open_channels(
        Outfit(
            stdout=sys.stdout,
            bot=application.bot,
            pace=pace,
            paid_broadcast=house.settings.paid_broadcast,
        )
    )
    store, parts, clock = house.store, house.newsroom.layout.parts, house.clock
    overlay = house.newsroom.notices.overlay
    paused = partial(tell_of_pause, house, application.bot)
    sender = Sender(
        *(store, channels, parts, clock),
        rules=_rules(house.settings),
        overlay=overlay,
        paused=paused,
    )
    return Post(
        application,
        sender,
        Courier(store, channels, clock),
        Corrector(store, channels, parts, clock, name=sender.name, overlay=overlay),
    )


async def publish_and_send(
    house: House, slug: str, day: date | None, tell: Progress = no_progress
) -> Receipt:
    """Publish a brief and, where there is a token, send all that is due now and settle it."""
    if house.settings.telegram_bot_token is None:
        planned = await house.newsroom.publish(slug, day)
    else:
        async with open_post(house) as post:
            planned = await house.newsroom.publish(slug, day)
            sent = 0
            while count := await post.sender.deliver_due():
                sent += count
                tell(sent, max(sent, planned.chats))
            if planned.brief.id is not None:
                await settle_brief(house.store, post.sender, planned.brief.id)
    return house.newsroom.archive.receipt(slug, planned.brief.date)
