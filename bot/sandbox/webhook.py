"""Pushes updates to the address the bot named, as Telegram does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import structlog

from bot.sandbox.updates import Updates

log = structlog.get_logger(__name__)

# The pause after a refused update doubles up to a minute.
LONGEST_PAUSE_SECONDS = 60.0


@dataclass(slots=True)
class Webhook:
    """Where to, with which secret; empty `url` means long polling."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    first_pause_seconds: float = 1.0
    last_error: str | None = None
    last_error_date: int = 0
    _task: asyncio.Task[None] | None = None

    def set(self, url: str, secret: str, updates: Updates, now: Callable[[], int]) -> None:
        """Push to `url` from now on; an empty one stops it."""
        self.stop()
        self.url, self.secret, self.last_error = url, secret, None
        if url:
            self._task = asyncio.get_running_loop().create_task(self._push_all(updates, now))

    def stop(self) -> None:
        """Stop pushing."""
        if self._task:
            self._task.cancel()
            self._task = None

    async def _push_all(self, updates: Updates, now: Callable[[], int]) -> None:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        pause = self.first_pause_seconds
        async with httpx.AsyncClient(headers=headers, timeout=20, trust_env=False) as client:
            while True:
                await updates.wait()
                update = updates.peek(1)[0]
                error = await self._push(client, update.fragment)
                if error is None:
                    updates.confirm(update.id + 1)
                    pause = self.first_pause_seconds
                    continue
                self.last_error, self.last_error_date = error, now()
                log.info("webhook_failed", error=error, pause_seconds=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _push(self, client: httpx.AsyncClient, fragment: str) -> str | None:
        """Send one update; return what went wrong, None for nothing."""
        try:
            answer = await client.post(self.url, content=fragment.encode())
        except httpx.HTTPError as error:
            return str(error) or type(error).__name__
        if answer.is_success:
            return None
        return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
