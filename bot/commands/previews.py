"""A channel's post as it will look, shown in private to who sets it up."""

from __future__ import annotations

import asyncio

from telegram import Update

from bot.commands.desk import FrontDesk, reply
from bot.errors import NotFoundError, TenBriefError
from bot.model import Brief, Chat, Message
from bot.render import say


async def preview(desk: FrontDesk, update: Update, target: Chat) -> None:
    """Send `target`'s newest brief, or today's draft, as it would be posted there."""
    here = await desk.chat(update)
    edition = await desk.edition(target)
    try:
        brief = await _newest(desk, edition.slug)
    except TenBriefError as error:
        message = desk.renderer.reply("error", lang=here.lang, message=str(error))
        await reply(update, message)
        return
    heading = say("channel.preview", here.lang, title=target.title or "")
    messages = await asyncio.to_thread(desk.newsroom.layout.messages_for, brief, target)
    await reply(update, Message(f"<i>{heading}</i>"), *messages)


async def _newest(desk: FrontDesk, slug: str) -> Brief:
    """Return the newest published brief; before the first one, today's draft.

    Raises:
        TenBriefError: there is nothing to edit.
    """
    try:
        return await asyncio.to_thread(desk.newsroom.archive.latest, slug)
    except NotFoundError:
        return await desk.newsroom.edit(slug)
