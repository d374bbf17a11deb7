"""One limit for several processes, on a real PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bot.channels.pace import Limits, Pace
from bot.channels.shared_bucket import SharedBucket, open_shared_bucket
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
