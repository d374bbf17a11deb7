"""The full-text index in each database's own words: FTS5 and tsvector.

The only place, beside the first migration, that knows how the two differ.
Terms come from `terms`, which leaves nothing for a tokenizer to decide: the
same query finds the same items in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

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
# Of a topic's newest items those with the words: one look at the index for each.
_NEWEST_TAGGED = (
    "SELECT item FROM item_topic WHERE topic = :topic AND item BETWEEN :low AND :high"
    " ORDER BY item DESC LIMIT :most"
)
_SQLITE_TAGGED = text(
    f"SELECT item FROM ({_NEWEST_TAGGED}) AS tagged WHERE EXISTS (SELECT 1 FROM item_search"  # noqa: S608 - no value is written into it
    " WHERE item_search MATCH :query AND rowid = tagged.item)"
)
_POSTGRES_TAGGED = text(
    f"SELECT tagged.item FROM ({_NEWEST_TAGGED}) AS tagged"  # noqa: S608 - no value is written into it
    " JOIN item_search USING (item) WHERE terms @@ CAST(:query AS tsquery)"
)
_SQLITE_STORIES = text(
    "SELECT story FROM item JOIN (SELECT rowid AS found FROM item_search"
    " WHERE item_search MATCH :query AND rowid BETWEEN :low AND :high"
    " ORDER BY rowid DESC LIMIT :most) ON key = found"
    " WHERE story IS NOT NULL GROUP BY story ORDER BY max(key) DESC"
)
_POSTGRES_STORIES = text(
    "SELECT story FROM item JOIN (SELECT item AS found FROM item_search"
    " WHERE terms @@ CAST(:query AS tsquery) AND item BETWEEN :low AND :high"
    " ORDER BY item DESC LIMIT :most) AS matches ON key = found"
    " WHERE story IS NOT NULL GROUP BY story ORDER BY max(key) DESC"
)


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


def newest_stories(
    connection: Connection, phrases: Sequence[Phrase], low: int, high: int, most: int
) -> list[int]:
    """Return the stories of the newest `most` items with all phrases, newest item first."""
    statement = _POSTGRES_STORIES if _is_postgres(connection) else _SQLITE_STORIES
    query = _query(connection, phrases)
    bounds = {"query": query, "low": low, "high": high, "most": most}
    return list(connection.execute(statement, bounds).scalars())


def tagged_matches(
    connection: Connection, phrases: Sequence[Phrase], topic: int, bounds: tuple[int, int, int]
) -> list[int]:
    """Return those of a topic's newest items that have all phrases, in any order.

    `bounds` are the lowest and highest key and how many of the topic's items
    are looked at.
    """
    statement = _POSTGRES_TAGGED if _is_postgres(connection) else _SQLITE_TAGGED
    low, high, most = bounds
    values = {"query": _query(connection, phrases), "topic": topic}
    values |= {"low": low, "high": high, "most": most}
    return list(connection.execute(statement, values).scalars())


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
