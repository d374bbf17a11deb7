"""Corrections that make a brief longer or shorter than what was delivered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.delivery import Corrector, Sender
from bot.model import Chat, ChatKind, DeliveryState, Message, Topic, TopicKind, Variant
from tests.delivery.fake_channel import FakeChannel
from tests.delivery.paper import HOUR, Paper, SetClock, open_paper, sqlite_url

SENT, SKIPPED = DeliveryState.SENT, DeliveryState.SKIPPED


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    with open_paper(sqlite_url(tmp_path)) as opened:
        yield opened


async def deliver(paper: Paper, channel: FakeChannel) -> None:
    sender = Sender(
        paper.store, {channel.name: channel}, paper.parts, SetClock(), overlay=own_message
    )
    while await sender.deliver_due():
        pass


async def correct(paper: Paper, channel: FakeChannel, parts: int) -> None:
    """Correct a story, which makes the brief so many parts long, and let all copies follow."""
    paper.part_count = parts
    brief = paper.store.briefs.correct(paper.brief_id, 1, None, "Another body.", HOUR)
    variants = [Variant("telegram", kind, "en") for kind in ChatKind]
    paper.store.ledger.extend(brief, dict.fromkeys(variants, parts), HOUR)
    corrector = Corrector(
        *(paper.store, {channel.name: channel}, paper.parts, SetClock()),
        name="corrector",
        overlay=own_message,
    )
    while await corrector.correct_stale():
        pass
    await deliver(paper, channel)


async def test_a_part_more_is_sent_to_who_has_the_others(paper: Paper) -> None:
    paper.subscribe(1)
    paper.publish()
    channel = FakeChannel()
    await deliver(paper, channel)
    paper.subscribe(2)
    await correct(paper, channel, 2)
    assert channel.received() == {
        "1": ["<b>Part 1</b> for a private", "<b>Part 2</b> for a private"]
    }
    assert paper.states() == [SENT, SENT]


async def test_who_waits_for_the_first_part_gets_the_second_after_it(paper: Paper) -> None:
    paper.subscribe(1)
    paper.publish()
    channel = FakeChannel()
    await correct(paper, channel, 2)
    assert channel.received() == {
        "1": ["<b>Part 1</b> for a private", "<b>Part 2</b> for a private"]
    }


async def test_a_part_too_many_is_taken_back_and_comes_again_when_it_is_needed(
    paper: Paper,
) -> None:
    paper.part_count = 2
    paper.subscribe(1)
    paper.publish()
    channel = FakeChannel()
    await deliver(paper, channel)
    await correct(paper, channel, 1)
    assert channel.received() == {"1": ["<b>Part 1</b> for a private"]}
    assert paper.states() == [SENT, SKIPPED]
    await correct(paper, channel, 2)
    assert channel.received() == {
        "1": ["<b>Part 1</b> for a private", "<b>Part 2</b> for a private"]
    }


def own_message(_brief: int, _chat: Chat) -> Message:
    return Message("Yours today")


async def deliver_to_a_follower(paper: Paper, channel: FakeChannel) -> None:
    """Send the brief, and then what is its own, to a chat that follows a topic."""
    paper.store.topics.seed([Topic("Lantern", TopicKind.COMPANY)])
    chat = paper.subscribe(1)
    paper.store.follows.add(chat.id, "Lantern")
    paper.publish()
    paper.store.ledger.refit(paper.brief_id, chat.id, paper.part_count)
    await deliver(paper, channel)


@pytest.mark.parametrize(("before", "after"), [(1, 1), (1, 2), (2, 1), (2, 3)])
async def test_what_a_chat_has_of_its_own_after_the_brief_stays(
    paper: Paper, before: int, after: int
) -> None:
    paper.part_count = before
    channel = FakeChannel()
    await deliver_to_a_follower(paper, channel)
    (own_id,) = [key for key, (_, text) in channel.standing.items() if text == "Yours today"]
    await correct(paper, channel, after)
    assert channel.standing[own_id][1] == "Yours today"
    parts = [f"<b>Part {number}</b> for a private" for number in range(1, after + 1)]
    assert sorted(channel.received()["1"]) == [*parts, "Yours today"]


async def test_a_brief_that_became_shorter_before_it_left_still_ends_with_what_is_own(
    paper: Paper,
) -> None:
    paper.part_count = 3
    paper.store.topics.seed([Topic("Lantern", TopicKind.COMPANY)])
    chat = paper.subscribe(1)
    paper.store.follows.add(chat.id, "Lantern")
    paper.publish()
    paper.store.ledger.refit(paper.brief_id, chat.id, 3)
    paper.part_count = 1
    channel = FakeChannel()
    await deliver(paper, channel)
    assert channel.received()["1"] == ["<b>Part 1</b> for a private", "Yours today"]
    assert paper.states() == [SENT, SKIPPED, SKIPPED, SENT]
