"""Answers to people, under the same governor as the briefs and before them.

`app` hands a `PacedBot` to python-telegram-bot's `ApplicationBuilder` as its
rate limiter. (Its own `AIORateLimiter` halts everything on one 429.)
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.channels.pace import Pace
from bot.channels.telegram_errors import wait_seconds

# Telegram counts what appears or changes in a chat, not what is asked of it.
COUNTED = ("send", "copy", "forward", "edit")
ATTEMPTS = 3
# A person who waits longer than this has gone; the error is told instead.
PATIENCE_SECONDS = 60


class PacedBot(BaseRateLimiter[None]):
    """Lets each request of the bot wait for its turn, as an urgent one."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def initialize(self) -> None:
        """Do nothing: the governor is ready as it is."""

    async def shutdown(self) -> None:
        """Do nothing: who waits in the governor is stopped by who started it."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        """Call `callback` when its turn has come, and again after each short 429.

        Raises:
            telegram.error.RetryAfter: Telegram asks to wait too long or too often.
        """
        chat = str(data.get("chat_id", ""))
        counted = bool(chat) and endpoint.startswith(COUNTED) and endpoint != "sendChatAction"
        for attempt in range(1, ATTEMPTS + 1):
            if counted:
                await self._pace.turn(chat, crowd=chat.startswith(("-", "@")), urgent=True)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                seconds = wait_seconds(error)
                if counted:
                    self._pace.limited(chat, seconds)
                if not counted or attempt == ATTEMPTS or seconds > PATIENCE_SECONDS:
                    raise
        raise AssertionError("the last attempt returns or raises")
