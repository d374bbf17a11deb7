"""pyrate-limiter's buckets as `pace.py` needs them: one for the bot, one per chat.

A bucket says in one step whether there is room and, if not, for how long there
is none. The clock is the caller's.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from math import ceil, floor
from typing import Protocol

from pyrate_limiter import InMemoryBucket, Rate, RateItem

# Departures are counted here, arrivals there. A window longer by 1% keeps 10 ms
# of jitter on the way from making one message too many in Telegram's second.
HEADROOM = 1.01
PURGE_EVERY = 256


class Overall(Protocol):
    """The limit of the whole bot, and what its other processes know of chats."""

    async def take(self, now_ms: int) -> int:
        """Count one message; return 0, or after how many ms there may be room for it."""
        ...

    def stop(self, seconds: float) -> None:
        """Let every process of this bot wait, because Telegram asked to."""
        ...

    def stop_chat(self, chat: str, seconds: float) -> None:
        """Let every process of this bot leave one chat alone, because Telegram asked to."""
        ...

    def heard(self) -> Mapping[str, int]:
        """Return for how many ms which chats are to be left alone, as far as that is news."""
        ...

    async def take_crowd(self, chat: str) -> int:
        """Count one message to a group or channel for all processes; return as `take` does."""
        ...

    def wrote(self, chat: str) -> None:
        """Let every process of this bot know that a private chat has its message of this second."""
        ...


class OwnBucket:
    """The limit of a bot that runs in this process alone."""

    def __init__(self, rates: list[Rate]) -> None:
        self._bucket = InMemoryBucket(rates)
        self._taken = 0

    async def take(self, now_ms: int) -> int:
        """Count one message; return 0, or after how many ms there is room for it."""
        self._taken += 1
        if self._taken % PURGE_EVERY == 0:
            self._bucket.leak(now_ms)
        return put(self._bucket, "bot", now_ms)

    def stop(self, seconds: float) -> None:
        """Do nothing: no other process needs to know."""

    def stop_chat(self, chat: str, seconds: float) -> None:
        """Do nothing: no other process needs to know."""

    def heard(self) -> Mapping[str, int]:
        """Return nothing: there is nobody to hear from."""
        return {}

    async def take_crowd(self, chat: str) -> int:
        """Return 0: nobody else writes to the chat."""
        return 0

    def wrote(self, chat: str) -> None:
        """Do nothing: no other process needs to know."""


class ChatBuckets:
    """One bucket per chat that was written to lately, oldest use first."""

    def __init__(self, rates: list[Rate]) -> None:
        self._rates = rates
        self._longest_ms = max(rate.interval for rate in rates)
        self._buckets: OrderedDict[str, tuple[InMemoryBucket, int]] = OrderedDict()

    def take(self, chat: str, now: int) -> int:
        """Count one message to `chat`; return 0, or after how many ms there is room for it."""
        bucket, _ = self._buckets.get(chat) or (InMemoryBucket(self._rates), now)
        self._buckets[chat] = (bucket, now)
        self._buckets.move_to_end(chat)
        return put(bucket, chat, now)

    def purge(self, now: int) -> None:
        """Drop the buckets of chats whose windows have all passed."""
        while self._buckets:
            chat, (_, used) = next(iter(self._buckets.items()))
            if now - used <= self._longest_ms:
                return
            del self._buckets[chat]


def put(bucket: InMemoryBucket, name: str, now: int) -> int:
    """Count one message in `bucket`; return 0, or after how many ms it has room."""
    item = RateItem(name, now)
    if bucket.put(item):
        return 0
    wait_ms = bucket.waiting(item)
    # Only buckets kept elsewhere answer later, with an awaitable.
    return max(wait_ms, 1) if isinstance(wait_ms, int) else 1


def rate(amount: float, seconds: float) -> Rate:
    """Return `amount` per `seconds` as a whole number in a window with headroom."""
    limit = max(1, floor(amount))
    return Rate(limit, ceil(limit / amount * seconds * 1000 * HEADROOM))


def smooth_rates(per_second: float) -> list[Rate]:
    """Return the overall rate, and a short one above it that keeps a second from bursting."""
    second = rate(per_second, 1.0)
    burst = Rate(ceil(second.limit / 5), second.interval * 3 // 20)
    return [burst, second] if 1 < burst.limit < second.limit else [second]
