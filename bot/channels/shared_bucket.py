"""The whole bot's limit, shared by all its processes through PostgreSQL.

`app` hands it to `Pace` where senders run in several processes. The counting is
pyrate-limiter's `PostgresBucket`, in a table of its own; room is taken for a
tenth of a second at a time, so that the database is asked ten times a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from time import monotonic
from typing import Any

import structlog
from pyrate_limiter import PostgresBucket, RateItem

from bot.channels.buckets import PURGE_EVERY, smooth_rates
from bot.channels.shared_chats import SharedChats
from bot.errors import MissingExtraError

log = structlog.get_logger(__name__)

CHUNKS_PER_SECOND = 10
# Room that was taken and not used in time is lost: kept, it would let a later
# second have too many.
KEPT_SECONDS = 0.25
# Another process is counting at this very moment.
BUSY_MS = 5
# How long chats that were written to gather before the other processes are told; these
# hear of it when they next take room, a tenth of a second later.
GATHER_SECONDS = 0.05
# The database is away: nobody may send without being counted.
AWAY_MS = 1000


class SharedBucket:
    """Room for messages, counted together with every other process."""

    def __init__(self, bucket: PostgresBucket, chats: SharedChats, chunk: int) -> None:
        self._bucket = bucket
        self._chats = chats
        self._heard: Mapping[str, int] = {}
        self._chunk = chunk
        self._room = 0
        self._kept_until = 0.0
        self._taken = 0
        self._stopping: set[asyncio.Task[None]] = set()
        self._written: set[str] = set()

    async def take(self, now_ms: int) -> int:
        """Count one message; return 0, or after how many ms there may be room for it."""
        if self._room == 0 or monotonic() > self._kept_until:
            self._room = 0
            wait_ms = await asyncio.to_thread(self._reserve)
            if wait_ms > 0:
                return wait_ms
            self._room = self._chunk
            self._kept_until = monotonic() + KEPT_SECONDS
        self._room -= 1
        return 0

    def stop(self, seconds: float) -> None:
        """Let every process of this bot wait for `seconds`."""
        self._tell(partial(self._fill, seconds))

    def stop_chat(self, chat: str, seconds: float) -> None:
        """Let every process of this bot leave `chat` alone for `seconds`."""
        self._tell(partial(self._stop_chat, chat, seconds))

    def heard(self) -> Mapping[str, int]:
        """Return for how many ms which chats are to be left alone, each time it was asked anew."""
        heard, self._heard = self._heard, {}
        return heard

    async def take_crowd(self, chat: str) -> int:
        """Count one message to a group or channel; return 0, or after how many ms it has room."""
        return await asyncio.to_thread(self._take_crowd, chat)

    def wrote(self, chat: str) -> None:
        """Let every process of this bot leave a private chat alone for its second."""
        self._written.add(chat)
        if len(self._written) == 1:
            self._see_to(self._tell_written())

    async def _tell_written(self) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        written, self._written = self._written, set()
        await asyncio.to_thread(self._pause_chats, written)

    def _tell(self, what: Callable[[], None]) -> None:
        self._see_to(asyncio.to_thread(what))

    def _see_to(self, telling: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(telling)
        self._stopping.add(task)
        task.add_done_callback(self._stopping.discard)

    async def told(self) -> None:
        """Return once everything so far is known to the others."""
        await asyncio.gather(*self._stopping)

    def _reserve(self) -> int:
        """Take room for a chunk of messages; return 0, or how many ms to wait."""
        try:
            item = RateItem("bot", self._now_ms(), weight=self._chunk)
            self._taken += 1
            if self._taken % PURGE_EVERY == 0:
                self._bucket.leak(item.timestamp)
            if self._bucket.put(item):
                self._heard = self._chats.stops()
                return 0
            wait_ms = self._bucket.waiting(item)
            return max(wait_ms, BUSY_MS) if isinstance(wait_ms, int) else BUSY_MS
        except Exception as error:  # whatever psycopg raises: the limit holds, sending waits
            log.warning("shared_pace_away", error=type(error).__name__)
            return AWAY_MS

    def _stop_chat(self, chat: str, seconds: float) -> None:
        try:
            self._chats.stop(chat, seconds)
        except Exception as error:  # the others will be told by Telegram themselves
            log.warning("shared_pace_away", error=type(error).__name__)

    def _pause_chats(self, chats: Collection[str]) -> None:
        try:
            self._chats.pause(chats)
        except Exception as error:  # the others may write to them a little soon
            log.warning("shared_pace_away", error=type(error).__name__)

    def _take_crowd(self, chat: str) -> int:
        try:
            return self._chats.take(chat)
        except Exception as error:  # whatever psycopg raises: the limit holds, sending waits
            log.warning("shared_pace_away", error=type(error).__name__)
            return AWAY_MS

    def _fill(self, seconds: float) -> None:
        """Leave nobody any room for `seconds`."""
        shortest = self._bucket.rates[0]
        try:
            # What is counted in the future counts in every window until then.
            until = self._now_ms() + max(0, int(seconds * 1000) - shortest.interval)
            self._bucket.put(RateItem("stop", until, weight=shortest.limit))
        except Exception as error:  # the others will be told by Telegram themselves
            log.warning("shared_pace_away", error=type(error).__name__)

    def _now_ms(self) -> int:
        """Return the database's own time, the same for all."""
        return int(self._bucket.now())  # type: ignore[no-untyped-call]  # pyrate-limiter's


@contextmanager
def open_shared_bucket(
    database_url: str,
    bot_id: int,
    per_second: float,
    *,
    chat_per_second: float = 1.0,
    crowd_per_minute: float = 20.0,
) -> Iterator[SharedBucket]:
    """Give the limits that all processes of bot `bot_id` share at `database_url`.

    Raises:
        MissingExtraError: the PostgreSQL driver or its pool is not installed.
    """
    try:
        from psycopg_pool import ConnectionPool  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError(
            "PostgreSQL needs its driver; install it with: pip install 'tenbrief[postgres]'"
        ) from error
    url = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    with ConnectionPool(url, min_size=1, max_size=2, open=True, timeout=5.0) as pool:
        rates = smooth_rates(per_second)
        chunk = max(1, min(rates[0].limit, int(per_second / CHUNKS_PER_SECOND)))
        chats = SharedChats(pool, bot_id, chat_per_second, crowd_per_minute)
        yield SharedBucket(PostgresBucket(pool, f"bot_{bot_id}", rates), chats, chunk)
