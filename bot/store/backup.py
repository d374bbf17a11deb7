"""The whole database as one file, for moving and for safe keeping. Used by `maintenance`.

Gzipped JSON lines: the first tells what it is, then one line for each row,
table by table. It knows nothing of SQLite or PostgreSQL, so a newsroom that
has outgrown the one moves to the other by it. The search index is built anew.
Tokens and keys are in no table, so they are in no backup.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, LargeBinary, Table, bindparam, func, select, text, update

from bot.errors import StoreError
from bot.store import tables
from bot.store.columns import UtcDateTime
from bot.store.full_text import index_items
from bot.store.schema import is_known_revision
from bot.store.statements import batches

FORMAT = "tenbrief-backup"
ROWS = 1_000
# Tables whose rows refer to each other, and by which column.
KIN = {"topic": "parent", "story": "follows"}


def write_backup(connection: Connection, path: Path, revision: str) -> int:
    """Write every table into `path`; a file that is half written never stands there.

    Raises:
        StoreError: the file cannot be written.
    """
    unfinished = path.with_name(path.name + ".part")
    try:
        with gzip.open(unfinished, "wt", encoding="utf-8", compresslevel=4) as file:
            file.write(json.dumps({"format": FORMAT, "revision": revision}) + "\n")
            written = 0
            for line in _lines(connection):
                file.write(line + "\n")
                written += 1
        os.replace(unfinished, path)  # noqa: PTH105  # the same as Path.replace, and says "atomic"
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise StoreError(f"The backup cannot be written to {path}: {error.strerror}.") from error
    return written


def read_backup(connection: Connection, path: Path) -> int:
    """Put every row of a backup into the empty tables.

    Raises:
        StoreError: the file is no backup, is cut off, or is of a newer version.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            _check_header(file.readline())
            read = _insert_all(connection, file)
    except (OSError, EOFError, ValueError, KeyError) as error:
        raise StoreError(f"{path} is no whole backup of TenBrief; name another file.") from error
    _set_counters(connection)
    return read


def _lines(connection: Connection) -> Iterator[str]:
    for table in tables.ALL:
        wanted = select(table).order_by(*table.primary_key.columns)
        rows = connection.execute(wanted, execution_options={"yield_per": ROWS})
        for row in rows.mappings():
            plain = {name: _plain(value) for name, value in row.items()}
            yield json.dumps([table.name, plain], ensure_ascii=False, separators=(",", ":"))


def _check_header(line: str) -> None:
    header = json.loads(line)
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise ValueError("no backup")
    if not is_known_revision(str(header.get("revision"))):
        raise StoreError("The backup is of a newer TenBrief; install that version to restore it.")


def _insert_all(connection: Connection, lines: Iterable[str]) -> int:
    by_name = {table.name: table for table in tables.ALL}
    parsed = (json.loads(line) for line in lines)
    read = 0
    for name, group in groupby(parsed, key=lambda entry: entry[0]):
        table = by_name[name]
        kin: list[dict[str, Any]] = []
        for batch in batches((row for _, row in group), ROWS):
            rows = [{key: _rich(table, key, value) for key, value in row.items()} for row in batch]
            kin += _part_from_kin(table, rows)
            connection.execute(table.insert(), rows)
            read += len(rows)
            if table is tables.item:
                texts = ((row["key"], f"{row['title']}\n{row['text']}") for row in rows)
                index_items(connection, texts)
        _join_kin(connection, table, kin)
    return read


def _part_from_kin(table: Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Take out of `rows` what refers to rows of the same table, which may come later."""
    column = KIN.get(table.name)
    if column is None:
        return []
    kin = [{"_key": row["key"], "_kin": row[column]} for row in rows if row.get(column)]
    for row in rows:
        row[column] = None
    return kin


def _join_kin(connection: Connection, table: Table, kin: list[dict[str, Any]]) -> None:
    if kin:
        whole = update(table).where(table.c.key == bindparam("_key"))
        connection.execute(whole.values({KIN[table.name]: bindparam("_kin")}), kin)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _rich(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    return value


def _set_counters(connection: Connection) -> None:
    """Let PostgreSQL count on from the highest number restored; SQLite does by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables.ALL:
        counter = table.autoincrement_column
        if counter is None:
            continue
        highest = connection.execute(select(func.max(counter))).scalar()
        if highest is not None:
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)"),
                {"table": table.name, "column": counter.name, "highest": highest},
            )
