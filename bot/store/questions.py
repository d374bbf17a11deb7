"""Questions too long for a button's data, by the token that stands for them. Called by archive."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.store import tables
from bot.store.database import Database
from bot.store.statements import insert_into

# Buttons of older messages say kindly that they are too old.
KEPT = timedelta(days=90)

_QUESTION = tables.question.c


class Questions:
    """Remembers long questions for as long as people press the buttons under their answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, token: str, text: str, now: datetime) -> None:
        """Let `token` stand for `text` from now on; those nobody asked for long are forgotten."""
        with self._database.writing() as connection:
            insert = insert_into(connection, tables.question)
            row = insert.values(token=token, text=text, asked_at=now)
            connection.execute(
                row.on_conflict_do_update(index_elements=["token"], set_={"asked_at": now})
            )
            connection.execute(delete(tables.question).where(_QUESTION.asked_at < now - KEPT))

    def behind(self, token: str) -> str | None:
        """Return the text that `token` stands for, None if nobody remembers."""
        wanted = select(_QUESTION.text).where(_QUESTION.token == token)
        with self._database.reading() as connection:
            return connection.execute(wanted).scalar_one_or_none()
