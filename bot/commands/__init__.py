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
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    filters,
)

from bot.clock import Clock, SystemClock
from bot.commands import (
    adjusting,
    asking,
    correcting,
    following,
    inline,
    operators,
    privacy,
    reading,
    registering,
    settings,
    stories,
    subscribing,
)
from bot.commands.desk import FrontDesk, Handler, apologise, at, toast
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
    UpdateType.INLINE_QUERY,
    # These come only to those who ask for them by name.
    UpdateType.MESSAGE_REACTION,
    UpdateType.MESSAGE_REACTION_COUNT,
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
    "follow": following.follow,
    "unfollow": following.unfollow,
    "following": following.following,
    "week": following.week,
    "settings": settings.settings,
    "time": adjusting.adjusts("hour"),
    "timezone": adjusting.adjusts("zone"),
    "language": adjusting.adjusts("language"),
    "length": adjusting.adjusts("length"),
    "pictures": adjusting.adjusts("pictures"),
    "quiet": adjusting.adjusts("quiet"),
    "catchup": adjusting.adjusts("catchup"),
    "alerts": adjusting.adjusts("alerts"),
    "weekly": adjusting.adjusts("weekly"),
    "forget": privacy.forget,
    "export": privacy.export,
    "draft": operators.draft,
    "publish": operators.publish,
    "correct": correcting.correct,
    "stats": operators.stats,
    "sources": operators.sources,
    "topicadmin": registering.topicadmin,
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
    "follow": following.press_follow,
    "unfollow": following.press_unfollow,
    "s": stories.press_slot,
    "o": stories.press_story,
    "v": stories.press_thumb,
    "cfg": settings.press_settings,
    "forget": privacy.press_forget,
    "publish": operators.press_publish,
    "newtopic": registering.press_add,
}

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

# Commands count where they are written, not where they are edited.
WRITTEN = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST


def install_commands(
    application: AnyApplication,
    newsroom: Newsroom,
    renderer: Renderer,
    *,
    admin_ids: tuple[int, ...] = (),
    clock: Clock | None = None,
) -> None:
    """Let `application` answer people in the newsroom's name."""
    desk = FrontDesk(newsroom, renderer, admin_ids, clock or SystemClock())
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
    application.add_handler(InlineQueryHandler(at(desk, inline.inline)))
    application.add_handler(MessageReactionHandler(at(desk, stories.reacted)))
    _install_words(application, desk)
    application.add_error_handler(_on_error)


def _install_words(application: AnyApplication, desk: FrontDesk) -> None:
    """Let plain words and shared places be answered, and commands nobody knows.

    In groups only what replies to a question of ours: the rest is theirs.
    """
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    answer = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE & filters.REPLY
    for wanted, handler in (
        (private & filters.COMMAND, subscribing.unknown),
        (private & filters.TEXT, settings.private_words),
        (answer & filters.TEXT & ~filters.COMMAND, settings.group_reply),
        ((private | answer) & filters.LOCATION, settings.shared_location),
    ):
        application.add_handler(MessageHandler(wanted, at(desk, handler)))


async def _old_button(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say kindly that a button is from a time we no longer remember."""
    chat = await desk.chat(update)
    await toast(update, "error.old_button", chat.lang)


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
