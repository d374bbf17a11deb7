"""The ledger: which part of which brief to which chat, and what became of it.

Newsroom publishes; senders claim, send and write down what happened. The
states and who moves a line between them:

    due --claim--> claimed --sending--> sending --sent--> sent
     ^               | release, lapsed     | unclear, lapsed
     +---------------+                     v
     +------------ again ------------- unclear        failed, skipped: ends

A line can be claimed once its hour has come and the parts before it are sent.
Every statement names the state it starts from, so two processes that both
believe a line is theirs cannot both move it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select, update

from bot.errors import StoreError
from bot.model import Brief, Chat, Delivery, DeliveryState, Receipt, Variant
from bot.store import tables
from bot.store.chats import chat_of
from bot.store.database import Database
from bot.store.endings import end_later_parts, ready_next
from bot.store.planning import plan_chat, publish_lines
from bot.store.receipts import read_receipt
from bot.store.statements import AnyRow, AnySelect, batches

# Lines read at once where all are walked through.
PAGE = 1_000

_LINE = tables.delivery.c
_CHAT = tables.chat.c
_FREE: dict[str, Any] = {"claimed_by": None, "claimed_until": None}


class Ledger:
    """The lines of every brief."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def publish(self, brief: Brief, parts: Mapping[Variant, int], now: datetime) -> int:
        """Publish a brief and plan a line for each subscribed chat and part, or neither.

        `parts` says into how many messages each variant is cut. Each line is due
        at its chat's own hour (see `planning.due_moment`). Returns how many lines
        were planned: 0 if the brief is published already, and nothing changes.

        Raises:
            StoreError: the brief was never stored.
        """
        if brief.id is None:
            raise StoreError("A brief must be saved before it is published.")
        with self._database.writing() as connection:
            return publish_lines(connection, brief, parts, now)

    def plan_for(self, brief_id: int, chat_id: int, parts: int, now: datetime) -> int:
        """Plan a brief for one chat that came later, due now; return how many lines.

        What the chat got or is about to get is not planned again; what was
        skipped is due once more.
        """
        with self._database.writing() as connection:
            return plan_chat(connection, brief_id, chat_id, parts, now)

    def claim(self, sender: str, now: datetime, limit: int, lease_seconds: float) -> list[Delivery]:
        """Give `sender` up to `limit` due lines, the longest due first, until the lease ends.

        No line is ever given to two senders at once; on PostgreSQL senders do
        not wait for each other.
        """
        picked = (
            select(_LINE.id)
            .where(_state(DeliveryState.DUE), _LINE.ready, _LINE.due_at <= now)
            .order_by(_LINE.due_at, _LINE.id)
            .limit(limit)
            # SQLite has no such clause and needs none: it has one writer at a time.
            .with_for_update(skip_locked=True)
            # Read once: a plan that read it again would lock more than it returns.
            .cte("picked")
            .prefix_with("MATERIALIZED")
        )
        claimed = (
            update(tables.delivery)
            .where(_LINE.id.in_(select(picked.c.id)))
            .values(
                state=DeliveryState.CLAIMED.value,
                claimed_by=sender,
                claimed_until=now + timedelta(seconds=lease_seconds),
            )
            .returning(_LINE.id)
        )
        with self._database.writing() as connection:
            ids = connection.execute(claimed).scalars().all()
            lines = [line for batch in batches(ids) for line in _lines_with(connection, batch)]
        return sorted(lines, key=lambda line: (line.due_at, line.id))

    def renew(self, sender: str, now: datetime, lease_seconds: float) -> int:
        """Lengthen the leases of all that `sender` holds; return of how many."""
        held = _LINE.state.in_([DeliveryState.CLAIMED.value, DeliveryState.SENDING.value])
        until = now + timedelta(seconds=lease_seconds)
        return self._update(held & (_LINE.claimed_by == sender), {"claimed_until": until})

    def sending(self, ids: Iterable[int], now: datetime, *, sender: str) -> set[int]:
        """Write down that these lines leave now, before they do.

        Returns those that may: a line whose lease lapsed and that went to
        another sender is not among them and must not be sent.
        """
        going: set[int] = set()
        with self._database.writing() as connection:
            for batch in batches(ids):
                mine = (
                    _LINE.id.in_(batch)
                    & _state(DeliveryState.CLAIMED)
                    & (_LINE.claimed_by == sender)
                    & (_LINE.claimed_until > now)
                )
                fresh = {"state": DeliveryState.SENDING.value, "attempts": _LINE.attempts + 1}
                going |= set(_change(connection, mine, fresh).scalars())
        return going

    def sent(self, line_id: int, message_ids: Sequence[int], now: datetime) -> None:
        """Write down that a line arrived, whatever was thought of it before."""
        self.sent_many([(line_id, message_ids)], now)

    def sent_many(self, lines: Sequence[tuple[int, Sequence[int]]], now: datetime) -> None:
        """Write down that lines arrived, as (line id, message ids); their next parts are ready."""
        if not lines:
            return
        arrived = {
            **_FREE,
            "state": DeliveryState.SENT.value,
            "message_ids": bindparam("_ids"),
            "sent_at": now,
            "reason": None,
        }
        with self._database.writing() as connection:
            connection.execute(
                update(tables.delivery).where(_LINE.id == bindparam("_id")).values(arrived),
                [{"_id": line_id, "_ids": list(ids)} for line_id, ids in lines],
            )
            for batch in batches(line_id for line_id, _ in lines):
                where = select(_LINE.brief, _LINE.chat, _LINE.part).where(_LINE.id.in_(batch))
                ready_next(connection, connection.execute(where).all())

    def again(self, line_id: int, due_at: datetime, reason: str) -> None:
        """Let a line that certainly did not arrive be due again at `due_at`."""
        fresh = {**_FREE, "state": DeliveryState.DUE.value, "due_at": due_at, "reason": reason}
        self._update(_open(line_id), fresh)

    def unclear(self, line_id: int, reason: str) -> None:
        """Write down that a line may or may not have arrived."""
        fresh = {**_FREE, "state": DeliveryState.UNCLEAR.value, "reason": reason}
        self._update(_open(line_id), fresh)

    def failed(self, line_id: int, reason: str) -> None:
        """End a line for good, and with it the parts after it."""
        self._end(line_id, DeliveryState.FAILED, reason)

    def skipped(self, line_id: int, reason: str) -> None:
        """End a line that is not wanted any more, and with it the parts after it."""
        self._end(line_id, DeliveryState.SKIPPED, reason)

    def release(self, sender: str) -> int:
        """Give back what `sender` claimed and did not begin to send; return how many."""
        mine = _state(DeliveryState.CLAIMED) & (_LINE.claimed_by == sender)
        return self._update(mine, {**_FREE, "state": DeliveryState.DUE.value})

    def expired(self, now: datetime) -> int:
        """Take back lines from senders that let their lease lapse; return how many.

        A line that was only claimed is due again; one that was being sent is
        unclear, for nobody knows how far it came.
        """
        lapsed = _LINE.claimed_until <= now
        unclear = {
            **_FREE,
            "state": DeliveryState.UNCLEAR.value,
            "reason": "the sender stopped while sending",
        }
        with self._database.writing() as connection:
            taken = _change(
                connection,
                _state(DeliveryState.CLAIMED) & lapsed,
                {**_FREE, "state": DeliveryState.DUE.value},
            ).all()
            lost = _change(connection, _state(DeliveryState.SENDING) & lapsed, unclear).all()
        return len(taken) + len(lost)

    def next_due(self, now: datetime) -> datetime | None:
        """Return the moment the next line is or was due; None if nothing waits."""
        wanted = (
            select(_LINE.due_at)
            .where(_state(DeliveryState.DUE), _LINE.ready)
            .order_by(_LINE.due_at)
            .limit(1)
        )
        with self._database.reading() as connection:
            return connection.execute(wanted).scalar_one_or_none()

    def receipt(self, brief_id: int) -> Receipt:
        """Return how a brief's delivery stands.

        Raises:
            NotFoundError: there is no such brief.
        """
        with self._database.reading() as connection:
            return read_receipt(connection, brief_id)

    def lines(self, brief_id: int, state: DeliveryState | None = None) -> Iterator[Delivery]:
        """Yield a brief's lines by id, all or those in one state, in little memory."""
        last = 0
        while True:
            wanted = _LINE.brief == brief_id
            if state is not None:
                wanted &= _state(state)
            page = _wanted_lines().where(wanted, _LINE.id > last).order_by(_LINE.id).limit(PAGE)
            with self._database.reading() as connection:
                rows = connection.execute(page).all()
            yield from map(_delivery, rows)
            if len(rows) < PAGE:
                return
            last = rows[-1].line_id

    def _end(self, line_id: int, state: DeliveryState, reason: str) -> None:
        fresh = {**_FREE, "state": state.value, "reason": reason}
        with self._database.writing() as connection:
            if _change(connection, _open(line_id), fresh).first() is None:
                return
            where = select(_LINE.brief, _LINE.chat, _LINE.part).where(_LINE.id == line_id)
            end_later_parts(connection, connection.execute(where).one(), state, reason)

    def _update(self, condition: ColumnElement[bool], fresh: Mapping[str, Any]) -> int:
        with self._database.writing() as connection:
            return len(_change(connection, condition, fresh).all())


