"""The command menu, in Chinese and English. Set by `app` when the bot starts."""

from __future__ import annotations

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from bot.model import ChatKind
from bot.render import plain

log = structlog.get_logger(__name__)

READER_COMMANDS = ("today", "topic", "topics", "brief", "week")
SUBSCRIBER_COMMANDS = (
    *("subscribe", "unsubscribe", "follow", "following", "settings"),
    *("time", "timezone", "language", "length", "pictures", "alerts", "quiet", "catchup", "weekly"),
)
PERSONAL_COMMANDS = ("export", "forget")
PRIVATE_COMMANDS = (*READER_COMMANDS, *SUBSCRIBER_COMMANDS, *PERSONAL_COMMANDS, "help")
GROUP_COMMANDS = (*READER_COMMANDS, "help")
GROUP_ADMIN_COMMANDS = (*READER_COMMANDS, *SUBSCRIBER_COMMANDS, "help")
OPERATOR_COMMANDS = ("draft", "publish", "correct", "stats", "sources", "topicadmin")

SCOPES = (
    (BotCommandScopeAllPrivateChats(), PRIVATE_COMMANDS),
    (BotCommandScopeAllGroupChats(), GROUP_COMMANDS),
    (BotCommandScopeAllChatAdministrators(), GROUP_ADMIN_COMMANDS),
)
# None is what everybody else sees.
LANGUAGES = (None, "zh")


def commands_for(kind: ChatKind) -> tuple[str, ...]:
    """Return the commands worth showing in a chat of this kind."""
    return PRIVATE_COMMANDS if kind is ChatKind.PRIVATE else GROUP_ADMIN_COMMANDS


async def set_menu(bot: Bot) -> None:
    """Tell Telegram the menu; a bot without a menu still answers, so failing is no end."""
    try:
        for scope, names in SCOPES:
            for lang in LANGUAGES:
                await bot.set_my_commands(_menu(names, lang), scope=scope, language_code=lang)
    except TelegramError as error:
        log.warning("menu_failed", error=type(error).__name__)


def _menu(names: tuple[str, ...], lang: str | None) -> list[BotCommand]:
    return [BotCommand(name, plain(f"command.{name}", lang)) for name in names]
