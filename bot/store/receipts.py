"""How a brief's delivery stands, counted from its lines. Used by `ledger`.

Each figure is one pass over the lines of the brief, and no answer is longer than
the minutes of a day or the seconds a brief was late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, case, cast, func, or_, select

from bot.errors import NotFoundError
from bot.model import DeliveryState, Fate, Lateness, Receipt
from bot.store import tables
from bot.store.lines import BEYOND_THE_END, in_state
from bot.store.model_use import spent_on
from bot.store.statements import AnyRow

# Reasons that lie with the chat: it does not want us, or is no more.
BLOCKED = frozenset(
    {"blocked", "kicked", "deactivated", "deleted", "never_started", "chat_not_found"}
    | {"forbidden", "is_a_bot", "chat_gone"}
)

_LINE = tables.delivery.c
_BRIEF = tables.brief.c


def read_receipt(connection: Connection, brief_id: int) -> Receipt:
    """Count the lines of a brief by state, its chats by what became of them.

    Raises:
        NotFoundError: there is no such brief.
    """
    brief = connection.execute(
        select(_BRIEF.edition, _BRIEF.date).where(_BRIEF.id == brief_id)
    ).first()
    if brief is None:
        raise NotFoundError(f"There is no brief number {brief_id}.")
    counts = _counts(connection, brief_id)
    minutes = _minutes(connection, brief_id)
    return Receipt(
        brief=brief_id,
        edition=brief.edition,
        date=brief.date,
        states=_states(counts),
        reasons=_reasons(counts),
        chats=sum(row.chats for row in counts),
        first_sent_at=minutes[0].first if minutes else None,
        last_sent_at=minutes[-1].last if minutes else None,
        model_tokens=spent_on(connection, brief.date),
        fates=_fates(counts),
        minutes=tuple((_start_of_minute(row.first), row.lines) for row in minutes),
        late=_lateness(connection, brief_id) if minutes else None,
    )


def _counts(connection: Connection, brief_id: int) -> list[AnyRow]:
    """Return lines by state and reason: all of them, first parts, and where chats stand.

    A chat stands at the first of its lines that was not sent: those after it
    are not ready, and end as it ends.
    """
    stands = and_(
        ~in_state(DeliveryState.SENT),
        or_(_LINE.part == 1, _LINE.ready, in_state(DeliveryState.UNCLEAR)),
    )
    held = and_(in_state(DeliveryState.UNCLEAR), ~_LINE.ready)
    counted = (
        select(
            _LINE.state,
            _LINE.reason,
            case((held, 1), else_=0).label("held"),
            func.count().label("lines"),
            # Every chat has a first part.
            func.count().filter(_LINE.part == 1).label("chats"),
            func.count().filter(stands).label("standing"),
        )
        .where(_LINE.brief == brief_id)
        .group_by(_LINE.state, _LINE.reason, "held")
    )
    return list(connection.execute(counted))


def _states(counts: Iterable[AnyRow]) -> dict[DeliveryState, int]:
    states: Counter[DeliveryState] = Counter()
    for row in counts:
        states[DeliveryState(row.state)] += row.lines
    return dict(states)


def _reasons(counts: Iterable[AnyRow]) -> dict[str, int]:
    reasons: Counter[str] = Counter()
    for row in counts:
        if row.reason is not None and row.state != DeliveryState.SENT:
            reasons[row.reason] += row.lines
    return dict(reasons)


def _fates(counts: Iterable[AnyRow]) -> dict[Fate, int]:
    """Return the chats of each fate; a chat that stands nowhere was reached."""
    fates: Counter[Fate] = Counter()
    for row in counts:
        fates[Fate.REACHED] += row.chats
        if row.reason != BEYOND_THE_END:
            fates[Fate.REACHED] -= row.standing
            fates[_fate(row)] += row.standing
    return {fate: fates[fate] for fate in Fate}


def _fate(row: AnyRow) -> Fate:
    match DeliveryState(row.state):
        case DeliveryState.UNCLEAR:
            return Fate.HELD if row.held else Fate.UNCLEAR
        case DeliveryState.FAILED | DeliveryState.SKIPPED if row.reason in BLOCKED:
            return Fate.BLOCKED
        case DeliveryState.FAILED:
            return Fate.FAILED
        case DeliveryState.SKIPPED:
            return Fate.SKIPPED
    return Fate.WAITING


def _minutes(connection: Connection, brief_id: int) -> list[AnyRow]:
    """Return how many messages stood in each minute, the first and the last, earliest first."""
    minute = _epoch(connection, _LINE.ended_at) // 60
    counted = (
        select(
            minute.label("minute"),
            func.count().label("lines"),
            func.min(_LINE.ended_at).label("first"),
            func.max(_LINE.ended_at).label("last"),
        )
        .where(_LINE.brief == brief_id, in_state(DeliveryState.SENT))
        .group_by("minute")
        .order_by("minute")
    )
    return list(connection.execute(counted))


def _start_of_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _lateness(connection: Connection, brief_id: int) -> Lateness:
    """Return how late the sent lines were, from their counts by whole seconds."""
    stood, promised = (_epoch(connection, each) for each in (_LINE.ended_at, _LINE.promised_at))
    counted = (
        select((stood - promised).label("seconds"), func.count().label("lines"))
        .where(_LINE.brief == brief_id, in_state(DeliveryState.SENT))
        .group_by("seconds")
        .order_by("seconds")
    )
    rows = connection.execute(counted).all()
    reached = list(accumulate(row.lines for row in rows))
    middle = (reached[-1] + 1) // 2
    median = next(row.seconds for row, upto in zip(rows, reached, strict=True) if upto >= middle)
    return Lateness(max(0.0, float(median)), max(0.0, float(rows[-1].seconds)))


def _epoch(connection: Connection, moment: ColumnElement[Any]) -> ColumnElement[int]:
    """Return the SQL for whole seconds since 1970, cut off, not rounded."""
    if connection.dialect.name == "postgresql":
        return cast(func.floor(func.extract("epoch", moment)), BigInteger)
    return func.unixepoch(moment, type_=BigInteger)
