"""Corrections that make a brief longer or shorter than what was delivered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.delivery import Corrector, Sender
from bot.model import ChatKind, DeliveryState, Message, Variant
from tests.delivery.fake_channel import FakeChannel
from tests.delivery.paper import HOUR, Paper, SetClock, open_paper, sqlite_url

SENT, SKIPPED = DeliveryState.SENT, DeliveryState.SKIPPED
BOTH = ["<b>Part 1</b> for a private", "<b>Part 2</b> for a private"]


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    with open_paper(sqlite_url(tmp_path)) as opened:
        yield opened


async def deliver(paper: Paper, channel: FakeChannel) -> None:
    sender = Sender(paper.store, {channel.name: channel}, paper.parts, SetClock())
    while await sender.deliver_due():
        pass


async def correct(paper: Paper, channel: FakeChannel, parts: int) -> None:
    """Correct a story, which makes the brief so many parts long, and let all copies follow."""
    paper.part_count = parts
    brief = paper.store.briefs.correct(paper.brief_id, 1, None, "Another body.", HOUR)
    variants = [Variant("telegram", kind, "en") for kind in ChatKind]
    paper.store.ledger.extend(brief, dict.fromkeys(variants, parts), HOUR)
    corrector = Corrector(
        paper.store, {channel.name: channel}, paper.parts, SetClock(), name="corrector"
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


async def test_what_a_chat_has_of_its_own_after_the_brief_stays(paper: Paper) -> None:
    chat = paper.subscribe(1)
    paper.publish()
    paper.store.ledger.plan_for(paper.brief_id, chat.id, 2, HOUR)
    own = Message("Yours today")
    channel = FakeChannel()
    sender = Sender(
        paper.store, {"telegram": channel}, paper.parts, SetClock(), overlay=lambda *_: own
    )
    while await sender.deliver_due():
        pass
    while await sender.deliver_due():
        pass
    paper.store.briefs.correct(paper.brief_id, 1, None, "Another body.", HOUR)
    corrector = Corrector(
        *(paper.store, {"telegram": channel}, paper.parts, SetClock()),
        name="corrector",
        overlay=lambda *_: own,
    )
    await corrector.correct_stale()
    assert channel.received()["1"][1:] == ["Yours today"]
