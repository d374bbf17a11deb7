import builtins
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

from bot.errors import MissingExtraError, SettingsError, StoreError
from bot.store import open_store
from bot.store.database import Database
from tests.databases import Postgres
from tests.store.news import NOON, make_item


def _driver_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://")


def test_a_new_database_is_made_ready(new_database_url: str) -> None:
    with open_store(new_database_url) as store:
        store.items.add([make_item()], NOON)
        assert store.maintenance.check() == []
    with open_store(new_database_url) as store:
        assert store.items.count() == 1


def test_the_migrations_make_what_the_tables_say(new_database_url: str) -> None:
    open_store(new_database_url).close()
    engine = create_engine(_driver_url(new_database_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": _is_ours}
        )
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


def _is_ours(_thing: Any, name: str | None, kind: str, *_: Any) -> bool:
    # The full-text index is the databases' own.
    return not (kind == "table" and (name or "").startswith("item_search"))


def test_processes_that_start_at_once_make_it_once(new_database_url: str) -> None:
    code = "import sys; from bot.store import open_store; open_store(sys.argv[1]).close()"
    command = [sys.executable, "-c", code, new_database_url]
    processes = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    with open_store(new_database_url, migrate=False) as store:
        assert store.maintenance.check() == []


def test_a_database_of_a_newer_version_is_left_alone(new_database_url: str) -> None:
    open_store(new_database_url).close()
    engine = create_engine(_driver_url(new_database_url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="newer TenBrief"):
        open_store(new_database_url)


def test_a_database_that_was_not_migrated_says_so(new_database_url: str) -> None:
    with open_store(new_database_url, migrate=False) as store:
        assert "db upgrade" in store.maintenance.check()[0]
        store.maintenance.upgrade()
        assert store.maintenance.check() == []


def test_a_missing_table_is_one_sentence(new_database_url: str) -> None:
    with open_store(new_database_url, migrate=False) as store, pytest.raises(StoreError) as caught:
        store.items.count()
    assert "\n" not in str(caught.value)
    assert "db upgrade" in str(caught.value)


def test_sqlite_writes_ahead_and_minds_references(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_store(f"sqlite:///{path}").close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "mysql://localhost/x", "sqlite://", "sqlite:///:memory:", "sqlite+aiosqlite:///x"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        open_store(url)


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_text("This is a letter, not a database. " * 100)
    with pytest.raises(StoreError, match="not a database"):
        open_store(f"sqlite:///{path}")


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="DATABASE_URL"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'data' / 'a.db'}")


def test_a_server_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(StoreError, match="DATABASE_URL") as caught:
        open_store("postgresql://nobody:secret-word@127.0.0.1:1/none")
    assert "secret-word" not in str(caught.value)


def test_without_its_driver_postgresql_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def without_psycopg(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "psycopg":
            raise ImportError(name)
        return real_import(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_psycopg)
    with pytest.raises(MissingExtraError, match=r"tenbrief\[postgres\]"):
        open_store("postgresql://localhost/x")


def test_who_goes_through_whole_tables_does_not_map_the_file(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'mapped.db'}")
    mapped = text("PRAGMA mmap_size")
    with database.reading() as connection:
        assert connection.execute(mapped).scalar_one() > 0
    with database.writing(mapped=False) as connection:
        assert connection.execute(mapped).scalar_one() == 0
    with database.reading(mapped=False) as connection:
        assert connection.execute(mapped).scalar_one() == 0
    with database.reading() as connection:
        assert connection.execute(mapped).scalar_one() > 0
    database.close()


def test_a_connection_that_ended_while_it_rested_is_opened_anew(postgres: Postgres) -> None:
    with postgres.own() as url:
        database, other = Database(url, rested_seconds=0), Database(url)
        with database.reading() as connection:
            connection.execute(text("SELECT 1"))
        with other.bare() as connection:
            connection.execute(_END_OTHERS)
        with database.reading() as connection:
            assert connection.execute(text("SELECT 1")).scalar_one() == 1
        database.close()
        other.close()


_END_OTHERS = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
