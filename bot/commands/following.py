"""`/follow`, `/unfollow`, `/following`, `/week`: what a chat is told of beyond the ten."""

from __future__ import annotations

import asyncio
from typing import Any

from telegram import Update
from telegram.ext import ContextTypes

from bot.commands.asking import name_behind
from bot.commands.chats import may_change
from bot.commands.desk import FrontDesk, replace, reply, toast
from bot.errors import BadRequestError, UnknownTopicError
from bot.following import MOST_FOLLOWED
from bot.model import Button, Chat, Message
from bot.render import say
from bot.render.keyboards import topic_rows, topic_token

NAME_CHARACTERS = 80


async def follow(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/follow NAME`."""
    name = " ".join(context.args or [])[:NAME_CHARACTERS]
    if not name:
        await desk.say(update, "follow.ask")
    elif await _allowed(desk, update):
        chat = await desk.chat(update)
        key, values = await _follow(desk, chat, name)
        near = values.pop("near", ())
        await reply(update, Message(str(say(key, chat.lang, **values)), topic_rows(near)))


async def _follow(desk: FrontDesk, chat: Chat, name: str) -> tuple[str, dict[str, Any]]:
    """Follow and return what to say of it: a message's key and its values."""
    try:
        followed = await desk.newsroom.following.follow(chat, name)
    except UnknownTopicError as error:
        return "follow.unknown", {"name": name, "near": error.near}
    except BadRequestError:
        return "follow.many", {"most": MOST_FOLLOWED}
    key = "follow.done" if followed.is_new else "follow.already"
    (name,) = desk.newsroom.following.shown([followed.topic], chat.lang)
    return key, {"name": name}


async def unfollow(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/unfollow NAME`; without a name with the list."""
    name = " ".join(context.args or [])[:NAME_CHARACTERS]
    if not name:
        await following(desk, update, context)
    elif await _allowed(desk, update):
        chat = await desk.chat(update)
        try:
            gone = await desk.newsroom.following.unfollow(chat, name)
        except UnknownTopicError:
            await desk.say(update, "unfollow.not", name=name)
            return
        key = "unfollow.done" if gone.is_new else "unfollow.not"
        await desk.say(update, key, name=gone.topic)


async def following(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/following` with the list, a button to let each go."""
    await reply(update, await _list(desk, await desk.chat(update)))


async def _list(desk: FrontDesk, chat: Chat) -> Message:
    followed = await desk.newsroom.following.topics(chat)
    names = desk.newsroom.following.shown(followed, chat.lang)
    buttons = [Button(f"✕ {name}"[:40], data=f"unfollow:{topic_token(name)}") for name in names]
    rows = tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
    return desk.renderer.reply(
        "following", lang=chat.lang, kind=chat.kind, names=names, buttons=rows
    )


async def press_follow(
    desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE
) -> None:
    """Answer the button `follow:<token>` with a line over it."""
    chat = await desk.chat(update)
    name = await _name_pressed(desk, update)
    if not name:
        await toast(update, "error.old_button", chat.lang)
    elif not await may_change(update):
        await toast(update, "error.only_admins", chat.lang)
    else:
        key, values = await _follow(desk, chat, name)
        values.pop("near", None)
        await toast(update, key, chat.lang, **values)


async def press_unfollow(
    desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE
) -> None:
    """Answer the button `unfollow:<token>`: let the name go and show what is left."""
    chat = await desk.chat(update)
    name = await _name_pressed(desk, update)
    if not name:
        await toast(update, "error.old_button", chat.lang)
        return
    if not await may_change(update):
        await toast(update, "error.only_admins", chat.lang)
        return
    try:
        gone = await desk.newsroom.following.unfollow(chat, name)
    except UnknownTopicError:
        await toast(update, "error.old_button", chat.lang)
        return
    key = "unfollow.done" if gone.is_new else "unfollow.not"
    await replace(update, await _list(desk, chat))
    await toast(update, key, chat.lang, name=gone.topic)


async def _name_pressed(desk: FrontDesk, update: Update) -> str:
    query = update.callback_query
    data = query.data if query is not None and query.data is not None else ""
    return await name_behind(desk, data.partition(":")[2])


async def week(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/week` with the threads of the last seven days."""
    chat = await desk.chat(update)
    edition = await desk.edition(chat)
    threads = await asyncio.to_thread(desk.newsroom.following.week, edition.slug)
    await reply(update, desk.newsroom.notices.week(threads, chat))


async def _allowed(desk: FrontDesk, update: Update) -> bool:
    if await may_change(update):
        return True
    await desk.say(update, "error.only_admins")
    return False
