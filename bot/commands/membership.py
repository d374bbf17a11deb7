"""The bot is added, made admin, removed, blocked; groups become supergroups."""

from __future__ import annotations

import structlog
from telegram import Bot, ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden
from telegram.ext import ContextTypes

from bot.channels.telegram_body import keyboard
from bot.commands.chats import address_of, kind_of, language_of, title_of
from bot.commands.desk import FrontDesk
from bot.model import Button, Chat, ChatKind, ChatState, Message
from bot.render import plain, say
from bot.render.keyboards import edition_rows

log = structlog.get_logger(__name__)

GONE = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}
THERE = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER}


async def my_membership(
    desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE
) -> None:
    """Follow what was done to the bot in a chat."""
    change = update.my_chat_member
    if change is None:
        return
    before, after = change.old_chat_member.status, change.new_chat_member.status
    address = address_of(change.chat)
    if after in GONE:
        reason = "blocked" if change.chat.type == ChatType.PRIVATE else "removed"
        await desk.newsroom.circulation.leave(address, reason)
        return
    kind = kind_of(change.chat, address)
    if kind is ChatKind.PRIVATE:
        return
    chat = await desk.newsroom.circulation.meet(
        address, kind, language_of(update), title_of(change.chat)
    )
    if kind is ChatKind.CHANNEL and after == ChatMemberStatus.ADMINISTRATOR:
        await _open_channel(desk, change, chat)
    elif kind is not ChatKind.CHANNEL and before not in THERE and after in THERE:
        await _greet_group(desk, change, chat)


async def _open_channel(desk: FrontDesk, change: ChatMemberUpdated, chat: Chat) -> None:
    """Subscribe a channel and let who added us look at the post and change it in private.

    Making a bot admin of a channel is how its owner asks for posts there.
    """
    circulation, person = desk.newsroom.circulation, change.from_user
    was_admin = change.old_chat_member.status == ChatMemberStatus.ADMINISTRATOR
    if was_admin and chat.state is ChatState.OFF:
        return  # Its owner stopped the posts; another right of ours asks for none.
    subscription = await circulation.subscribe(chat)
    if subscription.chat.keeper == str(person.id):
        return  # Only some right of ours was changed: they were told before.
    chat = await circulation.keep(subscription.chat, str(person.id))
    lang = person.language_code or chat.lang
    text = say(
        "channel.added",
        lang,
        title=chat.title or "",
        hour=(chat.hour or subscription.edition.hour).strftime("%H:%M"),
        zone=desk.zone(chat),
    )
    words = (("preview", "preview"), ("settings", "main"), ("stop", "sub:off"))
    buttons = tuple(
        (Button(plain(f"button.{word}", lang), data=f"cfg:{chat.id}:{data}"),)
        for word, data in words
    )
    await _write(change.get_bot(), person.id, Message(str(text), buttons))


async def _greet_group(desk: FrontDesk, change: ChatMemberUpdated, chat: Chat) -> None:
    """Greet a group that took us in, once, with a button for its admins."""
    circulation = desk.newsroom.circulation
    if not await circulation.is_first(f"greeted:{change.chat.id}"):
        return
    editions = await circulation.editions(chat)
    greeting = desk.renderer.start(editions, lang=chat.lang, kind=chat.kind)
    settings = Button(plain("button.settings", chat.lang), data=f"cfg:{chat.id}:main")
    buttons = (*edition_rows(editions, chat.lang), (settings,))
    await _write(change.get_bot(), change.chat.id, Message(greeting.text, buttons))


async def _write(bot: Bot, chat: int, message: Message) -> None:
    """Write first; who never wrote to us, or lets nobody write, is not told."""
    try:
        await bot.send_message(
            chat, message.text, parse_mode="HTML", reply_markup=keyboard(message)
        )
    except (BadRequest, Forbidden) as error:
        log.info("greeting_unwanted", error=type(error).__name__)


async def migrated(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Carry a group's subscription to the supergroup it became."""
    message = update.effective_message
    if message is None or message.migrate_to_chat_id is None:
        return  # The same move is told a second time from the other side.
    await desk.newsroom.circulation.move(address_of(message.chat), str(message.migrate_to_chat_id))
