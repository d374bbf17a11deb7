"""What the bot is told: a queue that is read by long poll or pushed to a webhook."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import NamedTuple

from bot.sandbox.refusals import RefusedError

# Kinds that come only when asked for by name (Bot API, getUpdates).
_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}


class Update(NamedTuple):
    """One update, ready to be sent: its id and its JSON text."""

    id: int
    fragment: str


class Updates:
    """The queue of a bot. One reader at a time; a new one sends the old one away."""

    def __init__(self, first_id: int = 100_000_001) -> None:
        self._next_id = first_id
        self._queue: deque[Update] = deque()
        self._allowed: frozenset[str] = frozenset()
        self._arrival = asyncio.Event()
        self._reader: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def allowed(self) -> list[str]:
        """The kinds the bot asked for; empty means the default ones."""
        return sorted(self._allowed)

    @property
    def has_reader(self) -> bool:
        """Whether somebody waits in a long poll right now."""
        return self._reader is not None and not self._reader.done()

    def allow(self, kinds: list[str] | None) -> None:
        """Take the bot's choice of kinds; None keeps the last one."""
        if kinds is not None:
            self._allowed = frozenset(kinds)

    def push(self, kind: str, fragment: str) -> None:
        """Queue an update of `kind` whose content is the JSON text `fragment`."""
        wanted = kind in self._allowed if self._allowed else kind not in _ON_REQUEST
        if not wanted:
            return
        text = f'{{"update_id":{self._next_id},"{kind}":{fragment}}}'
        self._queue.append(Update(self._next_id, text))
        self._next_id += 1
        self._arrival.set()

    def drop_all(self) -> None:
        """Forget what is queued."""
        self._queue.clear()

    def confirm(self, offset: int) -> None:
        """Forget what comes before `offset`; a negative one keeps that many, as Telegram."""
        if offset < 0:
            while len(self._queue) > -offset:
                self._queue.popleft()
        while self._queue and offset > 0 and self._queue[0].id < offset:
            self._queue.popleft()

    def peek(self, limit: int) -> list[Update]:
        """Return the oldest `limit` updates and leave them queued."""
        return [self._queue[index] for index in range(min(limit, len(self._queue)))]

    async def read(self, offset: int, limit: int, timeout_seconds: float) -> list[Update]:
        """Confirm what comes before `offset`, then wait for updates and return them.

        Raises:
            RefusedError: another reader came (409).
        """
        self.confirm(offset)
        if self._reader and not self._reader.done():
            self._reader.set_result(None)  # sends the other one away
        if self._queue or timeout_seconds <= 0:
            return self.peek(limit)
        sent_away = self._reader = asyncio.get_running_loop().create_future()
        self._arrival.clear()
        arrival = asyncio.ensure_future(self._arrival.wait())
        try:
            await asyncio.wait(
                [sent_away, arrival],
                timeout=timeout_seconds,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            arrival.cancel()
        was_sent_away = sent_away.done()
        sent_away.cancel()
        if was_sent_away:
            raise RefusedError(
                409,
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        return self.peek(limit)

    async def wait(self) -> None:
        """Return once something is queued."""
        while not self._queue:
            self._arrival.clear()
            await self._arrival.wait()

    def wake(self) -> None:
        """Let a reader go home with nothing: the sandbox is closing."""
        self._arrival.set()
