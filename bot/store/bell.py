"""Tells the senders of other processes at once that lines are due.

Rung in the transaction that plans lines, heard when it is committed. Only
PostgreSQL has such a thing (NOTIFY); a bell that nobody hears costs a second.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import structlog
from sqlalchemy import Connection, text

from bot.store.database import Database

log = structlog.get_logger(__name__)

CHANNEL = "tenbrief_due"
# How soon a listener sees that it should stop.
LOOK_SECONDS = 0.5
# A database that is away is tried again after so long.
AWAY_SECONDS = 5.0


def ring(connection: Connection) -> None:
    """Wake whoever listens, once this transaction is committed."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"NOTIFY {CHANNEL}"))


class Bell:
    """The listener's end. For a thread of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def listen(self, heard: Callable[[], object], stop: Event) -> None:
        """Call `heard` whenever lines were planned, until `stop` is set.

        Returns at once where the database has no bell. One that is away is
        waited for: the senders look for themselves meanwhile.
        """
        if not self._database.is_postgres:
            return
        while not stop.is_set():
            try:
                self._listen(heard, stop)
            except Exception as error:  # whatever psycopg raises: polling goes on
                log.warning("bell_away", error=type(error).__name__)
                stop.wait(AWAY_SECONDS)

    def _listen(self, heard: Callable[[], object], stop: Event) -> None:
        import psycopg  # noqa: PLC0415 - an extra

        url = self._database.url.set(drivername="postgresql")
        address = url.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            while not stop.is_set():
                for _ in connection.notifies(timeout=LOOK_SECONDS, stop_after=1):
                    heard()
