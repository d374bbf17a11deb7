from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.errors import NotFoundError, StoreError
from bot.model import (
    Brief,
    BriefState,
    ChatKind,
    ChatState,
    Delivery,
    DeliveryState,
    Fate,
    Lateness,
    Outcome,
    QuietHours,
    Variant,
)
from bot.store import Store, open_store
from bot.store.database import Database
from tests.databases import Postgres
from tests.store.news import DAY, HOUR, NOON, make_brief, seed_editions, subscribe

PRIVATE = Variant("telegram", ChatKind.PRIVATE, "en")
GROUP = Variant("telegram", ChatKind.GROUP, "en")
MINUTE = timedelta(minutes=1)
# The en edition's hour is noon in UTC.
LATER = NOON + 3 * DAY


@pytest.fixture
def desk(store: Store) -> Store:
    seed_editions(store)
    return store


def published(desk: Store, parts: int = 1, **said: Any) -> Brief:
    brief = desk.briefs.save_draft(make_brief(**said))
    desk.ledger.publish(brief, {PRIVATE: parts}, NOON)
    return brief


def claim(desk: Store, sender: str = "me", now: datetime = NOON, limit: int = 99) -> list[Delivery]:
    return desk.ledger.claim(sender, now, limit, 60)


def record(
    desk: Store, *outcomes: Outcome, leaving: list[int] | None = None, sender: str = "me",
    now: datetime = NOON,
) -> frozenset[int]:  # fmt: skip
    return desk.ledger.record(sender, leaving or [], outcomes, now=now, lease_seconds=60)


def states(desk: Store, brief: Brief) -> list[tuple[int, DeliveryState]]:
    assert brief.id is not None
    return [(line.part, line.state) for line in desk.ledger.lines(brief.id)]


# Publishing


def test_a_vacuum_that_holds_the_ledger_does_not_hold_up_a_brief(postgres: Postgres) -> None:
    url = postgres.emptied()
    with open_store(url, migrate=False) as desk, open_vacuum(url):
        seed_editions(desk)
        subscribe(desk, 1)
        assert states(desk, published(desk)) == [(1, DeliveryState.DUE)]


@contextmanager
def open_vacuum(url: str) -> Iterator[None]:
    """Hold the lock that a vacuum of the ledger holds."""
    database = Database(url)
    with database.writing() as connection:
        connection.execute(text("LOCK TABLE delivery IN SHARE UPDATE EXCLUSIVE MODE"))
        yield
    database.close()


def test_publishing_plans_one_line_for_each_chat_and_part(desk: Store) -> None:
    subscribe(desk, 1)
    subscribe(desk, -2, kind=ChatKind.GROUP)
    brief = desk.briefs.save_draft(make_brief())
    assert desk.ledger.publish(brief, {PRIVATE: 2, GROUP: 1}, NOON) == 3
    assert brief.id is not None
    lines = [(line.chat.kind, line.part) for line in desk.ledger.lines(brief.id)]
    assert sorted(lines) == [
        (ChatKind.GROUP, 1),
        (ChatKind.PRIVATE, 1),
        (ChatKind.PRIVATE, 2),
    ]
    assert desk.briefs.by_id(brief.id).state is BriefState.PUBLISHED


def test_publishing_again_changes_nothing(desk: Store) -> None:
    subscribe(desk, 1)
    brief = published(desk)
    subscribe(desk, 2)
    assert desk.ledger.publish(brief, {PRIVATE: 1}, NOON) == 0
    assert len(states(desk, brief)) == 1


def test_of_two_who_publish_at_once_one_does(desk: Store) -> None:
    for number in range(20):
        subscribe(desk, number)
    brief = desk.briefs.save_draft(make_brief())
    with ThreadPoolExecutor(4) as pool:
        planned = list(pool.map(lambda _: desk.ledger.publish(brief, {PRIVATE: 1}, NOON), range(4)))
    assert sorted(planned) == [0, 0, 0, 20]


def test_only_active_chats_of_the_edition_get_it(desk: Store) -> None:
    wanted = subscribe(desk, 1)
    subscribe(desk, 2, "zh")
    desk.chats.unsubscribe(subscribe(desk, 3).id)
    desk.chats.gone(subscribe(desk, 4).id, "blocked")
    desk.chats.set(subscribe(desk, 5).id, state=ChatState.PAUSED)
    brief = published(desk)
    assert brief.id is not None
    assert [line.chat.id for line in desk.ledger.lines(brief.id)] == [wanted.id]


