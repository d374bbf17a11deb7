"""The console channel and the register of channels."""

from __future__ import annotations

from io import StringIO

from telegram import Bot

from bot.channels.channel import Presence
from bot.channels.console import ConsoleChannel
from bot.channels.pace import Pace
from bot.channels.registry import Outfit, open_channels
from bot.model import Address, Message

SCREEN = Address("console", "stdout")


async def test_messages_are_written_and_numbered() -> None:
    screen = StringIO()
    channel = ConsoleChannel(screen)
    ids = [(await channel.send(SCREEN, Message(text))).message_ids for text in ("one\n", "two")]
    assert screen.getvalue() == "one\n\ntwo\n\n"
    assert ids == [(1,), (2,)]


async def test_a_correction_is_written_anew() -> None:
    screen = StringIO()
    await ConsoleChannel(screen).edit(SCREEN, 1, Message("corrected"))
    assert screen.getvalue() == "corrected\n\n"


async def test_a_terminal_cannot_say_what_it_showed() -> None:
    channel = ConsoleChannel(StringIO())
    assert await channel.probe(SCREEN, 1, Message("one")) is Presence.UNKNOWN


def test_without_a_bot_only_the_console_is_open() -> None:
    assert set(open_channels(Outfit(StringIO()))) == {"console"}


def test_with_a_bot_telegram_is_open_too() -> None:
    channels = open_channels(Outfit(StringIO(), Bot("1:t"), Pace()))
    assert {name: channel.name for name, channel in channels.items()} == {
        "console": "console",
        "telegram": "telegram",
    }
