"""Writes the ledger for many deliveries at once: one transaction holds all that came up.

A sender has dozens of messages on the way; each must be written as `sending`
before it leaves and as `sent` after. Written one by one, the disk would be the
limit; here the next transaction takes whatever gathered during the last one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.errors import StoreError
from bot.model import Outcome

log = structlog.get_logger(__name__)

# A transaction costs the same for one line as for twenty: so long it waits for more.
GATHER_SECONDS = 0.04
ATTEMPTS = 5
PAUSE_SECONDS = 1.0


class Ledger(Protocol):
    """The part of the store's ledger that is written here."""

    def record(
        self,
        sender: str,
        leaving: Collection[int],
        outcomes: Sequence[Outcome],
        *,
        now: datetime,
        lease_seconds: float,
    ) -> frozenset[int]:
        """See `store.ledger.Ledger.record`."""
        ...


class Bookkeeper:
    """Gathers what one sender has to write. For one event loop."""

    def __init__(self, ledger: Ledger, sender: str, clock: Clock, lease_seconds: float) -> None:
        self._ledger = ledger
        self._sender = sender
        self._clock = clock
        self._lease_seconds = lease_seconds
        self._leaving: dict[int, asyncio.Future[bool]] = {}
        self._outcomes: list[Outcome] = []
        self._writing: asyncio.Task[None] | None = None

    async def leaving(self, delivery: int) -> bool:
        """Write that `delivery` is about to leave; return whether it may.

        False: our claim lapsed, and another sender may have taken it over.

        Raises:
            StoreError: it could not be written, so it must not leave.
        """
        written: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._leaving[delivery] = written
        self._write_soon()
        return await written

    def note(self, outcome: Outcome) -> None:
        """See to it that `outcome` is written; `all_written` waits for it."""
        self._outcomes.append(outcome)
        self._write_soon()

    async def all_written(self) -> None:
        """Return once everything noted so far stands in the ledger.

        Raises:
            StoreError: the database is away. What was sent stays `sending` there
                and is asked about once it is back.
        """
        while self._writing is not None and not self._writing.done():
            await asyncio.shield(self._writing)
        if self._writing is not None:
            self._writing.result()

    def _write_soon(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        while self._leaving or self._outcomes:
            await asyncio.sleep(GATHER_SECONDS)
            leaving, self._leaving = self._leaving, {}
            outcomes, self._outcomes = self._outcomes, []
            try:
                allowed = await self._record(list(leaving), outcomes)
            except StoreError as error:
                for future in leaving.values():
                    _set(future, error)
                raise
            for delivery, future in leaving.items():
                _set(future, delivery in allowed)

    async def _record(self, leaving: list[int], outcomes: list[Outcome]) -> frozenset[int]:
        """Write one transaction; a database that is away gets a few seconds to come back."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await asyncio.to_thread(
                    self._ledger.record,
                    self._sender,
                    leaving,
                    outcomes,
                    now=self._clock.now(),
                    lease_seconds=self._lease_seconds,
                )
            except StoreError as error:
                log.warning("ledger_not_written", attempt=attempt, error=str(error))
                if attempt == ATTEMPTS:
                    raise
                await asyncio.sleep(PAUSE_SECONDS)
        raise AssertionError("the last attempt returns or raises")


def _set(future: asyncio.Future[bool], result: bool | StoreError) -> None:
    """Answer who waits, unless they were cancelled."""
    if future.done():
        return
    if isinstance(result, StoreError):
        future.set_exception(result)
    else:
        future.set_result(result)
