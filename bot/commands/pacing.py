"""Keeps one person from flooding a chat.

Used by `at` around every handler.
"""

from __future__ import annotations

from collections import OrderedDict
from time import monotonic_ns

from pyrate_limiter import BucketFactory, Duration, InMemoryBucket, Limiter, Rate, RateItem

# In private one only floods oneself; in a group everybody reads along.
PRIVATE_RATES = [Rate(30, Duration.SECOND * 10), Rate(90, Duration.MINUTE)]
CROWD_RATES = [Rate(6, Duration.SECOND * 10), Rate(20, Duration.MINUTE)]
# Persons remembered at once, each with a few dozen bytes.
MOST_PERSONS = 10_000


class _Persons(BucketFactory):
    """A bucket for each person in each chat, the least seen let go first."""

    def __init__(self, rates: list[Rate]) -> None:
        self._rates = rates
        self._buckets: OrderedDict[str, InMemoryBucket] = OrderedDict()

    def wrap_item(self, name: str, weight: int = 1) -> RateItem:
        return RateItem(name, monotonic_ns() // 1_000_000, weight)

    def get(self, item: RateItem) -> InMemoryBucket:
        bucket = self._buckets.pop(item.name, None) or InMemoryBucket(self._rates)
        bucket.leak(item.timestamp)
        self._buckets[item.name] = bucket
        if len(self._buckets) > MOST_PERSONS:
            self._buckets.popitem(last=False)
        return bucket


class Pacing:
    """Counts what each person asks in each chat."""

    def __init__(self) -> None:
        self._private = Limiter(_Persons(PRIVATE_RATES))
        self._crowds = Limiter(_Persons(CROWD_RATES))
        self._told = Limiter(_Persons([Rate(1, Duration.MINUTE)]))

    def allows(self, chat: int, person: int) -> bool:
        """Return whether `person` may be answered in `chat` now, and count it."""
        limiter = self._private if chat > 0 else self._crowds
        return bool(limiter.try_acquire(f"{chat}:{person}", blocking=False))

    def is_first_refusal(self, person: int) -> bool:
        """Return whether `person` was not told to slow down in the last minute."""
        return bool(self._told.try_acquire(str(person), blocking=False))
