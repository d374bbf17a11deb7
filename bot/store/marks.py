"""Things that are done once, whoever comes first. Called by newsroom."""

from __future__ import annotations

from datetime import datetime

from bot.store import tables
from bot.store.database import Database
from bot.store.statements import insert_into


class Marks:
    """Remembers what was done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def first_time(self, key: str, now: datetime) -> bool:
        """Return True for the first who asks with `key`, on any machine, False from then on."""
        with self._database.writing() as connection:
            insert = insert_into(connection, tables.mark).values(key=key, at=now)
            done = insert.on_conflict_do_nothing().returning(tables.mark.c.key)
            return connection.execute(done).first() is not None
