"""The full-text index in each database's own words: FTS5 and tsvector.

The only place, beside the first migration, that knows how the two differ.
Terms come from `terms`, which leaves nothing for a tokenizer to decide: the
same query finds the same items in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, text

from bot.store.terms import Phrase, terms_of

_SQLITE_INSERT = text("INSERT INTO item_search (rowid, terms) VALUES (:item, :terms)")
_POSTGRES_INSERT = text(
    "INSERT INTO item_search (item, terms) VALUES (:item, CAST(:terms AS tsvector))"
)
_SQLITE_DELETE = text("DELETE FROM item_search WHERE rowid = :item")
_POSTGRES_DELETE = text("DELETE FROM item_search WHERE item = :item")

_SQLITE_NEWEST = text(
    "SELECT rowid FROM item_search WHERE item_search MATCH :query"
    " AND rowid BETWEEN :low AND :high ORDER BY rowid DESC LIMIT :most"
)
_POSTGRES_NEWEST = text(
    "SELECT item FROM item_search WHERE terms @@ CAST(:query AS tsquery)"
    " AND item BETWEEN :low AND :high ORDER BY item DESC LIMIT :most"
)
_SQLITE_AMONG = text(
    "SELECT rowid FROM item_search WHERE item_search MATCH :query AND rowid IN :keys"
).bindparams(bindparam("keys", expanding=True))
_POSTGRES_AMONG = text(
    "SELECT item FROM item_search WHERE terms @@ CAST(:query AS tsquery) AND item IN :keys"
).bindparams(bindparam("keys", expanding=True))


def index_items(connection: Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Add (item key, text) pairs to the index."""
    if _is_postgres(connection):
        rows = [{"item": key, "terms": _vector(terms_of(words))} for key, words in texts]
        statement = _POSTGRES_INSERT
    else:
        rows = [{"item": key, "terms": " ".join(terms_of(words))} for key, words in texts]
        statement = _SQLITE_INSERT
    if rows:
        connection.execute(statement, rows)


def unindex_items(connection: Connection, keys: Iterable[int]) -> None:
    """Take items out of the index."""
    rows = [{"item": key} for key in keys]
    if rows:
        connection.execute(_POSTGRES_DELETE if _is_postgres(connection) else _SQLITE_DELETE, rows)


def newest_matches(
    connection: Connection,
    phrases: Sequence[Phrase],
    low: int,
    high: int,
    most: int,
    *,
    any_phrase: bool = False,
) -> list[int]:
    """Return up to `most` keys from `low` to `high` of items with all phrases, newest first.

    With `any_phrase`, one of the phrases is enough.
    """
    statement = _POSTGRES_NEWEST if _is_postgres(connection) else _SQLITE_NEWEST
    query = _query(connection, phrases, any_phrase)
    bounds = {"query": query, "low": low, "high": high, "most": most}
    return list(connection.execute(statement, bounds).scalars())


def matches_among(
    connection: Connection, phrases: Sequence[Phrase], keys: Sequence[int]
) -> set[int]:
    """Return those of `keys` (a few hundred) whose items have all phrases."""
    statement = _POSTGRES_AMONG if _is_postgres(connection) else _SQLITE_AMONG
    bounds = {"query": _query(connection, phrases), "keys": list(keys)}
    return set(connection.execute(statement, bounds).scalars())


def _query(connection: Connection, phrases: Sequence[Phrase], any_phrase: bool = False) -> str:
    """Return phrases in the database's own query language."""
    if _is_postgres(connection):
        return (" | " if any_phrase else " & ").join(map(_tsquery, phrases))
    return (" OR " if any_phrase else " AND ").join(map(_fts5, phrases))


def _is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _vector(terms: Sequence[str]) -> str:
    """Return a tsvector's own notation: no parser of PostgreSQL sees the text."""
    return " ".join(f"'{term}':{place}" for place, term in enumerate(terms, start=1))


def _tsquery(phrase: Phrase) -> str:
    quoted = [f"'{term}'" for term in phrase.terms]
    return "(" + " <-> ".join(quoted) + (":*" if phrase.is_open else "") + ")"


def _fts5(phrase: Phrase) -> str:
    return '"' + " ".join(phrase.terms) + '"' + (" *" if phrase.is_open else "")
