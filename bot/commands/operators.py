"""`/draft`, `/publish`, `/stats`, `/sources`: for those named in ADMIN_IDS."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from html import escape

import structlog
from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.clock import local_date
from bot.commands.desk import FrontDesk, reply, toast
from bot.errors import NotFoundError, TenBriefError
from bot.model import Chat, Message

# Failing sources that are named; `tenbrief sources check` tells all.
SHOWN_SOURCES = 20

log = structlog.get_logger(__name__)


async def tell_operators(bot: Bot, admin_ids: Sequence[int], text: str) -> None:
    """Send one sentence to every operator; one who cannot be reached stops nobody."""
    for admin in admin_ids:
        try:
            await bot.send_message(admin, escape(text), parse_mode="HTML")
        except TelegramError as error:
            log.warning("operator_unreachable", error=type(error).__name__)


async def draft(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/draft [edition]` with the brief as it would go out now."""
    if not desk.is_operator(update):
        return
    chat = await desk.chat(update)
    slug = context.args[0] if context.args else desk.newsroom.circulation.edition_for(chat).slug
    try:
        brief = await desk.newsroom.edit(slug)
    except TenBriefError as error:
        await _say(desk, update, error)
        return
    await reply(update, *desk.renderer.draft(brief, lang=chat.lang))


async def publish(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/publish [edition]`: edit today's brief and let it go out."""
    if not desk.is_operator(update):
        return
    chat = await desk.chat(update)
    slug = context.args[0] if context.args else desk.newsroom.circulation.edition_for(chat).slug
    await _publish(desk, update, slug)


async def press_publish(
    desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE
) -> None:
    """Answer the button `publish:<edition>:<date>` under a draft, as long as it is today's."""
    chat, query = await desk.chat(update), update.callback_query
    _, slug, day = [*((query.data if query else None) or "").split(":", 2), "", ""][:3]
    editions = await desk.newsroom.circulation.editions(chat)
    zone = next((edition.zone for edition in editions if edition.slug == slug), None)
    is_todays = zone is not None and day == local_date(desk.clock.now(), zone).isoformat()
    if not (is_todays and desk.is_operator(update)):
        await toast(update, "error.old_button", chat.lang)
        return
    await toast(update, None, chat.lang)
    await _publish(desk, update, slug)


async def _publish(desk: FrontDesk, update: Update, slug: str) -> None:
    try:
        await desk.newsroom.publish(slug)
    except TenBriefError as error:
        await _say(desk, update, error)
        return
    await _receipt(desk, update, slug)


async def stats(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/stats [edition]` with the newest brief's receipt."""
    if not desk.is_operator(update):
        return
    chat = await desk.chat(update)
    slug = context.args[0] if context.args else desk.newsroom.circulation.edition_for(chat).slug
    await _receipt(desk, update, slug)


async def _receipt(desk: FrontDesk, update: Update, slug: str) -> None:
    chat = await desk.chat(update)
    try:
        receipt = await asyncio.to_thread(desk.newsroom.archive.receipt, slug)
    except NotFoundError as error:
        await _say(desk, update, error)
        return
    message = desk.renderer.receipt(receipt, lang=chat.lang, zone=desk.zone(chat))
    await reply(update, message, *await _reactions(desk, chat, receipt.brief))


async def _reactions(desk: FrontDesk, chat: Chat, brief_id: int) -> list[Message]:
    """Return what readers said of a brief's stories, nothing if none did."""
    given = await asyncio.to_thread(desk.newsroom.voices.of_brief, brief_id)
    if not given:
        return []
    slots = await asyncio.to_thread(desk.newsroom.voices.slots, brief_id)
    lines = [
        (slots.get(position), " ".join(f"{emoji} {count}" for emoji, count in emojis.items()))
        for position, emojis in given.items()
    ]
    return [desk.renderer.reply("reactions", lang=chat.lang, lines=lines)]


async def sources(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/sources` with how many answer and which do not."""
    if not desk.is_operator(update):
        return
    vitals = await asyncio.to_thread(desk.newsroom.vitals)
    failing = ", ".join(vitals.failing_sources[:SHOWN_SOURCES]) or "—"
    await desk.say(update, "sources.report", count=vitals.active_sources, failing=failing)


async def _say(desk: FrontDesk, update: Update, error: TenBriefError) -> None:
    """Show an operator the error's own sentence."""
    chat = await desk.chat(update)
    await reply(
        update,
        desk.renderer.reply("error", lang=chat.lang, kind=chat.kind, message=str(error)),
    )
