"""How fast a bot may send, as Telegram is known to allow it."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.refusals import too_many

# So many are kept before old ones are dropped: a world may have a million chats.
MOST_WINDOWS = 50_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages allowed; None lifts a limit.

    `jitter_seconds` is taken off each window, because two messages that left a
    second apart may arrive a little closer.
    """

    per_second: int | None = 30
    per_second_paid: int | None = 1000
    chat_per_second: int | None = 1
    group_per_minute: int | None = 20
    jitter_seconds: float = 0.05


EXACT = Limits()
GENEROUS = Limits(per_second=None, chat_per_second=None, group_per_minute=None)


class Pace:
    """Counts what was accepted and refuses what comes too fast."""

    def __init__(self, limits: Limits, monotonic: Callable[[], float]) -> None:
        self.limits = limits
        self._monotonic = monotonic
        self._windows: dict[object, deque[float]] = {}
        self.refused = 0
        self.paid = 0

    def take(self, chat: int, *, is_group: bool, paid: bool = False) -> None:
        """Count one message to `chat`, of which `paid` ones follow the paid limit.

        Raises:
            RefusedError: too fast; nothing was counted.
        """
        limits, now = self.limits, self._monotonic()
        overall = limits.per_second_paid if paid else limits.per_second
        windows = [
            ("paid" if paid else "all", overall, 1.0),
            (chat, limits.chat_per_second, 1.0),
            (("minute", chat), limits.group_per_minute if is_group else None, 60.0),
        ]
        counted = [
            (self._window(key, most), most, seconds) for key, most, seconds in windows if most
        ]
        wait = max((self._wait(*window, now) for window in counted), default=0.0)
        if wait > 0:
            self.refused += 1
            raise too_many(math.ceil(wait))
        self.paid += paid
        for times, _, _ in counted:
            times.append(now)

    def _window(self, key: object, most: int) -> deque[float]:
        if len(self._windows) > MOST_WINDOWS:
            self._forget()
        found = self._windows.get(key)
        if found is None or found.maxlen != most:
            found = self._windows[key] = deque(maxlen=most)
        return found

    def _forget(self) -> None:
        """Drop the windows that no limit looks into any more."""
        edge = self._monotonic() - 60
        self._windows = {
            key: times for key, times in self._windows.items() if times and times[-1] > edge
        }

    def _wait(self, times: deque[float], most: int, seconds: float, now: float) -> float:
        """Return how many seconds are left until a window has room again."""
        if len(times) < most:
            return 0.0
        return times[0] + seconds - self.limits.jitter_seconds - now
