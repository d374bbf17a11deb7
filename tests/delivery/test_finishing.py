"""Who publishes from the terminal leaves when nothing is unclear any more."""

from __future__ import annotations

from pathlib import Path

from bot.delivery import Sender, settle_brief
from bot.delivery.finishing import PATIENCE_SECONDS
from bot.errors import DeliveryUnclearError
from bot.model import DeliveryState
from tests.delivery.fake_channel import FakeChannel
from tests.delivery.paper import Paper, SetClock, open_paper, sqlite_url


async def publish_and_leave(paper: Paper, channel: FakeChannel) -> SetClock:
    paper.subscribe(1)
    paper.publish()
    clock = SetClock()
    sender = Sender(paper.store, {channel.name: channel}, paper.parts, clock)
    while await sender.deliver_due():
        pass
    assert paper.states() == [DeliveryState.UNCLEAR]

    async def sleep(seconds: float) -> None:
        clock.pass_seconds(seconds)

    await settle_brief(paper.store, sender, paper.brief_id, sleep)
    return clock


async def test_what_is_unclear_is_settled_first(tmp_path: Path) -> None:
    channel = FakeChannel(errors={"1": [DeliveryUnclearError("lost")]}, arrives={"1"}, last_id=0)
    with open_paper(sqlite_url(tmp_path)) as paper:
        await publish_and_leave(paper, channel)
        assert paper.states() == [DeliveryState.SENT]
    assert len(channel.standing) == 1


async def test_nobody_stays_for_ever(tmp_path: Path) -> None:
    lost = [DeliveryUnclearError("lost") for _ in range(1_000)]
    channel = FakeChannel(errors={"1": lost})
    with open_paper(sqlite_url(tmp_path)) as paper:
        clock = await publish_and_leave(paper, channel)
    assert (clock.now() - SetClock().now()).total_seconds() <= PATIENCE_SECONDS
