"""A command for every setting: `/time`, `/timezone`, `/language`, `/length`, `/pictures` ..."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes

from bot.commands.chats import may_change
from bot.commands.desk import FrontDesk, Handler, reply
from bot.commands.screens import main_screen
from bot.commands.wishes import grant
from bot.errors import BadRequestError
from bot.model import Chat, ChatState

# What is said of a value that makes no sense; switches share one sentence.
_WRONG = {
    "hour": "error.bad_hour",
    "zone": "error.bad_zone",
    "language": "error.bad_language",
    "length": "error.bad_length",
    "quiet": "error.bad_quiet",
    "catchup": "error.bad_catchup",
}


def adjusts(wish: str) -> Handler:
    """Return the handler of the command that sets `wish`; its name is the wish's but for two."""

    async def adjust(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if not await may_change(update):
            await desk.say(update, "error.only_admins")
            return
        text = " ".join(context.args or [])
        try:
            chat = await grant(desk, await desk.chat(update), wish, text)
        except BadRequestError:
            key = _WRONG.get(wish, "error.bad_switch")
            await desk.say(update, key, text=text[:40], command=wish)
            return
        await _confirm(desk, update, chat, wish)

    return adjust


async def _confirm(desk: FrontDesk, update: Update, chat: Chat, wish: str) -> None:
    """Say when the next brief comes now; of anything else, how all is set."""
    if wish == "language":
        await desk.say(update, "language.done")
    elif wish in {"hour", "zone"} and chat.state is ChatState.ACTIVE:
        circulation = desk.newsroom.circulation
        edition = circulation.edition_for(chat)
        hour = chat.hour or edition.hour
        message = desk.renderer.reply(
            "subscribed",
            lang=chat.lang,
            kind=chat.kind,
            edition=edition.title,
            hour=hour.strftime("%H:%M"),
            zone=desk.zone(chat),
            next_at=circulation.next_brief_at(chat, edition),
            already=False,
        )
        await reply(update, message)
    else:
        await reply(update, await main_screen(desk, chat, chat.lang))
