"""What people do in chats, and what the bot is told of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.calls import Tap
from bot.sandbox.chats import NO_BODY, Body, Chat, Message, reaction_json
from bot.sandbox.encoding import encode, joined, members
from bot.sandbox.markup import find_entities
from bot.sandbox.people import ANONYMOUS, User
from bot.sandbox.posting import note_message
from bot.sandbox.refusals import bad_request
from bot.sandbox.state import Sandbox


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody says: `extra` are further members of the message (a location)."""

    text: str = ""
    thread_id: int | None = None
    reply_to: int | None = None
    extra: str = ""


def say(sandbox: Sandbox, chat: Chat, person: User, words: Words) -> Message:
    """Let `person` write in `chat`, and tell the bot where it may hear it.

    Raises:
        RefusedError: they may not write there.
    """
    _require_voice(chat, person, words.thread_id)
    anonymous = chat.member(person).anonymous and chat.type == "supergroup"
    sender = None if chat.type == "channel" else ANONYMOUS if anonymous else person
    message = Message(
        sandbox.world.next_message_id(chat),
        chat,
        sandbox.world.now(),
        sender,
        spoken(words.text),
        sender_chat=chat if anonymous or chat.type == "channel" else None,
        thread_id=words.thread_id,
        reply_to=chat.messages.get(words.reply_to) if words.reply_to else None,
        extra=words.extra,
    )
    chat.started = True
    sandbox.world.place(message)
    note_message(sandbox, message)
    if hears(sandbox, message):
        kind = "channel_post" if chat.type == "channel" else "message"
        sandbox.updates.push(kind, message.fragment())
    return message


def _require_voice(chat: Chat, person: User, thread_id: int | None) -> None:
    member = chat.member(person)
    if chat.person and chat.person is not person:
        raise bad_request("only its own person writes in a private chat")
    if chat.blocked:
        raise bad_request("unblock the bot before writing to it")
    if not chat.person and not member.is_inside:
        raise bad_request("this person is not in the chat")
    if chat.type == "channel" and not member.can("can_post_messages"):
        raise bad_request("only administrators post in a channel")
    if chat.migrated_to:
        raise bad_request("the group was upgraded; write in the supergroup")
    if thread_id and thread_id not in chat.topics:
        raise bad_request("there is no such topic")
    if thread_id and chat.topics[thread_id].closed and not member.is_admin:
        raise bad_request("the topic is closed")


def spoken(text: str) -> Body:
    """Return the body of plain words, with the commands and links found in them."""
    if not text:
        return NO_BODY
    found = find_entities(text)
    fields: dict[str, object] = {"text": text}
    if found:
        fields["entities"] = [entity.as_json() for entity in found]
    return Body(text, tuple(found), members(fields))


def hears(sandbox: Sandbox, message: Message) -> bool:
    """Return whether the bot is told of `message`, by its rank and privacy mode."""
    chat, world = message.chat, sandbox.world
    if chat.person:
        return True
    bot = world.bot_member(chat)
    if not bot.is_inside:
        return False
    if chat.type == "channel" or bot.is_admin or not sandbox.switches.privacy:
        return True
    if not message.body.text or '"via_bot"' in message.extra:
        return True  # service messages, and what was sent through the bot
    if message.reply_to and message.reply_to.sender is world.bot:
        return True
    return _is_command_for(message.body, world.bot.username or "")


def _is_command_for(body: Body, username: str) -> bool:
    """Return whether a text starts with a command that is not another bot's."""
    if not any(entity.type == "bot_command" and entity.offset == 0 for entity in body.entities):
        return False
    _, _, addressee = body.text.split(maxsplit=1)[0].partition("@")
    return not addressee or addressee.lower() == username.lower()


def press(sandbox: Sandbox, message: Message, person: User, data: str) -> Tap:
    """Let `person` tap the button with `data` under `message`.

    Raises:
        RefusedError: there is no such button.
    """
    if f'"callback_data":{encode(data)}' not in message.markup:
        raise bad_request("there is no such button under this message")
    tap = Tap(sandbox.calls.next_id(), person.id, message.chat.id, message.id)
    sandbox.calls.taps[tap.id] = tap
    if message.inline_id:
        where = f'"inline_message_id":"{message.inline_id}"'
    else:
        where = f'"message":{message.fragment()}'
    sandbox.updates.push(
        "callback_query",
        joined(
            f'"id":"{tap.id}","from":{person.fragment}',
            where,
            f'"chat_instance":"{-message.chat.id}","data":{encode(data)}',
        ),
    )
    return tap


def react(sandbox: Sandbox, message: Message, person: User, emoji: str | None) -> None:
    """Let `person` react to `message`; None takes the reaction back."""
    old = [one for who, one in message.reactions if who == person.id]
    kept = tuple(one for one in message.reactions if one[0] != person.id)
    message.reactions = (*kept, (person.id, emoji)) if emoji else kept
    note_message(sandbox, message, "edit")
    chat = message.chat
    if not chat.person and not sandbox.world.bot_member(chat).is_admin:
        return
    where = f'"chat":{chat.fragment},"message_id":{message.id},"date":{sandbox.world.now()}'
    if chat.type == "channel":
        totals: dict[str, int] = {}
        for _, one in message.reactions:
            totals[one] = totals.get(one, 0) + 1
        counts = [
            {"type": reaction_json(one), "total_count": count} for one, count in totals.items()
        ]
        sandbox.updates.push(
            "message_reaction_count", joined(where, members({"reactions": counts}))
        )
        return
    change: dict[str, object] = {
        "user": person.as_json(),
        "old_reaction": [reaction_json(one) for one in old],
        "new_reaction": [reaction_json(emoji)] if emoji else [],
    }
    sandbox.updates.push("message_reaction", joined(where, members(change)))
