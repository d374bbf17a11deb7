"""Answers that were just given, for those who ask the same. Used by `archive`.

When something breaks, a hundred people ask for the same name within a minute.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from time import monotonic

from bot.archive.answers import Answer

# News that another process stores is seen so much later.
KEPT_SECONDS = 10.0
MOST_ANSWERS = 300

Asked = tuple[object, ...]
LookUp = Callable[[], Awaitable[Answer]]


class RecentAnswers:
    """Keeps the last answers for a few seconds; belongs to one event loop.

    Who asks what somebody else is just being answered waits for that answer.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Asked, tuple[float, Answer]] = OrderedDict()
        self._coming: dict[Asked, asyncio.Future[Answer]] = {}
        self._turn = 0

    def forget(self) -> None:
        """Forget all: something was stored here. May be called from any thread."""
        self._turn += 1

    async def answer(self, asked: Asked, look_up: LookUp) -> Answer:
        """Return the answer to what was asked, looked up if it was not given a moment ago."""
        key = (*asked, self._turn)
        given_at, answer = self._kept.get(key, (0.0, None))
        if answer is not None and monotonic() - given_at < KEPT_SECONDS:
            return answer
        if key not in self._coming:
            self._coming[key] = asyncio.ensure_future(self._look_up(key, look_up))
        # One who goes away takes the answer from nobody.
        return await asyncio.shield(self._coming[key])

    async def _look_up(self, key: Asked, look_up: LookUp) -> Answer:
        try:
            answer = await look_up()
        finally:
            del self._coming[key]
        self._kept[key] = (monotonic(), answer)
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_ANSWERS:
            self._kept.popitem(last=False)
        return answer
