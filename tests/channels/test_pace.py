"""The governor, on a clock that moves only when somebody sleeps."""

from __future__ import annotations

import asyncio
import heapq
from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.pace import Limits, Pace
from bot.errors import RateLimitedError


class SleepingClock:
    """Milliseconds that pass when, and only when, everybody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000_000
        self._sleepers: list[tuple[int, int, asyncio.Future[None]]] = []
        self._count = 0

    def now_ms(self) -> int:
        return self.now

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._sleepers, (self.now + round(seconds * 1000), self._count, future))
        await future

    async def run(self, *waiting: asyncio.Task[None]) -> None:
        """Let time pass until all of `waiting` are done."""
        while not all(task.done() for task in waiting):
            for _ in range(20):
                await asyncio.sleep(0)
            if self._sleepers and not all(task.done() for task in waiting):
                self.now, _, future = heapq.heappop(self._sleepers)
                if not future.done():
                    future.set_result(None)


class Turns:
    """Takes turns and notes when each came."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.clock = SleepingClock()
        self.pace = Pace(limits, now_ms=self.clock.now_ms, sleep=self.clock.sleep)
        self.taken: list[tuple[int, str]] = []

    async def _take(self, chat: str, crowd: bool, urgent: bool) -> None:
        await self.pace.turn(chat, crowd=crowd, urgent=urgent)
        self.taken.append((self.clock.now, chat))

    def take(self, chat: str, *, crowd: bool = False, urgent: bool = False) -> asyncio.Task[None]:
        return asyncio.create_task(self._take(chat, crowd, urgent))

    def span_ms(self) -> int:
        return self.taken[-1][0] - self.taken[0][0]


def most_within(moments: list[int], window_ms: int) -> int:
    return max(sum(start <= at < start + window_ms for at in moments) for start in moments)


async def test_no_second_holds_more_than_thirty_messages() -> None:
    turns = Turns()
    await turns.clock.run(*[turns.take(str(chat)) for chat in range(300)])
    assert most_within([at for at, _ in turns.taken], 1000) <= 30


async def test_fifteen_hundred_chats_take_within_three_percent_of_the_ideal_time() -> None:
    turns = Turns()
    await turns.clock.run(*[turns.take(str(chat)) for chat in range(1500)])
    assert turns.span_ms() <= 1500 / 30 * 1000 * 1.03


async def test_a_chat_hears_one_message_a_second() -> None:
    turns = Turns()
    await turns.clock.run(*[turns.take("7") for _ in range(5)])
    assert most_within([at for at, _ in turns.taken], 1000) == 1


async def test_a_group_hears_twenty_messages_a_minute() -> None:
    turns = Turns()
    await turns.clock.run(*[turns.take("-7", crowd=True) for _ in range(45)])
    assert most_within([at for at, _ in turns.taken], 60_000) == 20


async def test_a_chat_that_is_full_holds_up_nobody_else() -> None:
    turns = Turns()
    tasks = [turns.take("7") for _ in range(10)] + [turns.take(str(chat)) for chat in range(20, 40)]
    await turns.clock.run(*tasks)
    others = [at for at, chat in turns.taken if chat != "7"]
    assert others[-1] - turns.taken[0][0] < 1000


async def test_answers_to_people_pass_a_waiting_fan_out() -> None:
    turns = Turns()
    crowd = [turns.take(str(chat)) for chat in range(600)]
    await turns.clock.run(crowd[100])
    asked_at = turns.clock.now
    await turns.clock.run(turns.take("reader", urgent=True))
    answered_at = next(at for at, chat in turns.taken if chat == "reader")
    assert answered_at - asked_at <= 1000
    await turns.clock.run(*crowd)


async def test_a_429_stops_the_chat_that_got_it_and_no_other() -> None:
    turns = Turns()
    started = turns.clock.now
    assert not turns.pace.limited("7", 30)
    await turns.clock.run(turns.take("7"), turns.take("8"))
    assert [(at - started, chat) for at, chat in turns.taken] == [(0, "8"), (30_000, "7")]


async def test_a_429_to_everything_stops_everything_as_long_as_asked() -> None:
    turns = Turns()
    started = turns.clock.now
    assert [turns.pace.limited(chat, 5) for chat in "123"] == [False, False, True]
    await turns.clock.run(turns.take("8"))
    assert turns.taken == [(started + 5000, "8")]


async def test_one_chat_told_again_and_again_does_not_stop_the_bot() -> None:
    turns = Turns()
    assert not any(turns.pace.limited("7", 5) for _ in range(5))


async def test_groups_told_to_wait_at_different_times_do_not_stop_the_bot() -> None:
    turns = Turns()
    stopped = []
    for chat in ("-1", "-2", "-3", "-4"):
        stopped.append(turns.pace.limited(chat, 30))
        turns.clock.now += 3000
    assert not any(stopped)


async def test_a_broadcast_does_not_wait_long_for_one_chat() -> None:
    turns = Turns()
    turns.pace.limited("7", 40)
    with pytest.raises(RateLimitedError) as caught:
        await turns.pace.turn("7", crowd=False, patience=3)
    assert 39 < caught.value.retry_after <= 40


async def test_a_broadcast_waits_as_long_as_the_whole_bot_must() -> None:
    turns = Turns()
    started = turns.clock.now
    for chat in "123":
        turns.pace.limited(chat, 60)
    task = asyncio.create_task(turns.pace.turn("8", crowd=False, patience=3))
    await turns.clock.run(task)
    assert turns.clock.now == started + 60_000


async def test_who_gave_up_waiting_takes_no_turn() -> None:
    turns = Turns(Limits(per_second=1))
    first, gone, last = turns.take("1"), turns.take("2"), turns.take("3")
    await turns.clock.run(first)
    gone.cancel()
    await turns.clock.run(last)
    assert [chat for _, chat in turns.taken] == ["1", "3"]
    assert turns.span_ms() <= 1100


@pytest.mark.parametrize("per_second", [0.5, 1, 29.5, 100, 1000])
async def test_any_rate_can_be_set(per_second: float) -> None:
    turns = Turns(Limits(per_second=per_second))
    amount = max(3, round(per_second * 2))
    await turns.clock.run(*[turns.take(str(chat)) for chat in range(amount)])
    ideal_ms = (amount - max(1, per_second)) / per_second * 1000
    assert ideal_ms <= turns.span_ms() <= ideal_ms * 1.15 + 1100 / min(per_second, 1)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["1", "2", "3", "-4", "-5"]), min_size=1, max_size=60))
def test_no_order_of_wishes_breaks_a_limit(chats: list[str]) -> None:
    async def all_taken() -> Turns:
        turns = Turns(Limits(per_second=5, chat_per_second=1, crowd_per_minute=4))
        await turns.clock.run(*[turns.take(c, crowd=c.startswith("-")) for c in chats])
        return turns

    turns = asyncio.run(all_taken())
    by_chat: defaultdict[str, list[int]] = defaultdict(list)
    for at, chat in turns.taken:
        by_chat[chat].append(at)
    assert Counter(chats) == Counter(chat for _, chat in turns.taken)
    assert most_within([at for at, _ in turns.taken], 1000) <= 5
    for chat, moments in by_chat.items():
        assert most_within(moments, 1000) == 1
        if chat.startswith("-"):
            assert most_within(moments, 60_000) <= 4
