from datetime import datetime, timedelta

import pytest

from bot.model import Address, Chat, ChatKind, Delivery, DeliveryState, Outcome
from bot.store import Store
from tests.store.news import NOON, make_brief, seed_editions

SECOND = timedelta(seconds=10)


@pytest.fixture
def desk(store: Store) -> Store:
    seed_editions(store)
    return store


def chat_at(desk: Store, chat: str, *, supergroup: bool = False, thread: int | None = None) -> Chat:
    address = Address("telegram", chat, thread, supergroup)
    kind = ChatKind.CHANNEL if supergroup else ChatKind.PRIVATE
    return desk.chats.subscribe(desk.chats.put(address, kind, "en").id, "en")


def send(desk: Store, line: Delivery, left: datetime, message: int | None, ended: datetime) -> None:
    """Let a line leave and be confirmed, or (without a message) given up, at these moments."""
    desk.ledger.record("me", [line.id], [], now=left, lease_seconds=60)
    if message is None:
        outcome = Outcome(line.id, DeliveryState.UNCLEAR, ended)
    else:
        outcome = Outcome(line.id, DeliveryState.SENT, ended, (message,))
    desk.ledger.record("me", [], [outcome], now=ended, lease_seconds=60)


def claimed(desk: Store) -> dict[int, Delivery]:
    brief = desk.briefs.save_draft(make_brief())
    desk.ledger.publish(brief, {}, NOON)
    return {line.chat.id: line for line in desk.ledger.claim("me", NOON, 99, 600)}


def bounds(desk: Store, line: Delivery) -> tuple[int | None, int | None, set[int]]:
    found = desk.ledger.neighbours(line)
    return found.below, found.above, set(found.taken)


def test_ids_are_counted_per_account_in_private_chats(desk: Store) -> None:
    chats = [chat_at(desk, str(n)) for n in range(4)]
    by_chat = claimed(desk)
    lines = [by_chat[chat.id] for chat in chats]
    send(desk, lines[0], NOON, 10, NOON + SECOND)
    send(desk, lines[1], NOON + 2 * SECOND, None, NOON + 9 * SECOND)
    send(desk, lines[2], NOON + 3 * SECOND, 12, NOON + 4 * SECOND)
    send(desk, lines[3], NOON + 10 * SECOND, 15, NOON + 11 * SECOND)
    assert bounds(desk, lines[1]) == (10, 15, {12})


def test_ids_are_counted_per_chat_in_channels_and_supergroups(desk: Store) -> None:
    main = chat_at(desk, "-100", supergroup=True)
    topic = chat_at(desk, "-100", supergroup=True, thread=5)
    others = [chat_at(desk, "-200", supergroup=True), chat_at(desk, "3")]
    lines = claimed(desk)
    for chat in others:
        send(desk, lines[chat.id], NOON, 900, NOON + SECOND)
    send(desk, lines[topic.id], NOON, 40, NOON + SECOND)
    send(desk, lines[main.id], NOON + 2 * SECOND, None, NOON + 9 * SECOND)
    assert bounds(desk, lines[main.id]) == (40, None, set())


def test_without_any_other_message_nothing_is_known(desk: Store) -> None:
    chat = chat_at(desk, "1")
    line = claimed(desk)[chat.id]
    assert bounds(desk, line) == (None, None, set())
    send(desk, line, NOON, None, NOON + SECOND)
    assert bounds(desk, line) == (None, None, set())


def test_a_message_that_left_while_one_waited_is_no_bound(desk: Store) -> None:
    one, two = chat_at(desk, "1"), chat_at(desk, "2")
    lines = claimed(desk)
    send(desk, lines[one.id], NOON, None, NOON + 9 * SECOND)
    send(desk, lines[two.id], NOON + 8 * SECOND, 20, NOON + 10 * SECOND)
    assert bounds(desk, lines[one.id])[1] is None
