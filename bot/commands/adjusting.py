"""`/time`, `/timezone`, `/language`: how a chat wants its brief."""

from __future__ import annotations

import re
from datetime import time

from telegram import Update
from telegram.ext import ContextTypes

from bot.commands.chats import may_change
from bot.commands.desk import FrontDesk, reply
from bot.errors import BadRequestError
from bot.model import Chat

HOUR = re.compile(r"(\d{1,2})[:：](\d{2})")
LANGUAGE_CODES = ("zh", "zh-Hant", "en")


def read_hour(text: str) -> time:
    """Read an hour as typed: 8:30, 08：30.

    Raises:
        BadRequestError: it is none.
    """
    found = HOUR.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise BadRequestError(f"{text!r} is no hour; write it like 08:30.")
    return time(int(found[1]), int(found[2]))


async def set_hour(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/time HH:MM`."""
    asked = "".join(context.args or [])
    try:
        hour = read_hour(asked)
    except BadRequestError:
        await desk.say(update, "error.bad_hour", text=asked[:40])
        return
    chat = await _changeable(desk, update)
    if chat is not None:
        await _confirm(desk, update, await desk.newsroom.circulation.set_hour(chat, hour))


async def set_zone(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/timezone ZONE`."""
    asked = "_".join(context.args or [])
    chat = await _changeable(desk, update)
    if chat is None:
        return
    try:
        changed = await desk.newsroom.circulation.set_zone(chat, asked)
    except BadRequestError:
        await desk.say(update, "error.bad_zone", text=asked[:40])
        return
    await _confirm(desk, update, changed)


async def set_language(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/language [zh|zh-Hant|en]`."""
    asked = (context.args[0] if context.args else "").lower()
    known = {code.lower(): code for code in LANGUAGE_CODES}
    if asked not in known:
        await desk.say(update, "error.bad_language", text=asked[:20])
        return
    chat = await _changeable(desk, update)
    if chat is not None:
        await desk.newsroom.circulation.set_language(chat, known[asked])
        await desk.say(update, "language.done")


async def _changeable(desk: FrontDesk, update: Update) -> Chat | None:
    """Return the chat if who asked may change it; else say so and return None."""
    if not await may_change(update):
        await desk.say(update, "error.only_admins")
        return None
    return await desk.chat(update)


async def _confirm(desk: FrontDesk, update: Update, chat: Chat) -> None:
    """Say when the next brief comes now; of a chat that gets none, how to get one."""
    circulation = desk.newsroom.circulation
    edition = circulation.edition_for(chat)
    hour = chat.hour or edition.hour
    await reply(
        update,
        desk.renderer.reply(
            "subscribed",
            lang=chat.lang,
            kind=chat.kind,
            edition=edition.title,
            hour=hour.strftime("%H:%M"),
            zone=desk.zone(chat),
            next_at=circulation.next_brief_at(chat, edition),
            already=False,
        ),
    )
