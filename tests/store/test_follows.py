from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import NotFoundError, UnknownChatError, UnknownTopicError
from bot.model import Address, Assignment, ChatKind, ChatState, Length, Topic, TopicKind, Variant
from bot.store import Store
from tests.store.news import NOON, make_brief, make_item, seed_editions, subscribe

TOPICS = [Topic("DeepSeek", TopicKind.LAB), Topic("Lantern", TopicKind.COMPANY)]


@pytest.fixture
def desk(store: Store) -> Store:
    seed_editions(store)
    store.topics.seed(TOPICS)
    return store


def test_a_topic_is_followed_once_and_let_go_once(desk: Store) -> None:
    chat = subscribe(desk, 1)
    assert desk.follows.add(chat.id, "DeepSeek")
    assert not desk.follows.add(chat.id, "DeepSeek")
    assert list(desk.follows.of(chat.id)) == ["DeepSeek"]
    assert desk.follows.remove(chat.id, "DeepSeek")
    assert not desk.follows.remove(chat.id, "DeepSeek")
    with pytest.raises(UnknownTopicError):
        desk.follows.add(chat.id, "Nobody")


def test_who_follows_a_topic_follows_what_it_is_merged_into(desk: Store) -> None:
    one, both = subscribe(desk, 1), subscribe(desk, 2)
    desk.follows.add(one.id, "DeepSeek")
    desk.follows.add(both.id, "DeepSeek")
    desk.follows.add(both.id, "Lantern")
    desk.topics.merge("DeepSeek", "Lantern")
    assert list(desk.follows.of(one.id)) == list(desk.follows.of(both.id)) == ["Lantern"]


def test_a_supergroup_follows_what_its_group_followed(desk: Store) -> None:
    old = desk.chats.put(Address("telegram", "-5"), ChatKind.GROUP, "en")
    new = desk.chats.put(Address("telegram", "-100", supergroup=True), ChatKind.GROUP, "en")
    desk.follows.add(old.id, "DeepSeek")
    desk.follows.add(old.id, "Lantern")
    desk.follows.add(new.id, "Lantern")
    desk.notices.claim(old.id, "week:2026-10", NOON)
    desk.chats.move(old.address, "-100")
    assert list(desk.follows.of(new.id)) == ["DeepSeek", "Lantern"]
    assert not desk.notices.claim(new.id, "week:2026-10", NOON)


def test_listeners_are_active_and_want_to_know_at_once(desk: Store) -> None:
    eager, patient, gone = (subscribe(desk, number) for number in (1, 2, 3))
    for chat in (eager, patient, gone):
        desk.follows.add(chat.id, "DeepSeek")
    desk.chats.set(eager.id, alerts=True)
    desk.chats.set(gone.id, alerts=True)
    desk.chats.gone(gone.id, "blocked")
    found = desk.follows.listeners(["DeepSeek", "Lantern"])
    assert {name: [chat.id for chat in chats] for name, chats in found.items()} == {
        "DeepSeek": [eager.id]
    }


def test_a_notice_is_claimed_once_until_it_is_given_back(desk: Store) -> None:
    chat = subscribe(desk, 1)
    assert desk.notices.claim(chat.id, "alert:a", NOON)
    assert not desk.notices.claim(chat.id, "alert:a", NOON)
    assert desk.notices.known([chat.id], "alert:") == {(chat.id, "alert:a")}
    assert desk.notices.counts([chat.id], "alert:", NOON - timedelta(days=1)) == {chat.id: 1}
    assert desk.notices.counts([chat.id], "week:", NOON - timedelta(days=1)) == {}
    desk.notices.give_back(chat.id, "alert:a")
    assert desk.notices.claim(chat.id, "alert:a", NOON)


def test_the_last_word_of_a_voter_counts(desk: Store) -> None:
    brief = desk.briefs.save_draft(make_brief())
    assert brief.id is not None
    desk.reactions.put(brief.id, 1, "7", {"👍": 1})
    desk.reactions.put(brief.id, 1, "7", {"👎": 1})
    desk.reactions.put(brief.id, 1, "8", {"👎": 1})
    desk.reactions.put(brief.id, 0, "crowd:-100", {"🔥": 12, "👍": 3})
    assert desk.reactions.of_brief(brief.id) == {0: {"🔥": 12, "👍": 3}, 1: {"👎": 2}}
    desk.reactions.put(brief.id, 1, "7", {})
    assert desk.reactions.of_brief(brief.id)[1] == {"👎": 1}


