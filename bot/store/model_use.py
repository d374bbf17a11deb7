"""What a language model costs and has answered. Called by `app` for the writers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, select

from bot.store import tables
from bot.store.database import Database
from bot.store.statements import insert_into

# A story is written about for some days; an older answer is not asked for again.
ANSWERS_KEPT = timedelta(days=14)

_SPENDING = tables.model_spending.c
_ANSWER = tables.model_answer.c


class ModelUse:
    """The tokens spent by day, over all processes, and the answers they bought."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def spent(self, day: date) -> int:
        """Return the tokens spent on `day` (UTC)."""
        with self._database.reading() as connection:
            return spent_on(connection, day)

    def spend(self, day: date, tokens: int) -> None:
        """Count `tokens` on `day`; a negative number gives back what was counted too many."""
        with self._database.writing() as connection:
            insert = insert_into(connection, tables.model_spending)
            connection.execute(
                insert.values(day=day, tokens=tokens).on_conflict_do_update(
                    index_elements=["day"], set_={"tokens": _SPENDING.tokens + tokens}
                )
            )

    def answer(self, key: str) -> str | None:
        """Return the answer kept under `key`, or None."""
        with self._database.reading() as connection:
            return connection.execute(
                select(_ANSWER.answer).where(_ANSWER.key == key)
            ).scalar_one_or_none()

    def keep(self, key: str, answer: str, now: datetime) -> None:
        """Keep `answer` under `key`, and forget what nobody will ask for again."""
        with self._database.writing() as connection:
            insert = insert_into(connection, tables.model_answer)
            row = {"answer": answer, "answered_at": now}
            connection.execute(
                insert.values(key=key, **row).on_conflict_do_update(
                    index_elements=["key"], set_=row
                )
            )
            old = _ANSWER.answered_at < now - ANSWERS_KEPT
            connection.execute(delete(tables.model_answer).where(old))


def spent_on(connection: Connection, day: date) -> int:
    """Return the tokens spent on `day` (UTC)."""
    wanted = select(_SPENDING.tokens).where(_SPENDING.day == day)
    return int(connection.execute(wanted).scalar_one_or_none() or 0)
