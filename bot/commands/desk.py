"""What every handler has at hand, and how it replies. Used by the handlers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import wraps
from typing import Any

import structlog
from telegram import LinkPreviewOptions, Update
from telegram import Message as TelegramMessage
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot.channels.telegram_body import keyboard
from bot.clock import zone_named
from bot.commands.chats import address_of, kind_of, language_of, title_of
from bot.errors import BadRequestError, TenBriefError
from bot.model import Chat, Edition, Message
from bot.newsroom import Newsroom
from bot.render import Renderer, say

log = structlog.get_logger(__name__)

NOT_MODIFIED = "message is not modified"


@dataclass(frozen=True, slots=True)
class FrontDesk:
    """What a handler works with."""

    newsroom: Newsroom
    renderer: Renderer
    admin_ids: tuple[int, ...] = ()

    async def chat(self, update: Update) -> Chat:
        """Return the chat `update` comes from, remembered from now on."""
        there, message = update.effective_chat, update.effective_message
        assert there is not None  # noqa: S101 - every update we ask for has a chat
        address = address_of(there, message)
        return await self.newsroom.circulation.meet(
            address, kind_of(there, address), language_of(update), title_of(there)
        )

    async def edition(self, chat: Chat) -> Edition:
        """Return the edition `chat` reads, or would read."""
        return await asyncio.to_thread(self.newsroom.circulation.edition_for, chat)

    def zone(self, chat: Chat) -> str:
        """Return the zone in which `chat` reads hours and dates."""
        zone = chat.zone or self.newsroom.circulation.edition_for(chat).zone
        try:
            zone_named(zone)
        except BadRequestError:
            return "UTC"
        return zone

    async def say(self, update: Update, key: str, **values: object) -> None:
        """Answer with one of the bot's own sentences, in the chat's language."""
        chat = await self.chat(update)
        await reply(update, Message(text=str(say(key, chat.lang, **values))))

    def is_operator(self, update: Update) -> bool:
        """Return whether an operator wrote this."""
        return update.effective_user is not None and update.effective_user.id in self.admin_ids


Handler = Callable[[FrontDesk, Update, ContextTypes.DEFAULT_TYPE], Awaitable[None]]
"""Reads its arguments, calls one verb of the newsroom, replies."""


def at(desk: FrontDesk, handler: Handler) -> Callable[..., Coroutine[Any, Any, None]]:
    """Return `handler` as python-telegram-bot calls it, bound to `desk`.

    What the newsroom does not find or understand was answered by the handler;
    any other error of ours is logged and answered with one sentence.
    """

    @wraps(handler)
    async def call(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        try:
            await handler(desk, update, context)
        except Forbidden:
            # Blocked or removed between asking and our answer: nobody is there to tell.
            log.info("answer_unwanted", handler=handler.__name__)
        except TenBriefError as error:
            log.warning("answer_failed", handler=handler.__name__, error=type(error).__name__)
            await apologise(update)

    return call


async def reply(update: Update, *messages: Message) -> None:
    """Answer with `messages`: in groups as a reply, in a forum inside its topic."""
    asked = update.effective_message
    if asked is None:
        return
    for message in messages:
        await _send(asked, message)


async def _send(asked: TelegramMessage, message: Message) -> None:
    quote = asked.chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}
    arguments: dict[str, Any] = {
        "parse_mode": ParseMode.HTML,
        "reply_markup": keyboard(message) if message.buttons else None,
        "do_quote": quote,
    }
    try:
        await asked.reply_text(message.text, link_preview_options=_preview(message), **arguments)
    except BadRequest as error:
        if message.picture is None:
            raise
        log.info("picture_refused", error=error.message)
        await asked.reply_text(message.text, link_preview_options=NO_PREVIEW, **arguments)


NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def _preview(message: Message) -> LinkPreviewOptions:
    if message.picture is None:
        return NO_PREVIEW
    return LinkPreviewOptions(url=message.picture, prefer_large_media=True, show_above_text=True)


async def replace(update: Update, message: Message) -> None:
    """Change the message whose button was pressed; no change is no error."""
    query = update.callback_query
    if query is None:
        return
    try:
        await query.edit_message_text(
            message.text,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard(message) if message.buttons else None,
        )
    except BadRequest as error:
        if NOT_MODIFIED not in error.message.lower():
            raise


async def apologise(update: Update) -> None:
    """Say that something broke on our side; used where not even the chat may be known."""
    try:
        text = say("error.unexpected", language_of(update))
        await reply(update, Message(text=str(text)))
    except TelegramError as error:
        log.warning("answer_failed", error=type(error).__name__)
