"""The bot's own answers under the governor, through python-telegram-bot's ExtBot."""

from __future__ import annotations

import pytest
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from bot.channels.pace import Limits, Pace
from bot.channels.paced_bot import PacedBot
from bot.channels.telegram import open_transport
from tests.channels.rude_api import Answer, RudeApi, refused, rude_api

SHOWN = Answer(
    200, {"ok": True, "result": {"message_id": 8, "date": 0, "chat": {"id": 1, "type": "private"}}}
)


class NoticedPace(Pace):
    """Notes who asked for a turn, and lets everybody through at once."""

    def __init__(self) -> None:
        async def sleep(_seconds: float) -> None:
            self.clock_ms += round(_seconds * 1000)

        self.clock_ms = 0
        self.asked: list[tuple[str, bool, bool]] = []
        super().__init__(Limits(10_000), now_ms=lambda: self.clock_ms, sleep=sleep)

    async def turn(self, chat: str, *, crowd: bool, urgent: bool = False) -> None:
        self.asked.append((chat, crowd, urgent))
        await super().turn(chat, crowd=crowd, urgent=urgent)


async def say(api: RudeApi, pace: Pace, chat: int) -> None:
    transport = open_transport()
    await transport.initialize()
    bot = ExtBot("1:t", base_url=api.url, request=transport, rate_limiter=PacedBot(pace))
    try:
        await bot.send_message(chat, "DeepSeek: nothing new")
        await bot.send_chat_action(chat, "typing")
    finally:
        await transport.shutdown()


async def test_an_answer_takes_an_urgent_turn_and_a_typing_sign_none() -> None:
    pace = NoticedPace()
    async with rude_api(SHOWN) as api:
        await say(api, pace, -100)
    assert pace.asked == [("-100", True, True)]


async def test_an_answer_told_to_wait_is_given_again() -> None:
    pace = NoticedPace()
    slow = refused(429, "Too Many Requests: retry after 2", retry_after=2)
    async with rude_api(slow, SHOWN) as api:
        await say(api, pace, 1)
    assert len(api.sent("sendMessage")) == 2
    assert pace.clock_ms >= 2000


@pytest.mark.parametrize(("seconds", "attempts"), [(1, 3), (600, 1)])
async def test_nobody_is_kept_waiting_for_ever(seconds: int, attempts: int) -> None:
    slow = refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
    async with rude_api(slow) as api:
        with pytest.raises(RetryAfter):
            await say(api, NoticedPace(), 1)
    assert len(api.requests) == attempts
