"""Small things: reactions, pins, copies and forwards."""

from __future__ import annotations

from bot.sandbox import moving
from bot.sandbox.bodies import caption_body
from bot.sandbox.chats import Body, Message
from bot.sandbox.encoding import encode
from bot.sandbox.methods.rooms import known_chat
from bot.sandbox.posting import chat_of, given_entities, note_message, place_of, post
from bot.sandbox.refusals import bad_request
from bot.sandbox.requests import Params
from bot.sandbox.state import Sandbox

# Bots may set these; the list is far longer (Bot API, ReactionTypeEmoji).
_EMOJI = set(
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡"
)


def set_message_reaction(sandbox: Sandbox, params: Params) -> str:
    """Let the bot react to a message, or take its reaction back."""
    chat = known_chat(sandbox, params)
    message = chat.messages.get(params.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to react not found")
    wanted = params.items("reaction")
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    bot = sandbox.world.bot.id
    kept = tuple(one for one in message.reactions if one[0] != bot)
    emoji = [str(one.get("emoji")) for one in wanted if isinstance(one, dict)]
    if any(one.rstrip("\ufe0f") not in _EMOJI for one in emoji):
        raise bad_request("REACTION_INVALID")
    message.reactions = (*kept, *((bot, one) for one in emoji))
    note_message(sandbox, message, "edit")
    return "true"


def _source(sandbox: Sandbox, params: Params) -> Message:
    origin = chat_of(sandbox, params, "from_chat_id")
    message = origin.messages.get(params.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to copy not found")
    return message


def copy_message(sandbox: Sandbox, params: Params) -> str:
    """Post what another message says, as the bot's own."""
    place = place_of(sandbox, params)
    source = _source(sandbox, params)
    body: Body = source.body
    if source.media and "caption" in params.values:
        given = given_entities(params, "caption_entities")
        body = caption_body(params.text("caption"), params.text("parse_mode"), given)
    copied = post(sandbox, params, place, body, media=source.media)
    return encode({"message_id": copied.id})


def forward_message(sandbox: Sandbox, params: Params) -> str:
    """Post another message with its origin."""
    place = place_of(sandbox, params)
    source = _source(sandbox, params)
    origin: dict[str, object]
    if source.sender:
        origin = {"type": "user", "date": source.date, "sender_user": source.sender.as_json()}
    else:
        origin = {
            "type": "channel",
            "date": source.date,
            "chat": source.chat.as_json(),
            "message_id": source.id,
        }
    extra = f'"forward_origin":{encode(origin)}'
    return post(sandbox, params, place, source.body, media=source.media, extra=extra).fragment()


def pin_chat_message(sandbox: Sandbox, params: Params) -> str:
    """Pin a message."""
    chat = known_chat(sandbox, params)
    message = chat.messages.get(params.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to pin not found")
    right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
    if not chat.person and not sandbox.world.bot_member(chat).can(right):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    by = None if chat.type == "channel" else sandbox.world.bot
    moving.announce(sandbox, chat, by, f'"pinned_message":{message.fragment(with_reply=False)}')
    return "true"


METHODS = {
    "setMessageReaction": set_message_reaction,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "pinChatMessage": pin_chat_message,
}
