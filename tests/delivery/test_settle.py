"""Unclear deliveries: whether they arrived is asked, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import Presence
from bot.delivery import Rules, Sender
from bot.delivery.settle import candidates
from bot.errors import ChatGoneError, DeliveryUnclearError
from bot.model import Address, ChatKind, DeliveryState, Message, Neighbours, Variant
from tests.delivery.fake_channel import FakeChannel
from tests.delivery.paper import Paper, SetClock, open_paper, sqlite_url

LOST = DeliveryUnclearError("no answer")


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    with open_paper(sqlite_url(tmp_path)) as opened:
        yield opened


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


async def deliver(
    paper: Paper, channel: FakeChannel, clock: SetClock, rules: Rules | None = None
) -> None:
    """Deliver to one chat, then to the others, then ask about what is unclear."""
    first = sender(paper, channel, clock, Rules(batch=1))
    await first.deliver_due()
    clock.pass_seconds(5)
    others = sender(paper, channel, clock, rules or Rules())
    for _ in range(8):
        while await others.deliver_due():
            clock.pass_seconds(0.1)
        clock.pass_seconds(6)


def sender(paper: Paper, channel: FakeChannel, clock: SetClock, rules: Rules) -> Sender:
    return Sender(paper.store, {channel.name: channel}, paper.parts, clock, rules=rules)


async def test_what_had_arrived_is_not_sent_again(paper: Paper, clock: SetClock) -> None:
    for chat in (1, 2, 3):
        paper.subscribe(chat)
    paper.publish()
    channel = FakeChannel(errors={"2": [LOST]}, arrives={"2"})
    await deliver(paper, channel, clock)
    assert channel.received() == {str(c): ["<b>Part 1</b> for a private"] for c in (1, 2, 3)}
    assert set(paper.states()) == {DeliveryState.SENT}


async def test_what_had_not_arrived_is_sent_again(paper: Paper, clock: SetClock) -> None:
    for chat in (1, 2, 3):
        paper.subscribe(chat)
    paper.publish()
    channel = FakeChannel(errors={"2": [LOST]})
    await deliver(paper, channel, clock)
    assert channel.received() == {str(c): ["<b>Part 1</b> for a private"] for c in (1, 2, 3)}
    assert set(paper.states()) == {DeliveryState.SENT}


async def test_many_lost_answers_at_once_double_nobody(paper: Paper, clock: SetClock) -> None:
    for chat in range(1, 61):
        paper.subscribe(chat)
    paper.publish()
    lost = {str(chat) for chat in range(2, 61, 3)}
    arrived = {str(chat) for chat in range(2, 61, 6)}
    channel = FakeChannel(errors={chat: [LOST] for chat in lost}, arrives=arrived)
    await deliver(paper, channel, clock)
    assert {chat: len(texts) for chat, texts in channel.received().items()} == {
        str(chat): 1 for chat in range(1, 61)
    }


async def test_the_second_part_follows_a_first_whose_answer_was_lost(
    tmp_path: Path, clock: SetClock
) -> None:
    with open_paper(sqlite_url(tmp_path), parts=2) as paper:
        for chat in (1, 2):
            paper.subscribe(chat)
        paper.publish()
        channel = FakeChannel(errors={"2": [LOST]}, arrives={"2"})
        await deliver(paper, channel, clock)
    assert channel.received()["2"] == [f"<b>Part {n}</b> for a private" for n in (1, 2)]


async def test_a_channel_post_of_which_nothing_is_known_is_held(
    paper: Paper, clock: SetClock
) -> None:
    paper.subscribe(-100, ChatKind.CHANNEL, supergroup=True)
    paper.publish()
    channel = FakeChannel(errors={"-100": [LOST]})
    await deliver(paper, channel, clock)
    assert (paper.states(), paper.reasons()) == ([DeliveryState.UNCLEAR], ["held"])


async def test_a_post_after_which_the_channel_ends_did_not_arrive(
    paper: Paper, clock: SetClock
) -> None:
    paper.subscribe(-100, ChatKind.CHANNEL, supergroup=True)
    paper.publish()
    channel = FakeChannel()
    await deliver(paper, channel, clock)
    clock.pass_seconds(5)
    tomorrow = paper.next_brief()
    channel.errors = {"-100": [LOST]}
    await deliver(paper, channel, clock)
    assert [line.state for line in paper.store.ledger.lines(tomorrow)] == [DeliveryState.SENT]
    assert len(channel.standing) == 2


async def test_an_operator_may_have_channel_posts_sent_again(paper: Paper, clock: SetClock) -> None:
    paper.subscribe(-100, ChatKind.CHANNEL, supergroup=True)
    paper.publish()
    channel = FakeChannel(errors={"-100": [LOST]})
    await deliver(paper, channel, clock, Rules(resend_crowds=True))
    assert paper.states() == [DeliveryState.SENT]


async def test_a_private_message_of_which_nothing_is_known_is_sent_again(
    paper: Paper, clock: SetClock
) -> None:
    paper.subscribe(1)
    paper.publish()
    channel = FakeChannel(errors={"1": [LOST]})
    await deliver(paper, channel, clock)
    assert paper.states() == [DeliveryState.SENT]


async def test_the_questions_about_one_delivery_are_bounded(paper: Paper, clock: SetClock) -> None:
    paper.subscribe(1)
    paper.subscribe(2)
    paper.publish()
    channel = FakeChannel(errors={"2": [LOST]})
    await deliver(paper, channel, clock, Rules(max_probes=7))
    assert len(channel.probes) == 7


async def test_who_is_gone_when_asked_is_gone(paper: Paper, clock: SetClock) -> None:
    class ChannelThatKnows(FakeChannel):
        async def probe(self, *args: object) -> None:  # type: ignore[override]
            raise ChatGoneError("blocked", "blocked")

    for chat in (1, 2):
        paper.subscribe(chat)
    paper.publish()
    channel = ChannelThatKnows(errors={"2": [LOST]})
    await deliver(paper, channel, clock)
    assert paper.states() == [DeliveryState.SENT, DeliveryState.FAILED]


async def test_a_question_without_an_answer_is_asked_again_but_not_for_ever(
    paper: Paper, clock: SetClock
) -> None:
    class SilentChannel(FakeChannel):
        async def probe(self, *args: object) -> None:  # type: ignore[override]
            self.probes.append(("?", 0))
            raise LOST

    for chat in (-1, -2):
        paper.subscribe(chat, ChatKind.GROUP)
    paper.publish()
    channel = SilentChannel(errors={"-2": [LOST]})
    for _ in range(3):
        await deliver(paper, channel, clock)
    assert 2 <= len(channel.probes) <= 30
    assert paper.states()[0] is DeliveryState.SENT


async def test_a_mistake_of_ours_in_one_question_stops_no_other(
    paper: Paper, clock: SetClock
) -> None:
    class BrokenForOne(FakeChannel):
        async def probe(self, address: Address, message_id: int, message: Message) -> Presence:
            if address.chat == "2":
                raise ZeroDivisionError
            return await super().probe(address, message_id, message)

    for chat in (1, 2, 3):
        paper.subscribe(chat)
    paper.publish()
    channel = BrokenForOne(errors={"2": [LOST], "3": [LOST]}, arrives={"3"})
    await deliver(paper, channel, clock)
    assert paper.states()[2] is DeliveryState.SENT
    assert len(channel.received()["3"]) == 1


async def test_a_sender_that_died_leaves_lines_that_are_asked_about(
    paper: Paper, clock: SetClock
) -> None:
    for chat in (1, 2, 3, 4):
        paper.subscribe(chat)
    paper.publish()
    ledger, channel = paper.store.ledger, FakeChannel()
    await sender(paper, channel, clock, Rules(batch=1)).deliver_due()
    clock.pass_seconds(5)
    claimed = ledger.claim("dead", clock.now(), 3, 60)
    leaving = [line.id for line in claimed[:2]]
    ledger.record("dead", leaving, [], now=clock.now(), lease_seconds=60)
    arrived = claimed[0]
    message = paper.parts(arrived.brief, Variant("telegram", arrived.chat.kind, "en"))[0]
    await channel.send(arrived.chat.address, message)
    clock.pass_seconds(61)
    await deliver(paper, channel, clock)
    assert {chat: len(texts) for chat, texts in channel.received().items()} == dict.fromkeys(
        ("1", "2", "3", "4"), 1
    )


@given(
    below=st.integers(0, 1000),
    gap=st.integers(1, 60),
    most=st.integers(1, 40),
    data=st.data(),
)
def test_all_free_ids_are_candidates_or_it_is_said_that_some_are_not(
    below: int, gap: int, most: int, data: st.DataObject
) -> None:
    above = below + gap
    between = list(range(below + 1, above))
    taken = frozenset(data.draw(st.sets(st.sampled_from(between)))) if between else frozenset()
    near = data.draw(st.sampled_from(sorted(taken))) if taken else None
    ids, complete = candidates(Neighbours(below, above, taken, near), most)
    free = [each for each in between if each not in taken]
    assert complete == (len(free) <= most)
    assert len(set(ids)) == len(ids) == min(most, len(free))
    assert set(ids) <= set(free)
    if near is not None and ids:
        assert min(abs(each - near) for each in free) == abs(ids[0] - near)


def test_without_a_neighbour_above_nothing_is_complete() -> None:
    ids, complete = candidates(Neighbours(10, None, frozenset({11, 12})), 3)
    assert ids == [13, 14, 15]
    assert not complete


def test_before_the_first_message_that_is_known_ids_count_from_one() -> None:
    assert candidates(Neighbours(None, 4, frozenset({2})), 5) == ([3, 1], True)
    assert candidates(Neighbours(None, 10_000), 3) == ([9_999, 9_998, 9_997], False)


def test_in_a_chat_of_which_nothing_is_known_the_first_ids_are_tried() -> None:
    assert candidates(Neighbours(None, None), 3) == ([1, 2, 3], False)
