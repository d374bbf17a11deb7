"""How a message of the bot comes to stand in a chat."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.chats import Body, Chat, Message
from bot.sandbox.keyboards import read_keyboard, read_preview
from bot.sandbox.markup import Entity
from bot.sandbox.refusals import bad_request
from bot.sandbox.requests import Params
from bot.sandbox.rights import require_writing, thread_of
from bot.sandbox.state import Sandbox


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes."""

    chat: Chat
    thread_id: int | None
    reply_to: Message | None


def chat_of(sandbox: Sandbox, params: Params, name: str = "chat_id") -> Chat:
    """Return the chat that a call names.

    Raises:
        RefusedError: it names none.
    """
    number = params.integer(name)
    if number is not None:
        return sandbox.world.chat(number)
    text = params.text(name)
    if not text:
        raise bad_request("chat_id is empty")
    return sandbox.world.chat(text)


def place_of(sandbox: Sandbox, params: Params) -> Place:
    """Return where a call wants its message, if the bot may write there.

    Raises:
        RefusedError: it may not, or there is no such place.
    """
    chat = chat_of(sandbox, params)
    bot = sandbox.world.bot_member(chat)
    require_writing(chat, bot)
    thread_id = thread_of(chat, params.integer("message_thread_id"), bot)
    reply_to = _reply_to(sandbox, chat, params)
    if reply_to and thread_id is None and chat.is_forum:
        thread_id = reply_to.thread_id
    return Place(chat, thread_id, reply_to)


def _reply_to(sandbox: Sandbox, chat: Chat, params: Params) -> Message | None:
    wanted = params.object("reply_parameters") if "reply_parameters" in params.values else {}
    number = wanted.get("message_id") or params.integer("reply_to_message_id")
    if number is None:
        return None
    other = wanted.get("chat_id")
    where = sandbox.world.chat(other) if isinstance(other, int | str) else chat
    found = where.messages.get(int(str(number)))
    lenient = wanted.get("allow_sending_without_reply") or params.flag(
        "allow_sending_without_reply"
    )
    if found is None and not lenient:
        raise bad_request("message to be replied not found")
    return found


def post(
    sandbox: Sandbox,
    params: Params,
    place: Place,
    body: Body,
    *,
    media: str = "",
    extra: str = "",
    counted: bool = True,
) -> Message:
    """Put a message of the bot into its place, at the pace that is allowed.

    `counted` is false for all but the first part of an album.

    Raises:
        RefusedError: its keyboard is malformed, or it comes too fast.
    """
    chat, world = place.chat, sandbox.world
    raw_markup = params.text("reply_markup") or ""
    markup = read_keyboard(raw_markup)
    preview = read_preview(params.text("link_preview_options") or "") if not media else ""
    if counted:
        paid = params.flag("allow_paid_broadcast")
        sandbox.pace.take(chat.id, is_group=not chat.person, paid=paid)
    is_post = chat.type == "channel"
    message = Message(
        world.next_message_id(chat),
        chat,
        world.now(),
        None if is_post else world.bot,
        body,
        sender_chat=chat if is_post else None,
        thread_id=place.thread_id,
        reply_to=place.reply_to,
        markup=markup,
        media=media,
        preview=preview,
        extra=extra,
        by_bot=True,
    )
    world.place(message)
    chat.drafts.clear()
    if raw_markup and not markup:
        chat.keyboard = raw_markup
        sandbox.events.note("chat", chat.id)
    sandbox.sends.note(chat.id, place.thread_id or 0, message.id, body.text or media, message.date)
    note_message(sandbox, message)
    return message


def note_message(sandbox: Sandbox, message: Message, kind: str = "message") -> None:
    """Tell the watchers that `message` is new or changed."""
    sandbox.events.note(kind, message.chat.id, message.id)
    message.chat.touched = sandbox.events.last


def given_entities(params: Params, name: str) -> list[Entity]:
    """Return the entities that a call spells out itself instead of markup.

    Raises:
        RefusedError: they are malformed.
    """
    found = []
    for one in params.items(name) if name in params.values else ():
        if not isinstance(one, dict):
            raise bad_request("can't parse MessageEntity: expected an Object")
        kind = str(one.get("type"))
        detail = one.get("url") or one.get("language") or one.get("custom_emoji_id")
        if kind == "pre" and detail:
            kind = "pre_code"
        if kind in _FOUND_ANYWAY:
            continue
        try:
            offset, length = int(one["offset"]), int(one["length"])
        except (KeyError, TypeError, ValueError):
            raise bad_request("can't parse MessageEntity: offset and length are needed") from None
        found.append(Entity(kind, offset, length, detail))
    return sorted(found, key=lambda entity: (entity.offset, -entity.length))


# Telegram finds these in the text by itself.
_FOUND_ANYWAY = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
