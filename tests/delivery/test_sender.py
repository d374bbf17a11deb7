"""The sender over a real ledger: every chat gets every part once, whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.delivery import Rules, Sender
from bot.delivery.departures import FIRST
from bot.errors import (
    ChatGoneError,
    ChatMovedError,
    MessageRefusedError,
    NotDeliveredError,
    RateLimitedError,
    RightsMissingError,
    TemplateError,
    ThreadGoneError,
)
from bot.model import (
    Address,
    Chat,
    ChatKind,
    ChatState,
    DeliveryState,
    Message,
    Outcome,
    QuietHours,
    Variant,
)
from tests.delivery.fake_channel import FakeChannel, Gate
from tests.delivery.paper import HOUR, Paper, SetClock, open_paper, sqlite_url

SENT, DUE, FAILED, SKIPPED = (
    DeliveryState.SENT,
    DeliveryState.DUE,
    DeliveryState.FAILED,
    DeliveryState.SKIPPED,
)


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    with open_paper(sqlite_url(tmp_path)) as opened:
        yield opened


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


def sender(paper: Paper, channel: FakeChannel, clock: SetClock, **rules: object) -> Sender:
    return Sender(
        paper.store,
        {channel.name: channel},
        paper.parts,
        clock,
        rules=Rules(**rules),  # type: ignore[arg-type]
    )


async def deliver_all(sender: Sender) -> None:
    while await sender.deliver_due():
        pass


async def test_every_subscriber_gets_the_brief_once(paper: Paper, clock: SetClock) -> None:
    for chat in range(1, 121):
        paper.subscribe(chat)
    paper.publish()
    channel = FakeChannel()
    await deliver_all(sender(paper, channel, clock))
    await deliver_all(sender(paper, channel, clock))
    assert channel.received() == {str(c): ["<b>Part 1</b> for a private"] for c in range(1, 121)}
    assert set(paper.states()) == {SENT}


async def test_parts_come_in_order(tmp_path: Path, clock: SetClock) -> None:
    with open_paper(sqlite_url(tmp_path), parts=3) as paper:
        paper.subscribe(1)
        paper.subscribe(-2, ChatKind.GROUP)
        paper.publish()
        channel = FakeChannel()
        await deliver_all(sender(paper, channel, clock))
    assert channel.received()["1"] == [f"<b>Part {n}</b> for a private" for n in (1, 2, 3)]
    assert channel.received()["-2"] == [f"<b>Part {n}</b> for a group" for n in (1, 2, 3)]


async def test_a_text_is_rendered_once_per_variant_and_batch(paper: Paper, clock: SetClock) -> None:
    for chat in range(1, 31):
        paper.subscribe(chat)
    paper.subscribe(-2, ChatKind.CHANNEL, supergroup=True)
    paper.publish()
    await sender(paper, FakeChannel(), clock).deliver_due()
    assert sorted(variant.kind for variant in paper.rendered) == ["channel", "private"]


async def test_a_subscriber_who_blocked_the_bot_gets_nothing_more(
    paper: Paper, clock: SetClock
) -> None:
    chat = paper.subscribe(1)
    paper.subscribe(2)
    paper.publish()
    channel = FakeChannel(errors={"1": [ChatGoneError("blocked", "blocked")]})
    await deliver_all(sender(paper, channel, clock))
    assert paper.states() == [FAILED, SENT]
    assert paper.reasons()[0] == "blocked"
    assert paper.store.chats.by_id(chat.id).state is ChatState.GONE


async def test_a_group_that_moved_gets_its_brief_at_the_new_address(
    paper: Paper, clock: SetClock
) -> None:
    paper.subscribe(-5, ChatKind.GROUP)
    paper.publish()
    channel = FakeChannel(errors={"-5": [ChatMovedError("moved", "-1005")]})
    await deliver_all(sender(paper, channel, clock))
    assert list(channel.received()) == ["-1005"]
    assert paper.store.chats.find(Address("telegram", "-5")) is None


async def test_who_is_told_to_wait_waits_and_nobody_else_does(
    paper: Paper, clock: SetClock
) -> None:
    paper.subscribe(1)
    paper.subscribe(2)
    paper.publish()
    channel = FakeChannel(errors={"1": [RateLimitedError("slow", 30)]})
    one = sender(paper, channel, clock)
    await deliver_all(one)
    assert list(channel.received()) == ["2"]
    clock.pass_seconds(29)
    await deliver_all(one)
    assert list(channel.received()) == ["2"]
    clock.pass_seconds(2)
    await deliver_all(one)
    assert list(channel.received()) == ["2", "1"]


async def test_what_did_not_leave_is_tried_again_after_growing_pauses(
    paper: Paper, clock: SetClock
) -> None:
    paper.subscribe(1)
    paper.publish()
    channel = FakeChannel(errors={"1": [NotDeliveredError("no line")] * 3})
    one = sender(paper, channel, clock)
    pauses = []
    while not channel.standing:
        await deliver_all(one)
        [line] = paper.lines()
        pauses.append((line.due_at - clock.now()).total_seconds())
        clock.moment = max(clock.moment, line.due_at)
    assert pauses[:3] == [1, 2, 4]
    assert paper.states() == [SENT]


async def test_a_refused_message_ends_the_brief_for_that_chat(
    tmp_path: Path, clock: SetClock
) -> None:
    with open_paper(sqlite_url(tmp_path), parts=2) as paper:
        paper.subscribe(1)
        paper.publish()
        channel = FakeChannel(errors={"1": [MessageRefusedError("too long")]})
        await deliver_all(sender(paper, channel, clock))
        assert paper.states() == [FAILED, FAILED]
        assert channel.standing == {}


async def test_a_chat_without_the_right_to_post_is_paused_and_told_once(
    paper: Paper, clock: SetClock
) -> None:
    chat = paper.subscribe(-3, ChatKind.CHANNEL, supergroup=True)
    paper.publish()
    told = []

    async def paused(chat: Chat, reason: str) -> None:
        told.append((chat.id, reason))

    channel = FakeChannel(errors={"-3": [RightsMissingError("no rights")]})
    one = Sender(paper.store, {"telegram": channel}, paper.parts, clock, paused=paused)
    await deliver_all(one)
    await deliver_all(one)
    assert told == [(chat.id, "rights_missing")]
    assert paper.store.chats.by_id(chat.id).state is ChatState.PAUSED


async def test_a_closed_topic_falls_back_to_the_main_thread(paper: Paper, clock: SetClock) -> None:
    chat = paper.subscribe(-7, ChatKind.TOPIC, thread=9, supergroup=True)
    paper.publish()
    channel = FakeChannel(errors={"-7": [ThreadGoneError("closed")]})
    await deliver_all(sender(paper, channel, clock))
    [(address, _)] = channel.standing.values()
    assert address.thread is None
    assert paper.states() == [SENT]
    assert paper.store.chats.by_id(chat.id).state is ChatState.PAUSED


async def test_a_closed_topic_of_a_subscribed_group_does_not_double_the_brief(
    paper: Paper, clock: SetClock
) -> None:
    paper.subscribe(-7, ChatKind.TOPIC, thread=9, supergroup=True)
    paper.subscribe(-7, ChatKind.GROUP, supergroup=True)
    paper.publish()
    channel = FakeChannel(errors={"-7": [ThreadGoneError("closed")]})
    await deliver_all(sender(paper, channel, clock, in_flight=1))
    assert len(channel.standing) == 1


async def test_a_brief_that_comes_too_late_is_skipped(paper: Paper, clock: SetClock) -> None:
    paper.subscribe(1)
    paper.publish()
    clock.moment += timedelta(hours=4, minutes=1)
    channel = FakeChannel()
    await deliver_all(sender(paper, channel, clock))
    assert channel.standing == {}
    assert (paper.states(), paper.reasons()) == ([SKIPPED], ["too_late"])


async def test_a_restart_within_the_catch_up_window_still_delivers(
    paper: Paper, clock: SetClock
) -> None:
    paper.subscribe(1)
    paper.publish()
    clock.moment += timedelta(hours=3, minutes=59)
    channel = FakeChannel()
    await deliver_all(sender(paper, channel, clock))
    assert paper.states() == [SENT]


@pytest.mark.parametrize(("late_minutes", "state"), [(29, SENT), (31, SKIPPED)])
async def test_a_chat_has_a_catch_up_window_of_its_own(
    paper: Paper, clock: SetClock, late_minutes: int, state: DeliveryState
) -> None:
    chat = paper.subscribe(1)
    paper.store.chats.set(chat.id, catch_up_minutes=30)
    paper.publish()
    clock.moment += timedelta(minutes=late_minutes)
    await deliver_all(sender(paper, FakeChannel(), clock))
    assert paper.states() == [state]


async def test_a_brief_that_was_put_off_is_as_late_as_it_was(paper: Paper, clock: SetClock) -> None:
    paper.subscribe(1)
    paper.publish()
    first = sender(paper, FakeChannel(), clock)
    paper.store.ledger.claim(first.name, HOUR, 9, 60)
    later = Outcome(paper.lines()[0].id, DUE, HOUR + timedelta(hours=3), reason="quiet_hours")
    paper.store.ledger.record(first.name, [], [later], now=HOUR, lease_seconds=60)
    clock.moment += timedelta(hours=5)
    await deliver_all(first)
    assert paper.reasons() == ["too_late"]


async def test_a_brief_caught_up_late_keeps_quiet_hours(paper: Paper, clock: SetClock) -> None:
    chat = paper.subscribe(1)
    paper.store.chats.set(chat.id, quiet=QuietHours(time(14), time(15, 30)))
    paper.publish()
    channel = FakeChannel()
    clock.moment = HOUR + timedelta(hours=2, minutes=5)
    await deliver_all(sender(paper, channel, clock))
    assert (channel.standing, paper.reasons()) == ({}, ["quiet_hours"])
    clock.moment = HOUR + timedelta(hours=3, minutes=30)
    await deliver_all(sender(paper, channel, clock))
    assert paper.states() == [SENT]


async def test_what_would_come_too_late_after_quiet_hours_is_skipped(
    paper: Paper, clock: SetClock
) -> None:
    chat = paper.subscribe(1)
    paper.store.chats.set(chat.id, quiet=QuietHours(time(14), time(7)))
    paper.publish()
    clock.moment = HOUR + timedelta(hours=2, minutes=5)
    await deliver_all(sender(paper, FakeChannel(), clock))
    assert (paper.states(), paper.reasons()) == ([SKIPPED], ["too_late"])


@pytest.mark.parametrize(("late", "sent"), [(timedelta(minutes=59), 1), (timedelta(hours=2), 0)])
async def test_who_wishes_an_hour_within_quiet_hours_gets_it_then_and_not_much_later(
    paper: Paper, clock: SetClock, late: timedelta, sent: int
) -> None:
    chat = paper.subscribe(1)
    quiet = QuietHours(time(11), time(16))
    paper.store.chats.set(chat.id, hour=time(12), zone="UTC", quiet=quiet)
    paper.publish()
    channel = FakeChannel()
    clock.moment = HOUR + late
    await deliver_all(sender(paper, channel, clock))
    assert len(channel.standing) == sent


async def test_a_brief_that_has_begun_is_finished_in_quiet_hours(
    tmp_path: Path, clock: SetClock
) -> None:
    with open_paper(sqlite_url(tmp_path), parts=2) as paper:
        chat = paper.subscribe(1)
        paper.publish()
        channel = FakeChannel()
        await sender(paper, channel, clock).deliver_due()
        paper.store.chats.set(chat.id, quiet=QuietHours(time(11), time(16)))
        await deliver_all(sender(paper, channel, clock))
        assert paper.states() == [SENT, SENT]


async def test_who_unsubscribed_meanwhile_gets_nothing(paper: Paper, clock: SetClock) -> None:
    chat = paper.subscribe(1)
    paper.publish()
    paper.store.chats.unsubscribe(chat.id)
    channel = FakeChannel()
    await deliver_all(sender(paper, channel, clock))
    assert channel.standing == {}
    assert paper.states() == [SKIPPED]


async def test_a_broken_template_loses_nobody(paper: Paper, clock: SetClock) -> None:
    paper.subscribe(1)
    paper.publish()
    broken = True

    def parts(brief_id: int, variant: Variant) -> tuple[Message, ...]:
        if broken:
            raise TemplateError("telegram/private/brief.html.j2, line 3: unknown name")
        return paper.parts(brief_id, variant)

    channel = FakeChannel()
    one = Sender(paper.store, {"telegram": channel}, parts, clock)
    await deliver_all(one)
    assert paper.states() == [DUE]
    broken = False
    clock.pass_seconds(61)
    await deliver_all(one)
    assert paper.states() == [SENT]


async def test_a_mistake_of_ours_with_one_chat_stops_no_other(
    paper: Paper, clock: SetClock
) -> None:
    for chat in (1, 2, 3):
        paper.subscribe(chat)
    paper.publish()
    channel = FakeChannel(errors={"2": [ZeroDivisionError()]})  # type: ignore[list-item]
    await deliver_all(sender(paper, channel, clock))
    assert sorted(channel.received()) == ["1", "3"]


async def test_two_senders_share_the_work_and_double_nothing(paper: Paper, clock: SetClock) -> None:
    for chat in range(1, 201):
        paper.subscribe(chat)
    paper.publish()
    channel = FakeChannel()
    await asyncio.gather(*(deliver_all(sender(paper, channel, clock, batch=10)) for _ in range(3)))
    assert all(len(texts) == 1 for texts in channel.received().values())
    assert len(channel.received()) == 200


async def test_a_line_whose_lease_lapsed_in_the_queue_is_left_to_its_new_owner(
    paper: Paper, clock: SetClock
) -> None:
    paper.subscribe(1)
    paper.publish()
    slow = FakeChannel(queue=Gate(is_open=False))
    waiting = asyncio.create_task(sender(paper, slow, clock).deliver_due())
    await slow.queue.have_come(1)
    clock.pass_seconds(61)
    quick = FakeChannel()
    await deliver_all(sender(paper, quick, clock))
    slow.queue.open()
    await waiting
    assert (len(quick.standing), len(slow.standing)) == (1, 0)


async def test_a_graceful_stop_finishes_what_left_and_gives_back_the_rest(
    paper: Paper, clock: SetClock
) -> None:
    for chat in range(1, 11):
        paper.subscribe(chat)
    paper.publish()
    channel = FakeChannel(line=Gate(is_open=False))
    one = sender(paper, channel, clock, in_flight=4)
    stop = asyncio.Event()
    running = asyncio.create_task(one.run(stop))
    await channel.line.have_come(4)
    stop.set()
    await asyncio.sleep(0)
    channel.line.open()
    await asyncio.wait_for(running, 5)
    assert paper.states().count(SENT) == 4
    assert paper.states().count(DUE) == 6
    assert len(channel.standing) == 4


async def test_few_lines_are_written_as_leaving_while_many_wait_for_their_turn(
    paper: Paper, clock: SetClock
) -> None:
    for chat in range(1, 61):
        paper.subscribe(chat)
    paper.publish()
    channel = FakeChannel(turn=Gate(is_open=False))
    delivering = asyncio.create_task(sender(paper, channel, clock, batch=60).deliver_due())
    await channel.turn.have_come(FIRST)
    assert paper.states().count(DeliveryState.SENDING) == FIRST
    channel.turn.open()
    await delivering
    assert paper.states().count(SENT) == 50


async def test_a_stop_does_not_wait_for_who_is_still_in_the_queue(
    paper: Paper, clock: SetClock
) -> None:
    paper.subscribe(1)
    paper.publish()
    channel = FakeChannel(queue=Gate(is_open=False))
    stop = asyncio.Event()
    running = asyncio.create_task(sender(paper, channel, clock).run(stop))
    await channel.queue.have_come(1)
    stop.set()
    await asyncio.wait_for(running, 5)
    assert paper.states() == [DUE]


async def test_lines_of_a_channel_that_is_not_open_here_are_no_failure(
    paper: Paper, clock: SetClock
) -> None:
    paper.subscribe("stdout", channel="console")
    paper.publish()
    await deliver_all(sender(paper, FakeChannel(), clock))
    assert paper.states() == [SKIPPED]


async def test_a_sender_that_is_woken_looks_at_once(paper: Paper, clock: SetClock) -> None:
    paper.subscribe(1)
    channel = FakeChannel(line=Gate(is_open=False))
    sleepy = sender(paper, channel, clock, poll_seconds=3600)
    stop = asyncio.Event()
    running = asyncio.create_task(sleepy.run(stop))
    paper.publish()
    sleepy.wake()
    await channel.line.have_come(1)
    channel.line.open()
    stop.set()
    await running
    assert paper.states() == [SENT]
