"""What one line's end means for others: the parts after it, the chat's other lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, update

from bot.model import DeliveryState
from bot.store import tables

_LINE = tables.delivery.c
_DUE = DeliveryState.DUE.value


def skip_waiting(connection: Connection, chat_id: int, reason: str) -> None:
    """Skip what is due to a chat; what a sender holds is that sender's to end."""
    connection.execute(
        update(tables.delivery)
        .where(_LINE.chat == chat_id, _LINE.state == _DUE)
        .values(state=DeliveryState.SKIPPED.value, reason=reason)
    )


def ready_next(connection: Connection, lines: Sequence[Any]) -> None:
    """Let the part after each of these sent lines be claimed.

    `lines` have `brief`, `chat` and `part`.
    """
    rows = [{"_brief": row.brief, "_chat": row.chat, "_part": row.part + 1} for row in lines]
    if rows:
        connection.execute(
            update(tables.delivery)
            .where(
                _LINE.brief == bindparam("_brief"),
                _LINE.chat == bindparam("_chat"),
                _LINE.part == bindparam("_part"),
            )
            .values(ready=True),
            rows,
        )


def end_later_parts(connection: Connection, line: Any, state: DeliveryState, reason: str) -> None:
    """End the parts after a line that ended without being sent, in the same way."""
    connection.execute(
        update(tables.delivery)
        .where(
            _LINE.brief == line.brief,
            _LINE.chat == line.chat,
            _LINE.part > line.part,
            _LINE.state == _DUE,
        )
        .values(state=state.value, reason=reason)
    )
