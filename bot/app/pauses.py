"""A chat had to be paused: whoever looks after it is told. Handed to the sender by `post`."""

from __future__ import annotations

import asyncio

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.app.house import House
from bot.model import Address, Chat
from bot.render import plain

log = structlog.get_logger(__name__)


async def tell_of_pause(house: House, bot: Bot, chat: Chat, reason: str) -> None:
    """Tell who set `chat` up, or else the operators, why it gets nothing and what to do.

    In the chat itself nothing can be said. Who cannot be reached stops nobody.
    """
    if chat.keeper and await _tell(house, bot, chat.keeper, chat, reason):
        return
    for operator in house.settings.admin_ids:
        await _tell(house, bot, str(operator), chat, reason)


async def _tell(house: House, bot: Bot, person: str, chat: Chat, reason: str) -> bool:
    """Say it in the person's language; return whether it arrived."""
    known = await asyncio.to_thread(house.store.chats.find, Address("telegram", person))
    title = chat.title or chat.address.chat
    text = plain(f"paused.{reason}", known.lang if known else None, title=title)
    try:
        await bot.send_message(int(person), text)
    except TelegramError as error:
        log.warning("pause_untold", chat=chat.id, error=type(error).__name__)
        return False
    return True
