"""Which chat an update comes from, and who may change it. Used by the handlers."""

from __future__ import annotations

from telegram import Bot, Update
from telegram import Chat as TelegramChat
from telegram import Message as TelegramMessage
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.model import Address, Chat, ChatKind

# In a forum the General topic has this id and is no thread of its own.
GENERAL_THREAD = 1
TITLE_CHARACTERS = 128


def address_of(chat: TelegramChat, message: TelegramMessage | None = None) -> Address:
    """Return where answers go: a forum topic is a chat of its own."""
    thread = None
    if message is not None and message.is_topic_message and chat.is_forum:
        thread = message.message_thread_id
    return Address(
        channel="telegram",
        chat=str(chat.id),
        thread=None if thread == GENERAL_THREAD else thread,
        supergroup=chat.type in {ChatType.SUPERGROUP, ChatType.CHANNEL},
    )


def kind_of(chat: TelegramChat, address: Address) -> ChatKind:
    """Return what sort of chat this is."""
    if chat.type == ChatType.PRIVATE:
        return ChatKind.PRIVATE
    if chat.type == ChatType.CHANNEL:
        return ChatKind.CHANNEL
    return ChatKind.TOPIC if address.thread is not None else ChatKind.GROUP


def title_of(chat: TelegramChat) -> str | None:
    """Return a group's or channel's title; of a person nothing is kept."""
    if chat.type == ChatType.PRIVATE or chat.title is None:
        return None
    return chat.title[:TITLE_CHARACTERS]


def language_of(update: Update) -> str:
    """Return the language to greet with: the person's own, else Chinese or English by title."""
    user = update.effective_user
    if user is not None and user.language_code and not user.is_bot:
        return user.language_code
    chat = update.effective_chat
    title = chat.title or "" if chat is not None else ""
    return "zh" if any("一" <= character <= "鿿" for character in title) else "en"


async def may_change(update: Update) -> bool:
    """Return whether who wrote or pressed may change what this chat receives.

    In private everybody; in a channel whoever can post there is an admin; in a
    group its admins, also those who write as the group itself (anonymous).
    """
    chat, user = update.effective_chat, update.effective_user
    if chat is None:
        return False
    if chat.type == ChatType.PRIVATE or update.channel_post is not None:
        return True
    message = update.message
    if message is not None and message.sender_chat is not None:
        # The channel linked to a group also writes with a sender_chat: it is no admin here.
        return message.sender_chat.id == chat.id
    return user is not None and await _is_admin(update.get_bot(), chat.id, user.id)


async def may_change_there(update: Update, target: Chat) -> bool:
    """Return whether who wrote or pressed may change `target`, be it here or elsewhere.

    A channel is set up in private by those who are its admins at this moment.
    """
    here, user = update.effective_chat, update.effective_user
    if here is not None and str(here.id) == target.address.chat:
        return await may_change(update)
    if user is None or target.kind is ChatKind.PRIVATE:
        return False
    return await _is_admin(update.get_bot(), target.address.chat, user.id)


async def _is_admin(bot: Bot, chat: int | str, user: int) -> bool:
    try:
        member = await bot.get_chat_member(chat, user)
    except TelegramError:
        # Who cannot be asked about cannot be let in.
        return False
    return member.status in {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}
