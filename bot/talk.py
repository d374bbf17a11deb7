"""What is going on in chats at the moment. Held by newsroom; called by commands."""

from __future__ import annotations

import asyncio

from bot.clock import Clock
from bot.model import Prompt
from bot.store import Store


class Talk:
    """Screens that wait for an answer, and taps; the same for all processes."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def ask(self, place: str, prompt: Prompt) -> None:
        """Remember `prompt` as what was asked last at `place`, a chat of the channel's."""
        await asyncio.to_thread(self._store.talk.ask, place, prompt, self._clock.now())

    async def asked(self, place: str) -> Prompt | None:
        """Return what was asked last at `place` within the hour and not answered yet."""
        return await asyncio.to_thread(self._store.talk.asked, place, self._clock.now())

    async def answered(self, place: str) -> None:
        """Forget what was asked at `place`."""
        await asyncio.to_thread(self._store.talk.answered, place)

    async def is_double(self, tap: str) -> bool:
        """Return whether the very same was tapped within three seconds, and remember it."""
        return await asyncio.to_thread(self._store.talk.is_double, tap, self._clock.now())
