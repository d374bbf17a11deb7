from datetime import time

import pytest

from bot.errors import BadRequestError, UnknownChatError, UnknownEditionError
from bot.model import Address, ChatKind, ChatState, DeliveryState, Variant
from bot.store import Store
from tests.store.news import NOON, make_brief, seed_editions, subscribe

GROUP = Address("telegram", "-5")
FORUM = Address("telegram", "-100", thread=7, supergroup=True)


@pytest.fixture
def desk(store: Store) -> Store:
    seed_editions(store)
    return store


def test_a_chat_is_met_once(desk: Store) -> None:
    first = desk.chats.put(GROUP, ChatKind.GROUP, "zh", "Readers")
    again = desk.chats.put(GROUP, ChatKind.GROUP, "en", "Readers")
    assert again == first == desk.chats.find(GROUP) == desk.chats.by_id(first.id)
    assert (first.state, first.edition, first.lang) == (ChatState.OFF, None, "zh")


def test_a_groups_new_title_and_kind_follow(desk: Store) -> None:
    first = desk.chats.put(GROUP, ChatKind.GROUP, "zh", "Readers")
    big = Address("telegram", "-5", supergroup=True)
    again = desk.chats.put(big, ChatKind.GROUP, "zh", "Good readers")
    assert (again.id, again.title, again.address.supergroup) == (first.id, "Good readers", True)
    assert desk.chats.put(GROUP, ChatKind.GROUP, "zh").title == "Good readers"


def test_a_persons_name_is_not_kept(desk: Store) -> None:
    assert desk.chats.put(Address("telegram", "1"), ChatKind.PRIVATE, "zh", "Ann").title is None


def test_a_forum_topic_is_a_chat_of_its_own(desk: Store) -> None:
    main = desk.chats.put(Address("telegram", "-100", supergroup=True), ChatKind.GROUP, "zh")
    topic = desk.chats.put(FORUM, ChatKind.TOPIC, "zh")
    assert topic.id != main.id
    assert topic.address == FORUM
    assert desk.chats.at(main.address) == [main, topic]


def test_a_chat_subscribes_changes_its_mind_and_comes_back(desk: Store) -> None:
    chat = subscribe(desk, 1, "zh", hour=time(8, 5), zone="Europe/Berlin")
    assert (chat.edition, chat.state, chat.hour) == ("zh", ChatState.ACTIVE, time(8, 5))
    assert desk.chats.count_subscribed("zh") == 1
    left = desk.chats.unsubscribe(chat.id)
    assert (left.state, left.edition) == (ChatState.OFF, "zh")
    assert desk.chats.count_subscribed("zh") == 0
    back = desk.chats.subscribe(chat.id, "en")
    assert (back.state, back.state_reason, back.zone) == (ChatState.ACTIVE, None, "Europe/Berlin")


def test_a_chat_that_is_gone_keeps_its_history(desk: Store) -> None:
    chat = subscribe(desk, 1)
    gone = desk.chats.gone(chat.id, "blocked")
    assert (gone.state, gone.state_reason) == (ChatState.GONE, "blocked")
    assert desk.chats.list(edition="en") == [gone]
    assert desk.chats.list(state=ChatState.ACTIVE) == []


def test_what_a_chat_wants_can_be_set_and_unset(desk: Store) -> None:
    chat = desk.chats.put(GROUP, ChatKind.GROUP, "zh")
    changed = desk.chats.set(chat.id, hour=time(23, 59), zone="UTC", lang="en", title="T")
    assert (changed.hour, changed.zone, changed.lang) == (time(23, 59), "UTC", "en")
    assert desk.chats.set(chat.id, hour=None, zone=None).hour is None
    midnight = desk.chats.set(chat.id, hour=time(0, 0))
    assert midnight.hour == time(0, 0)


def test_nonsense_is_refused_and_changes_nothing(desk: Store) -> None:
    chat = subscribe(desk, 1)
    with pytest.raises(BadRequestError):
        desk.chats.set(chat.id, zone="Nowhere/City")
    with pytest.raises(BadRequestError):
        desk.chats.set(chat.id, id=5)
    with pytest.raises(UnknownEditionError, match="en, zh"):
        desk.chats.subscribe(chat.id, "fr")
    with pytest.raises(UnknownChatError):
        desk.chats.unsubscribe(999)
    assert desk.chats.by_id(chat.id) == chat


