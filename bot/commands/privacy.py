"""`/forget` and `/export`: what is known of a person is theirs."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes

from bot.commands.desk import FrontDesk, replace, reply, toast
from bot.model import Button, ChatKind, Message
from bot.render import plain, say

FILE_NAME = "tenbrief.json"


async def forget(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/forget`: ask once more."""
    chat = await desk.chat(update)
    if chat.kind is not ChatKind.PRIVATE:
        await desk.say(update, "forget.private")
        return
    buttons = tuple(
        Button(plain(f"button.{word}", chat.lang), data=f"forget:{word}")
        for word in ("forget", "keep")
    )
    await reply(update, Message(str(say("forget.ask", chat.lang)), (buttons,)))


async def press_forget(
    desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE
) -> None:
    """Answer the buttons `forget:forget` and `forget:keep`."""
    query, chat = update.callback_query, await desk.chat(update)
    done = query is not None and query.data == "forget:forget" and chat.kind is ChatKind.PRIVATE
    if done:
        await desk.newsroom.circulation.forget(chat)
    await replace(update, Message(str(say("forget.done" if done else "forget.kept", chat.lang))))
    await toast(update, None, chat.lang)


async def export(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/export` with a JSON document."""
    chat, message = await desk.chat(update), update.effective_message
    if chat.kind is not ChatKind.PRIVATE or message is None:
        await desk.say(update, "forget.private")
        return
    known = await desk.newsroom.circulation.export(chat)
    await message.reply_document(
        known.encode(), filename=FILE_NAME, caption=plain("export.caption", chat.lang)
    )
