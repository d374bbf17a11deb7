"""The database's own care: upgrade, backup, restore, check. Called by the terminal and doctor."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, func, select, text

from bot.errors import StoreError
from bot.store import tables
from bot.store.backup import read_backup, write_backup
from bot.store.database import NEWS_LOCK, Database
from bot.store.schema import newest_revision, revision_of, upgrade


class Maintenance:
    """Looks after the database as a whole."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upgrade(self) -> None:
        """Apply every migration that is missing.

        Raises:
            StoreError: a newer TenBrief has been at work on the database.
        """
        upgrade(self._database)

    def backup(self, path: Path) -> int:
        """Write all that is stored into one file, as of one moment, while others write.

        The file (gzipped JSON lines, see `backup`) fits either database.
        Returns how many rows it holds.

        Raises:
            StoreError: the file cannot be written.
        """
        with self._database.reading() as connection:
            return write_backup(connection, path, newest_revision())

    def restore(self, path: Path) -> int:
        """Fill an empty database from a backup, all or nothing; return how many rows came.

        Raises:
            StoreError: the database holds something, or the file is no backup
                of this or an older version.
        """
        with self._database.writing(lock=NEWS_LOCK) as connection:
            _check_empty(connection)
            return read_backup(connection, path)

    def check(self) -> list[str]:
        """Return what is wrong with the database, one sentence each; nothing if all is well."""
        revision = revision_of(self._database)
        if revision != newest_revision():
            return ["The database is not up to date; run `tenbrief db upgrade`."]
        with self._database.reading() as connection:
            problems = [] if self._database.is_postgres else _check_file(connection)
            return problems + _check_search(connection)


def _check_empty(connection: Connection) -> None:
    for table in tables.ALL:
        if connection.execute(select(table).limit(1)).first() is not None:
            raise StoreError(
                f"The database holds something already ({table.name}); "
                "set DATABASE_URL to a new one to restore into."
            )


def _check_file(connection: Connection) -> list[str]:
    found = connection.execute(text("PRAGMA quick_check(3)")).scalars().all()
    broken = [f"The database file is damaged: {line}." for line in found if line != "ok"]
    loose = connection.execute(text("PRAGMA foreign_key_check")).first()
    return broken + (["Rows refer to others that are missing."] if loose else [])


def _check_search(connection: Connection) -> list[str]:
    indexed = connection.execute(text("SELECT count(*) FROM item_search")).scalar_one()
    items = connection.execute(select(func.count()).select_from(tables.item)).scalar_one()
    if indexed == items:
        return []
    return [f"Of {items} items {indexed} can be searched; back up and restore to mend it."]
