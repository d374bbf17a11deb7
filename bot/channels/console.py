"""The console channel: messages as plain text on a stream, for trying a brief."""

from __future__ import annotations

from itertools import count
from typing import TextIO

from bot.channels.channel import Leaving, Left, Presence
from bot.model import Address, Message, Sent


class ConsoleChannel:
    """Writes each message to `stream`, numbered from 1."""

    name = "console"

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._ids = count(1)

    async def send(
        self,
        address: Address,
        message: Message,
        *,
        leaving: Leaving | None = None,
        left: Left | None = None,
    ) -> Sent:
        """Write `message` with a blank line after it."""
        if leaving is not None:
            await leaving()
        if left is not None:
            left()
        self._write(message)
        return Sent((next(self._ids),))

    async def edit(self, address: Address, message_id: int, message: Message) -> None:
        """Write the message anew: what a terminal shows cannot be taken back."""
        self._write(message)

    async def remove(self, address: Address, message_id: int) -> None:
        """Do nothing: what a terminal shows cannot be taken back."""

    async def probe(self, address: Address, message_id: int, message: Message) -> Presence:
        """Say that a terminal cannot tell what it showed."""
        return Presence.UNKNOWN

    def _write(self, message: Message) -> None:
        self._stream.write(message.text.rstrip() + "\n\n")
        self._stream.flush()
