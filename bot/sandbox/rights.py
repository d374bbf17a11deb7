"""Whether the bot may write, and in which words Telegram says no."""

from __future__ import annotations

from bot.sandbox.chats import Chat
from bot.sandbox.people import Member
from bot.sandbox.refusals import RefusedError, bad_request, forbidden

# The General topic of a forum is no thread one could name.
GENERAL_TOPIC = 1


def require_writing(chat: Chat, bot: Member) -> None:
    """Let the bot write in `chat`, where its rank is `bot`.

    Raises:
        RefusedError: it may not.
    """
    require_standing(chat)
    if chat.person:
        return
    require_inside(chat, bot)
    if chat.type == "channel":
        if not bot.is_admin:
            raise bad_request("need administrator rights in the channel chat")
        if not bot.can("can_post_messages"):
            raise bad_request("not enough rights to send text messages to the chat")
    elif bot.status == "restricted":
        raise bad_request("not enough rights to send text messages to the chat")


def require_standing(chat: Chat) -> None:
    """Make sure that `chat` can still be reached at all.

    Raises:
        RefusedError: it moved, is deleted, or its person is gone.
    """
    if chat.migrated_to is not None:
        raise RefusedError(
            400,
            "group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat.migrated_to},
        )
    if chat.deleted:
        raise forbidden(f"the {chat.type} chat was deleted")
    if chat.person:
        if chat.person.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")


def require_inside(chat: Chat, bot: Member) -> None:
    """Make sure that the bot is in the group or channel `chat`.

    Raises:
        RefusedError: it was kicked or is no member.
    """
    if bot.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if not bot.is_inside:
        raise forbidden(f"bot is not a member of the {chat.type} chat")


def thread_of(chat: Chat, thread_id: int | None, bot: Member) -> int | None:
    """Return the thread that `thread_id` names in `chat`.

    Raises:
        RefusedError: there is no such topic, or it is closed.
    """
    if not thread_id:
        return None
    topic = chat.topics.get(thread_id) if thread_id != GENERAL_TOPIC else None
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not bot.can("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return thread_id
