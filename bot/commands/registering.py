"""`/topicadmin`: the register of topics, for those named in ADMIN_IDS."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from telegram import Update
from telegram.ext import ContextTypes

from bot.archive import Change, Register
from bot.commands.desk import FrontDesk, reply, toast
from bot.errors import TenBriefError
from bot.model import Button, TopicKind
from bot.render import plain
from bot.render.keyboards import topic_token

PROPOSED = 10


async def topicadmin(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/topicadmin add|rename|merge|alias|unalias|remove|propose ...`.

    Two names are parted by `=`, several spellings by commas:
    `/topicadmin add product Hunyuan World = 混元世界模型, HY World`.
    """
    if not desk.is_operator(update):
        return
    verb, *words = context.args or [""]
    if verb == "propose":
        await _propose(desk, update)
        return
    change = read_change(desk.newsroom.register, verb, " ".join(words))
    if change is None:
        await desk.say(update, "register.usage")
        return
    await _apply(desk, update, change)


async def press_add(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer the button `newtopic:<token>` under a proposal."""
    query = update.callback_query
    if query is None or query.data is None:
        return
    await toast(update, None, "en")
    name = query.data.partition(":")[2]
    if desk.is_operator(update):
        register = desk.newsroom.register
        await _apply(desk, update, partial(register.add, name, TopicKind.COMPANY))


def read_change(register: Register, verb: str, text: str) -> Callable[[], Change | None] | None:
    """Return what `/topicadmin <verb> <text>` does, None where it makes no sense."""
    first, _, second = (part.strip() for part in text.partition("="))
    if not first:
        return None
    match verb:
        case "add":
            kind, name = _kind_and_name(first)
            aliases = [alias.strip() for alias in second.split(",") if alias.strip()]
            return partial(register.add, name, kind, aliases)
        case "remove":
            return partial(_remove, register, first)
    two_names: dict[str, Callable[[str, str], Change]] = {
        "rename": register.rename,
        "merge": register.merge,
        "alias": register.add_alias,
        "unalias": register.remove_alias,
    }
    return partial(two_names[verb], first, second) if verb in two_names and second else None


def _kind_and_name(text: str) -> tuple[TopicKind, str]:
    """Read `product Sora` and `Sora`: a company, where nothing is said."""
    kind, _, name = text.partition(" ")
    if name and kind.lower() in set(TopicKind):
        return TopicKind(kind.lower()), name
    return TopicKind.COMPANY, text


def _remove(register: Register, name: str) -> None:
    register.remove(name)


async def _apply(desk: FrontDesk, update: Update, change: Callable[[], Change | None]) -> None:
    """Make a change and say what became of it; its errors are for the operator to read."""
    try:
        changed = await asyncio.to_thread(change)
    except TenBriefError as error:
        chat = await desk.chat(update)
        message = desk.renderer.reply("error", lang=chat.lang, kind=chat.kind, message=str(error))
        await reply(update, message)
        return
    if changed is None:
        await desk.say(update, "register.removed")
    else:
        await desk.say(update, "register.changed", name=changed.topic.name, count=changed.retagged)


async def _propose(desk: FrontDesk, update: Update) -> None:
    """List names that are often in the news, each with a button that adds it."""
    chat = await desk.chat(update)
    found = await asyncio.to_thread(desk.newsroom.register.propose, PROPOSED)
    buttons = tuple(
        (Button(plain("button.add", chat.lang, name=each.name), data=f"newtopic:{token}"),)
        for each in found
        if not (token := topic_token(each.name)).startswith("~")
    )
    await reply(
        update,
        desk.renderer.reply(
            "topic_proposals", lang=chat.lang, kind=chat.kind, buttons=buttons, proposals=found
        ),
    )
