"""The bot at Telegram: its application, its governor, its sender."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder

from bot.app.house import House
from bot.channels import Limits, Outfit, Pace, PacedBot, open_channels, open_transport
from bot.commands import install_commands
from bot.delivery import Corrector, Courier, Sender
from bot.errors import SettingsError
from bot.intake import Progress, no_progress
from bot.model import Receipt

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True)
class Post:
    """The bot at Telegram: its application, and who sends briefs and notices."""

    application: AnyApplication
    sender: Sender
    courier: Courier
    corrector: Corrector


@asynccontextmanager
async def open_post(house: House) -> AsyncIterator[Post]:
    """Introduce the bot to Telegram and get everything that sends ready.

    Raises:
        SettingsError: there is no token, or Telegram does not know it.
    """
    settings = house.settings
    if settings.telegram_bot_token is None:
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN is not set: get one from @BotFather and put it into .env, "
            "or try the bot without one: tenbrief demo."
        )
    pace = Pace(Limits(per_second=settings.send_rate))
    application = (
        ApplicationBuilder()
        .token(settings.telegram_bot_token.get_secret_value())
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
        house.newsroom.bot_name = application.bot.username
        install_commands(
            application,
            house.newsroom,
            house.renderer,
            admin_ids=settings.admin_ids,
            clock=house.clock,
        )
        channels = open_channels(Outfit(stdout=sys.stdout, bot=application.bot, pace=pace))
        sender = Sender(
            house.store,
            channels,
            house.newsroom.parts,
            house.clock,
            overlay=house.newsroom.notices.overlay,
        )
        corrector = Corrector(
            house.store, channels, house.newsroom.parts, house.clock, name=sender.name
        )
        courier = Courier(house.store, channels, house.clock)
        yield Post(application, sender, courier, corrector)
    finally:
        await application.shutdown()


async def publish_and_send(
    house: House, slug: str, day: date | None, tell: Progress = no_progress
) -> Receipt:
    """Publish a brief and, where there is a token, send all that is due now."""
    if house.settings.telegram_bot_token is None:
        planned = await house.newsroom.publish(slug, day)
    else:
        async with open_post(house) as post:
            planned = await house.newsroom.publish(slug, day)
            sent = 0
            while count := await post.sender.deliver_due():
                sent += count
                tell(sent, max(sent, planned.chats))
    return house.newsroom.archive.receipt(slug, planned.brief.date)
