"""Door: the clock. It knocks; the store knows what is due.

Called by `app`. A tick that is missed or comes twice costs nothing: the jobs
ask what is due and undone, so none of them has to be remembered.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import TenBriefError
from bot.newsroom import Newsroom

log = structlog.get_logger(__name__)

GATHER_SECONDS = 60
PUBLISH_SECONDS = 15


Tell = Callable[[str], Awaitable[None]]
"""Says one sentence to the operators."""


def build_schedule(newsroom: Newsroom, tell: Tell) -> AsyncIOScheduler:
    """Return the scheduler, not started, that knocks at the newsroom's door.

    What an operator should know of is handed to `tell`.
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

    _every(scheduler, GATHER_SECONDS, gather)
    _every(scheduler, PUBLISH_SECONDS, publish)
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
