"""The bot is added, made admin, removed, blocked; groups become supergroups."""

from __future__ import annotations

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import ContextTypes

from bot.commands.chats import address_of, kind_of, language_of, title_of
from bot.commands.desk import FrontDesk
from bot.model import ChatKind
from bot.render import say

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
        # Making a bot admin of a channel is how its owner asks for posts there.
        await desk.newsroom.circulation.subscribe(chat)
    elif before not in THERE and after in THERE:
        await change.chat.send_message(str(say("start.group", chat.lang)), parse_mode="HTML")


async def migrated(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Carry a group's subscription to the supergroup it became."""
    message = update.effective_message
    if message is None or message.migrate_to_chat_id is None:
        return  # The same move is told a second time from the other side.
    await desk.newsroom.circulation.move(address_of(message.chat), str(message.migrate_to_chat_id))