def test_a_brief_that_was_never_saved_cannot_be_published(desk: Store) -> None:
    with pytest.raises(StoreError):
        desk.ledger.publish(make_brief(), {}, NOON)


def test_a_kind_is_cut_alike_in_a_language_nobody_rendered(desk: Store) -> None:
    chat = subscribe(desk, 1)
    desk.chats.set(chat.id, lang="fr")
    subscribe(desk, -2, kind=ChatKind.GROUP)
    brief = desk.briefs.save_draft(make_brief())
    assert desk.ledger.publish(brief, {PRIVATE: 1, GROUP: 3}, NOON) == 4


def test_a_chat_that_no_variant_fits_gets_as_many_parts_as_any(desk: Store) -> None:
    subscribe(desk, -2, kind=ChatKind.CHANNEL)
    brief = desk.briefs.save_draft(make_brief())
    assert desk.ledger.publish(brief, {PRIVATE: 1, GROUP: 3}, NOON) == 3


def due_of(
    desk: Store, now: datetime = NOON, day: date = date(2026, 4, 25), **wishes: Any
) -> datetime:
    subscribe(desk, 1, **wishes)
    brief = desk.briefs.save_draft(make_brief(day=day))
    desk.ledger.publish(brief, {}, now)
    assert brief.id is not None
    return next(desk.ledger.lines(brief.id)).due_at


def test_a_chat_without_wishes_gets_it_at_once(desk: Store) -> None:
    assert due_of(desk, NOON + MINUTE) == NOON + MINUTE


def test_a_chat_gets_it_at_its_own_hour(desk: Store) -> None:
    berlin_eight = datetime.fromisoformat("2026-04-26T08:00+02:00")
    assert due_of(desk, hour=time(8), zone="Europe/Berlin") == berlin_eight


def test_a_chat_gets_it_at_the_editions_hour_in_its_own_zone(desk: Store) -> None:
    assert due_of(desk, zone="America/New_York") == datetime.fromisoformat("2026-04-25T12:00-04:00")


def test_the_editions_own_hour_is_not_put_off_by_a_minute_of_editing(desk: Store) -> None:
    assert due_of(desk, NOON + MINUTE, hour=time(12)) == NOON


def test_an_hour_that_passed_while_the_machine_was_off_counts_as_late(desk: Store) -> None:
    assert due_of(desk, NOON + 3 * HOUR, hour=time(14)) == NOON + 2 * HOUR


def test_a_brief_of_another_day_goes_by_the_hours_to_come(desk: Store) -> None:
    due = due_of(desk, NOON, day=date(2025, 1, 1), hour=time(13))
    assert due == NOON + HOUR


def test_an_hour_that_a_change_of_clocks_skips_comes_once(desk: Store) -> None:
    now = datetime.fromisoformat("2026-03-28T12:00+00:00")
    due = due_of(desk, now, day=date(2026, 3, 28), hour=time(2, 30), zone="Europe/Berlin")
    assert due == datetime.fromisoformat("2026-03-29T03:30+02:00")


def test_midnight_is_an_hour(desk: Store) -> None:
    assert due_of(desk, hour=time(0, 0)) == NOON + 12 * HOUR


def test_a_newcomer_gets_the_latest_brief_through_the_ledger(desk: Store) -> None:
    brief = published(desk, 2)
    chat = subscribe(desk, 1)
    assert brief.id is not None
    assert desk.ledger.plan_for(brief.id, chat.id, 2, NOON) == 2
    assert desk.ledger.plan_for(brief.id, chat.id, 2, NOON) == 0
    assert [line.part for line in claim(desk)] == [1]


def test_who_left_and_returns_gets_what_was_skipped(desk: Store) -> None:
    chat = subscribe(desk, 1)
    brief = published(desk)
    desk.chats.unsubscribe(chat.id)
    desk.chats.subscribe(chat.id, "en")
    assert claim(desk) == []
    assert brief.id is not None
    assert desk.ledger.plan_for(brief.id, chat.id, 1, NOON) == 1
    assert len(claim(desk)) == 1


# Claiming


def test_due_lines_are_claimed_in_the_order_of_their_hours(desk: Store) -> None:
    late = subscribe(desk, 1, hour=time(14))
    early = subscribe(desk, 2, hour=time(13))
    published(desk)
    assert claim(desk) == []
    assert [line.chat.id for line in claim(desk, now=NOON + 2 * HOUR)] == [early.id, late.id]


