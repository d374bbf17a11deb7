"""What a server means by its `Retry-After` header. Called by `fetch`."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST_SECONDS = 7 * 24 * 3600.0


def seconds_to_wait(value: str | None, now: datetime) -> float | None:
    """Return how many seconds `value` (seconds, or an HTTP date) asks to wait from `now`.

    Between 0 and a week, None when there is no value or it says nothing
    (RFC 9110, section 10.2.3).
    """
    if not value:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return min(float(value), _LONGEST_SECONDS)
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if date.tzinfo is None:  # "-0000" says: UTC, without saying where
        date = date.replace(tzinfo=UTC)
    return min(max((date - now).total_seconds(), 0.0), _LONGEST_SECONDS)
