from __future__ import annotations

from datetime import timedelta

from bot.model import DeliveryState, Outcome
from bot.store import Store
from tests.delivery.paper import HOUR, Paper

LEASE = 60.0


def told_to(store: Store, chats: int) -> tuple[Paper, list[int]]:
    """A paper whose brief was told to so many chats; returns it with the lines' ids."""
    paper = Paper(store)
    for chat in range(1, chats + 1):
        paper.subscribe(chat)
    paper.publish()
    lines = store.ledger.claim("first", HOUR, 100, LEASE)
    for line in lines:
        store.ledger.record("first", [line.id], [], now=HOUR, lease_seconds=LEASE)
    return paper, [line.id for line in lines]


def arrive(store: Store, ids: list[int]) -> None:
    outcomes = [Outcome(line, DeliveryState.SENT, message_ids=(line,)) for line in ids]
    store.ledger.record("first", [], outcomes, now=HOUR, lease_seconds=LEASE)


def test_only_copies_that_were_told_are_stale(store: Store) -> None:
    paper, ids = told_to(store, 3)
    arrive(store, ids[:2])
    assert store.corrections.claim("one", HOUR, 100, LEASE) == []
    store.briefs.correct(paper.brief_id, 1, None, "Another body.", HOUR)
    assert store.corrections.waiting(paper.brief_id) == 3
    assert {line.id for line in store.corrections.claim("one", HOUR, 100, LEASE)} == set(ids[:2])


def test_a_copy_is_held_by_one_until_its_lease_ends(store: Store) -> None:
    paper, ids = told_to(store, 1)
    arrive(store, ids)
    store.briefs.correct(paper.brief_id, 1, None, "Another body.", HOUR)
    assert len(store.corrections.claim("one", HOUR, 100, LEASE)) == 1
    assert store.corrections.claim("other", HOUR, 100, LEASE) == []
    later = HOUR + timedelta(seconds=LEASE + 1)
    assert len(store.corrections.claim("other", later, 100, LEASE)) == 1


def test_what_is_done_is_done_and_what_is_given_back_comes_again(store: Store) -> None:
    paper, ids = told_to(store, 2)
    arrive(store, ids)
    store.briefs.correct(paper.brief_id, 1, "Another headline", None, HOUR)
    store.corrections.claim("one", HOUR, 100, LEASE)
    store.corrections.done(ids[:1])
    store.corrections.give_back(ids[1:])
    again = store.corrections.claim("one", HOUR, 100, LEASE)
    assert [line.id for line in again] == ids[1:]
