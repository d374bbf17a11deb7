"""Kinds of columns and indexes that several tables have. Called by the tables."""

from __future__ import annotations

import re
from typing import Any, Literal

from sqlalchemy import Index, text
from sqlmodel import Field

# In SQLite a table sorted by its primary key, with no hidden row number.
SORTED = {"sqlite_with_rowid": False}


def one_of(
    name: str, *, gone: Literal["CASCADE", "SET NULL", "RESTRICT"] = "CASCADE", **options: Any
) -> Any:
    """Return a reference to the column `name`; `gone` says what its end does here."""
    return Field(foreign_key=name, ondelete=gone, **options)


def index_where(name: str, *columns: str, where: str) -> Index:
    """Return an index over the few rows that meet `where`; {name} stands for a boolean column.

    A database uses it only for conditions in the very same words, and SQLite's
    booleans are numbers.
    """
    sqlite = re.sub(r"NOT {(\w+)}", r"\1 = 0", where)
    return Index(
        name,
        *columns,
        sqlite_where=text(re.sub(r"{(\w+)}", r"\1 = 1", sqlite)),
        postgresql_where=text(re.sub(r"{(\w+)}", r"\1", where)),
    )
