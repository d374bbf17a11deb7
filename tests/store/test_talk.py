from dataclasses import replace
from datetime import timedelta

from bot.model import Address, ChatKind, Prompt
from bot.store import Store
from tests.store.news import NOON

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def prompt_of(store: Store) -> Prompt:
    chat = store.chats.put(Address("telegram", "7"), ChatKind.PRIVATE, "en")
    return Prompt(message=11, chat=chat.id, wish="hour")


def test_what_was_asked_last_waits_for_an_answer_for_an_hour(store: Store) -> None:
    prompt = prompt_of(store)
    store.talk.ask("7", prompt, NOON)
    later = replace(prompt, message=12, wish="zone")
    store.talk.ask("7", later, NOON + SECOND)
    assert store.talk.asked("7", NOON + HOUR) == later
    assert store.talk.asked("8", NOON) is None
    assert store.talk.asked("7", NOON + HOUR + SECOND) is None


def test_what_is_answered_is_asked_no_more(store: Store) -> None:
    store.talk.ask("7", prompt_of(store), NOON)
    store.talk.answered("7")
    assert store.talk.asked("7", NOON) is None


def test_nothing_is_asked_of_who_is_forgotten(store: Store) -> None:
    prompt = prompt_of(store)
    store.talk.ask("7", prompt, NOON)
    store.people.forget(prompt.chat)
    assert store.talk.asked("7", NOON) is None


def test_the_same_tap_within_three_seconds_is_a_double_one(store: Store) -> None:
    assert not store.talk.is_double("7:11:7:s:1:1", NOON)
    assert store.talk.is_double("7:11:7:s:1:1", NOON + SECOND)
    assert not store.talk.is_double("7:11:7:s:1:2", NOON + SECOND)
    assert not store.talk.is_double("7:11:7:s:1:1", NOON + 5 * SECOND)


def test_any_text_is_a_tap(store: Store) -> None:
    assert not store.talk.is_double("\x00\ud800" * 500, NOON)
    assert store.talk.is_double("\x00\ud800" * 500, NOON)