def test_who_leaves_gets_nothing_that_was_due(desk: Store) -> None:
    chat, other = subscribe(desk, 1), subscribe(desk, 2)
    brief = desk.briefs.save_draft(make_brief())
    desk.ledger.publish(brief, {Variant("telegram", ChatKind.PRIVATE, "en"): 2}, NOON)
    desk.chats.gone(chat.id, "blocked")
    assert brief.id is not None
    skipped = list(desk.ledger.lines(brief.id, DeliveryState.SKIPPED))
    assert [(line.chat.id, line.reason) for line in skipped] == [(chat.id, "blocked")] * 2
    claimed = desk.ledger.claim("me", NOON, 10, 60)
    assert [line.chat.id for line in claimed] == [other.id]


def test_a_group_that_became_a_supergroup_keeps_everything(desk: Store) -> None:
    chat = subscribe(desk, -5, kind=ChatKind.GROUP)
    brief = desk.briefs.save_draft(make_brief())
    desk.ledger.publish(brief, {}, NOON)
    moved = desk.chats.move(chat.address, "-100")
    assert moved is not None
    assert moved.address == Address("telegram", "-100", supergroup=True)
    assert (moved.id, moved.state, moved.edition) == (chat.id, ChatState.ACTIVE, "en")
    assert desk.chats.find(chat.address) is None
    assert [line.chat for line in desk.ledger.claim("me", NOON, 9, 60)] == [moved]
    # Moving again, as a second notice of the same, changes nothing.
    assert desk.chats.move(chat.address, "-100") is None


def test_a_group_moves_into_a_supergroup_that_is_known_already(desk: Store) -> None:
    old = subscribe(desk, -5, "zh", ChatKind.GROUP, hour=time(9))
    new = desk.chats.put(Address("telegram", "-100"), ChatKind.GROUP, "en")
    brief = desk.briefs.save_draft(make_brief("zh"))
    desk.ledger.publish(brief, {}, NOON)
    moved = desk.chats.move(old.address, "-100")
    assert moved is not None
    assert (moved.id, moved.edition, moved.hour, moved.state) == (
        new.id,
        "zh",
        time(9),
        ChatState.ACTIVE,
    )
    assert brief.id is not None
    assert [line.chat.id for line in desk.ledger.lines(brief.id)] == [new.id]


def test_of_two_lines_for_one_part_the_sent_one_stays(desk: Store) -> None:
    from bot.model import Outcome

    old = subscribe(desk, -5, kind=ChatKind.GROUP)
    new = subscribe(desk, -100, kind=ChatKind.GROUP)
    brief = desk.briefs.save_draft(make_brief())
    desk.ledger.publish(brief, {}, NOON)
    lines = {line.chat.id: line for line in desk.ledger.claim("me", NOON, 9, 60)}
    sent = Outcome(lines[old.id].id, DeliveryState.SENT, NOON, (5,))
    desk.ledger.record("me", [], [sent], now=NOON, lease_seconds=60)
    desk.chats.move(old.address, "-100")
    assert brief.id is not None
    left = list(desk.ledger.lines(brief.id))
    assert [(line.chat.id, line.state) for line in left] == [(new.id, DeliveryState.SENT)]


def test_many_chats_are_recalled_at_once_each_with_its_own_topics(desk: Store) -> None:
    private = desk.chats.put(Address("telegram", "1"), ChatKind.PRIVATE, "zh")
    topic = desk.chats.put(FORUM, ChatKind.TOPIC, "en")
    desk.chats.forget_met()
    desk.chats.recall([private.address, topic.address, Address("telegram", "404")])
    assert desk.chats.met(private.address, ChatKind.PRIVATE) == private
    assert desk.chats.met(topic.address, ChatKind.TOPIC) == topic
    assert desk.chats.met(Address("telegram", "404"), ChatKind.PRIVATE) is None
