"""The governor: who may send when, for one bot token.

`telegram.py` asks it before each message and tells it what Telegram asked us to
wait; `paced_bot.py` does the same for answers to people, which go first. The
counting is pyrate-limiter's; here is only the queue before its buckets.

Telegram's limits (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this):
about 30 messages a second overall, 1 a second in a chat, 20 a minute in a group.
"""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from math import ceil
from time import monotonic_ns

import structlog

from bot.channels.buckets import PURGE_EVERY, ChatBuckets, Overall, OwnBucket, rate, smooth_rates
from bot.errors import RateLimitedError

log = structlog.get_logger(__name__)

# So many chats stopped together are no coincidence: the whole bot is too fast.
CHATS_STOPPED_BEFORE_ALL = 3
TOGETHER_MS = 2000


@dataclass(frozen=True, slots=True)
class Limits:
    """How many messages may leave: overall, in one chat, in one group or channel."""

    per_second: float = 30.0
    chat_per_second: float = 1.0
    crowd_per_minute: float = 20.0


class Pace:
    """Hands out turns. One per bot token and process; for one event loop.

    `overall` counts the whole bot's messages: by default those of this process.
    `now_ms` and `sleep` (seconds) are the real ones unless a test sets them.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        overall: Overall | None = None,
        now_ms: Callable[[], int] = lambda: monotonic_ns() // 1_000_000,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        limits = limits or Limits()
        self._now_ms = now_ms
        self._sleep = sleep
        self._overall = overall or OwnBucket(smooth_rates(limits.per_second))
        private = [rate(limits.chat_per_second, 1.0)]
        crowd = rate(limits.crowd_per_minute, 60.0)
        self._private = ChatBuckets(private)
        self._crowds = ChatBuckets([*private, crowd] if crowd.limit > private[0].limit else [crowd])
        self._stopped_until: dict[str, int] = {}
        self._stops: deque[tuple[int, str, int]] = deque(maxlen=CHATS_STOPPED_BEFORE_ALL)
        self._halted_until = 0
        self._queue: list[tuple[bool, int, str, ChatBuckets, asyncio.Future[int]]] = []
        self._order = count()
        self._pump: asyncio.Task[None] | None = None
        self._puts = 0

    async def turn(
        self, chat: str, *, crowd: bool, urgent: bool = False, patience: float | None = None
    ) -> None:
        """Return when one message may leave to `chat`; urgent ones pass all others.

        Who has other chats to write to gives a `patience` in seconds for this one.

        Raises:
            RateLimitedError: this chat alone would have to be waited for longer.
        """
        order = next(self._order)
        buckets = self._crowds if crowd else self._private
        while True:
            wait_ms = self._stopped_until.get(chat, 0) - self._now_ms()
            if wait_ms <= 0:
                granted: asyncio.Future[int] = asyncio.get_running_loop().create_future()
                heapq.heappush(self._queue, (not urgent, order, chat, buckets, granted))
                self._start()
                wait_ms = await granted
                if wait_ms == 0 and crowd:
                    wait_ms = await self._overall.take_crowd(chat)
                if wait_ms == 0:
                    if not crowd:
                        self._overall.wrote(chat)
                    return
            if patience is not None and wait_ms > patience * 1000:
                raise RateLimitedError("The chat has had enough for now.", wait_ms / 1000)
            await self._sleep(wait_ms / 1000)

    def limited(self, chat: str, retry_after: float) -> bool:
        """Stop `chat` for `retry_after` seconds, because Telegram asked to.

        Returns whether the whole bot is stopped: where several chats are told
        so at the same time, the limit is not theirs.
        """
        now = self._now_ms()
        until = now + ceil(retry_after * 1000)
        self._stopped_until[chat] = max(until, self._stopped_until.get(chat, 0))
        self._overall.stop_chat(chat, retry_after)
        self._stops = deque((stop for stop in self._stops if stop[1] != chat), self._stops.maxlen)
        self._stops.append((now, chat, until))
        if len(self._stops) < CHATS_STOPPED_BEFORE_ALL or now - self._stops[0][0] > TOGETHER_MS:
            return False
        self._halted_until = max(self._halted_until, min(end for _, _, end in self._stops))
        self._overall.stop((self._halted_until - now) / 1000)
        log.warning("bot_asked_to_wait", seconds=(self._halted_until - now) / 1000)
        return True

    def _start(self) -> None:
        """See to it that somebody hands out turns while somebody waits for one."""
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._hand_out())

    async def _hand_out(self) -> None:
        """Give one turn after the other, each as soon as the overall limit has room."""
        while self._queue:
            await self._room_overall()
            self._give_turn()

    async def _room_overall(self) -> None:
        """Return once the bot as a whole may send one more message."""
        while True:
            now = self._now_ms()
            wait_ms = self._halted_until - now
            if wait_ms <= 0:
                wait_ms = await self._overall.take(now)
                if wait_ms == 0:
                    self._listen(now)
                    return self._purge(now)
            await self._sleep(wait_ms / 1000)

    def _listen(self, now: int) -> None:
        """Learn which chats other processes were asked to leave alone, or have just written to."""
        for chat, wait_ms in self._overall.heard().items():
            self._stopped_until[chat] = max(now + wait_ms, self._stopped_until.get(chat, 0))

    def _give_turn(self) -> None:
        """Give the turn to the first in the queue whose own chat has room.

        The others are told how long their chat is full; they come back then, at
        their old place. Where nobody can take the turn it is lost: keeping it
        would let one message too many into a later second.
        """
        while self._queue:
            _, _, chat, buckets, granted = heapq.heappop(self._queue)
            if granted.done():  # its waiter was cancelled
                continue
            now = self._now_ms()
            stopped_ms = self._stopped_until.get(chat, 0) - now
            wait_ms = stopped_ms if stopped_ms > 0 else buckets.take(chat, now)
            granted.set_result(wait_ms)
            if wait_ms == 0:
                return

    def _purge(self, now: int) -> None:
        """Forget what no window reaches any more, every now and then."""
        self._puts += 1
        if self._puts % PURGE_EVERY == 0:
            self._stopped_until = {
                key: end for key, end in self._stopped_until.items() if end > now
            }
            self._private.purge(now)
            self._crowds.purge(now)
