"""How a brief's delivery stands, counted from its lines."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from bot.errors import NotFoundError
from bot.model import DeliveryState, Receipt
from bot.store import tables
from bot.store.lines import in_state
from bot.store.model_use import spent_on

_LINE = tables.delivery.c
_BRIEF = tables.brief.c


def read_receipt(connection: Connection, brief_id: int) -> Receipt:
    """Count the lines of a brief by state and, for those not sent, by reason.

    Raises:
        NotFoundError: there is no such brief.
    """
    brief = connection.execute(
        select(_BRIEF.edition, _BRIEF.date).where(_BRIEF.id == brief_id)
    ).first()
    if brief is None:
        raise NotFoundError(f"There is no brief number {brief_id}.")
    states: dict[DeliveryState, int] = {}
    reasons: dict[str, int] = {}
    counted = (
        select(_LINE.state, _LINE.reason, func.count().label("lines"))
        .where(_LINE.brief == brief_id)
        .group_by(_LINE.state, _LINE.reason)
    )
    for row in connection.execute(counted):
        state = DeliveryState(row.state)
        states[state] = states.get(state, 0) + row.lines
        if row.reason is not None and state is not DeliveryState.SENT:
            reasons[row.reason] = reasons.get(row.reason, 0) + row.lines
    whole = connection.execute(
        select(
            # Every chat has a first part.
            func.count().filter(_LINE.part == 1).label("chats"),
            func.min(_LINE.ended_at).filter(in_state(DeliveryState.SENT)).label("first"),
            func.max(_LINE.ended_at).filter(in_state(DeliveryState.SENT)).label("last"),
        ).where(_LINE.brief == brief_id)
    ).one()
    return Receipt(
        brief=brief_id,
        edition=brief.edition,
        date=brief.date,
        states=states,
        reasons=reasons,
        chats=whole.chats,
        first_sent_at=whole.first,
        last_sent_at=whole.last,
        model_tokens=spent_on(connection, brief.date),
    )
