"""A channel whose chats behave as a test says."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field

from bot.channels.channel import Leaving, Left, Presence
from bot.errors import ChannelError
from bot.model import Address, Message, Sent


class Gate:
    """Holds up who comes, until it is opened; a test may wait for them to come."""

    def __init__(self, *, is_open: bool) -> None:
        self._open = asyncio.Event()
        self._come: asyncio.Queue[None] = asyncio.Queue()
        if is_open:
            self._open.set()

    def open(self) -> None:
        self._open.set()

    async def go_through(self) -> None:
        self._come.put_nowait(None)
        await self._open.wait()

    async def have_come(self, count: int) -> None:
        for _ in range(count):
            await asyncio.wait_for(self._come.get(), 10)


@dataclass
class FakeChannel:
    """Keeps what was sent; raises, per chat, the errors that a test lined up for it.

    Ids are given out per account. `arrives` are chats where a message arrives
    although its error is raised. A message goes through `queue` before it
    is leaving, then through `turn`, and through `line` once it has left.
    """

    name: str = "telegram"
    errors: dict[str, list[ChannelError]] = field(default_factory=dict)
    arrives: set[str] = field(default_factory=set)
    standing: dict[int, tuple[Address, str]] = field(default_factory=dict)
    probes: list[tuple[str, int]] = field(default_factory=list)
    last_id: int = 100
    queue: Gate = field(default_factory=lambda: Gate(is_open=True))
    turn: Gate = field(default_factory=lambda: Gate(is_open=True))
    line: Gate = field(default_factory=lambda: Gate(is_open=True))

    async def send(
        self,
        address: Address,
        message: Message,
        *,
        leaving: Leaving | None = None,
        left: Left | None = None,
    ) -> Sent:
        await self.queue.go_through()
        if leaving is not None:
            await leaving()
        await self.turn.go_through()
        if left is not None:
            left()
        await self.line.go_through()
        errors = self.errors.get(address.chat)
        error = errors.pop(0) if errors else None
        if error is None or address.chat in self.arrives:
            self.last_id += 1
            self.standing[self.last_id] = (address, message.text)
        if error is not None:
            raise error
        return Sent((self.last_id,))

    async def edit(self, address: Address, message_id: int, message: Message) -> None:
        self.standing[message_id] = (address, message.text)

    async def remove(self, address: Address, message_id: int) -> None:
        del self.standing[message_id]

    async def probe(self, address: Address, message_id: int, message: Message) -> Presence:
        self.probes.append((address.chat, message_id))
        if self.standing.get(message_id) == (address, message.text):
            return Presence.THERE
        return Presence.ABSENT

    def received(self) -> dict[str, list[str]]:
        """Return the texts that stand in each chat, in order."""
        texts = defaultdict(list)
        for address, text in self.standing.values():
            texts[address.chat].append(text)
        return dict(texts)
