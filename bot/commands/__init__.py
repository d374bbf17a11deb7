"""Door: Telegram handlers. Each reads its arguments, calls one verb of the newsroom, replies.

`app` calls `install_commands` once. A new command is one handler, one line in
`COMMANDS` and its words in the catalogues.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from telegram import Update
from telegram.constants import UpdateType
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.commands import adjusting, asking, operators, reading, subscribing
from bot.commands.desk import FrontDesk, Handler, apologise, at
from bot.commands.membership import migrated, my_membership
from bot.commands.menu import set_menu
from bot.commands.operators import tell_operators
from bot.newsroom import Newsroom
from bot.render import Renderer

__all__ = ["ALLOWED_UPDATES", "install_commands", "set_menu", "tell_operators"]

log = structlog.get_logger(__name__)

ALLOWED_UPDATES = [
    UpdateType.MESSAGE,
    UpdateType.CHANNEL_POST,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
]

COMMANDS: Mapping[str, Handler] = {
    "start": subscribing.start,
    "help": subscribing.help_,
    "subscribe": subscribing.subscribe,
    "unsubscribe": subscribing.unsubscribe,
    "today": reading.today,
    "brief": reading.brief,
    "topic": asking.topic,
    "topics": asking.topics,
    "time": adjusting.set_hour,
    "timezone": adjusting.set_zone,
    "language": adjusting.set_language,
    "draft": operators.draft,
    "publish": operators.publish,
    "stats": operators.stats,
    "sources": operators.sources,
}

# What stands before the first colon of a button's data.
BUTTONS: Mapping[str, Handler] = {
    "today": reading.press_today,
    "topics": asking.press_topics,
    "topic": asking.press_topic,
    "t": asking.press_page,
    "tb": asking.press_best,
    "line": asking.press_timeline,
    "who": asking.press_outlets,
    "subscribe": subscribing.press_subscribe,
    "publish": operators.press_publish,
}

# Commands count where they are written, not where they are edited.
WRITTEN = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST


def install_commands(
    application: Application[Any, Any, Any, Any, Any, Any],
    newsroom: Newsroom,
    renderer: Renderer,
    *,
    admin_ids: tuple[int, ...] = (),
) -> None:
    """Let `application` answer people in the newsroom's name."""
    desk = FrontDesk(newsroom, renderer, admin_ids)
    for name, handler in COMMANDS.items():
        application.add_handler(CommandHandler(name, at(desk, handler), filters=WRITTEN))
    for prefix, handler in BUTTONS.items():
        pattern = rf"^{prefix}(:|$)"
        application.add_handler(CallbackQueryHandler(at(desk, handler), pattern=pattern))
    application.add_handler(CallbackQueryHandler(at(desk, _old_button)))
    application.add_handler(
        ChatMemberHandler(at(desk, my_membership), ChatMemberHandler.MY_CHAT_MEMBER)
    )
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, at(desk, migrated)))
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    application.add_handler(
        MessageHandler(private & filters.COMMAND, at(desk, subscribing.unknown))
    )
    application.add_handler(MessageHandler(private & filters.TEXT, at(desk, asking.words)))
    application.add_error_handler(_on_error)


async def _old_button(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say kindly that a button is from a time we no longer remember."""
    if update.callback_query is not None:
        await update.callback_query.answer()
    await desk.say(update, "error.old_button")


async def _on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log a defect with its place and no more: messages stay unlogged; say sorry."""
    error = context.error
    place = error.__traceback__ if error is not None else None
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_name}:{place.tb_lineno}" if place else "unknown"
    log.error("handler_broke", error=type(error).__name__, where=where)
    if isinstance(update, Update):
        await apologise(update)
