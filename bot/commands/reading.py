"""`/today`, `/brief`, `/topic`, `/topics` and plain words: what one can read."""

from __future__ import annotations

import asyncio
from datetime import date

from telegram import Update
from telegram.ext import ContextTypes

from bot.archive import Answer
from bot.commands.desk import FrontDesk, replace, reply
from bot.errors import NotFoundError
from bot.model import Brief, Chat, Edition, Message, Variant
from bot.render import TopicPage
from bot.render.keyboards import topic_token

# A person who types more is not asking for a name; the store bounds it again.
QUERY_CHARACTERS = 200
# Nobody turns further; a forged button may ask for any.
MAX_PAGE = 1000


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
    await reply(update, *messages_for(desk, found, await desk.edition(chat), chat))


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
    await reply(update, *messages_for(desk, found, edition, chat))


def messages_for(
    desk: FrontDesk, brief: Brief, edition: Edition, chat: Chat
) -> tuple[Message, ...]:
    """Return `brief` as `chat` would have got it."""
    variant = Variant("telegram", chat.kind, brief.lang, edition.templates)
    return desk.newsroom.messages(brief, variant)


async def topic(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/topic NAME`."""
    await answer_query(desk, update, " ".join(context.args or []))


async def words(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer plain words in a private chat as if they followed `/topic`."""
    message = update.effective_message
    await answer_query(desk, update, (message.text if message else None) or "")


async def answer_query(desk: FrontDesk, update: Update, query: str) -> None:
    """Answer with the newest stories on `query`."""
    chat = await desk.chat(update)
    query = " ".join(query.split())[:QUERY_CHARACTERS]
    if not query:
        await desk.say(update, "topic.ask")
        return
    answer = await desk.newsroom.archive.look_up(query)
    await reply(update, topic_message(desk, chat, answer))


def topic_message(desk: FrontDesk, chat: Chat, answer: Answer) -> Message:
    """Return a page of stories, or near names where nothing was found."""
    if answer.topic is None and not answer.total:
        return desk.renderer.unknown_topic(
            answer.query, answer.near, lang=chat.lang, kind=chat.kind
        )
    name = answer.topic.name if answer.topic else answer.query
    page = TopicPage(
        name=name,
        stories=answer.stories,
        total=answer.total,
        page=answer.page,
        page_size=answer.page_size,
        token=topic_token(name),
        aliases=answer.topic.aliases if answer.topic else (),
        is_search=answer.topic is None,
    )
    return desk.renderer.topic_page(
        page, lang=chat.lang, zone=desk.zone(chat), sources=answer.sources, kind=chat.kind
    )


async def topics(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/topics` with what is in the news now."""
    chat = await desk.chat(update)
    counts = await desk.newsroom.archive.hot_topics()
    await reply(update, desk.renderer.topics(counts, lang=chat.lang, kind=chat.kind))


async def press_topic(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a topic's button (`topic:<token>`) with a message of its own."""
    query = update.callback_query
    if query is None or query.data is None:
        return
    await query.answer()
    token = query.data.removeprefix("topic:")
    await answer_query(desk, update, await name_behind(desk, token))


async def press_page(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Turn the page (`t:<token>:<page>`) in place."""
    query = update.callback_query
    if query is None or query.data is None:
        return
    await query.answer()
    token, _, page = query.data.removeprefix("t:").rpartition(":")
    name = await name_behind(desk, token)
    if not name or not page.isdecimal() or not 1 <= int(page) <= MAX_PAGE:
        return
    chat = await desk.chat(update)
    answer = await desk.newsroom.archive.look_up(name, int(page))
    await replace(update, topic_message(desk, chat, answer))


async def name_behind(desk: FrontDesk, token: str) -> str:
    """Return the name a button's token stands for; empty where nobody knows it any more.

    A long name is only a digest in the button, so it is compared with those we know.
    """
    if not token.startswith("~"):
        return token
    names = await asyncio.to_thread(desk.newsroom.archive.names)
    return next((name for name in names.topics if topic_token(name) == token), "")


async def press_today(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer the button `today`."""
    if update.callback_query is not None:
        await update.callback_query.answer()
    await today(desk, update, context)


async def press_topics(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer the button `topics`."""
    if update.callback_query is not None:
        await update.callback_query.answer()
    await topics(desk, update, context)
