"""The world as the chat page and the client see it."""

from __future__ import annotations

from collections import Counter

from bot.sandbox.chats import Chat, Message
from bot.sandbox.encoding import encode, joined, members
from bot.sandbox.people import User
from bot.sandbox.state import Sandbox


def message_view(message: Message) -> str:
    """Return a `Message` of the Bot API, whether it is the bot's, and its reactions, as JSON."""
    seen: dict[str, object] = {"by_bot": message.by_bot}
    if message.reactions:
        seen["reactions"] = Counter(emoji for _, emoji in message.reactions)
    return joined(message.fragment()[1:-1], members(seen))


def chat_view(sandbox: Sandbox, chat: Chat) -> dict[str, object]:
    """Return a `Chat` of the Bot API with who is in it and how the bot stands there."""
    last = next(reversed(chat.messages.values()), None)
    bot = sandbox.world.bot_member(chat)
    return {
        **chat.as_json(),
        "name": chat.name,
        "bot": {"status": bot.status, "blocked": chat.blocked, "started": chat.started},
        "person": chat.person.as_json() if chat.person else None,
        "members": [
            {
                **member.user.as_json(),
                "status": member.status,
                "anonymous": member.anonymous,
            }
            for member in chat.members.values()
            if member.user is not sandbox.world.bot
        ],
        "topics": [
            {"id": topic.id, "name": topic.name, "closed": topic.closed}
            for topic in chat.topics.values()
        ],
        "migrated_to": chat.migrated_to,
        "keyboard": chat.keyboard or None,
        "touched": chat.touched,
        "last": {"text": last.body.text[:120], "date": last.date} if last else None,
    }


def messages_view(sandbox: Sandbox, messages: list[Message]) -> str:
    """Return messages, and the number of the last event, as JSON text."""
    shown = ",".join(map(message_view, messages))
    return f'{{"last_event":{sandbox.events.last},"messages":[{shown}]}}'


def chats_view(sandbox: Sandbox, limit: int) -> str:
    """Return the chats that were last touched, newest first, as JSON text."""
    chats = sorted(sandbox.world.chats.values(), key=lambda chat: chat.touched, reverse=True)
    return encode(
        {
            "last_event": sandbox.events.last,
            "bot": sandbox.world.bot.as_json(),
            "chats": [chat_view(sandbox, chat) for chat in chats[:limit]],
        }
    )


def command_scopes(chat: Chat, person: User) -> list[str]:
    """Return the scopes of commands that apply, narrowest first (Bot API, BotCommandScope)."""
    here, default = f"chat/{chat.id}", "default"
    if chat.person:
        return [here, "all_private_chats", default]
    scopes = [f"chat_member/{chat.id}/{person.id}"]
    if chat.member(person).is_admin:
        scopes += [f"chat_administrators/{chat.id}", here, "all_chat_administrators"]
    return [*scopes, here, "all_group_chats", default]
