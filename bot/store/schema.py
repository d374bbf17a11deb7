"""Brings a database to this version's shape, safely when two processes start at once.

Called by `open_store` and `maintenance`. The migrations lie in the package and
are plain Alembic; `alembic` on the command line is not needed.
"""

from __future__ import annotations

import time
from pathlib import Path

import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.errors import StoreError
from bot.store.database import BUSY_TIMEOUT_SECONDS, SCHEMA_LOCK, Database

log = structlog.get_logger(__name__)

MIGRATIONS = Path(__file__).with_name("migrations")


def newest_revision() -> str:
    """Return the revision this version of TenBrief works with."""
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    if head is None:
        raise StoreError("The migrations are missing from this installation; install it again.")
    return head


def is_known_revision(revision: str) -> bool:
    """Whether this version of TenBrief knows `revision`."""
    return any(
        script.revision == revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    )


def revision_of(database: Database) -> str | None:
    """Return the revision the database is at; None if it holds no tables of ours."""
    with database.reading() as connection:
        return _revision(connection)


def upgrade(database: Database) -> None:
    """Apply every migration that is missing, all or none.

    Of several processes one migrates; the others wait and find it done.

    Raises:
        StoreError: a newer TenBrief has been at work on the database.
    """
    head = newest_revision()
    if not database.is_postgres:
        _turn_on_wal(database)
    if revision_of(database) == head:
        return
    with database.writing(lock=SCHEMA_LOCK) as connection:
        current = _revision(connection)
        if current == head:
            return
        if current is not None and not is_known_revision(current):
            raise StoreError(
                "The database was made by a newer TenBrief; install that version or restore "
                "an older backup."
            )
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    log.info("database_upgraded", revision=head)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _turn_on_wal(database: Database) -> None:
    """Let readers and one writer work side by side; the file remembers it.

    SQLite does not wait for its lock when it changes the journal's mode, so of
    two processes that start at once one is refused and asks again.
    """
    deadline = time.monotonic() + BUSY_TIMEOUT_SECONDS
    while True:
        try:
            _ask_for_wal(database)
        except StoreError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _ask_for_wal(database: Database) -> None:
    # The mode cannot change inside a transaction, so this one begins none.
    with database.bare() as connection:
        connection.execute(text("PRAGMA journal_mode=WAL"))
