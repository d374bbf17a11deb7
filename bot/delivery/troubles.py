"""What an error means for a delivery and for its chat: each has its own end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.delivery.rules import Rules
from bot.errors import (
    ChannelError,
    ChatGoneError,
    ChatMovedError,
    DeliveryUnclearError,
    MessageRefusedError,
    RateLimitedError,
    RightsMissingError,
    ThreadGoneError,
)
from bot.model import Chat, Delivery, DeliveryState, Outcome
from bot.store import Store

log = structlog.get_logger(__name__)

LONGEST_PAUSE_SECONDS = 300
# Pauses of 1, 2, 4 ... 300 seconds: so many are about the four hours of `Rules.catch_up`.
MOST_ATTEMPTS = 55

Paused = Callable[[Chat, str], Awaitable[None]]


async def tell_nobody(chat: Chat, reason: str) -> None:
    """Do nothing; `app` gives something that writes to the chat's admins."""


@dataclass(frozen=True, slots=True)
class Troubles:
    """Turns an error into the delivery's outcome, and does to the chat what it asks for.

    `paused` is told once when a chat is paused, and why (a short slug).
    """

    store: Store
    clock: Clock
    rules: Rules
    paused: Paused = tell_nobody

    async def outcome(self, delivery: Delivery, error: ChannelError) -> Outcome:
        """Return what becomes of `delivery` after `error`."""
        reason = await self._close_chat(delivery.chat, error)
        if reason is not None:
            return _end(delivery, DeliveryState.FAILED, reason)
        match error:
            case ChatMovedError():
                await asyncio.to_thread(
                    self.store.chats.move, delivery.chat.address, error.new_chat
                )
                log.info("chat_moved", chat=delivery.chat.id)
                return self.again(delivery, timedelta(), "chat_moved")
            case RateLimitedError():
                return self.again(delivery, timedelta(seconds=error.retry_after), "rate_limited")
            case DeliveryUnclearError():
                asked_at = self.clock.now() + self.rules.ask_after
                return Outcome(delivery.id, DeliveryState.UNCLEAR, asked_at, reason="no_answer")
            case MessageRefusedError():
                log.warning("message_refused", delivery=delivery.id, error=str(error))
                return _end(delivery, DeliveryState.FAILED, "refused")
        return self.retried(delivery, "not_reached")

    async def _close_chat(self, chat: Chat, error: ChannelError) -> str | None:
        """Stop a chat that cannot be written to; return why, None where it can."""
        match error:
            case ChatGoneError():
                await asyncio.to_thread(self.store.chats.gone, chat.id, error.reason)
                log.info("chat_gone", chat=chat.id, reason=error.reason)
                return error.reason
            case ThreadGoneError():
                return await self.pause(chat, "topic_gone")
            case RightsMissingError():
                return await self.pause(chat, "rights_missing")
        return None

    async def pause(self, chat: Chat, reason: str) -> str:
        """Stop sending to `chat` until somebody starts again, and tell once; return `reason`."""
        if await asyncio.to_thread(self.store.chats.pause, chat.id, reason):
            log.warning("chat_paused", chat=chat.id, reason=reason)
            await self.paused(chat, reason)
        return reason

    def again(self, delivery: Delivery, wait: timedelta, reason: str) -> Outcome:
        """Return that `delivery` is due again after `wait`."""
        return Outcome(delivery.id, DeliveryState.DUE, self.clock.now() + wait, reason=reason)

    def retried(self, delivery: Delivery, reason: str) -> Outcome:
        """Return that `delivery` is due again after a growing pause, or failed in the end."""
        if delivery.attempts >= MOST_ATTEMPTS:
            return _end(delivery, DeliveryState.FAILED, reason)
        seconds = min(2 ** min(delivery.attempts, 16), LONGEST_PAUSE_SECONDS)
        return self.again(delivery, timedelta(seconds=seconds), reason)


def skipped(delivery: Delivery, reason: str) -> Outcome:
    """Return that `delivery` is not to be sent at all."""
    return _end(delivery, DeliveryState.SKIPPED, reason)


def _end(delivery: Delivery, state: DeliveryState, reason: str) -> Outcome:
    return Outcome(delivery.id, state, reason=reason)
