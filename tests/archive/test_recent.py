from __future__ import annotations

import asyncio
from typing import cast

import pytest

from bot.archive.answers import Answer
from bot.archive.recent import MOST_ANSWERS, RecentAnswers
from bot.errors import StoreError


class Counting:
    """Looks up something new each time, and counts."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self) -> Answer:
        self.times += 1
        await asyncio.sleep(0)
        return cast("Answer", f"answer {self.times}")


async def test_the_same_question_is_looked_up_once() -> None:
    recent, look_up = RecentAnswers(), Counting()
    assert await recent.answer(("q",), look_up) is await recent.answer(("q",), look_up)
    assert look_up.times == 1


async def test_those_who_ask_at_once_wait_for_one_answer() -> None:
    recent, look_up = RecentAnswers(), Counting()
    await asyncio.gather(*(recent.answer(("q",), look_up) for _ in range(9)))
    assert look_up.times == 1


async def test_what_was_stored_since_is_looked_up() -> None:
    recent, look_up = RecentAnswers(), Counting()
    first = await recent.answer(("q",), look_up)
    recent.forget()
    assert await recent.answer(("q",), look_up) != first


async def test_a_failure_is_not_remembered_and_reaches_all_who_wait() -> None:
    recent = RecentAnswers()

    async def fail() -> Answer:
        await asyncio.sleep(0)
        raise StoreError("The database refused.")

    failed = await asyncio.gather(
        *(recent.answer(("q",), fail) for _ in range(3)), return_exceptions=True
    )
    assert all(isinstance(error, StoreError) for error in failed)
    assert await recent.answer(("q",), Counting())


async def test_one_who_goes_away_takes_the_answer_from_nobody() -> None:
    recent, look_up = RecentAnswers(), Counting()
    gone = asyncio.create_task(recent.answer(("q",), look_up))
    stays = asyncio.create_task(recent.answer(("q",), look_up))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_only_so_many_answers_are_kept() -> None:
    recent, look_up = RecentAnswers(), Counting()
    for number in range(MOST_ANSWERS + 1):
        await recent.answer((number,), look_up)
    await recent.answer((0,), look_up)
    assert look_up.times == MOST_ANSWERS + 2
