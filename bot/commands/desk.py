"""What every handler has at hand, and how it replies. Used by the handlers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import structlog
from telegram import CallbackQuery, LinkPreviewOptions, Update
from telegram import Message as TelegramMessage
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot.channels.telegram_body import keyboard, prepared, thread_of
from bot.clock import Clock, SystemClock, zone_named
from bot.commands.chats import address_of, kind_of, language_of, title_of
from bot.commands.pacing import Pacing
from bot.commands.pages import Pages
from bot.commands.sending import send_prepared
from bot.errors import BadRequestError, TenBriefError
from bot.model import Chat, Edition, Message
from bot.newsroom import Newsroom
from bot.render import Renderer, plain, say

log = structlog.get_logger(__name__)

NOT_MODIFIED = "message is not modified"
# https://core.telegram.org/bots/api#answercallbackquery
TOAST_CHARACTERS = 200
# Buttons that send something: tapped twice at once, they send it once.
SENDING_BUTTONS = frozenset({"s", "o", "today", "topic", "topics", "publish", "subscribe"})


@dataclass(frozen=True, slots=True)
class FrontDesk:
    """What a handler works with."""

    newsroom: Newsroom
    renderer: Renderer
    admin_ids: tuple[int, ...] = ()
    clock: Clock = field(default_factory=SystemClock)
    pacing: Pacing = field(default_factory=Pacing)
    pages: Pages = field(default_factory=Pages)

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
            if await _may_pass(desk, update):
                await handler(desk, update, context)
        except Forbidden:
            # Blocked or removed between asking and our answer: nobody is there to tell.
            log.info("answer_unwanted", handler=handler.__name__)
        except TenBriefError as error:
            log.warning("answer_failed", handler=handler.__name__, error=type(error).__name__)
            await apologise(update)

    return call


async def _may_pass(desk: FrontDesk, update: Update) -> bool:
    """Return whether to deal with `update`: no double tap, nobody who floods the chat."""
    chat, user, query = update.effective_chat, update.effective_user, update.callback_query
    if query is not None and (chat is None or await _is_double(desk, query)):
        # Without a chat it stands under an inline message, where only links work.
        await toast(update, None, "en")
        return False
    if chat is None or user is None or desk.pacing.allows(chat.id, user.id):
        return True
    log.info("person_too_fast")
    if query is not None:
        await toast(update, "limit.slow", language_of(update))
    elif chat.type == ChatType.PRIVATE and desk.pacing.is_first_refusal(user.id):
        await reply(update, Message(str(say("limit.slow", language_of(update)))))
    return False


async def _is_double(desk: FrontDesk, query: CallbackQuery) -> bool:
    data = query.data or ""
    if data.partition(":")[0] not in SENDING_BUTTONS or query.message is None:
        return False
    under = f"{query.message.chat.id}:{query.message.message_id}"
    return await desk.newsroom.talk.is_double(f"{under}:{query.from_user.id}:{data}")


async def reply(update: Update, *messages: Message) -> list[int]:
    """Answer with `messages`: in groups as a reply, in a forum inside its topic.

    Returns the ids under which they stand. Under a message too old to be seen
    the answer stands alone.
    """
    sent = [await _send(update, message) for message in messages]
    return [message_id for message_id in sent if message_id is not None]


async def _send(update: Update, message: Message) -> int | None:
    try:
        return await _say(update, message, with_picture=True)
    except BadRequest as error:
        if message.picture is None:
            raise
        log.info("picture_refused", error=error.message)
        return await _say(update, message, with_picture=False)


async def _say(update: Update, message: Message, *, with_picture: bool) -> int | None:
    """Send `message` and return its id.

    The body is one that was prepared for all who get the same, and of what
    Telegram answers only the id is read: to build the message it shows once more
    from its entities and buttons takes longer than everything else.
    """
    asked, chat = update.effective_message, update.effective_chat
    if chat is None:
        return None
    head: dict[str, Any] = {}
    if isinstance(asked, TelegramMessage):
        head |= thread_of(address_of(chat, asked))
        if chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}:
            head["reply_parameters"] = json.dumps({"message_id": asked.message_id})
    body = prepared(message, with_picture=with_picture)
    return await send_prepared(update.get_bot(), chat.id, body, head)


async def toast(update: Update, key: str | None, lang: str, **values: object) -> None:
    """Answer a tap with a short line over the button; with None only stop its waiting."""
    if update.callback_query is not None:
        text = plain(key, lang, **values)[:TOAST_CHARACTERS] if key else None
        try:
            await update.callback_query.answer(text)
        except BadRequest as error:
            # Nobody waits for the answer any more; what was asked for is done all the same.
            log.info("tap_too_old", error=error.message)


NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def replace(update: Update, message: Message) -> None:
    """Change the message whose button was pressed; no change is no error."""
    query = update.callback_query
    if query is None:
        return
    if not isinstance(query.message, TelegramMessage):
        await reply(update, message)
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
