"""When a source is visited next: often enough, less often while it fails.

Called by newsroom after each visit.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.errors import FetchError, SourceError
from bot.model import FetchState
from bot.sources.fetch import Fetched

INTERVAL = timedelta(minutes=20)
LONGEST_PAUSE = timedelta(hours=24)
# A source that is gone for good is not asked again for as long as a person may need to see it.
GONE_PAUSE = timedelta(days=365)


def after_success(
    state: FetchState, fetched: Fetched, now: datetime, *, interval: timedelta = INTERVAL
) -> FetchState:
    """Return what to remember of a visit that `fetched` something; the next is `interval` away."""
    return replace(
        state,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        checked_at=now,
        next_at=now + interval,
        failures=0,
        error=None,
    )


def after_failure(
    state: FetchState, error: SourceError, now: datetime, *, interval: timedelta = INTERVAL
) -> FetchState:
    """Return what to remember of a visit that failed with `error`.

    The pause doubles with each failure up to a day; `Retry-After` is obeyed
    where it asks for more. After 410 Gone it is a year.
    """
    failures = state.failures + 1
    pause = min(interval * 2 ** min(failures, 16), LONGEST_PAUSE)
    if isinstance(error, FetchError):
        pause = max(pause, timedelta(seconds=error.retry_after_seconds or 0))
        pause = GONE_PAUSE if error.gone else pause
    return replace(state, checked_at=now, next_at=now + pause, failures=failures, error=str(error))


def is_gone(state: FetchState) -> bool:
    """Return whether the last visit found that the source is gone for good."""
    if state.next_at is None or state.checked_at is None:
        return False
    return state.failures > 0 and state.next_at - state.checked_at >= GONE_PAUSE
