"""`/start`, `/help`, `/subscribe`, `/unsubscribe`: coming, staying, going."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes

from bot.commands.asking import answer_query
from bot.commands.chats import may_change
from bot.commands.desk import FrontDesk, reply, toast
from bot.commands.menu import OPERATOR_COMMANDS, commands_for
from bot.commands.reading import answer_brief
from bot.commands.stories import answer_slot, answer_story
from bot.errors import UnknownEditionError
from bot.render.links import Start, read_start


async def start(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Greet; or do what a deep link (`?start=...`) asks for."""
    asked = read_start(context.args[0]) if context.args else None
    match asked:
        case Start("topic", name):
            await answer_query(desk, update, name)
        case Start("brief", name):
            await answer_brief(desk, update, name)
        case Start("s", name):
            await answer_slot(desk, update, name)
        case Start("o", story):
            await answer_story(desk, update, story)
        case Start("subscribe", slug):
            await _subscribe(desk, update, slug or None)
        case _:
            await greet(desk, update)


async def greet(desk: FrontDesk, update: Update) -> None:
    """Say what the bot is and offer to subscribe."""
    chat = await desk.chat(update)
    editions = await desk.newsroom.circulation.editions(chat)
    await reply(update, desk.renderer.start(editions, lang=chat.lang, kind=chat.kind))


async def help_(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/help` with what this chat may use."""
    chat = await desk.chat(update)
    operators = OPERATOR_COMMANDS if desk.is_operator(update) else ()
    await reply(
        update,
        desk.renderer.reply(
            "help",
            lang=chat.lang,
            kind=chat.kind,
            commands=commands_for(chat.kind),
            operators=operators,
        ),
    )


async def subscribe(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/subscribe [edition]`."""
    await _subscribe(desk, update, context.args[0] if context.args else None)


async def press_subscribe(
    desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE
) -> None:
    """Answer the button `subscribe:<edition>`."""
    query = update.callback_query
    if query is None or query.data is None:
        return
    if not await may_change(update):
        await toast(update, "error.only_admins", (await desk.chat(update)).lang)
        return
    await _subscribe(desk, update, query.data.removeprefix("subscribe:"))
    await toast(update, None, "en")


async def _subscribe(desk: FrontDesk, update: Update, slug: str | None) -> None:
    if not await may_change(update):
        await desk.say(update, "error.only_admins")
        return
    chat = await desk.chat(update)
    try:
        subscription = await desk.newsroom.circulation.subscribe(chat, slug)
    except UnknownEditionError:
        editions = await desk.newsroom.circulation.editions(chat)
        names = ", ".join(edition.slug for edition in editions)
        await desk.say(update, "error.unknown_edition", edition=(slug or "")[:40], names=names)
        return
    edition = subscription.edition
    hour = subscription.chat.hour or edition.hour
    await reply(
        update,
        desk.renderer.reply(
            "subscribed",
            lang=chat.lang,
            kind=chat.kind,
            edition=edition.title,
            hour=hour.strftime("%H:%M"),
            zone=desk.zone(subscription.chat),
            next_at=subscription.next_at,
            already=not subscription.is_new,
        ),
    )


async def unsubscribe(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/unsubscribe`."""
    if not await may_change(update):
        await desk.say(update, "error.only_admins")
        return
    chat = await desk.chat(update)
    had_any = await desk.newsroom.circulation.unsubscribe(chat)
    await reply(
        update,
        desk.renderer.reply("unsubscribed", lang=chat.lang, kind=chat.kind, was_subscribed=had_any),
    )


async def unknown(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a command nobody knows; only reached in private chats."""
    await help_(desk, update, context)