def test_a_claimed_line_says_who_holds_it_until_when(desk: Store) -> None:
    chat = subscribe(desk, 1)
    brief = published(desk)
    line = claim(desk)[0]
    assert (line.brief, line.chat, line.part) == (brief.id, chat, 1)
    assert (line.state, line.claimed_by) == (DeliveryState.CLAIMED, "me")
    assert line.claimed_until == NOON + MINUTE
    assert claim(desk, "other") == []


def test_claims_are_bounded(desk: Store) -> None:
    for number in range(5):
        subscribe(desk, number)
    published(desk)
    assert [len(claim(desk, limit=2)) for _ in range(4)] == [2, 2, 1, 0]


def test_many_senders_at_once_never_hold_the_same_line(desk: Store) -> None:
    for number in range(120):
        subscribe(desk, number)
    published(desk)

    def take_all(sender: str) -> list[int]:
        taken: list[int] = []
        while lines := claim(desk, sender, limit=7):
            taken += [line.id for line in lines]
            record(desk, leaving=[line.id for line in lines], sender=sender)
        return taken

    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(take_all, [f"sender {n}" for n in range(6)]))
    ids = [line for each in taken for line in each]
    assert len(ids) == len(set(ids)) == 120


# Sending


def test_a_sent_line_has_its_messages_and_ends(desk: Store) -> None:
    subscribe(desk, 1)
    brief = published(desk)
    line = claim(desk)[0]
    assert record(desk, leaving=[line.id]) == {line.id}
    record(desk, Outcome(line.id, DeliveryState.SENT, NOON + MINUTE, (7, 8)))
    assert brief.id is not None
    sent = next(desk.ledger.lines(brief.id, DeliveryState.SENT))
    assert (sent.message_ids, sent.sent_at, sent.attempts) == ((7, 8), NOON + MINUTE, 1)
    assert sent.claimed_by is None
    assert claim(desk, now=LATER) == []


def test_a_part_waits_for_those_before_it(desk: Store) -> None:
    subscribe(desk, 1)
    published(desk, 3)
    for part in (1, 2, 3):
        lines = claim(desk)
        assert [line.part for line in lines] == [part]
        record(desk, leaving=[lines[0].id])
        assert claim(desk) == []
        record(desk, Outcome(lines[0].id, DeliveryState.SENT, NOON, (part,)))
    assert claim(desk) == []


def test_an_end_without_sending_ends_the_parts_after_it(desk: Store) -> None:
    subscribe(desk, 1)
    brief = published(desk, 3)
    first = claim(desk)[0]
    record(desk, Outcome(first.id, DeliveryState.SENT, NOON, (1,)))
    second = claim(desk)[0]
    record(desk, Outcome(second.id, DeliveryState.FAILED, reason="refused"))
    assert states(desk, brief) == [
        (1, DeliveryState.SENT),
        (2, DeliveryState.FAILED),
        (3, DeliveryState.FAILED),
    ]
    assert claim(desk, now=LATER) == []


def test_a_line_that_did_not_arrive_is_due_again(desk: Store) -> None:
    subscribe(desk, 1)
    published(desk)
    line = claim(desk)[0]
    record(desk, leaving=[line.id])
    record(desk, Outcome(line.id, DeliveryState.DUE, NOON + HOUR, reason="rate_limited"))
    assert claim(desk) == []
    again = claim(desk, "other", NOON + HOUR)[0]
    assert (again.id, again.attempts, again.reason) == (line.id, 1, "rate_limited")


def test_a_line_whose_lease_lapsed_must_not_leave(desk: Store) -> None:
    subscribe(desk, 1)
    published(desk)
    line = claim(desk)[0]
    assert record(desk, leaving=[line.id], now=NOON + 2 * MINUTE) == set()
    desk.ledger.expired(NOON + 2 * MINUTE)
    assert claim(desk, "other", NOON + 2 * MINUTE)[0].id == line.id
    assert record(desk, leaving=[line.id], now=NOON + 2 * MINUTE) == set()
    assert record(desk, leaving=[line.id], sender="other", now=NOON + 2 * MINUTE) == {line.id}


def test_leaving_lengthens_the_lease(desk: Store) -> None:
    subscribe(desk, 1)
    published(desk)
    line = claim(desk)[0]
    record(desk, leaving=[line.id], now=NOON + MINUTE / 2)
    assert desk.ledger.expired(NOON + MINUTE) == 0
    assert desk.ledger.expired(NOON + 2 * MINUTE) == 1


