"""Small pieces of SQL that several rooms of the store are built from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection, Row, Select, Table
from sqlalchemy.dialects import postgresql, sqlite

# Values in one IN (...): SQLite takes 32,766 in a statement, and short lists plan best.
IN_BATCH = 500

# Rows and statements whose columns are picked at run time.
AnyRow: TypeAlias = "Row[*tuple[Any, ...]]"
AnySelect: TypeAlias = "Select[*tuple[Any, ...]]"

_T = TypeVar("_T")


def insert_into(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that knows ON CONFLICT, in the connection's dialect."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def batches(values: Iterable[_T], size: int = IN_BATCH) -> Iterator[list[_T]]:
    """Yield `values` in lists of up to `size`."""
    iterator = iter(values)
    while batch := list(islice(iterator, size)):
        yield batch
