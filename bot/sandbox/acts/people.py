"""Who is there, who comes and goes."""

from __future__ import annotations

from bot.sandbox import moving, views
from bot.sandbox.acts.asked import Act, Asked
from bot.sandbox.encoding import encode
from bot.sandbox.refusals import bad_request
from bot.sandbox.state import Sandbox


def add_person(sandbox: Sandbox, asked: Asked) -> str:
    """Let a person in, with their private chat with the bot."""
    person = sandbox.world.add_person(
        asked.text("first_name", "Person"),
        language_code=asked.text("language_code") or None,
        username=asked.text("username") or None,
        started=asked.flag("started"),
        user_id=asked.integer("id"),
    )
    sandbox.events.note("chats", 0)
    return encode(person.as_json())


def add_crowd(sandbox: Sandbox, asked: Asked) -> str:
    """Let many people in at once, all of whom have started the bot."""
    lang = asked.text("language_code") or None
    people = [
        sandbox.world.add_person(f"Reader {number}", language_code=lang, started=True)
        for number in range(asked.integer("count") or 0)
    ]
    sandbox.events.note("chats", 0)
    return encode({"ids": [person.id for person in people]})


def add_chat(sandbox: Sandbox, asked: Asked) -> str:
    """Found a group, supergroup or channel."""
    kind = asked.text("type", "group")
    if kind not in {"group", "supergroup", "channel"}:
        raise bad_request("a chat is a group, a supergroup or a channel")
    chat = sandbox.world.add_chat(
        kind,  # type: ignore[arg-type]  # checked just above
        asked.text("title", "Chat"),
        owner=asked.person("owner"),
        username=asked.text("username") or None,
        is_forum=asked.flag("is_forum"),
        chat_id=asked.integer("id"),
    )
    sandbox.events.note("chats", 0)
    return encode(views.chat_view(sandbox, chat))


def set_rank(sandbox: Sandbox, asked: Asked) -> str:
    """Give a person or the bot a rank in a chat."""
    chat = asked.chat()
    status = asked.text("status", "member")
    if status not in {"creator", "administrator", "member", "restricted", "left", "kicked"}:
        raise bad_request("unknown rank")
    owner = next((one.user for one in chat.members.values() if one.status == "creator"), None)
    user = sandbox.world.bot if asked.text("user") == "bot" else asked.person("user")
    moving.set_rank(
        sandbox,
        chat,
        user,
        status,  # type: ignore[arg-type]  # checked just above
        by=asked.person("by") if asked.has("by") else owner or user,
        anonymous=asked.flag("anonymous"),
        withheld=frozenset(asked.words("withheld")),
    )
    return encode(views.chat_view(sandbox, chat))


def block(sandbox: Sandbox, asked: Asked) -> str:
    """Let a person block the bot, or take it back."""
    moving.set_blocked(sandbox, asked.chat(), blocked=asked.flag("blocked"))
    return "{}"


def migrate(sandbox: Sandbox, asked: Asked) -> str:
    """Upgrade a basic group to a supergroup."""
    return encode(views.chat_view(sandbox, moving.migrate(sandbox, asked.chat())))


def delete_chat(sandbox: Sandbox, asked: Asked) -> str:
    """Delete a group or channel; deactivate a person's account."""
    chat = asked.chat()
    if chat.person:
        chat.person.deactivated = True
    chat.deleted = not chat.person
    sandbox.events.note("chats", 0)
    return "{}"


def open_topic(sandbox: Sandbox, asked: Asked) -> str:
    """Open a topic in a forum."""
    topic = moving.open_topic(sandbox, asked.chat(), asked.text("name"), asked.owner())
    return encode({"id": topic.id, "name": topic.name})


def set_topic(sandbox: Sandbox, asked: Asked) -> str:
    """Close, reopen or delete a topic."""
    chat, number = asked.chat(), asked.integer("thread_id") or 0
    if asked.flag("deleted"):
        moving.delete_topic(sandbox, chat, number)
    else:
        closed = asked.flag("closed")
        moving.set_topic_closed(sandbox, chat, number, asked.owner(), closed=closed)
    return "{}"


ACTS: dict[tuple[str, str], Act] = {
    ("POST", "people"): add_person,
    ("POST", "crowd"): add_crowd,
    ("POST", "chats"): add_chat,
    ("DELETE", "chats/{chat}"): delete_chat,
    ("POST", "chats/{chat}/members"): set_rank,
    ("POST", "chats/{chat}/block"): block,
    ("POST", "chats/{chat}/migrate"): migrate,
    ("POST", "chats/{chat}/topics"): open_topic,
    ("POST", "chats/{chat}/topics/{thread_id}"): set_topic,
}
