"""Corrections -> delivered copies: each is edited in place, at the pace of sending.

`app` runs one beside each sender. The store knows which copies are stale, so a
kill in between costs nothing: what was not edited is edited later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import structlog

from bot.channels import Channel
from bot.clock import Clock
from bot.delivery.rules import Rules
from bot.delivery.texts import Overlay, Parts, Texts, no_overlay
from bot.errors import (
    DeliveryUnclearError,
    NotDeliveredError,
    RateLimitedError,
    TenBriefError,
)
from bot.model import Delivery
from bot.store import Store

log = structlog.get_logger(__name__)

# Corrections are rare; looking for them costs one query on an index that is empty.
LOOK_SECONDS = 5.0
BATCH = 200
AT_ONCE = 16


class Corrector:
    """Edits stale copies through `channels`, as `parts` and `overlay` render them now.

    A part that the corrected brief does not have any more is taken back; one
    that it has more was planned with the correction, and a sender sends it.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        parts: Parts,
        clock: Clock,
        *,
        name: str,
        rules: Rules | None = None,
        overlay: Overlay = no_overlay,
    ) -> None:
        self._store = store
        self._channels = channels
        self._clock = clock
        self._name = name
        self._lease_seconds = (rules or Rules()).lease_seconds
        self._texts = Texts(store, parts, overlay)

    async def run(self, stop: asyncio.Event) -> None:
        """Correct what is stale until `stop` is set."""
        stopping = asyncio.create_task(stop.wait())
        while not stop.is_set():
            try:
                corrected = await self.correct_stale()
            except TenBriefError as error:
                log.error("correction_interrupted", error=str(error))
                corrected = 0
            if not corrected:
                await asyncio.wait([stopping], timeout=LOOK_SECONDS)
        stopping.cancel()

    async def correct_stale(self) -> int:
        """Edit one batch of stale copies; return how many were dealt with.

        Raises:
            StoreError: the database is away.
        """
        self._texts.forget()
        corrections = self._store.corrections
        lines = await asyncio.to_thread(
            corrections.claim, self._name, self._clock.now(), BATCH, self._lease_seconds
        )
        free = asyncio.Semaphore(AT_ONCE)

        async def one(line: Delivery) -> bool:
            async with free:
                return await self._correct(line)

        ends = await asyncio.gather(*map(one, lines))
        dealt_with = [line.id for line, end in zip(lines, ends, strict=True) if end]
        later = [line.id for line, end in zip(lines, ends, strict=True) if not end]
        await asyncio.to_thread(corrections.done, dealt_with)
        await asyncio.to_thread(corrections.give_back, later)
        if lines:
            log.info("copies_corrected", done=len(dealt_with), later=len(later))
        return len(dealt_with)

    async def _correct(self, line: Delivery) -> bool:
        """Edit one copy; return False where another try may succeed."""
        channel = self._channels.get(line.chat.address.channel)
        try:
            message = await self._texts.message(line)
            if channel is None or not line.message_ids:
                return True
            if message is None:
                await channel.remove(line.chat.address, line.message_ids[-1])
                await asyncio.to_thread(self._store.corrections.taken_back, line.id)
                return True
            await channel.edit(line.chat.address, line.message_ids[-1], message)
        except (RateLimitedError, NotDeliveredError, DeliveryUnclearError):
            return False
        except TenBriefError as error:
            # Blocked, deleted, too old: this copy stays as it is.
            log.info("copy_uncorrected", line=line.id, error=type(error).__name__)
        return True
