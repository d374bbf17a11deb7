"""The ledger: which part of which brief to which chat, and what became of it.

Newsroom publishes; senders claim lines, and record that they leave and what
became of them. The states and what moves a line between them:

    due --claim--> claimed --record--> sending --record--> sent
     ^               |                    |
     +--- release, expired             expired, record
     |                                    v
     +------------- record ----------- unclear       failed, skipped: ends

A line can be claimed once its hour has come and the parts before it are sent.
Every statement names the state it starts from and the sender it is for, so two
senders that both believe a line is theirs cannot both move it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, update

from bot.errors import StoreError
from bot.model import Brief, Delivery, DeliveryState, Neighbours, Outcome, Receipt, Variant
from bot.store import tables
from bot.store.database import Database
from bot.store.lines import FREE, change, deliveries_of, in_state, read_lines, select_lines
from bot.store.neighbours import find_neighbours
from bot.store.outcomes import let_leave, write_outcomes
from bot.store.planning import extend_lines, plan_chat, publish_lines, refit_chat
from bot.store.receipts import read_receipt

# Lines read at once where all are walked through.
PAGE = 1_000

_LINE = tables.delivery.c


class Ledger:
    """The lines of every brief."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def publish(self, brief: Brief, parts: Mapping[Variant, int], now: datetime) -> int:
        """Publish a brief and plan a line for each subscribed chat and part, or neither.

        `parts` says into how many messages each variant is cut. Each line is due
        at its chat's own hour (see `due_hours.due_moment`). Returns how many lines
        were planned: 0 if the brief is published already, and nothing changes.

        Raises:
            StoreError: the brief was never stored.
        """
        if brief.id is None:
            raise StoreError("A brief must be saved before it is published.")
        with self._writing() as connection:
            return publish_lines(connection, brief, parts, now)

    def plan_for(self, brief_id: int, chat_id: int, parts: int, now: datetime) -> int:
        """Plan a brief for one chat that came later, due now; return how many lines.

        What the chat got or is about to get is not planned again; what was
        skipped is due once more.
        """
        with self._writing() as connection:
            return plan_chat(connection, brief_id, chat_id, parts, now)

    def extend(self, brief: Brief, parts: Mapping[Variant, int], now: datetime) -> int:
        """Plan the parts that a corrected brief has more than before; return how many lines.

        `parts` as for `publish`. What a correction made shorter is taken back
        by who edits the copies.
        """
        with self._writing() as connection:
            return extend_lines(connection, brief, parts, now)

    def waiting(self, chat_id: int) -> Sequence[int]:
        """Return the ids of briefs of which a chat got nothing yet."""
        first = (_LINE.chat == chat_id) & (_LINE.part == 1) & in_state(DeliveryState.DUE)
        with self._reading() as connection:
            return connection.execute(select(_LINE.brief).where(first)).scalars().all()

    def refit(self, brief_id: int, chat_id: int, parts: int) -> None:
        """Let a chat that got nothing of a brief yet get it in `parts`, and then what is its own.

        Lines too many are skipped when their turn comes.
        """
        with self._writing() as connection:
            refit_chat(connection, brief_id, chat_id, parts)

    def claim(self, sender: str, now: datetime, limit: int, lease_seconds: float) -> list[Delivery]:
        """Give `sender` up to `limit` due lines, the longest due first, until the lease ends.

        No line is ever given to two senders at once; on PostgreSQL senders do
        not wait for each other.
        """
        due = in_state(DeliveryState.DUE) & _LINE.ready & (_LINE.due_at <= now)
        held = _held(sender, now, lease_seconds) | {"state": DeliveryState.CLAIMED.value}
        return self._claim(due, held, limit)

    def claim_unclear(
        self, sender: str, now: datetime, limit: int, lease_seconds: float
    ) -> list[Delivery]:
        """Give `sender` up to `limit` unclear lines that may be asked about by now.

        They stay unclear until an outcome is recorded; their `sent_at` is when
        they left.
        """
        askable = in_state(DeliveryState.UNCLEAR) & _LINE.ready & (_LINE.due_at <= now)
        free = _LINE.claimed_until.is_(None) | (_LINE.claimed_until <= now)
        return self._claim(askable & free, _held(sender, now, lease_seconds), limit)

    def record(
        self,
        sender: str,
        leaving: Collection[int],
        outcomes: Sequence[Outcome],
        *,
        now: datetime,
        lease_seconds: float,
    ) -> frozenset[int]:
        """Write down, in one transaction, what leaves now and what became of what left.

        Returns those of `leaving` that may be sent: a line whose lease lapsed,
        and that another sender may hold by now, is not among them. A line that
        was sent makes its next part ready; one that failed or is skipped ends
        the parts after it in the same way. Of lines that `sender` no longer
        holds only that they arrived is written.
        """
        lease = timedelta(seconds=lease_seconds)
        with self._writing() as connection:
            write_outcomes(connection, sender, outcomes, now)
            return let_leave(connection, sender, leaving, now, lease)

    def release(self, sender: str) -> int:
        """Give back what `sender` claimed and did not begin to send; return how many."""
        # Every claimed line has a lease, and those that have one are indexed.
        leased = _LINE.claimed_until.is_not(None) & (_LINE.claimed_by == sender)
        mine = in_state(DeliveryState.CLAIMED) & leased
        with self._writing() as connection:
            return len(change(connection, mine, {**FREE, "state": DeliveryState.DUE.value}))

    def expired(self, now: datetime) -> int:
        """Take back lines from senders that let their lease lapse; return how many.

        A line that was only claimed is due again; one that was being sent is
        unclear, for nobody knows how far it came, and can be asked about now.
        """
        claimed = in_state(DeliveryState.CLAIMED) & (_LINE.claimed_until <= now)
        leaving = in_state(DeliveryState.SENDING) & (_LINE.claimed_until <= now)
        if not self._any(claimed | leaving):
            return 0
        unclear = {
            **FREE,
            "state": DeliveryState.UNCLEAR.value,
            "due_at": now,
            "ended_at": now,
            "reason": "sender_stopped",
        }
        with self._writing() as connection:
            taken = change(connection, claimed, {**FREE, "state": DeliveryState.DUE.value})
            lost = change(connection, leaving, unclear)
        return len(taken) + len(lost)

    def neighbours(self, line: Delivery) -> Neighbours:
        """Return between which message ids an unclear line lies, if it arrived."""
        with self._reading() as connection:
            return find_neighbours(connection, line)

    def receipt(self, brief_id: int) -> Receipt:
        """Return how a brief's delivery stands.

        Raises:
            NotFoundError: there is no such brief.
        """
        with self._reading() as connection:
            return read_receipt(connection, brief_id)

    def unclear(self, brief_id: int) -> int:
        """Return how many of a brief's lines wait for an answer on whether they arrived.

        Those that wait for an operator are not among them.
        """
        asked_about = in_state(DeliveryState.UNCLEAR) & _LINE.ready
        # As a condition, the brief would lure SQLite into going through all its lines.
        of_brief = func.count().filter(_LINE.brief == brief_id)
        wanted = select(of_brief).where(asked_about)
        with self._reading() as connection:
            return connection.execute(wanted).scalar_one()

    def overdue(self, brief_id: int, since: datetime) -> int:
        """Return how many of a brief's lines could have been claimed at `since` and were not."""
        waiting = in_state(DeliveryState.DUE) & _LINE.ready & (_LINE.due_at <= since)
        wanted = select(func.count()).where(waiting, _LINE.brief == brief_id)
        with self._reading() as connection:
            return connection.execute(wanted).scalar_one()

    def lines(self, brief_id: int, state: DeliveryState | None = None) -> Iterator[Delivery]:
        """Yield a brief's lines by id, all or those in one state, in little memory."""
        wanted = _LINE.brief == brief_id
        if state is not None:
            wanted &= in_state(state)
        last = 0
        while True:
            page = select_lines().where(wanted, _LINE.id > last).order_by(_LINE.id).limit(PAGE)
            with self._reading() as connection:
                rows = connection.execute(page).all()
            yield from deliveries_of(rows)
            if len(rows) < PAGE:
                return
            last = rows[-1].line_id

    def _reading(self) -> AbstractContextManager[Connection]:
        """Read page by page: in time a sender goes through every chat and line there is."""
        return self._database.reading(mapped=False)

    def _writing(self) -> AbstractContextManager[Connection]:
        return self._database.writing(mapped=False)

    def _claim(
        self, condition: ColumnElement[bool], held: dict[str, Any], limit: int
    ) -> list[Delivery]:
        if not self._any(condition):
            return []
        with self._writing() as connection:
            ids = _take(connection, condition, held, limit)
            return read_lines(connection, ids)

    def _any(self, condition: ColumnElement[bool]) -> bool:
        """Whether any line meets `condition`: who only looks must not wait for a writer."""
        with self._reading() as connection:
            return (
                connection.execute(select(_LINE.id).where(condition).limit(1)).first() is not None
            )


def _held(sender: str, now: datetime, lease_seconds: float) -> dict[str, Any]:
    return {"claimed_by": sender, "claimed_until": now + timedelta(seconds=lease_seconds)}


def _take(
    connection: Connection, condition: ColumnElement[bool], held: dict[str, Any], limit: int
) -> Sequence[int]:
    """Hand over up to `limit` lines that nobody else is taking at this moment."""
    picked = (
        select(_LINE.id)
        .where(condition)
        .order_by(_LINE.due_at, _LINE.id)
        .limit(limit)
        # SQLite has no such clause and needs none: it has one writer at a time.
        .with_for_update(skip_locked=True)
        # Worked out once: a plan that did it again would lock more than it returns.
        .cte("picked")
        .prefix_with("MATERIALIZED")
    )
    taken = (
        update(tables.delivery)
        .where(_LINE.id.in_(select(picked.c.id)))
        .values(held)
        .returning(_LINE.id)
    )
    return connection.execute(taken).scalars().all()
