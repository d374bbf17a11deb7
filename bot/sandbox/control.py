"""The control API, `/sandbox/...`: what people do, what breaks, and what was received.

Used by the chat page and by `client.py`. JSON in, JSON out; refusals have the
form of the Bot API's.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import fields

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox import acting, moving, views
from bot.sandbox.asked import Asked
from bot.sandbox.chats import Chat
from bot.sandbox.encoding import encode, members
from bot.sandbox.faults import Fault
from bot.sandbox.messages import Message
from bot.sandbox.people import User
from bot.sandbox.refusals import RefusedError, bad_request
from bot.sandbox.state import Sandbox

Act = Callable[[Sandbox, Asked], str | Awaitable[str]]
LONGEST_WAIT_SECONDS = 30.0


def routes(sandbox: Sandbox) -> list[Route]:
    """Return the routes of the control API over `sandbox`."""
    return [
        Route(f"/sandbox/{path}", _endpoint(sandbox, act), methods=[method])
        for (method, path), act in _ACTS.items()
    ]


def _endpoint(sandbox: Sandbox, act: Act) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            result = act(sandbox, await _asked(sandbox, request))
            text = result if isinstance(result, str) else await result
            status = 200
        except RefusedError as refusal:
            text, status = encode(refusal.as_json()), refusal.code
        return Response(text, status, media_type="application/json")

    return endpoint


async def _asked(sandbox: Sandbox, request: Request) -> Asked:
    body = await request.body()
    try:
        values = json.loads(body) if body else {}
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise bad_request("can't parse request JSON object")
    return Asked({**request.query_params, **request.path_params, **values}, sandbox.world)


def _add_person(sandbox: Sandbox, asked: Asked) -> str:
    person = sandbox.world.add_person(
        asked.text("first_name", "Person"),
        language_code=asked.text("language_code") or None,
        username=asked.text("username") or None,
        started=asked.flag("started"),
        user_id=asked.integer("id"),
    )
    sandbox.events.note("chats", 0)
    return encode(person.as_json())


def _add_crowd(sandbox: Sandbox, asked: Asked) -> str:
    """Let many people in at once, all of whom have started the bot."""
    lang = asked.text("language_code") or None
    people = [
        sandbox.world.add_person(f"Reader {number}", language_code=lang, started=True)
        for number in range(asked.integer("count") or 0)
    ]
    sandbox.events.note("chats", 0)
    return encode({"ids": [person.id for person in people]})


def _add_chat(sandbox: Sandbox, asked: Asked) -> str:
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


def _set_rank(sandbox: Sandbox, asked: Asked) -> str:
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


def _say(sandbox: Sandbox, asked: Asked) -> str:
    chat = asked.chat()
    extra = {name: asked.values[name] for name in ("location", "venue") if asked.has(name)}
    words = acting.Words(
        asked.text("text"), asked.integer("thread_id"), asked.integer("reply_to"), members(extra)
    )
    person = chat.person or asked.person("user")
    return views.message_view(acting.say(sandbox, chat, person, words))


def _message(asked: Asked) -> Message:
    message = asked.chat().messages.get(asked.integer("message_id") or 0)
    if message is None:
        raise bad_request("message not found")
    return message


def _actor(asked: Asked, chat: Chat) -> User:
    return chat.person or asked.person("user")


def _press(sandbox: Sandbox, asked: Asked) -> str:
    message = _message(asked)
    tap = acting.press(sandbox, message, _actor(asked, message.chat), asked.text("data"))
    return encode({"tap": tap.id})


async def _tap(sandbox: Sandbox, asked: Asked) -> str:
    """Wait for the bot's answer to a tap."""
    tap = sandbox.calls.taps.get(asked.text("tap"))
    if tap is None:
        raise bad_request("unknown tap")
    await _until(sandbox, asked, lambda: tap.answer is not None)
    return encode({"answer": tap.answer})


def _react(sandbox: Sandbox, asked: Asked) -> str:
    message = _message(asked)
    acting.react(sandbox, message, _actor(asked, message.chat), asked.text("emoji") or None)
    return views.message_view(message)


async def _ask_inline(sandbox: Sandbox, asked: Asked) -> str:
    """Ask the bot inline and wait for its results."""
    question = acting.ask_inline(
        sandbox,
        asked.person("user"),
        asked.text("query"),
        asked.text("offset"),
        asked.text("chat_type", "private"),
    )
    await _until(sandbox, asked, lambda: question.answer is not None)
    return encode({"question": question.id, "answer": question.answer})


async def _until(sandbox: Sandbox, asked: Asked, done: Callable[[], bool]) -> None:
    """Wait until `done`, or as long as was asked."""
    end = asyncio.get_running_loop().time() + asked.seconds("timeout", 10.0, LONGEST_WAIT_SECONDS)
    while not done() and (left := end - asyncio.get_running_loop().time()) > 0:
        await sandbox.events.wait(sandbox.events.last, None, left)


