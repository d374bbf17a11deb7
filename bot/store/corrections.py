"""Copies that a correction has still to reach. Called by delivery.

A line is marked stale in the transaction that corrects its brief. Editing a
copy twice does no harm, so a hold that lapses is all the care it takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update

from bot.model import OWN_PART, Delivery, DeliveryState
from bot.store import tables
from bot.store.database import Database
from bot.store.lines import BEYOND_THE_END, FREE, change, in_state, read_lines
from bot.store.statements import batches

_LINE = tables.delivery.c
# A line on its way may carry the old text or the new: it is edited once it stands.
_TOLD = [
    state.value
    for state in (
        DeliveryState.CLAIMED,
        DeliveryState.SENDING,
        DeliveryState.UNCLEAR,
        DeliveryState.SENT,
    )
]


class Corrections:
    """The stale copies of corrected briefs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, sender: str, now: datetime, limit: int, lease_seconds: float) -> list[Delivery]:
        """Give `sender` up to `limit` stale copies until the lease ends."""
        free = _LINE.claimed_until.is_(None) | (_LINE.claimed_until <= now)
        held = {"claimed_by": sender, "claimed_until": now + timedelta(seconds=lease_seconds)}
        with self._database.writing() as connection:
            stale = in_state(DeliveryState.SENT) & _LINE.stale & free
            wanted = select(_LINE.id).where(stale).order_by(_LINE.id).limit(limit)
            if self._database.is_postgres:
                wanted = wanted.with_for_update(skip_locked=True)
            ids = change(connection, _LINE.id.in_(wanted), held)
            return read_lines(connection, ids)

    def done(self, ids: Iterable[int]) -> None:
        """Count these copies as corrected, or as beyond correction."""
        self._settle(ids, stale=False)

    def give_back(self, ids: Iterable[int]) -> None:
        """Let these copies be corrected at the next try."""
        self._settle(ids, stale=True)

    def taken_back(self, line_id: int) -> None:
        """Write down that a part beyond the corrected brief's end does not stand any more."""
        skipped = {"state": DeliveryState.SKIPPED.value, "reason": BEYOND_THE_END, "stale": False}
        with self._database.writing() as connection:
            change(connection, _LINE.id == line_id, {**FREE, **skipped, "ready": True})

    def _settle(self, ids: Iterable[int], *, stale: bool) -> None:
        with self._database.writing() as connection:
            for batch in batches(ids):
                sent = in_state(DeliveryState.SENT) & _LINE.id.in_(batch)
                change(connection, sent, {**FREE, "stale": stale})

    def waiting(self, brief_id: int) -> int:
        """Return how many copies of a brief a correction has still to reach."""
        with self._database.reading() as connection:
            copies = select(func.count()).where(_LINE.brief == brief_id, _LINE.stale)
            return connection.execute(copies).scalar_one()


def mark_stale(connection: Connection, brief_id: int) -> None:
    """Mark every copy of a brief that was told or is being told.

    What a chat has of its own after it says what it said before.
    """
    connection.execute(
        update(tables.delivery)
        .where(_LINE.brief == brief_id, _LINE.part != OWN_PART, _LINE.state.in_(_TOLD))
        .values(stale=True)
    )