def _state(state: DeliveryState) -> ColumnElement[bool]:
    # Written into the statement, not handed over: partial indexes are found by it.
    return _LINE.state == bindparam(None, state.value, literal_execute=True)


def _open(line_id: int) -> ColumnElement[bool]:
    """Return the condition for a line that has not come to its end."""
    ended = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SKIPPED)
    return (_LINE.id == line_id) & _LINE.state.not_in([state.value for state in ended])


def _change(
    connection: Connection, condition: ColumnElement[bool], fresh: Mapping[str, Any]
) -> Any:
    """Update the lines that meet `condition` and return their ids as a result."""
    done = update(tables.delivery).where(condition).values(fresh)
    return connection.execute(done.returning(_LINE.id))


def _wanted_lines() -> AnySelect:
    columns = [column for column in _LINE if column.name not in {"id", "chat", "state"}]
    return select(
        tables.chat,
        _LINE.id.label("line_id"),
        _LINE.state.label("line_state"),
        *columns,
    ).join(tables.delivery, _LINE.chat == _CHAT.id)


def _lines_with(connection: Connection, ids: Sequence[int]) -> list[Delivery]:
    return [_delivery(row) for row in connection.execute(_wanted_lines().where(_LINE.id.in_(ids)))]


def _delivery(row: AnyRow) -> Delivery:
    chat: Chat = chat_of(row)
    return Delivery(
        id=row.line_id,
        brief=row.brief,
        chat=chat,
        part=row.part,
        state=DeliveryState(row.line_state),
        due_at=row.due_at,
        attempts=row.attempts,
        claimed_by=row.claimed_by,
        claimed_until=row.claimed_until,
        message_ids=tuple(row.message_ids or ()),
        sent_at=row.sent_at,
        reason=row.reason,
    )
