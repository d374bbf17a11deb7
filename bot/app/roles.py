"""What a process does."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A part of the bot; one process has all of them unless told otherwise."""

    CLOCK = "clock"
    SENDER = "sender"
    BOT = "bot"
    WEB = "web"
