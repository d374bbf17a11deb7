"""The sender: takes due lines from the ledger and sends them, each exactly once.

`app` runs one per process; any number may share a database. What the ledger
says is the truth, so a sender may be killed at any moment.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from time import monotonic
from typing import Any
from uuid import uuid4

import structlog

from bot.channels import Channel
from bot.clock import Clock
from bot.delivery.bookkeeper import Bookkeeper
from bot.delivery.departures import Departure, Departures
from bot.delivery.hours import end_of_quiet, is_too_late
from bot.delivery.rules import Rules
from bot.delivery.settle import Settler
from bot.delivery.texts import Overlay, Parts, Texts, no_overlay
from bot.delivery.troubles import Paused, Troubles, skipped, tell_nobody
from bot.errors import ChannelError, StoreError, TenBriefError, ThreadGoneError
from bot.model import ChatState, Delivery, DeliveryState, Message, Outcome
from bot.store import Store

log = structlog.get_logger(__name__)

FIRST_BATCH = 50
BATCH_SECONDS = 10.0


class _NotLeavingError(Exception):
    """The line must not leave after all: the claim lapsed, or we are stopping."""


class Sender:
    """Sends what is due, through `channels`, as `parts` and `overlay` render it.

    `name` tells senders apart in the ledger; `paused` is told when a chat had to
    be paused.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        parts: Parts,
        clock: Clock,
        *,
        name: str | None = None,
        rules: Rules | None = None,
        paused: Paused = tell_nobody,
        overlay: Overlay = no_overlay,
    ) -> None:
        self.name = name or f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:6]}"
        self._store = store
        self._channels = channels
        self._clock = clock
        self._rules = rules or Rules()
        self._texts = Texts(store, parts, overlay)
        self._book = Bookkeeper(store.ledger, self.name, clock, self._rules.lease_seconds)
        self._troubles = Troubles(store, clock, self._rules, paused)
        self._settler = Settler(
            store, channels, self._texts, self._book, self._troubles, name=self.name
        )
        self._batch = min(FIRST_BATCH, self._rules.batch)
        self._departures = Departures()
        self._stopping = False
        self._woken = asyncio.Event()
        self._not_left: set[asyncio.Task[Any] | None] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send what is due until `stop` is set; then finish what is on its way.

        A database that is away is waited for.
        """
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _: self.stop())
        log.info("sender_started", sender=self.name)
        try:
            while not stop.is_set():
                if not await self._pass():
                    await self._rest(stopping)
        finally:
            stopping.cancel()
            log.info("sender_stopped", sender=self.name)

    def wake(self) -> None:
        """Look for due lines now: somebody knows that there are some."""
        self._woken.set()

    async def _rest(self, stopping: asyncio.Task[Any]) -> None:
        """Return when it is time to look again, somebody woke us, or we are stopping."""
        woken = asyncio.create_task(self._woken.wait())
        await asyncio.wait(
            [stopping, woken],
            timeout=self._rules.poll_seconds,
            return_when=asyncio.FIRST_COMPLETED,
        )
        woken.cancel()
        self._woken.clear()

    async def _pass(self) -> int:
        try:
            return await self.deliver_due()
        except TenBriefError as error:
            log.error("delivery_interrupted", sender=self.name, error=str(error))
            return 0

    def stop(self) -> None:
        """Let nothing more leave; what is on its way is finished and written."""
        self._stopping = True
        for task in self._not_left:
            if task is not None:
                task.cancel()

    async def deliver_due(self) -> int:
        """Send one batch of what is due and ask about what is unclear.

        Returns how many deliveries were dealt with; 0 means nothing is due now.

        Raises:
            StoreError: the database is away.
        """
        self._texts.forget()
        now = self._clock.now()
        await asyncio.to_thread(self._store.ledger.expired, now)
        lines = await asyncio.to_thread(
            self._store.ledger.claim, self.name, now, self._batch, self._rules.lease_seconds
        )
        try:
            await self._send_all(lines)
            settled = 0 if self._stopping else await self._settler.settle()
        finally:
            await self._book.all_written()
            if self._stopping:
                await asyncio.to_thread(self._store.ledger.release, self.name)
        return len(lines) + settled

    async def _send_all(self, lines: Sequence[Delivery]) -> None:
        """Send `lines` with as many on the way at once as the rules allow."""
        started = monotonic()
        waiting = iter(lines)
        workers = [
            asyncio.create_task(self._work(waiting))
            for _ in range(min(self._rules.in_flight, len(lines)))
        ]
        ends = await asyncio.gather(*workers, return_exceptions=True)
        for end in ends:
            if isinstance(end, Exception):
                raise end
        if lines:
            self._fit_pace(len(lines) / max(monotonic() - started, 0.001))

    def _fit_pace(self, per_second: float) -> None:
        """Claim next time what we can send in `BATCH_SECONDS`, far within the lease."""
        fitting = int(per_second * BATCH_SECONDS)
        self._batch = max(1, min(self._rules.batch, fitting, self._batch * 4))
        self._departures.adapt()

    async def _work(self, lines: Iterator[Delivery]) -> None:
        for line in lines:
            if self._stopping:
                return
            try:
                await self._deliver(line)
            except StoreError:
                raise
            except Exception:
                # A mistake of ours with one line must not stop the others. If it had
                # left it is asked about, if not it is due again when the lease lapses.
                log.exception("delivery_broke", delivery=line.id)

    async def _deliver(self, line: Delivery) -> None:
        reason = self._why_not(line)
        if reason is not None:
            self._book.note(skipped(line, reason))
            return
        try:
            later = await self._put_off(line)
            message = None if later else await self._texts.message(line)
        except TenBriefError as error:
            log.error("brief_not_rendered", brief=line.brief, error=str(error))
            self._book.note(self._troubles.again(line, timedelta(minutes=1), "not_rendered"))
            return
        if message is None:
            self._book.note(later or skipped(line, "no_such_part"))
            return
        outcome = await self._send(line, message)
        if outcome is not None:
            self._book.note(outcome)

    def _why_not(self, line: Delivery) -> str | None:
        """Return why `line` must not be sent (any more), if that is so."""
        if line.chat.state is not ChatState.ACTIVE:
            return f"chat_{line.chat.state}"
        if is_too_late(line, self._clock.now(), self._rules.catch_up):
            return "too_late"
        if line.chat.address.channel not in self._channels:
            return "no_such_channel"
        return None

    async def _put_off(self, line: Delivery) -> Outcome | None:
        """Return what becomes of a line that must not leave in its chat's quiet hours.

        Raises:
            TenBriefError: the edition of the brief is not known any more.
        """
        if line.chat.quiet is None:
            return None
        until = end_of_quiet(line, self._clock.now(), await self._texts.zone(line))
        if until is None:
            return None
        if is_too_late(line, until, self._rules.catch_up):
            return skipped(line, "too_late")
        return Outcome(line.id, DeliveryState.DUE, until, reason="quiet_hours")

    async def _send(self, line: Delivery, message: Message) -> Outcome | None:
        """Send one line; None where it did not leave because it must not."""
        if self._stopping:
            return None
        departure = Departure(self._departures)
        task = asyncio.current_task()

        async def leaving() -> None:
            await departure.enter()
            # From here on it may stand as leaving: cancelled, it would have to be
            # asked about although it never left.
            self._not_left.discard(task)
            if self._stopping or not await self._book.leaving(line.id):
                raise _NotLeavingError
            departure.written()

        self._not_left.add(task)
        channel = self._channels[line.chat.address.channel]
        try:
            sent = await channel.send(
                line.chat.address, message, leaving=leaving, left=departure.left
            )
        except _NotLeavingError:
            return None
        except ThreadGoneError as error:
            return await self._in_main_thread(line, message, error)
        except ChannelError as error:
            return await self._troubles.outcome(line, error)
        finally:
            self._not_left.discard(task)
            departure.close()
        return self._sent(line, sent.message_ids)

    def _sent(self, line: Delivery, message_ids: tuple[int, ...]) -> Outcome:
        return Outcome(line.id, DeliveryState.SENT, self._clock.now(), message_ids)

    async def _in_main_thread(
        self, line: Delivery, message: Message, error: ThreadGoneError
    ) -> Outcome:
        """Send to the group's main thread instead, unless that has the brief anyway."""
        paused = await self._troubles.outcome(line, error)
        address = replace(line.chat.address, thread=None)
        main = await asyncio.to_thread(self._store.chats.find, address)
        if line.chat.address.thread is None or (main and main.state is ChatState.ACTIVE):
            return paused
        try:
            sent = await self._channels[address.channel].send(address, message)
        except ChannelError as second:
            return await self._troubles.outcome(line, second)
        return self._sent(line, sent.message_ids)
