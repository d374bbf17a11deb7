"""Notices: each once a chat, and never a second time for one that may have arrived."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.delivery import Courier
from bot.errors import (
    ChannelError,
    ChatGoneError,
    ChatMovedError,
    DeliveryUnclearError,
    MessageRefusedError,
    NotDeliveredError,
    RateLimitedError,
)
from bot.model import Address, ChatKind, ChatState, Message, Notice
from bot.store import Store
from tests.delivery.fake_channel import FakeChannel
from tests.town import SetClock

NOON = datetime(2026, 3, 8, 12, tzinfo=UTC)


def notice(store: Store, chat: str = "-5", key: str = "week:2026-10") -> Notice:
    kind = ChatKind.GROUP if chat.startswith("-") else ChatKind.PRIVATE
    known = store.chats.put(Address("telegram", chat), kind, "en")
    return Notice(known, key, Message("The week"))


def courier(store: Store, channel: FakeChannel) -> Courier:
    return Courier(store, {"telegram": channel}, SetClock(NOON))


async def test_two_couriers_carry_a_notice_once(sqlite_store: Store) -> None:
    channel = FakeChannel()
    mine = notice(sqlite_store)
    assert await courier(sqlite_store, channel).carry([mine, mine]) == 1
    assert await courier(sqlite_store, channel).carry([mine]) == 0
    assert len(channel.standing) == 1


@pytest.mark.parametrize("error", [NotDeliveredError("no"), RateLimitedError("slow", 1.0)])
async def test_what_did_not_arrive_goes_again(sqlite_store: Store, error: ChannelError) -> None:
    channel = FakeChannel(errors={"-5": [error]})
    sent = courier(sqlite_store, channel)
    assert await sent.carry([notice(sqlite_store)]) == 0
    assert await sent.carry([notice(sqlite_store)]) == 1


@pytest.mark.parametrize("error", [DeliveryUnclearError("?"), MessageRefusedError("no")])
async def test_what_may_have_arrived_or_never_will_is_let_go(
    sqlite_store: Store, error: ChannelError
) -> None:
    channel = FakeChannel(errors={"-5": [error]})
    sent = courier(sqlite_store, channel)
    assert await sent.carry([notice(sqlite_store)]) == 0
    assert await sent.carry([notice(sqlite_store)]) == 0


async def test_who_is_gone_is_gone_and_stops_nobody(sqlite_store: Store) -> None:
    channel = FakeChannel(errors={"-5": [ChatGoneError("kicked", "kicked")]})
    gone, there = notice(sqlite_store), notice(sqlite_store, "7")
    assert await courier(sqlite_store, channel).carry([gone, there]) == 1
    assert sqlite_store.chats.by_id(gone.chat.id).state is ChatState.GONE


async def test_a_group_that_moved_is_told_at_its_new_address(sqlite_store: Store) -> None:
    channel = FakeChannel(errors={"-5": [ChatMovedError("moved", "-100")]})
    sent = courier(sqlite_store, channel)
    assert await sent.carry([notice(sqlite_store)]) == 0
    moved = sqlite_store.chats.find(Address("telegram", "-100"))
    assert moved is not None
    assert await sent.carry([Notice(moved, "week:2026-10", Message("The week"))]) == 1


async def test_a_channel_nobody_opened_is_passed_over(sqlite_store: Store) -> None:
    sent = Courier(sqlite_store, {}, SetClock(NOON))
    assert await sent.carry([notice(sqlite_store)]) == 0
    assert sqlite_store.notices.claim(notice(sqlite_store).chat.id, "week:2026-10", NOON)
