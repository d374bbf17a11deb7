"""Rows of the ledger -> deliveries, and the conditions its statements share."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select, update

from bot.model import Delivery, DeliveryState
from bot.store import tables
from bot.store.chat_rows import chat_of
from bot.store.statements import AnyRow, AnySelect, among

_LINE = tables.delivery.c
_CHAT = tables.chat.c
# Why a line beyond the end of its brief is not sent: nobody misses it.
BEYOND_THE_END = "no_such_part"
# A line that nobody holds.
FREE: Mapping[str, Any] = {"claimed_by": None, "claimed_until": None}


def in_state(state: DeliveryState) -> ColumnElement[bool]:
    """Return the condition for lines in a state.

    The state is written into the statement, not handed over beside it: only
    then do both databases see that a partial index fits.
    """
    return _LINE.state == bindparam(None, state.value, literal_execute=True)


def change(
    connection: Connection, condition: ColumnElement[bool], fresh: Mapping[str, Any]
) -> Sequence[int]:
    """Update the lines that meet `condition` and return their ids."""
    done = update(tables.delivery).where(condition).values(fresh).returning(_LINE.id)
    return connection.execute(done).scalars().all()


def read_lines(connection: Connection, ids: Sequence[int]) -> list[Delivery]:
    """Return the lines with these ids, the longest due first."""
    wanted = select_lines().where(_LINE.id.in_(among(connection, ids)))
    found = deliveries_of(connection.execute(wanted).all())
    return sorted(found, key=lambda line: (line.due_at, line.id))


def select_lines() -> AnySelect:
    """Return the query for lines with their chats, as `deliveries_of` reads them."""
    columns = [column for column in _LINE if column.name not in {"id", "chat", "state"}]
    return select(
        tables.chat,
        _LINE.id.label("line_id"),
        _LINE.state.label("line_state"),
        *columns,
    ).join(tables.delivery, _LINE.chat == _CHAT.id)


def deliveries_of(rows: Iterable[AnyRow]) -> list[Delivery]:
    """Return the deliveries in rows of `select_lines`."""
    return [_delivery_of(_named(row)) for row in rows]


def _delivery_of(row: AnyRow) -> Delivery:
    state = DeliveryState(row.line_state)
    return Delivery(
        id=row.line_id,
        brief=row.brief,
        chat=chat_of(row),
        part=row.part,
        state=state,
        due_at=row.due_at,
        attempts=row.attempts,
        claimed_by=row.claimed_by,
        claimed_until=row.claimed_until,
        message_ids=tuple(row.message_ids or ()),
        sent_at=row.ended_at if state is DeliveryState.SENT else row.left_at,
        reason=row.reason,
        promised_at=row.promised_at,
    )


def _naming() -> Callable[[AnyRow], AnyRow]:
    """Return what turns a row of `select_lines` into a tuple with the same names.

    To ask SQLAlchemy's own row for a column takes fifteen times as long, and
    for each line there are forty.
    """
    named_tuple: Callable[..., Any] = namedtuple
    columns: Any = named_tuple("Columns", [each.name for each in select_lines().selected_columns])
    named: Callable[[AnyRow], AnyRow] = columns._make
    return named


_named = _naming()
