"""What happened, for those who watch: the chat page and tests that wait."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import NamedTuple

# How far back a watcher may fall behind before it has to read everything anew.
REMEMBERED = 5000


class Event(NamedTuple):
    """Something changed: `kind` says what, `chat` and `message` where (0: nowhere).

    `detail` is a JSON fragment for what is no message: a toast, a draft.
    """

    number: int
    kind: str
    chat: int
    message: int = 0
    detail: str = ""


class Events:
    """Numbers every change and wakes whoever waits for one."""

    def __init__(self) -> None:
        self.last = 0
        self.closed = False
        self._recent: deque[Event] = deque(maxlen=REMEMBERED)
        self._waiting: set[asyncio.Future[None]] = set()

    def note(self, kind: str, chat: int, message: int = 0, detail: str = "") -> None:
        """Record a change and wake the watchers."""
        self.last += 1
        self._recent.append(Event(self.last, kind, chat, message, detail))
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    def since(self, number: int, chat: int | None = None) -> list[Event] | None:
        """Return what came after `number`, of one chat or all; None: too long ago."""
        if self._recent and number < self._recent[0].number - 1:
            return None
        fresh: list[Event] = []
        for event in reversed(self._recent):
            if event.number <= number:
                break
            if chat is None or event.chat in {chat, 0}:
                fresh.append(event)
        return fresh[::-1]

    async def wait(self, number: int, chat: int | None, timeout_seconds: float) -> None:
        """Return once something came after `number`, or the time is over."""
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout_seconds
        while self.since(number, chat) == [] and loop.time() < end and not self.closed:
            number = self.last  # what was looked through once is not looked through again
            await self._next(end - loop.time())

    async def _next(self, timeout_seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait([future], timeout=timeout_seconds)
        finally:
            self._waiting.discard(future)

    def close(self) -> None:
        """Let every waiter go home: the sandbox is closing."""
        self.closed = True
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
