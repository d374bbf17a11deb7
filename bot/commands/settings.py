"""`/settings`: its buttons, and what is typed or shared while it asks."""

from __future__ import annotations

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.commands.asking import words
from bot.commands.chats import may_change, may_change_there
from bot.commands.desk import FrontDesk, replace, reply, toast
from bot.commands.previews import preview
from bot.commands.screens import TYPED, choice_screen, main_screen
from bot.commands.wishes import grant
from bot.errors import BadRequestError, UnknownChatError, UnknownEditionError
from bot.language.hours import says_hour
from bot.language.places import zone_at
from bot.model import Chat, ChatKind, Message, Prompt
from bot.render import say


async def settings(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/settings`; in private also with the channels one set up."""
    if not await may_change(update):
        await desk.say(update, "error.only_admins")
        return
    chat, user = await desk.chat(update), update.effective_user
    kept = []
    if user is not None and chat.kind is ChatKind.PRIVATE:
        kept = await desk.newsroom.circulation.kept_by(str(user.id))
    await reply(update, await main_screen(desk, chat, chat.lang, kept))


async def press_settings(
    desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE
) -> None:
    """Answer the buttons `cfg:<chat>:<screen>` and `cfg:<chat>:<wish>:<value>`."""
    here = await desk.chat(update)
    query = update.callback_query
    data = query.data if query is not None and query.data is not None else ""
    number, _, asked = data.removeprefix("cfg:").partition(":")
    what, _, value = asked.partition(":")
    target = await _target(desk, number)
    if target is None:
        await toast(update, "error.old_button", here.lang)
    elif not await may_change_there(update, target):
        await toast(update, "error.only_admins", here.lang)
    else:
        await _turn(desk, update, target, what, value)


async def _target(desk: FrontDesk, number: str) -> Chat | None:
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    try:
        return await desk.newsroom.circulation.by_id(int(number))
    except UnknownChatError:
        return None


async def _turn(desk: FrontDesk, update: Update, target: Chat, what: str, value: str) -> None:
    """Show a screen, or do what a value says and show the main screen."""
    here = await desk.chat(update)
    if what == "preview":
        await preview(desk, update, target)
        await toast(update, None, here.lang)
        return
    if what != "main" and not value:
        screen = await choice_screen(desk, target, what, here.lang)
        if screen is not None:
            await replace(update, screen)
            await _expect(desk, update, target, what)
            await toast(update, None, here.lang)
            return
    if value:
        try:
            target = await grant(desk, target, what, value)
        except (BadRequestError, UnknownEditionError):
            await toast(update, "error.old_button", here.lang)
            return
    # The language may just have been changed.
    here = await desk.chat(update)
    await replace(update, await main_screen(desk, target, here.lang))
    await toast(update, "settings.saved" if value else None, here.lang)


async def _expect(desk: FrontDesk, update: Update, target: Chat, what: str) -> None:
    """Remember that what is typed next may answer this screen."""
    message = update.effective_message
    if what in TYPED and message is not None:
        prompt = Prompt(message.message_id, target.id, what)
        await desk.newsroom.talk.ask(_place(message), prompt)


async def private_words(
    desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE
) -> None:
    """Answer plain words in private: a setting that was asked for, an hour, else a question."""
    message = update.effective_message
    text = (message.text if message is not None else None) or ""
    if await _typed(desk, update, text):
        return
    if says_hour(text):
        chat = await grant(desk, await desk.chat(update), "hour", text)
        await reply(update, await main_screen(desk, chat, chat.lang))
        return
    await words(desk, update, context)


async def group_reply(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a reply in a group if it answers a screen of settings, and nothing else."""
    message = update.effective_message
    await _typed(desk, update, (message.text if message is not None else None) or "")


async def shared_location(
    desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE
) -> None:
    """Set the zone to where somebody says they are; in groups only if we asked."""
    message = update.effective_message
    if message is None or message.location is None:
        return
    zone = zone_at(message.location.latitude, message.location.longitude)
    prompt = await _prompt(desk, message)
    if prompt is not None and zone is not None and await _typed(desk, update, zone):
        return
    if message.chat.type == ChatType.PRIVATE:
        chat = await desk.chat(update)
        if zone is None:
            await desk.say(update, "error.bad_zone", text="")
            return
        await _confirm_zone(desk, update, await grant(desk, chat, "zone", zone))


async def _typed(desk: FrontDesk, update: Update, text: str) -> bool:
    """Take `text` as the answer to the screen shown last; return whether it was one."""
    message = update.effective_message
    prompt = await _prompt(desk, message) if message is not None else None
    target = await _target(desk, str(prompt.chat)) if prompt is not None else None
    if prompt is None or target is None or not await may_change_there(update, target):
        return False
    try:
        target = await grant(desk, target, prompt.wish, text)
    except BadRequestError:
        return False
    assert message is not None  # noqa: S101 - a prompt was found by it
    await desk.newsroom.talk.answered(_place(message))
    if prompt.wish == "zone":
        await _confirm_zone(desk, update, target)
    else:
        here = await desk.chat(update)
        await reply(update, await main_screen(desk, target, here.lang))
    return True


async def _prompt(desk: FrontDesk, message: TelegramMessage) -> Prompt | None:
    """Return what was asked last here; in a group only if `message` replies to it."""
    prompt = await desk.newsroom.talk.asked(_place(message))
    if prompt is None or message.chat.type == ChatType.PRIVATE:
        return prompt
    asked = message.reply_to_message
    return prompt if asked is not None and asked.message_id == prompt.message else None


def _place(message: TelegramMessage) -> str:
    return str(message.chat.id)


async def _confirm_zone(desk: FrontDesk, update: Update, target: Chat) -> None:
    here, zone = await desk.chat(update), desk.zone(target)
    hour = desk.newsroom.circulation.hour_there(zone)
    await reply(update, Message(str(say("zone.done", here.lang, zone=zone, hour=hour))))
