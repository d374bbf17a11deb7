"""Topics of forums."""

from __future__ import annotations

from bot.sandbox import moving
from bot.sandbox.chats import Chat
from bot.sandbox.encoding import encode
from bot.sandbox.methods.rooms import known_chat
from bot.sandbox.refusals import bad_request
from bot.sandbox.requests import Params
from bot.sandbox.state import Sandbox


def _forum(sandbox: Sandbox, params: Params) -> Chat:
    chat = known_chat(sandbox, params)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not sandbox.world.bot_member(chat).can("can_manage_topics"):
        raise bad_request("not enough rights to manage topics")
    return chat


def create_forum_topic(sandbox: Sandbox, params: Params) -> str:
    """Open a topic."""
    chat = _forum(sandbox, params)
    name = (params.text("name") or "").strip()
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY")
    topic = moving.open_topic(sandbox, chat, name, sandbox.world.bot)
    return encode({"message_thread_id": topic.id, "name": topic.name, "icon_color": 7322096})


def close_forum_topic(sandbox: Sandbox, params: Params) -> str:
    """Close a topic."""
    return _set_closed(sandbox, params, closed=True)


def reopen_forum_topic(sandbox: Sandbox, params: Params) -> str:
    """Open a closed topic again."""
    return _set_closed(sandbox, params, closed=False)


def _set_closed(sandbox: Sandbox, params: Params, *, closed: bool) -> str:
    chat = _forum(sandbox, params)
    number = params.integer("message_thread_id") or 0
    moving.set_topic_closed(sandbox, chat, number, sandbox.world.bot, closed=closed)
    return "true"


def delete_forum_topic(sandbox: Sandbox, params: Params) -> str:
    """Delete a topic."""
    chat = _forum(sandbox, params)
    moving.delete_topic(sandbox, chat, params.integer("message_thread_id") or 0)
    return "true"


METHODS = {
    "createForumTopic": create_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "deleteForumTopic": delete_forum_topic,
}
