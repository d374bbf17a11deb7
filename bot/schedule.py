"""Door: the clock. It knocks; the store knows what is due.

Called by `app`. A tick that is missed or comes twice costs nothing: the jobs
ask what is due and undone, so none of them has to be remembered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import TenBriefError
from bot.model import Notice
from bot.newsroom import Newsroom

log = structlog.get_logger(__name__)

GATHER_SECONDS = 60
PUBLISH_SECONDS = 15
NOTICE_SECONDS = 60
ALARM_SECONDS = 120


Tell = Callable[[str], Awaitable[None]]
"""Says one sentence to the operators."""

Carry = Callable[[Sequence[Notice]], Awaitable[int]]
"""Sends notices, each once."""


def build_schedule(newsroom: Newsroom, tell: Tell, carry: Carry) -> AsyncIOScheduler:
    """Return the scheduler, not started, that knocks at the newsroom's door.

    What an operator should know of is handed to `tell`, what single chats are
    told beyond their brief to `carry`.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        # By default APScheduler drops a job that is a second late. A late knock
        # is as good as a timely one, and several missed ones are one.
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )

    async def gather() -> None:
        await newsroom.gather(due_only=True)

    async def publish() -> None:
        for trouble in await newsroom.publish_due():
            await tell(trouble)

    async def notify() -> None:
        await carry(await asyncio.to_thread(newsroom.notices.due))

    async def alarm() -> None:
        for sentence in await asyncio.to_thread(newsroom.alarms.due):
            await tell(sentence)

    _every(scheduler, GATHER_SECONDS, gather)
    _every(scheduler, PUBLISH_SECONDS, publish)
    _every(scheduler, NOTICE_SECONDS, notify)
    _every(scheduler, ALARM_SECONDS, alarm)
    return scheduler


def _every(scheduler: AsyncIOScheduler, seconds: int, knock: Callable[[], Awaitable[Any]]) -> None:
    """Call `knock` now and every so many seconds; an error of ours is logged, not raised."""

    async def job() -> None:
        try:
            await knock()
        except TenBriefError as error:
            log.warning("tick_failed", job=knock.__name__, error=str(error))

    scheduler.add_job(
        job, "interval", seconds=seconds, id=knock.__name__, next_run_time=datetime.now(UTC)
    )