def test_a_dead_senders_claims_go_back_and_its_sendings_are_unclear(desk: Store) -> None:
    for number in (1, 2):
        subscribe(desk, number)
    brief = published(desk)
    leaving, waiting = claim(desk, "dead")
    record(desk, leaving=[leaving.id], sender="dead")
    assert desk.ledger.expired(NOON + 2 * MINUTE) == 2
    assert desk.ledger.expired(NOON + 2 * MINUTE) == 0
    assert brief.id is not None
    found = {line.id: line.state for line in desk.ledger.lines(brief.id)}
    assert found == {leaving.id: DeliveryState.UNCLEAR, waiting.id: DeliveryState.DUE}


def test_a_sender_that_stops_gives_back_what_has_not_left(desk: Store) -> None:
    for number in (1, 2):
        subscribe(desk, number)
    published(desk)
    leaving, waiting = claim(desk)
    record(desk, leaving=[leaving.id])
    assert desk.ledger.release("me") == 1
    assert [line.id for line in claim(desk, "other")] == [waiting.id]


def test_news_of_a_line_that_somebody_else_holds_counts_only_if_it_arrived(desk: Store) -> None:
    subscribe(desk, 1)
    brief = published(desk)
    line = claim(desk, "slow")[0]
    desk.ledger.expired(NOON + 2 * MINUTE)
    claim(desk, "quick", NOON + 2 * MINUTE)
    record(desk, Outcome(line.id, DeliveryState.FAILED, reason="x"), sender="slow")
    assert states(desk, brief) == [(1, DeliveryState.CLAIMED)]
    record(desk, Outcome(line.id, DeliveryState.SENT, NOON, (3,)), sender="slow")
    assert states(desk, brief) == [(1, DeliveryState.SENT)]
    assert record(desk, leaving=[line.id], sender="quick", now=NOON + 2 * MINUTE) == set()


# Unclear lines


def unclear_line(desk: Store, asked_at: datetime | None = NOON) -> Delivery:
    subscribe(desk, 1)
    published(desk)
    line = claim(desk)[0]
    record(desk, leaving=[line.id])
    record(desk, Outcome(line.id, DeliveryState.UNCLEAR, asked_at, reason="no_answer"))
    return line


def test_an_unclear_line_is_asked_about_when_its_time_has_come(desk: Store) -> None:
    line = unclear_line(desk, NOON + MINUTE)
    assert desk.ledger.claim_unclear("me", NOON, 9, 60) == []
    asked = desk.ledger.claim_unclear("me", NOON + MINUTE, 9, 60)
    assert [(each.id, each.state) for each in asked] == [(line.id, DeliveryState.UNCLEAR)]
    assert asked[0].sent_at == NOON
    assert desk.ledger.claim_unclear("other", NOON + MINUTE, 9, 60) == []
    assert len(desk.ledger.claim_unclear("other", NOON + 3 * MINUTE, 9, 60)) == 1


def test_an_unclear_line_that_is_held_is_not_asked_about(desk: Store) -> None:
    line = unclear_line(desk)
    desk.ledger.claim_unclear("me", NOON, 9, 60)
    record(desk, Outcome(line.id, DeliveryState.UNCLEAR, None, reason="held"))
    assert desk.ledger.claim_unclear("me", LATER, 9, 60) == []
    assert claim(desk, now=LATER) == []


@pytest.mark.parametrize("arrived", [True, False])
def test_an_unclear_line_is_settled(desk: Store, arrived: bool) -> None:
    line = unclear_line(desk)
    desk.ledger.claim_unclear("me", NOON, 9, 60)
    state = DeliveryState.SENT if arrived else DeliveryState.DUE
    record(desk, Outcome(line.id, state, NOON, (9,) if arrived else ()))
    assert [each.id for each in claim(desk)] == ([] if arrived else [line.id])
    assert desk.ledger.claim_unclear("me", LATER, 9, 60) == []


# Quiet hours


@pytest.mark.parametrize(
    ("wish", "due"),
    [
        # The next noon in Tokyo is 15 hours away.
        ({"zone": "Asia/Tokyo", "quiet": QuietHours(time(9), time(13))}, NOON + 16 * HOUR),
        ({"zone": "Asia/Tokyo", "quiet": QuietHours(time(22), time(7))}, NOON + 15 * HOUR),
        ({"hour": time(12), "quiet": QuietHours(time(11), time(13))}, NOON),
        ({"quiet": QuietHours(time(11), time(13))}, NOON + HOUR),
    ],
)
def test_quiet_hours_put_off_what_the_chat_did_not_wish_for_then(
    desk: Store, wish: dict[str, Any], due: datetime
) -> None:
    chat = subscribe(desk, 1)
    desk.chats.set(chat.id, **wish)
    brief = published(desk)
    assert brief.id is not None
    assert [line.due_at for line in desk.ledger.lines(brief.id)] == [due]


