"""What is going on in chats at the moment: what was asked there, what was tapped just now.

Kept here and not in a process, because the next update may reach another one.
Called by newsroom's `talk`.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, delete, select

from bot.model import Prompt
from bot.store import tables
from bot.store.database import Database
from bot.store.statements import insert_into

# Whoever types later means something else by it.
PROMPT_TIME = timedelta(hours=1)
DOUBLE_TAP = timedelta(seconds=3)
# Old rows that are swept out at one go.
_SWEPT = 100

_PROMPT = tables.prompt.c
_TAP = tables.tap.c


class Talk:
    """Remembers for a little while."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, place: str, prompt: Prompt, now: datetime) -> None:
        """Let `prompt` be what was asked last at `place`."""
        row = {"message": prompt.message, "chat": prompt.chat, "wish": prompt.wish, "at": now}
        with self._database.writing() as connection:
            insert = insert_into(connection, tables.prompt).values(place=place, **row)
            connection.execute(insert.on_conflict_do_update(index_elements=["place"], set_=row))
            _sweep(connection, tables.prompt, now - PROMPT_TIME)

    def asked(self, place: str, now: datetime) -> Prompt | None:
        """Return what was asked last at `place`; None if that was answered or is long ago."""
        wanted = select(_PROMPT.message, _PROMPT.chat, _PROMPT.wish)
        wanted = wanted.where(_PROMPT.place == place, _PROMPT["at"] > now - PROMPT_TIME)
        with self._database.reading() as connection:
            row = connection.execute(wanted).first()
        return None if row is None else Prompt(row.message, row.chat, row.wish)

    def answered(self, place: str) -> None:
        """Forget what was asked at `place`."""
        with self._database.writing() as connection:
            connection.execute(delete(tables.prompt).where(_PROMPT.place == place))

    def is_double(self, tap: str, now: datetime) -> bool:
        """Return whether the very same was tapped a moment ago, on any machine; remember it.

        Of `tap`, which names a person, only a digest is kept.
        """
        token = hashlib.sha256(tap.encode("utf-8", "replace")).hexdigest()[:32]
        with self._database.writing() as connection:
            insert = insert_into(connection, tables.tap).values(token=token, at=now)
            fresh = insert.on_conflict_do_update(
                index_elements=["token"], set_={"at": now}, where=_TAP["at"] <= now - DOUBLE_TAP
            )
            is_first = connection.execute(fresh.returning(_TAP.token)).first() is not None
            _sweep(connection, tables.tap, now - DOUBLE_TAP)
        return not is_first


def _sweep(connection: Connection, table: Table, before: datetime) -> None:
    """Delete what is over, but what another sweeps at this moment."""
    (key,) = table.primary_key
    over = select(key).where(table.c["at"] < before).limit(_SWEPT)
    connection.execute(delete(table).where(key.in_(over.with_for_update(skip_locked=True))))
