from __future__ import annotations

import pytest

from bot.sandbox import EXACT
from bot.sandbox.limits import Limits, Pace
from bot.sandbox.refusals import RefusedError
from tests.sandbox.conftest import House, Watch


def pace(watch: Watch, limits: Limits = EXACT) -> Pace:
    return Pace(limits, watch)


def wait_of(caught: pytest.ExceptionInfo[RefusedError]) -> int:
    assert caught.value.parameters is not None
    return caught.value.parameters["retry_after"]


def test_thirty_messages_a_second_pass_and_the_next_waits() -> None:
    watch = Watch()
    paced = pace(watch)
    for chat in range(30):
        paced.take(chat, is_group=False)
    with pytest.raises(RefusedError) as caught:
        paced.take(99, is_group=False)
    assert wait_of(caught) == 1
    watch.seconds += 1
    paced.take(99, is_group=False)
    assert paced.refused == 1


def test_a_chat_takes_one_message_a_second_while_others_go_on() -> None:
    watch = Watch()
    paced = pace(watch)
    paced.take(1, is_group=False)
    with pytest.raises(RefusedError):
        paced.take(1, is_group=False)
    paced.take(2, is_group=False)
    watch.seconds += 1
    paced.take(1, is_group=False)


def test_a_group_takes_twenty_messages_a_minute() -> None:
    watch = Watch()
    paced = pace(watch)
    for _ in range(20):
        paced.take(-1, is_group=True)
        watch.seconds += 1
    with pytest.raises(RefusedError) as caught:
        paced.take(-1, is_group=True)
    assert wait_of(caught) == 40
    watch.seconds += 40
    paced.take(-1, is_group=True)


def test_a_paid_broadcast_follows_its_own_limit() -> None:
    watch = Watch()
    paced = pace(watch)
    for chat in range(1000):
        paced.take(chat, is_group=False, paid=True)
    with pytest.raises(RefusedError):
        paced.take(1001, is_group=False, paid=True)
    paced.take(1001, is_group=False)
    assert paced.paid == 1000


async def test_the_bot_is_told_how_long_to_wait(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    await house.people.set_limits(chat_per_second=1)
    await house.bot.send_message(ann, "1")
    answer = (await house.call("sendMessage", chat_id=ann, text="2")).json()
    assert answer["description"] == "Too Many Requests: retry after 1"
    assert answer["parameters"] == {"retry_after": 1}
    house.watch.seconds += 1
    await house.bot.send_message(ann, "2")
    assert (await house.people.sends_summary()).refused_for_pace == 1


def test_old_windows_are_forgotten_so_that_a_million_chats_fit() -> None:
    watch = Watch()
    paced = pace(watch, Limits(per_second=None, group_per_minute=None))
    for chat in range(120_000):
        paced.take(chat, is_group=False)
        watch.seconds += 0.01
    assert len(paced._windows) <= 50_001  # no door shows its size, and it is what matters
