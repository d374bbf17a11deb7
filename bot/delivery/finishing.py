"""Stays until nothing of a brief is unclear any more, for who publishes and then leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.delivery.sender import Sender
from bot.store import Store

LOOK_SECONDS = 1.0
# What was slow has arrived by then, or its questions have been asked a few times.
PATIENCE_SECONDS = 60


async def settle_brief(
    store: Store,
    sender: Sender,
    brief_id: int,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> None:
    """Let `sender` ask about what is unclear of a brief, for up to a minute.

    Raises:
        StoreError: the database is away.
    """
    for _ in range(int(PATIENCE_SECONDS / LOOK_SECONDS)):
        if not await asyncio.to_thread(store.ledger.unclear, brief_id):
            return
        await sleep(LOOK_SECONDS)
        while await sender.deliver_due():
            pass
