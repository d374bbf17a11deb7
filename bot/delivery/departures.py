"""How many lines are written as leaving while they wait for their turn.

Too few, and the ledger holds up turns; too many, and a kill leaves lines that
never left and must be asked about. Used by `sender`, which adapts it to how
long lines waited for their turn in its last batch.
"""

from __future__ import annotations

import asyncio
from time import monotonic

FEWEST, FIRST, MOST = 4, 16, 256
# A line that waits longer was written too early; one that waits less, nearly too late.
LONG_SECONDS, SHORT_SECONDS = 0.1, 0.03


class Departures:
    """The places for lines about to leave. For one event loop."""

    def __init__(self) -> None:
        self.places = FIRST
        self._free = asyncio.Semaphore(self.places)
        self._waited_seconds = 0.0
        self._left = 0

    async def enter(self) -> None:
        """Wait for a place."""
        await self._free.acquire()

    def leave(self, waited_seconds: float | None) -> None:
        """Give the place back; say how long the turn was waited for, if it came."""
        self._free.release()
        if waited_seconds is not None:
            self._waited_seconds += waited_seconds
            self._left += 1

    def adapt(self) -> None:
        """Set the number of places by the waits since the last time; nobody may be inside."""
        if self._left == 0:
            return
        mean = self._waited_seconds / self._left
        if mean > LONG_SECONDS:
            self.places = max(FEWEST, self.places // 2)
        elif mean < SHORT_SECONDS:
            self.places = min(MOST, self.places * 2)
        self._free = asyncio.Semaphore(self.places)
        self._waited_seconds, self._left = 0.0, 0


class Departure:
    """One line's way through: `enter`, written, `left` when its turn came, `close` at the end."""

    def __init__(self, departures: Departures) -> None:
        self._departures = departures
        self._inside = False
        self._written_at = 0.0

    async def enter(self) -> None:
        """Take a place."""
        await self._departures.enter()
        self._inside = True

    def written(self) -> None:
        """Say that the line stands in the ledger as leaving."""
        self._written_at = monotonic()

    def left(self) -> None:
        """Say that its turn has come."""
        self._leave(monotonic() - self._written_at)

    def close(self) -> None:
        """Give the place back if the turn never came."""
        self._leave(None)

    def _leave(self, waited_seconds: float | None) -> None:
        if self._inside:
            self._inside = False
            self._departures.leave(waited_seconds)
