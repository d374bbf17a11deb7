"""Sends notices: what one chat is told outside its brief, each at most once.

The ledger may ask Telegram whether an unclear part arrived; an alert that may
have arrived is let go instead, since a second one is worse than none. `app`
hands a courier to the clock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import structlog

from bot.channels import Channel
from bot.clock import Clock
from bot.errors import (
    ChannelError,
    ChatGoneError,
    ChatMovedError,
    NotDeliveredError,
    RateLimitedError,
)
from bot.model import Chat, Notice
from bot.store import Store

log = structlog.get_logger(__name__)

AT_ONCE = 16


class Courier:
    """Carries notices through `channels`; any number of couriers may share a database."""

    def __init__(self, store: Store, channels: Mapping[str, Channel], clock: Clock) -> None:
        self._store = store
        self._channels = channels
        self._clock = clock

    async def carry(self, notices: Sequence[Notice]) -> int:
        """Send those of `notices` that nobody sent yet; return how many arrived.

        Raises:
            StoreError: the database is away.
        """
        free = asyncio.Semaphore(AT_ONCE)

        async def carry_one(notice: Notice) -> bool:
            async with free:
                return await self._carry(notice)

        return sum(await asyncio.gather(*map(carry_one, notices)))

    async def _carry(self, notice: Notice) -> bool:
        chat = notice.chat
        channel = self._channels.get(chat.address.channel)
        claim = self._store.notices.claim
        if channel is None or not await asyncio.to_thread(
            claim, chat.id, notice.key, self._clock.now()
        ):
            return False
        try:
            await channel.send(chat.address, notice.message)
        except ChannelError as error:
            await self._failed(notice, error)
            return False
        return True

    async def _failed(self, notice: Notice, error: ChannelError) -> None:
        """Let what certainly did not arrive be sent at the next knock; else let it go."""
        chat = notice.chat
        log.info("notice_failed", chat=chat.id, notice=notice.key, error=type(error).__name__)
        match error:
            case ChatGoneError():
                await asyncio.to_thread(self._store.chats.gone, chat.id, error.reason)
            case ChatMovedError():
                await asyncio.to_thread(self._store.chats.move, chat.address, error.new_chat)
                await self._again(chat, notice.key)
            case NotDeliveredError() | RateLimitedError():
                await self._again(chat, notice.key)

    async def _again(self, chat: Chat, key: str) -> None:
        await asyncio.to_thread(self._store.notices.give_back, chat.id, key)
