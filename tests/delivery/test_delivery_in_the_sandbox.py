"""From the ledger over real HTTP to people's chats, while the network misbehaves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from telegram import Bot

from bot.channels import Limits, Pace, open_transport
from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from bot.delivery import Rules, Sender
from bot.model import ChatKind, ChatState, DeliveryState
from bot.sandbox import SANDBOX_TOKEN, Client, run_sandbox
from bot.store import Store
from tests.delivery.paper import Paper

# Answers are asked for at once: what is slow here is slow on purpose.
RULES = Rules(ask_after=timedelta(0), poll_seconds=0.01)


@asynccontextmanager
async def town(paper: Paper) -> AsyncIterator[tuple[Client, Sender]]:
    transport = open_transport()
    async with run_sandbox() as url, Client(url) as people:
        await transport.initialize()
        bot = Bot(SANDBOX_TOKEN, base_url=f"{url}/bot", request=transport)
        channel = TelegramChannel(bot, Pace(Limits(10_000, 10_000, 600_000)))
        yield (
            people,
            Sender(paper.store, {"telegram": channel}, paper.parts, SystemClock(), rules=RULES),
        )
        await transport.shutdown()


async def deliver(sender: Sender) -> None:
    while await sender.deliver_due():
        pass


@pytest.fixture
def paper(store: Store) -> Paper:
    return Paper(store, parts=2)


async def test_private_chats_groups_topics_and_channels_all_get_every_part(paper: Paper) -> None:
    async with town(paper) as (people, sender):
        readers = await people.add_crowd(20)
        group = await people.add_chat("group", "G", owner=readers[0])
        forum = await people.add_chat("supergroup", "F", owner=readers[0], is_forum=True)
        channel = await people.add_chat("channel", "C", owner=readers[0])
        for chat in (group, forum, channel):
            await people.set_rank(chat, "bot", "administrator")
        topic = await people.open_topic(forum, "News")
        for reader in readers:
            paper.subscribe(reader)
        paper.subscribe(group, ChatKind.GROUP)
        paper.subscribe(forum, ChatKind.TOPIC, thread=topic, supergroup=True)
        paper.subscribe(channel, ChatKind.CHANNEL, supergroup=True)
        paper.publish(SystemClock().now())
        await deliver(sender)
        summary = await people.sends_summary()
        in_topic = [m.text for m in await people.messages(forum) if m.from_bot]
    assert (summary.total, summary.distinct, summary.doubled) == (46, 46, [])
    assert in_topic == ["Part 1 for a topic", "Part 2 for a topic"]


async def test_a_network_that_breaks_costs_nobody_the_brief_or_gives_it_twice(
    paper: Paper,
) -> None:
    async with town(paper) as (people, sender):
        readers = await people.add_crowd(60)
        for reader in readers:
            paper.subscribe(reader)
        paper.publish(SystemClock().now())
        faults = ({"reset": "before"}, {"reset": "after"}, {"status": 502}, {"cut": 10})
        for seed, fault in enumerate(faults):
            await people.add_fault(**fault, share=0.1, times=8, skip=4, seed=seed)
        await deliver(sender)
        summary = await people.sends_summary()
    assert (summary.total, summary.distinct, summary.doubled) == (120, 120, [])
    assert set(paper.states()) == {DeliveryState.SENT}


async def test_who_leaves_during_delivery_has_an_end_in_the_ledger(paper: Paper) -> None:
    async with town(paper) as (people, sender):
        ann, bob = await people.add_crowd(2)
        group = await people.add_chat("group", "G", owner=ann)
        await people.set_rank(group, "bot", "administrator")
        gone = paper.subscribe(ann)
        paper.subscribe(bob)
        paper.subscribe(group, ChatKind.GROUP)
        paper.publish(SystemClock().now())
        await people.block(ann)
        new = await people.migrate(group)
        await deliver(sender)
        moved = [m.text for m in await people.messages(new) if m.text.startswith("Part")]
    assert moved == ["Part 1 for a group", "Part 2 for a group"]
    assert paper.store.chats.by_id(gone.id).state is ChatState.GONE
    receipt = paper.store.ledger.receipt(paper.brief_id)
    assert receipt.states[DeliveryState.SENT] == 4
    assert set(receipt.reasons) == {"blocked"}
