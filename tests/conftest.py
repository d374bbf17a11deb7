"""Shared fixtures: `store` is an empty database, once on SQLite and once on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Store, open_store
from tests.databases import Postgres, SqliteTemplate, postgres_server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for the session. In CI it must start; elsewhere its tests are skipped."""
    server = postgres_server()
    try:
        url = server.__enter__()
    except Exception as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL server can be started here: {error}")
    try:
        yield Postgres(url)
    finally:
        server.__exit__(None, None, None)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: SqliteTemplate
) -> str:
    """The address of a migrated, empty database of each kind."""
    if request.param == "sqlite":
        return sqlite_template.copy(tmp_path)
    server: Postgres = request.getfixturevalue("postgres")
    return server.emptied()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of each kind that holds nothing, not even tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'tenbrief.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.own() as url:
        yield url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty store on each kind of database."""
    with open_store(database_url, migrate=False) as opened:
        yield opened


@pytest.fixture
def sqlite_store(tmp_path: Path, sqlite_template: SqliteTemplate) -> Iterator[Store]:
    """An empty store on SQLite alone, for rooms that only need some database."""
    with open_store(sqlite_template.copy(tmp_path), migrate=False) as opened:
        yield opened
