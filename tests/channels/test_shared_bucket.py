"""One limit for several processes, on a real PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bot.channels.pace import Limits, Pace
from bot.channels.shared_bucket import SharedBucket, open_shared_bucket
from bot.errors import RateLimitedError
from tests.databases import Postgres


@pytest.fixture
def two(postgres: Postgres) -> Iterator[tuple[SharedBucket, SharedBucket]]:
    """Two processes' views of one bot's limit of 20 a second."""
    with (
        postgres.own() as url,
        open_shared_bucket(url, 7, 20) as one,
        open_shared_bucket(url, 7, 20) as other,
    ):
        yield one, other


async def take_many(bucket: SharedBucket, amount: int) -> int:
    """Try so often without waiting; return how many got room."""
    return sum([await bucket.take(0) == 0 for _ in range(amount)])


async def test_two_processes_together_get_what_one_would(
    two: tuple[SharedBucket, SharedBucket],
) -> None:
    one, other = two
    taken = await asyncio.gather(take_many(one, 15), take_many(other, 15))
    assert 0 < sum(taken) <= 20


async def test_a_stop_told_to_one_stops_the_other(two: tuple[SharedBucket, SharedBucket]) -> None:
    one, other = two
    one.stop(60)
    await one.told()
    assert await other.take(0) > 0


async def test_a_pace_over_a_shared_limit_hands_out_turns(
    two: tuple[SharedBucket, SharedBucket],
) -> None:
    pace = Pace(Limits(20), overall=two[0])
    for chat in range(4):
        await pace.turn(str(chat), crowd=False)


async def test_a_chat_that_one_was_asked_to_leave_alone_is_left_alone_by_the_other(
    two: tuple[SharedBucket, SharedBucket],
) -> None:
    one, other = two
    Pace(Limits(20), overall=one).limited("-5", 30)
    await one.told()
    pace = Pace(Limits(20), overall=other)
    # Whoever gets the first turn hears of it.
    await pace.turn("6", crowd=False)
    with pytest.raises(RateLimitedError) as refused:
        await pace.turn("-5", crowd=True, patience=1.5)
    assert 20 < refused.value.retry_after <= 30


async def test_a_private_chat_gets_one_message_a_second_from_all_together(
    two: tuple[SharedBucket, SharedBucket],
) -> None:
    one, other = two
    await Pace(Limits(20), overall=one).turn("5", crowd=False)
    await one.told()
    pace = Pace(Limits(20), overall=other)
    await pace.turn("6", crowd=False)
    with pytest.raises(RateLimitedError) as refused:
        await pace.turn("5", crowd=False, patience=0)
    assert 0 < refused.value.retry_after <= 1.01
    await pace.turn("5", crowd=False)


async def test_a_group_takes_twenty_a_minute_from_all_together(
    two: tuple[SharedBucket, SharedBucket],
) -> None:
    one, other = two
    waits = [await bucket.take_crowd("-7") for bucket in [one, other]]
    assert waits[0] == 0
    assert 0 < waits[1] <= 1_010
    assert await other.take_crowd("-8") == 0


async def test_a_full_minute_is_waited_for(postgres: Postgres) -> None:
    with (
        postgres.own() as url,
        open_shared_bucket(url, 7, 20, chat_per_second=1000) as one,
        open_shared_bucket(url, 7, 20, chat_per_second=1000) as other,
    ):
        waits = [await bucket.take_crowd("-7") for bucket in [one, other] * 10]
        assert waits == [0] * 20
        assert 50_000 < await one.take_crowd("-7") <= 60_600
