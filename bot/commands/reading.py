"""`/today` and `/brief`: what was published."""

from __future__ import annotations

import asyncio
from datetime import date

from telegram import Update
from telegram.ext import ContextTypes

from bot.commands.desk import FrontDesk, reply, toast
from bot.errors import NotFoundError
from bot.model import Brief, Chat, Edition, Message, variant_of

# The place in a brief that stands for all of it.
WHOLE = 0


async def today(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/today` with the newest brief of the edition this chat reads."""
    chat = await desk.chat(update)
    await _send_brief(desk, update, chat, None)


async def brief(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/brief [date]`."""
    chat = await desk.chat(update)
    asked = " ".join(context.args or [])
    try:
        day = date.fromisoformat(asked) if asked else None
    except ValueError:
        await desk.say(update, "error.bad_date", text=asked[:40])
        return
    await _send_brief(desk, update, chat, day)


async def answer_brief(desk: FrontDesk, update: Update, name: str) -> None:
    """Answer the deep link to a brief: `zh_2025-02-08`; the newest where it is no name."""
    chat = await desk.chat(update)
    slug, _, text = name.rpartition("_")
    try:
        found = await asyncio.to_thread(
            desk.newsroom.archive.published_on, slug, date.fromisoformat(text)
        )
    except (ValueError, NotFoundError):
        await _send_brief(desk, update, chat, None)
        return
    await _reply_brief(desk, update, chat, found, await desk.edition(chat))


async def _send_brief(desk: FrontDesk, update: Update, chat: Chat, day: date | None) -> None:
    edition = await desk.edition(chat)
    archive = desk.newsroom.archive
    try:
        if day is None:
            found = await asyncio.to_thread(archive.latest, edition.slug)
        else:
            found = await asyncio.to_thread(archive.published_on, edition.slug, day)
    except NotFoundError:
        hour = edition.hour.strftime("%H:%M")
        answer = desk.renderer.reply(
            "no_brief", lang=chat.lang, kind=chat.kind, day=day, hour=hour, zone=edition.zone
        )
        await reply(update, answer)
        return
    await _reply_brief(desk, update, chat, found, edition)


async def _reply_brief(
    desk: FrontDesk, update: Update, chat: Chat, found: Brief, edition: Edition
) -> None:
    """Send a brief and remember where it stands, so that reactions to it are counted."""
    sent = await reply(update, *messages_for(desk, found, edition, chat))
    assert found.id is not None  # noqa: S101 - what was published has an id
    for message_id in sent:
        await desk.newsroom.voices.shown(chat.id, message_id, found.id, WHOLE)


def messages_for(
    desk: FrontDesk, brief: Brief, edition: Edition, chat: Chat
) -> tuple[Message, ...]:
    """Return `brief` as `chat` would have got it."""
    return desk.newsroom.layout.messages(brief, variant_of(chat, brief.lang, edition.templates))


async def press_today(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer the button `today`."""
    await toast(update, None, "en")
    await today(desk, update, context)
