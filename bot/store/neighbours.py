"""Between which message ids an unclear delivery lies, if it arrived. Used by `ledger`.

Telegram counts message ids per account in private chats and basic groups, per
chat in supergroups and channels (forum topics share their group's count).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select

from bot.model import Address, Delivery, DeliveryState, Neighbours
from bot.store import tables
from bot.store.lines import in_state

# Ids come in the order of arrival, confirmations nearly so: the nearest id is
# among this many confirmations.
NEAREST = 200
# The clocks of machines that share a database differ, by no more than this: only
# what is further apart is certain to have come earlier or later.
CLOCKS_DIFFER = timedelta(seconds=2)
# No line waits longer than this for its answer.
LONGEST_ANSWER = timedelta(seconds=60)
# Ids between the neighbours that are looked at, at most.
MOST_TAKEN = 10_000

_LINE = tables.delivery.c
_CHAT = tables.chat.c


def find_neighbours(connection: Connection, line: Delivery) -> Neighbours:
    """Return the ids known on both sides of an unclear line, and those taken in between."""
    times = connection.execute(
        select(_LINE.left_at, _LINE.ended_at).where(_LINE.id == line.id)
    ).first()
    if times is None or times.left_at is None:
        return Neighbours(None, None)
    counted = _counted_with(line.chat.address) & (_LINE.id != line.id)
    below = _below(connection, counted, times.left_at)
    # Nobody waits for a line any more once it is unclear.
    above = None if times.ended_at is None else _above(connection, counted, times.ended_at)
    between = _between(connection, counted, times.left_at, below or 0, above)
    near = min(between, key=lambda each: abs(between[each] - times.left_at), default=None)
    return Neighbours(below, above, frozenset(between), near)


def _counted_with(address: Address) -> ColumnElement[bool]:
    """Return the condition for sent lines whose ids come from the same count."""
    same = (
        _CHAT.supergroup & (_CHAT.chat == address.chat) if address.supergroup else ~_CHAT.supergroup
    )
    sent = in_state(DeliveryState.SENT) & _LINE.last_message.is_not(None)
    return sent & (_CHAT.channel == address.channel) & same


def _below(connection: Connection, counted: ColumnElement[bool], left_at: datetime) -> int | None:
    """Return the highest id that was confirmed before the line left."""
    nearest = (
        select(_LINE.last_message)
        .join(tables.chat, _CHAT.id == _LINE.chat)
        .where(counted, _LINE.ended_at <= left_at - CLOCKS_DIFFER)
        .order_by(_LINE.ended_at.desc())
        .limit(NEAREST)
        .subquery()
    )
    return connection.execute(select(func.max(nearest.c.last_message))).scalar()


def _above(connection: Connection, counted: ColumnElement[bool], since: datetime) -> int | None:
    """Return the lowest id of a line that left after `since`."""
    nearest = (
        select(_LINE.message_ids)
        .join(tables.chat, _CHAT.id == _LINE.chat)
        .where(counted, _LINE.ended_at > since, _LINE.left_at > since + CLOCKS_DIFFER)
        .order_by(_LINE.ended_at)
        .limit(NEAREST)
    )
    return min((min(ids) for ids in connection.execute(nearest).scalars()), default=None)


def _between(
    connection: Connection,
    counted: ColumnElement[bool],
    left_at: datetime,
    below: int,
    above: int | None,
) -> dict[int, datetime]:
    """Return the ids between the two that are known to be other lines', and when those left."""
    between = _LINE.last_message > below
    if above is not None:
        between &= _LINE.last_message < above
    rows = connection.execute(
        select(_LINE.message_ids, _LINE.left_at, _LINE.ended_at)
        .join(tables.chat, _CHAT.id == _LINE.chat)
        # Sent lines are indexed by when that was confirmed.
        .where(counted, _LINE.ended_at >= left_at - LONGEST_ANSWER, between)
        .order_by(_LINE.ended_at)
        .limit(MOST_TAKEN)
    )
    return {
        message_id: row.left_at or row.ended_at
        for row in rows
        for message_id in row.message_ids
        if message_id > below
    }
