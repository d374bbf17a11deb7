"""What became of lines, written down: one transaction for all that came up. Used by `ledger`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    case,
    cast,
    func,
    select,
    tuple_,
    update,
)

from bot.model import DeliveryState, Outcome
from bot.store import tables
from bot.store.columns import moment_of, text_of
from bot.store.lines import BEYOND_THE_END, FREE, change, in_state
from bot.store.statements import among, handed_over

_LINE = tables.delivery.c
_HELD = (DeliveryState.CLAIMED, DeliveryState.SENDING, DeliveryState.UNCLEAR)


def let_leave(
    connection: Connection, sender: str, ids: Collection[int], now: datetime, lease: timedelta
) -> frozenset[int]:
    """Write lines as leaving now and return those that may: the ones `sender` still holds."""
    fresh = {
        "state": DeliveryState.SENDING.value,
        "attempts": _LINE.attempts + 1,
        "claimed_until": now + lease,
        "left_at": now,
    }
    if not ids:
        return frozenset()
    mine = (
        _LINE.id.in_(among(connection, ids))
        & in_state(DeliveryState.CLAIMED)
        & (_LINE.claimed_by == sender)
        & (_LINE.claimed_until > now)
    )
    leave = update(tables.delivery).where(mine).values(fresh)
    if connection.execute(leave).rowcount == len(ids):
        return frozenset(ids)
    return frozenset(_left_now(connection, sender, ids, now))


def _left_now(
    connection: Connection, sender: str, ids: Collection[int], now: datetime
) -> Sequence[int]:
    """Return which of these lines are leaving by a statement of `now`."""
    mine = (
        _LINE.id.in_(among(connection, ids)) & (_LINE.claimed_by == sender) & (_LINE.left_at == now)
    )
    return (
        connection.execute(select(_LINE.id).where(mine, in_state(DeliveryState.SENDING)))
        .scalars()
        .all()
    )


def write_outcomes(
    connection: Connection, sender: str, outcomes: Sequence[Outcome], now: datetime
) -> None:
    """Move each line to the state its outcome names.

    What arrived has arrived, whoever holds the line by now. Anything else is
    only for the sender that holds it to say.
    """
    sent = [outcome for outcome in outcomes if outcome.state is DeliveryState.SENT]
    _write_sent(connection, sent, now)
    for outcome in outcomes:
        if outcome.state is DeliveryState.SENT:
            continue
        mine = (
            (_LINE.id == outcome.delivery)
            & (_LINE.claimed_by == sender)
            & _LINE.state.in_([state.value for state in _HELD])
        )
        if outcome.state in (DeliveryState.DUE, DeliveryState.UNCLEAR):
            change(connection, mine, {**FREE, **_open_columns(outcome, now)})
        elif outcome.state in (DeliveryState.FAILED, DeliveryState.SKIPPED):
            end = {"state": outcome.state.value, "reason": outcome.reason, "ended_at": now}
            if not change(connection, mine, {**FREE, **end}):
                continue
            if outcome.reason == BEYOND_THE_END:
                _ready_next_parts(connection, [outcome.delivery])
            else:
                _end_later_parts(connection, outcome.delivery, end)


def skip_waiting(connection: Connection, chat_id: int, reason: str) -> None:
    """Skip what is due to a chat; what a sender holds is that sender's to end."""
    connection.execute(
        update(tables.delivery)
        .where(_LINE.chat == chat_id, in_state(DeliveryState.DUE))
        .values(state=DeliveryState.SKIPPED.value, reason=reason)
    )


def _open_columns(outcome: Outcome, now: datetime) -> dict[str, Any]:
    """Return the columns of a line that is due again, or unclear and to be asked about."""
    fresh: dict[str, Any] = {"state": outcome.state.value, "reason": outcome.reason}
    if outcome.state is DeliveryState.DUE:
        return fresh | {"due_at": outcome.at or now, "left_at": None, "ended_at": None}
    # Since when nobody waits for it stays as it was, however often it is asked about.
    since = case((in_state(DeliveryState.UNCLEAR), _LINE.ended_at), else_=now)
    fresh |= {"ended_at": since, "ready": outcome.at is not None}
    return fresh if outcome.at is None else fresh | {"due_at": outcome.at}


def _write_sent(connection: Connection, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Write all that arrived with one statement that the database walks through by itself.

    Row by row, the thread that writes and the one that sends would hand Python's
    lock to each other for every line.
    """
    if not outcomes:
        return
    field = handed_over(
        connection,
        [
            {
                "line": outcome.delivery,
                "ids": json.dumps(outcome.message_ids),
                "last": max(outcome.message_ids, default=None),
                "at": text_of(outcome.at or now),
            }
            for outcome in outcomes
        ],
    )
    connection.execute(
        update(tables.delivery)
        .where(_LINE.id == cast(field("line"), BigInteger))
        .values(
            **FREE,
            state=DeliveryState.SENT.value,
            reason=None,
            message_ids=field("ids"),
            last_message=cast(field("last"), BigInteger),
            ended_at=moment_of(connection, field("at")),
        )
    )
    _ready_next_parts(connection, [outcome.delivery for outcome in outcomes])


def _ready_next_parts(connection: Connection, ids: Iterable[int]) -> None:
    """Let the part after each of these lines be claimed, whatever its number."""
    ended, later = tables.delivery.alias(), tables.delivery.alias()
    following = (
        select(ended.c.brief, ended.c.chat, func.min(later.c.part))
        .join(
            later,
            (later.c.brief == ended.c.brief)
            & (later.c.chat == ended.c.chat)
            & (later.c.part > ended.c.part),
        )
        .where(ended.c.id.in_(among(connection, ids)))
        .group_by(ended.c.id, ended.c.brief, ended.c.chat)
    )
    # An unclear line that is not ready waits for an operator.
    waiting = ~_LINE.ready & ~in_state(DeliveryState.UNCLEAR)
    _where_parts(connection, following, waiting, {"ready": True})


def _end_later_parts(connection: Connection, line_id: int, end: dict[str, Any]) -> None:
    """End the parts after a line that ended without being sent, in the same way."""
    line = tables.delivery.alias()
    later = (
        select(_LINE.brief, _LINE.chat, _LINE.part)
        .join(line, (line.c.brief == _LINE.brief) & (line.c.chat == _LINE.chat))
        .where(line.c.id == line_id, _LINE.part > line.c.part)
    )
    _where_parts(connection, later, in_state(DeliveryState.DUE), end)


def _where_parts(
    connection: Connection, parts: Any, condition: ColumnElement[bool], fresh: dict[str, Any]
) -> None:
    here = tuple_(_LINE.brief, _LINE.chat, _LINE.part)
    connection.execute(
        update(tables.delivery).where(here.in_(parts.correlate(None)), condition).values(fresh)
    )
