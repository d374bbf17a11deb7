"""The connection to SQLite or PostgreSQL: one set of manners for all rooms of the store.

Rooms read inside `reading()` and write inside `writing()`; what the database
refuses leaves as `StoreError`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidatePoolError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import MissingExtraError, SettingsError, StoreError

# How long SQLite waits for another writer before it gives up.
BUSY_TIMEOUT_SECONDS = 30
# SQLite's page cache for each connection.
CACHE_KIB = 16_384
# How much of SQLite's file is read where it lies, without a call for each page:
# a page of an archive of a million items costs half then. What was read so stays
# in the process's memory until the system wants it back.
MAPPED_BYTES = 2_000_000_000
# Connections kept open, and how many more may be opened under load. The last one
# given back is used first (LIFO): it knows the statements and has the pages at hand.
POOL_SIZE = 5
POOL_OVERFLOW = 15
# PostgreSQL may have gone while a connection was not used for so long.
RESTED_SECONDS = 1.0
# One writer of items or topics at a time; on PostgreSQL this is an advisory lock's number.
NEWS_LOCK = 0x7E6B_0001
SCHEMA_LOCK = 0x7E6B_0002


class Database:
    """One database and its pool of connections. Safe to share between threads.

    Raises:
        SettingsError: the address makes no sense.
        MissingExtraError: PostgreSQL is asked for and its driver is not installed.
        StoreError: the folder for the file cannot be made.
    """

    def __init__(
        self, url: str, *, echo: bool = False, rested_seconds: float = RESTED_SECONDS
    ) -> None:
        self.url = _read_url(url)
        self.is_postgres = self.url.get_backend_name() == "postgresql"
        if self.is_postgres:
            self.engine = _open_postgres(self.url, echo)
            _ask_the_rested(self.engine, rested_seconds)
        else:
            self.engine = _open_sqlite(self.url, echo)

    @contextmanager
    def reading(self, *, mapped: bool = True) -> Iterator[Connection]:
        """Give a connection whose statements all see the same moment.

        `mapped=False` is for who goes through whole tables: SQLite reads them
        page by page then, and the process does not grow with them.
        """
        # SQLite sees one moment in every transaction.
        options = {"isolation_level": "REPEATABLE READ"} if self.is_postgres else {}
        with _translated(), self.engine.connect() as connection:
            yield connection.execution_options(mapped=mapped, **options)

    @contextmanager
    def writing(self, *, lock: int | None = None, mapped: bool = True) -> Iterator[Connection]:
        """Give a connection in a transaction that is kept whole or not at all.

        SQLite takes its only write lock at once (BEGIN IMMEDIATE), so that two
        writers wait for each other instead of failing half-way. On PostgreSQL
        `lock` names an advisory lock held to the end of the transaction. `mapped`
        as for `reading`.
        """
        with _translated(), self.engine.connect() as connection:
            connection.execution_options(writing=True, mapped=mapped)
            with connection.begin():
                if lock is not None and self.is_postgres:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
                yield connection

    @contextmanager
    def bare(self) -> Iterator[Connection]:
        """Give a connection that begins no transaction, for what must stand outside one."""
        with _translated(), self.engine.connect() as connection:
            yield connection.execution_options(bare=True)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _read_url(url: str) -> URL:
    try:
        parsed = make_url(url.strip())
    except ArgumentError:
        raise SettingsError(
            "DATABASE_URL cannot be read; write it like sqlite:///data/tenbrief.db "
            "or postgresql://user:password@host/name."
        ) from None
    if parsed.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite"}:
        raise SettingsError(
            f"DATABASE_URL names {parsed.drivername!r}; only sqlite and postgresql are supported."
        )
    if not parsed.database or parsed.database == ":memory:":
        raise SettingsError("DATABASE_URL names no file; write it like sqlite:///data/tenbrief.db.")
    return parsed


def _open_postgres(url: URL, echo: bool) -> Engine:
    try:
        engine = create_engine(
            url,
            echo=echo,
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
            pool_use_lifo=True,
        )
    except ImportError:
        raise MissingExtraError(
            "PostgreSQL needs its driver; install it with: pip install 'tenbrief[postgres]'"
        ) from None
    event.listen(engine, "connect", _greet_postgres)
    return engine


def _ask_the_rested(engine: Engine, rested_seconds: float) -> None:
    """Ask connections that were not used for so long whether they are still there.

    SQLAlchemy's `pool_pre_ping` asks each time, for a tenth of what a page costs.
    """

    def lay_down(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = monotonic()

    def wake(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        if monotonic() - record.info.get("rests_since", -inf) < rested_seconds:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            # The pool opens others in place of all it has.
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", lay_down)
    event.listen(engine, "checkout", wake)


def _greet_postgres(connection: Any, _record: object) -> None:
    # A plan made for any words at all reads the whole index for the rarest of them.
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = force_custom_plan")
    connection.commit()


def _open_sqlite(url: URL, echo: bool) -> Engine:
    try:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder of {url.database} cannot be made ({error.strerror}); "
            "set DATABASE_URL to a place that can be written."
        ) from error
    engine = create_engine(
        url,
        echo=echo,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_use_lifo=True,
        connect_args={"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _greet_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _greet_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Python's driver would begin transactions by itself, and not before reads.
    connection.isolation_level = None
    pragmas = ("foreign_keys=ON", "synchronous=NORMAL")
    sizes = (f"cache_size=-{CACHE_KIB}", f"mmap_size={MAPPED_BYTES}")
    for pragma in (*pragmas, *sizes):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("bare", False):
        _map_sqlite(connection, mapped=options.get("mapped", True))
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")


def _map_sqlite(connection: Connection, *, mapped: bool) -> None:
    """Map the file or let go of it, where the connection's last user wanted otherwise."""
    if connection.info.get("mapped", True) is not mapped:
        connection.exec_driver_sql(f"PRAGMA mmap_size={MAPPED_BYTES if mapped else 0}")
        connection.info["mapped"] = mapped


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what SQLAlchemy raises into one sentence that holds no stored text."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"The database refused: {_reason(error)}.") from error
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise StoreError(f"The database cannot do this: {_first_line(cause)}.") from error


def _reason(error: DBAPIError) -> str:
    reason = _first_line(error.orig or error)
    advice = {
        "locked": f"another process has been writing for {BUSY_TIMEOUT_SECONDS} seconds",
        "no such table": "run `tenbrief db upgrade`",
        "does not exist": "run `tenbrief db upgrade`",
        "connect": "check that it runs and that DATABASE_URL is right",
        "not a database": "check that DATABASE_URL is right",
    }
    fitting = next((text for sign, text in advice.items() if sign in reason), None)
    return f"{reason}; {fitting}" if fitting else reason


def _first_line(error: Any) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
