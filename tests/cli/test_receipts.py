from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.cli.receipts import bars
from bot.model import Address, Brief, ChatKind, DeliveryState, Outcome, Slot, Variant
from bot.store import open_store
from tests.cli.conftest import Command

DAY = date(2026, 3, 5)
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
SLOT = Slot(1, "s1", "A headline", "A body.", None, (), NOON, ())


@pytest.fixture
def sent_brief(tenbrief: Command) -> None:
    """Three chats got a brief, one of a person and one of a group did not."""
    tenbrief("editions", "list")
    with open_store(os.environ["DATABASE_URL"]) as store:
        for number in (11, 12, 13, 14, -15):
            kind = ChatKind.PRIVATE if number > 0 else ChatKind.GROUP
            chat = store.chats.put(Address("telegram", str(number)), kind, "en", "The Club")
            store.chats.subscribe(chat.id, "en")
        brief = store.briefs.save_draft(
            Brief("en", DAY, "en", "Ten", "Lead", (), 5, (SLOT,), NOON, size=1)
        )
        parts = {Variant("telegram", kind, "en"): 1 for kind in ChatKind}
        store.ledger.publish(brief, parts, NOON)
        lines = store.ledger.claim("me", NOON, 9, 60)
        late = NOON + timedelta(seconds=90)
        ends = [Outcome(line.id, DeliveryState.SENT, late, (1,)) for line in lines[:3]]
        ends += [Outcome(line.id, DeliveryState.FAILED, reason="blocked") for line in lines[3:]]
        store.ledger.record("me", [], ends, now=late, lease_seconds=60)


@pytest.mark.usefixtures("sent_brief")
def test_a_receipt_says_who_was_reached_how_late_and_how_fast(tenbrief: Command) -> None:
    receipt = json.loads(tenbrief("receipt", "-e", "en", "-d", "2026-03-05", "--json").out)
    assert (receipt["chats"], receipt["fates"]["reached"], receipt["fates"]["blocked"]) == (5, 3, 2)
    assert receipt["late_seconds"] == {"median": 90, "worst": 90}
    assert receipt["per_minute"] == [{"minute": "2026-03-05T12:01:00+00:00", "sent": 3}]
    said = tenbrief("receipt", "-e", "en").out
    assert "at most 90 s late" in said
    assert "blocked" in said


@pytest.mark.usefixtures("sent_brief")
def test_who_did_not_get_it_is_listed_with_the_reason_and_without_a_name(
    tenbrief: Command,
) -> None:
    said = tenbrief("receipt", "-e", "en", "--lines").out
    assert [line.split()[0] for line in said.splitlines()] == ["14", "-15"]
    assert said.count("failed   blocked") == 2
    assert "Club" not in said
    listed = json.loads(tenbrief("receipt", "-e", "en", "--state", "sent", "--json").out)
    assert [line["chat"] for line in listed["lines"]] == ["11", "12", "13"]
    assert "Club" not in str(listed)


@pytest.mark.usefixtures("sent_brief")
def test_a_paid_broadcast_shows_its_cost_and_wants_to_be_agreed_to(
    tenbrief: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEND_RATE", "60")
    monkeypatch.setenv("PAID_BROADCAST", "true")
    rehearsed = json.loads(
        tenbrief("publish", "-e", "en", "-d", "2026-03-05", "--dry-run", "--json").out
    )
    # Half of 60 a second are free, the others cost a tenth of a Star each.
    assert rehearsed["stars"] == pytest.approx(rehearsed["messages"] / 2 / 10, abs=0.05)
    refused = tenbrief("publish", "-e", "en", "-d", "2026-03-05")
    assert refused.code == 1
    assert "Telegram Stars. Say --yes" in refused.err
    assert tenbrief("publish", "-e", "en", "-d", "2026-03-05", "--yes").code == 0


def test_bars_are_as_high_as_the_busiest_minute_and_never_too_many() -> None:
    minute = timedelta(minutes=1)
    assert bars([(NOON, 7), (NOON + 2 * minute, 14)]) == "▄ █"
    assert len(bars([(NOON, 1), (NOON + 900 * minute, 1)])) <= 61
    assert bars([]) == ""
