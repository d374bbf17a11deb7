"""Any order of claims, deaths, lapses and outcomes: the ledger's promises hold.

What a sender does is drawn at random; the model below knows only what a person
would demand: nobody sends what another may be sending, parts come in order,
what was sent stays sent, and in the end every line has an end.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.model import Delivery, DeliveryState, Outcome
from bot.store import open_store
from tests.databases import SqliteTemplate
from tests.delivery.paper import Paper, SetClock

LEASE_SECONDS = 60.0
SENDERS = st.sampled_from(["ann", "bob", "cid"])
PARTS = 2
CHATS = 4


class LedgerMachine(RuleBasedStateMachine):
    """Three senders that may die, one ledger, and a clock."""

    template: SqliteTemplate

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.store = open_store(self.template.copy(Path(self.folder.name)), migrate=False)
        self.clock = SetClock()
        self.held: dict[str, dict[int, Delivery]] = {}
        self.left: dict[str, dict[int, Delivery]] = {}
        self.maybe_sent: set[int] = set()
        self.sent: dict[int, tuple[int, ...]] = {}
        self.next_message = 1

    @initialize()
    def publish(self) -> None:
        self.paper = Paper(self.store, PARTS)
        for chat in range(1, CHATS + 1):
            self.paper.subscribe(chat)
        assert self.paper.publish() == CHATS * PARTS

    @rule(sender=SENDERS, limit=st.integers(1, 5))
    def claim(self, sender: str, limit: int) -> None:
        lines = self.store.ledger.claim(sender, self.clock.now(), limit, LEASE_SECONDS)
        for line in lines:
            assert line.id not in self.sent
            assert line.id not in self.maybe_sent
            earlier = [
                each.id
                for each in self.paper.lines()
                if each.chat.id == line.chat.id and each.part < line.part
            ]
            assert all(each in self.sent for each in earlier)
        self.held.setdefault(sender, {}).update({line.id: line for line in lines})

    @precondition(lambda self: any(self.held.values()))
    @rule(data=st.data(), sender=SENDERS)
    def leave(self, data: st.DataObject, sender: str) -> None:
        held = self.held.get(sender, {})
        if not held:
            return
        ids = data.draw(st.sets(st.sampled_from(sorted(held)), min_size=1))
        allowed = self.record(sender, ids, [])
        for line_id in ids:
            line = held.pop(line_id)
            if line_id in allowed:
                assert line_id not in self.maybe_sent
                assert line_id not in self.sent
                self.maybe_sent.add(line_id)
                self.left.setdefault(sender, {})[line_id] = line

    @precondition(lambda self: any(self.left.values()))
    @rule(data=st.data(), sender=SENDERS, how=st.sampled_from(["sent", "not sent", "unclear"]))
    def answer(self, data: st.DataObject, sender: str, how: str) -> None:
        left = self.left.get(sender, {})
        if not left:
            return
        line_id = data.draw(st.sampled_from(sorted(left)))
        del left[line_id]
        now = self.clock.now()
        if how == "sent":
            self.arrived(sender, line_id)
        elif how == "unclear":
            self.record(sender, [], [Outcome(line_id, DeliveryState.UNCLEAR, now, reason="lost")])
        else:
            mine = self.line(line_id).claimed_by == sender
            self.record(sender, [], [Outcome(line_id, DeliveryState.DUE, now, reason="refused")])
            if mine:
                self.maybe_sent.discard(line_id)

    @rule(sender=SENDERS)
    def die(self, sender: str) -> None:
        self.held.pop(sender, None)
        self.left.pop(sender, None)

    @rule(sender=SENDERS)
    def stop(self, sender: str) -> None:
        self.store.ledger.release(sender)
        self.held.pop(sender, None)

    @rule(seconds=st.sampled_from([1, 30, 61]))
    def wait(self, seconds: int) -> None:
        self.clock.pass_seconds(seconds)

    @rule()
    def take_back(self) -> None:
        self.store.ledger.expired(self.clock.now())

    @rule(sender=SENDERS, arrived=st.booleans())
    def ask(self, sender: str, arrived: bool) -> None:
        for line in self.store.ledger.claim_unclear(sender, self.clock.now(), 2, LEASE_SECONDS):
            assert line.id in self.maybe_sent
            if arrived:
                self.arrived(sender, line.id)
            else:
                again = Outcome(line.id, DeliveryState.DUE, self.clock.now(), reason="not_arrived")
                self.record(sender, [], [again])
                self.maybe_sent.discard(line.id)
                for others in self.left.values():
                    others.pop(line.id, None)

    def arrived(self, sender: str, line_id: int) -> None:
        ids = (self.next_message,)
        self.next_message += 1
        outcome = Outcome(line_id, DeliveryState.SENT, self.clock.now(), ids)
        self.record(sender, [], [outcome])
        self.sent[line_id] = ids
        for others in self.left.values():
            others.pop(line_id, None)

    def record(self, sender: str, leaving: set[int] | list[int], outcomes: list[Outcome]):  # type: ignore[no-untyped-def]
        return self.store.ledger.record(
            sender, leaving, outcomes, now=self.clock.now(), lease_seconds=LEASE_SECONDS
        )

    def line(self, line_id: int) -> Delivery:
        return next(line for line in self.paper.lines() if line.id == line_id)

    @invariant()
    def what_was_sent_stays_sent(self) -> None:
        for line in self.paper.lines() if hasattr(self, "paper") else ():
            if line.id in self.sent:
                assert line.state is DeliveryState.SENT
                assert line.message_ids == self.sent[line.id]

    def teardown(self) -> None:
        if hasattr(self, "paper"):
            self.finish()
        self.store.close()
        self.folder.cleanup()

    def finish(self) -> None:
        """One sender that does everything right brings all lines to their end."""
        for _ in range(CHATS * PARTS * 4):
            self.clock.pass_seconds(LEASE_SECONDS + 1)
            self.take_back()
            self.ask("last", arrived=False)
            lines = self.store.ledger.claim("last", self.clock.now(), 50, LEASE_SECONDS)
            for line_id in self.record("last", [line.id for line in lines], []):
                self.arrived("last", line_id)
        assert set(self.paper.states()) == {DeliveryState.SENT}


class TestLedger(LedgerMachine.TestCase):  # type: ignore[misc, name-defined]
    settings = settings(
        max_examples=20,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )

    @pytest.fixture(autouse=True)
    def _template(self, sqlite_template: SqliteTemplate) -> None:
        """Hand the machine its databases."""
        LedgerMachine.template = sqlite_template
