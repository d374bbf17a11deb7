"""What a bot may know of a chat, and leaving it."""

from __future__ import annotations

from bot.sandbox import moving
from bot.sandbox.chats import Chat
from bot.sandbox.encoding import encode
from bot.sandbox.people import Member
from bot.sandbox.posting import chat_of
from bot.sandbox.refusals import bad_request
from bot.sandbox.requests import Params
from bot.sandbox.rights import require_inside, require_standing
from bot.sandbox.state import Sandbox

_GIFTS = dict.fromkeys(
    (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ),
    False,
)


def known_chat(sandbox: Sandbox, params: Params) -> Chat:
    """Return the chat that a call names, if the bot may look into it.

    Raises:
        RefusedError: it may not.
    """
    chat = chat_of(sandbox, params)
    if not chat.person:
        require_standing(chat)
        require_inside(chat, sandbox.world.bot_member(chat))
    return chat


def get_chat(sandbox: Sandbox, params: Params) -> str:
    """Return the `ChatFullInfo`."""
    chat = known_chat(sandbox, params)
    shown = {
        **chat.as_json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": _GIFTS,
    }
    if chat.type in {"group", "supergroup"}:
        shown["permissions"] = {"can_send_messages": True}
    return encode(shown)


def get_chat_member(sandbox: Sandbox, params: Params) -> str:
    """Return somebody's rank."""
    chat = known_chat(sandbox, params)
    user = sandbox.world.person(params.integer("user_id") or 0)
    member = chat.member(user)
    if chat.person and user in {chat.person, sandbox.world.bot}:
        member = Member(user, "member")
    return encode(member.as_json(chat.type))


def get_chat_administrators(sandbox: Sandbox, params: Params) -> str:
    """Return who ranks above a plain member; other bots are left out."""
    chat = known_chat(sandbox, params)
    if chat.person:
        raise bad_request("there are no administrators in the private chat")
    admins = [member for member in chat.members.values() if member.is_admin]
    return encode([member.as_json(chat.type) for member in admins])


def get_chat_member_count(sandbox: Sandbox, params: Params) -> str:
    """Return how many are inside."""
    chat = known_chat(sandbox, params)
    inside = sum(member.is_inside for member in chat.members.values())
    return str(2 if chat.person else inside)


def leave_chat(sandbox: Sandbox, params: Params) -> str:
    """Let the bot go."""
    chat = known_chat(sandbox, params)
    if chat.person:
        raise bad_request("chat member status can't be changed in private chats")
    bot = sandbox.world.bot
    moving.set_rank(sandbox, chat, bot, "left", by=bot)
    return "true"


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