def _block(sandbox: Sandbox, asked: Asked) -> str:
    moving.set_blocked(sandbox, asked.chat(), blocked=asked.flag("blocked"))
    return "{}"


def _migrate(sandbox: Sandbox, asked: Asked) -> str:
    return encode(views.chat_view(sandbox, moving.migrate(sandbox, asked.chat())))


def _delete_chat(sandbox: Sandbox, asked: Asked) -> str:
    chat = asked.chat()
    if chat.person:
        chat.person.deactivated = True
    chat.deleted = not chat.person
    sandbox.events.note("chats", 0)
    return "{}"


def _open_topic(sandbox: Sandbox, asked: Asked) -> str:
    topic = moving.open_topic(sandbox, asked.chat(), asked.text("name"), asked.owner())
    return encode({"id": topic.id, "name": topic.name})


def _set_topic(sandbox: Sandbox, asked: Asked) -> str:
    chat, number = asked.chat(), asked.integer("thread_id") or 0
    if asked.flag("deleted"):
        moving.delete_topic(sandbox, chat, number)
    else:
        closed = asked.flag("closed")
        moving.set_topic_closed(sandbox, chat, number, asked.owner(), closed=closed)
    return "{}"


def _chats(sandbox: Sandbox, asked: Asked) -> str:
    return views.chats_view(sandbox, asked.integer("limit") or 200)


def _messages(sandbox: Sandbox, asked: Asked) -> str:
    """Return the newest messages of a chat, oldest first."""
    chat, after = asked.chat(), asked.integer("after") or 0
    found = [one for one in chat.messages.values() if one.id > after]
    return views.messages_view(sandbox, found[-(asked.integer("limit") or 500) :])


async def _wait(sandbox: Sandbox, asked: Asked) -> str:
    """Wait until something happened after event `after`, in one chat or any."""
    chat = asked.integer("chat")
    after = asked.integer("after") or 0
    await sandbox.events.wait(after, chat, asked.seconds("timeout", 25.0, LONGEST_WAIT_SECONDS))
    return encode({"last_event": sandbox.events.last})


def _add_fault(sandbox: Sandbox, asked: Asked) -> str:
    known = {field.name for field in fields(Fault)}
    sandbox.faults.add(Fault(**{key: asked.values[key] for key in known & asked.values.keys()}))  # type: ignore[arg-type]  # a test's own words
    return "{}"


def _clear_faults(sandbox: Sandbox, _asked: Asked) -> str:
    sandbox.faults.clear()
    return "{}"


def _sends(sandbox: Sandbox, asked: Asked) -> str:
    after, limit = asked.integer("after") or 0, asked.integer("limit") or 1000
    entries = [send._asdict() for send in sandbox.sends.entries(after, limit)]
    return encode({"total": len(sandbox.sends), "sends": entries})


def _sends_summary(sandbox: Sandbox, _asked: Asked) -> str:
    """Count what was received, and name whatever came more than once."""
    counts = sandbox.sends.counts()
    doubled = [
        {"chat": chat, "thread": thread, "text": text, "times": times}
        for (chat, thread, text), times in counts.items()
        if times > 1
    ]
    return encode(
        {
            "total": len(sandbox.sends),
            "distinct": len(counts),
            "chats": len({chat for chat, _, _ in counts}),
            "refused_for_pace": sandbox.pace.refused,
            "paid": sandbox.pace.paid,
            "doubled": doubled[:1000],
        }
    )


_ACTS: dict[tuple[str, str], Act] = {
    ("POST", "people"): _add_person,
    ("POST", "crowd"): _add_crowd,
    ("GET", "chats"): _chats,
    ("POST", "chats"): _add_chat,
    ("DELETE", "chats/{chat}"): _delete_chat,
    ("POST", "chats/{chat}/members"): _set_rank,
    ("GET", "chats/{chat}/messages"): _messages,
    ("POST", "chats/{chat}/messages"): _say,
    ("POST", "chats/{chat}/messages/{message_id}/press"): _press,
    ("POST", "chats/{chat}/messages/{message_id}/reaction"): _react,
    ("POST", "chats/{chat}/block"): _block,
    ("POST", "chats/{chat}/migrate"): _migrate,
    ("POST", "chats/{chat}/topics"): _open_topic,
    ("POST", "chats/{chat}/topics/{thread_id}"): _set_topic,
    ("GET", "taps/{tap}"): _tap,
    ("POST", "inline"): _ask_inline,
    ("GET", "events"): _wait,
    ("POST", "faults"): _add_fault,
    ("DELETE", "faults"): _clear_faults,
    ("GET", "sends"): _sends,
    ("GET", "sends/summary"): _sends_summary,
}
