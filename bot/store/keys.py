"""Item keys: 62-bit integers that grow with the time of publication.

    key = seconds since 1970 | 6 bits: place in its brief | 18 bits: spread

The key is the item's row number in both databases. Ordering by it is ordering
by time to the second, so that the newest items of a topic or of a word are the
end of an index and never have to be sorted.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

_PLACE_BITS = 6
_SPREAD_BITS = 18
_LOW_BITS = _PLACE_BITS + _SPREAD_BITS
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def first_key(item_id: str, published: datetime, position: int | None) -> int:
    """Return the key an item should have if it is free.

    Of items published in one second, the first of a brief counts as the newest.
    """
    last_place = (1 << _PLACE_BITS) - 1
    place = 0 if position is None else max(last_place - position, 0)
    digest = hashlib.sha256(item_id.encode()).digest()
    spread = int.from_bytes(digest[:4]) >> (32 - _SPREAD_BITS)
    return _seconds(published) << _LOW_BITS | place << _SPREAD_BITS | spread


def lowest_key(since: datetime) -> int:
    """Return the lowest key of an item published at or after `since`, to the second."""
    return _seconds(since) << _LOW_BITS


def highest_key(until: datetime) -> int:
    """Return the highest key of an item published at or before `until`, to the second."""
    return (_seconds(until) + 1 << _LOW_BITS) - 1


def _seconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _SECOND


_SECOND = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC) - _EPOCH