# Receipts


def test_a_receipt_counts_what_became_of_each(desk: Store) -> None:
    for number in range(4):
        subscribe(desk, number)
    brief = published(desk, 2)
    one, two, three, _ = claim(desk)
    record(
        desk,
        Outcome(one.id, DeliveryState.SENT, NOON, (1,)),
        Outcome(two.id, DeliveryState.FAILED, reason="refused"),
        Outcome(three.id, DeliveryState.SENT, NOON + MINUTE, (2,)),
    )
    assert brief.id is not None
    receipt = desk.ledger.receipt(brief.id)
    assert receipt.states == {
        DeliveryState.SENT: 2,
        DeliveryState.FAILED: 2,
        DeliveryState.DUE: 3,
        DeliveryState.CLAIMED: 1,
    }
    assert receipt.reasons == {"refused": 2}
    assert (receipt.edition, receipt.date, receipt.chats) == ("en", brief.date, 4)
    assert (receipt.first_sent_at, receipt.last_sent_at) == (NOON, NOON + MINUTE)


def test_a_receipt_tells_what_became_of_each_chat(desk: Store) -> None:
    for number in range(7):
        subscribe(desk, number)
    brief = published(desk, 2)
    reached, half, blocked, refused, unclear, held, short = claim(desk)
    ends = [
        Outcome(reached.id, DeliveryState.SENT, NOON, (1,)),
        Outcome(half.id, DeliveryState.SENT, NOON, (2,)),
        Outcome(blocked.id, DeliveryState.FAILED, reason="blocked"),
        Outcome(refused.id, DeliveryState.FAILED, reason="refused"),
        Outcome(unclear.id, DeliveryState.UNCLEAR, NOON, reason="no_answer"),
        Outcome(held.id, DeliveryState.UNCLEAR, reason="held"),
        Outcome(short.id, DeliveryState.SENT, NOON, (3,)),
    ]
    record(desk, *ends)
    second = {line.chat.id: line.id for line in claim(desk)}
    record(
        desk,
        Outcome(second[reached.chat.id], DeliveryState.SENT, NOON, (4,)),
        Outcome(second[short.chat.id], DeliveryState.SKIPPED, reason="no_such_part"),
    )
    assert brief.id is not None
    fates = {fate: count for fate, count in desk.ledger.receipt(brief.id).fates.items() if count}
    assert fates == {
        Fate.REACHED: 2,
        Fate.WAITING: 1,
        Fate.BLOCKED: 1,
        Fate.FAILED: 1,
        Fate.UNCLEAR: 1,
        Fate.HELD: 1,
    }


def test_a_receipt_tells_how_late_and_how_fast(desk: Store) -> None:
    for number in range(5):
        subscribe(desk, number)
    brief = published(desk)
    stood = [NOON, NOON + MINUTE / 6, NOON + MINUTE / 2, NOON + MINUTE, NOON + 3 * MINUTE]
    lines = claim(desk)
    again = Outcome(lines[4].id, DeliveryState.DUE, NOON + 2 * MINUTE)
    record(desk, again)
    retried = claim(desk, now=NOON + 2 * MINUTE)
    sent = [*lines[:4], *retried]
    record(
        desk,
        *(
            Outcome(line.id, DeliveryState.SENT, at, (1,))
            for line, at in zip(sent, stood, strict=True)
        ),
    )
    assert brief.id is not None
    receipt = desk.ledger.receipt(brief.id)
    assert receipt.late == Lateness(median_seconds=30, worst_seconds=180)
    assert receipt.minutes == ((NOON, 3), (NOON + MINUTE, 1), (NOON + 3 * MINUTE, 1))
    assert receipt.messages_per_second == 3 / 60


def test_a_brief_for_nobody_has_a_receipt(desk: Store) -> None:
    brief = published(desk)
    assert brief.id is not None
    assert desk.ledger.receipt(brief.id).chats == 0
    with pytest.raises(NotFoundError):
        desk.ledger.receipt(999)


def test_lines_of_many_chats_are_walked_through(desk: Store) -> None:
    for number in range(30):
        subscribe(desk, number)
    brief = published(desk)
    assert brief.id is not None
    lines = list(desk.ledger.lines(brief.id, DeliveryState.DUE))
    assert len({line.chat.id for line in lines}) == 30
    assert list(desk.ledger.lines(brief.id, DeliveryState.SENT)) == []
    assert replace(lines[0]).state is DeliveryState.DUE
