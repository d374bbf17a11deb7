"""A group becomes a supergroup: everything it had goes to the new address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, select, tuple_, update

from bot.model import Address, ChatState, DeliveryState
from bot.store import tables
from bot.store.statements import AnyRow

_CHAT = tables.chat.c
_LINE = tables.delivery.c
# What a subscription consists of.
_WISHES = (
    *("edition", "hour", "zone", "lang", "state", "state_reason", "length", "pictures"),
    *("quiet_from", "quiet_until", "alerts", "weekly", "catch_up_minutes"),
)


def move_chat(connection: Connection, address: Address, new_chat: str) -> int | None:
    """Carry the chat at `address`, with its threads, to `new_chat` on the same channel.

    Returns the id of the main thread's chat there (of any thread, if only
    threads were known), None if nothing was known at `address`.
    """
    here = (_CHAT.channel == address.channel) & (_CHAT.chat == address.chat)
    rows = connection.execute(select(tables.chat).where(here).order_by(_CHAT.thread)).all()
    moved = [_move_row(connection, row, new_chat) for row in rows]
    return moved[0] if moved else None


def _move_row(connection: Connection, old: AnyRow, new_chat: str) -> int:
    there = connection.execute(
        select(tables.chat).where(
            _CHAT.channel == old.channel, _CHAT.chat == new_chat, _CHAT.thread == old.thread
        )
    ).first()
    if there is None or there.id == old.id:
        connection.execute(
            update(tables.chat).where(_CHAT.id == old.id).values(chat=new_chat, supergroup=True)
        )
        return int(old.id)
    _carry_wishes(connection, old, there)
    _carry_lines(connection, old.id, there.id)
    _carry_own(connection, old.id, there.id)
    connection.execute(delete(tables.chat).where(_CHAT.id == old.id))
    return int(there.id)


def _carry_wishes(connection: Connection, old: AnyRow, there: AnyRow) -> None:
    fresh: dict[str, Any] = {"supergroup": True}
    if old.state == ChatState.ACTIVE.value and there.state != ChatState.ACTIVE.value:
        fresh |= {name: getattr(old, name) for name in _WISHES}
    connection.execute(update(tables.chat).where(_CHAT.id == there.id).values(fresh))


def _carry_lines(connection: Connection, old: int, there: int) -> None:
    """Give the old chat's lines to the new one; of two for one part, the sent one stays."""
    sent = _LINE.state == DeliveryState.SENT.value
    sent_before = select(_LINE.brief, _LINE.part).where(_LINE.chat == old, sent)
    here = tuple_(_LINE.brief, _LINE.part)
    connection.execute(
        delete(tables.delivery).where(_LINE.chat == there, ~sent, here.in_(sent_before))
    )
    kept = select(_LINE.brief, _LINE.part).where(_LINE.chat == there)
    connection.execute(delete(tables.delivery).where(_LINE.chat == old, here.in_(kept)))
    connection.execute(update(tables.delivery).where(_LINE.chat == old).values(chat=there))


def _carry_own(connection: Connection, old: int, there: int) -> None:
    """Give what the old chat follows, was told and shown to the new one, each once."""
    for table, name in (
        (tables.follow, "topic"),
        (tables.notice, "key"),
        (tables.shown, "message"),
    ):
        kept = select(table.c[name]).where(table.c.chat == there)
        mine = table.c.chat == old
        connection.execute(delete(table).where(mine, table.c[name].in_(kept)))
        connection.execute(update(table).where(mine).values(chat=there))