def test_a_message_is_known_by_what_it_shows(desk: Store) -> None:
    chat = subscribe(desk, 1)
    brief = desk.briefs.save_draft(make_brief())
    assert brief.id is not None
    desk.reactions.show(chat.id, 70, brief.id, 4)
    assert desk.reactions.behind([chat.id], 70) == (brief.id, 4)
    assert desk.reactions.behind([chat.id], 71) is None
    assert desk.reactions.behind([], 70) is None


def test_a_thread_leads_back_to_its_first_story(desk: Store) -> None:
    items = [make_item(str(number)) for number in range(3)]
    desk.items.add(items, NOON)
    desk.stories.assign(
        [
            Assignment(items[0].id, "a", None, "First"),
            Assignment(items[1].id, "b", "a", "Second"),
        ]
    )
    desk.stories.assign([Assignment(items[2].id, "c", "b", "Third")])
    assert desk.follows.origins(["a", "b", "c", "x"]) == {"a": "a", "b": "a", "c": "a", "x": "x"}
    assert [story.id for story in desk.follows.earlier("c", 9)] == ["b", "a"]
    assert desk.follows.earlier("a", 9) == []


def test_a_forgotten_person_leaves_nothing(desk: Store) -> None:
    chat = subscribe(desk, 1)
    channel = desk.chats.put(Address("telegram", "-100"), ChatKind.CHANNEL, "en", "Ten")
    desk.chats.set(channel.id, keeper=chat.address.chat)
    desk.follows.add(chat.id, "DeepSeek")
    brief = desk.briefs.save_draft(make_brief())
    assert brief.id is not None
    desk.ledger.publish(brief, {Variant("telegram", ChatKind.PRIVATE, "en"): 1}, NOON)
    desk.reactions.put(brief.id, 1, chat.address.chat, {"👍": 1})
    known = desk.people.export(chat.id)
    assert known["follows"] == [{"name": "DeepSeek"}]
    assert known["keeps"] == [{"title": "Ten"}]
    desk.people.forget(chat.id)
    with pytest.raises(UnknownChatError):
        desk.people.export(chat.id)
    assert desk.chats.by_id(channel.id).keeper is None
    assert desk.reactions.of_brief(brief.id) == {}
    assert not list(desk.ledger.lines(brief.id))


def test_a_chat_is_planned_as_many_parts_as_its_length_needs(desk: Store) -> None:
    full, brief_one = subscribe(desk, 1), subscribe(desk, 2)
    desk.chats.set(brief_one.id, length=Length.HEADLINES)
    brief = desk.briefs.save_draft(make_brief())
    assert brief.id is not None
    parts = {
        Variant("telegram", ChatKind.PRIVATE, "en"): 2,
        Variant("telegram", ChatKind.PRIVATE, "en", "headlines"): 1,
    }
    desk.ledger.publish(brief, parts, NOON)
    planned = [(line.chat.id, line.part) for line in desk.ledger.lines(brief.id)]
    assert sorted(planned) == [(full.id, 1), (full.id, 2), (brief_one.id, 1)]
    desk.ledger.refit(brief.id, brief_one.id, 2)
    assert list(desk.ledger.waiting(brief_one.id)) == [brief.id]
    planned = [(line.chat.id, line.part) for line in desk.ledger.lines(brief.id)]
    assert sorted(planned)[-1] == (brief_one.id, 2)


def test_own_stories_need_a_brief(desk: Store) -> None:
    chat = subscribe(desk, 1)
    with pytest.raises(NotFoundError):
        desk.follows.own_stories(chat.id, 99, 5)
    brief = desk.briefs.save_draft(make_brief())
    assert brief.id is not None
    assert desk.follows.own_stories(chat.id, brief.id, 5) == ()
    assert chat.state is ChatState.ACTIVE
