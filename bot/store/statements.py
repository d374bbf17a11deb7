"""Small pieces of SQL that several rooms of the store are built from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

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


class Among(FunctionElement[Any]):
    """Whether a column is one of the numbers that `listed` hands over.

    They go as one value. An IN (...) of any length is a new text each time, to
    be taken apart by SQLAlchemy and by the database.
    """

    # Of no type: of a Boolean, SQLAlchemy asks SQLite whether it equals 1, and no index helps.
    name = "among"
    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column, bindparam("keys", type_=Text))


@compiles(Among, "sqlite")
def _among_in_sqlite(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column, keys = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({keys}))"  # noqa: S608 - names of columns and parameters


@compiles(Among, "postgresql")
def _among_in_postgresql(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column, keys = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY(CAST({keys} AS bigint[]))"


def listed(connection: Connection, keys: Iterable[int]) -> dict[str, str]:
    """Return `keys` as a statement with `Among` in it takes them."""
    numbers = ",".join(map(str, keys))
    is_postgres = connection.dialect.name == "postgresql"
    return {"keys": f"{{{numbers}}}" if is_postgres else f"[{numbers}]"}


def handed_over(
    connection: Connection, rows: Sequence[Mapping[str, str | int | None]]
) -> Callable[[str], ColumnElement[str]]:
    """Return the fields of `rows`, as text, for a statement that goes through all of them.

    They go to the database as one JSON text. Handed over one by one, each would
    cost the thread that writes a fight for Python's lock with all others.
    """
    return _each(connection, rows).op("->>", return_type=Text())


def among(connection: Connection, ids: Iterable[int]) -> Select[tuple[int]]:
    """Return the ids, any number of them, for a statement's IN (...).

    A list there is taken apart and named id by id, for longer than the database
    then takes.
    """
    return select(cast(_each(connection, list(ids)), BigInteger))


def _each(connection: Connection, values: Sequence[object]) -> ColumnElement[Any]:
    """Return the column in which a database finds `values`, one in a row."""
    text = bindparam(None, json.dumps(values), type_=Text)
    if connection.dialect.name == "postgresql":
        each = func.jsonb_array_elements(cast(text, postgresql.JSONB))
    else:
        each = func.json_each(text)
    return each.table_valued("value").c.value
