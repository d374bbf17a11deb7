"""What people say, tap and ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.sandbox import acting, inline, views
from bot.sandbox.acts.asked import Act, Asked
from bot.sandbox.encoding import encode, members
from bot.sandbox.refusals import bad_request
from bot.sandbox.state import Sandbox

LONGEST_WAIT_SECONDS = 30.0


def say(sandbox: Sandbox, asked: Asked) -> str:
    """Let a person write."""
    chat = asked.chat()
    extra = {name: asked.values[name] for name in ("location", "venue") if asked.has(name)}
    words = acting.Words(
        asked.text("text"), asked.integer("thread_id"), asked.integer("reply_to"), members(extra)
    )
    person = chat.person or asked.person("user")
    return views.message_view(acting.say(sandbox, chat, person, words))


def press(sandbox: Sandbox, asked: Asked) -> str:
    """Let a person tap a button."""
    message = asked.message()
    tap = acting.press(sandbox, message, asked.actor(), asked.text("data"))
    return encode({"tap": tap.id})


async def tap(sandbox: Sandbox, asked: Asked) -> str:
    """Wait for the bot's answer to a tap."""
    tap = sandbox.calls.taps.get(asked.text("tap"))
    if tap is None:
        raise bad_request("unknown tap")
    await _until(sandbox, asked, lambda: tap.answer is not None)
    return encode({"answer": tap.answer})


def react(sandbox: Sandbox, asked: Asked) -> str:
    """Let a person react to a message."""
    message = asked.message()
    acting.react(sandbox, message, asked.actor(), asked.text("emoji") or None)
    return views.message_view(message)


async def ask_inline(sandbox: Sandbox, asked: Asked) -> str:
    """Ask the bot inline and wait for its results."""
    question = inline.ask_inline(
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


async def choose_inline(sandbox: Sandbox, asked: Asked) -> str:
    """Send one of the results that the bot offered."""
    message = await inline.choose(
        sandbox, asked.text("question"), asked.text("result"), asked.chat(), asked.actor()
    )
    return views.message_view(message)


ACTS: dict[tuple[str, str], Act] = {
    ("POST", "chats/{chat}/messages"): say,
    ("POST", "chats/{chat}/messages/{message_id}/press"): press,
    ("POST", "chats/{chat}/messages/{message_id}/reaction"): react,
    ("POST", "chats/{chat}/inline"): choose_inline,
    ("GET", "taps/{tap}"): tap,
    ("POST", "inline"): ask_inline,
}
