"""Every channel there is: one line each. `app` opens those that are configured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TextIO

from telegram import Bot

from bot.channels.channel import Channel
from bot.channels.console import ConsoleChannel
from bot.channels.pace import Pace
from bot.channels.telegram import TelegramChannel


@dataclass(frozen=True, slots=True)
class Outfit:
    """What `app` has at hand for channels; a channel whose part is missing stays shut."""

    stdout: TextIO
    bot: Bot | None = None
    pace: Pace | None = None
    paid_broadcast: bool = False


def _telegram(outfit: Outfit) -> Channel | None:
    if outfit.bot is None or outfit.pace is None:
        return None
    return TelegramChannel(outfit.bot, outfit.pace, paid_broadcast=outfit.paid_broadcast)


OPENERS: Mapping[str, Callable[[Outfit], Channel | None]] = {
    "telegram": _telegram,
    "console": lambda outfit: ConsoleChannel(outfit.stdout),
}


def open_channels(outfit: Outfit) -> dict[str, Channel]:
    """Return the channels that `outfit` has the parts for, by name."""
    opened = {name: opener(outfit) for name, opener in OPENERS.items()}
    return {name: channel for name, channel in opened.items() if channel is not None}
