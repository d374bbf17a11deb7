"""The full-text index in each database's own words: FTS5 and tsvector.

The only place, beside the first migration, that knows how the two differ.
Terms come from `terms`, which leaves nothing for a tokenizer to decide: the
same query finds the same items in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, text

from bot.store.terms import Phrase, terms_of

_SQLITE_INSERT = text("INSERT INTO item_search (rowid, terms) VALUES (:item, :terms)")
_POSTGRES_INSERT = text(
    "INSERT INTO item_search (item, terms) VALUES (:item, CAST(:terms AS tsvector))"
)
_SQLITE_DELETE = text("DELETE FROM item_search WHERE rowid = :item")
_POSTGRES_DELETE = text("DELETE FROM item_search WHERE item = :item")

# The end of SQLite's index is its newest rows, read one by one. Of PostgreSQL's all
# rows with the words are taken, which therefore come in a list of their own first:
# else the planner might read the table from its end to find them.
_SQLITE_NEWEST = text(
    "SELECT rowid FROM item_search WHERE item_search MATCH :query"
    " AND rowid BETWEEN :low AND :high ORDER BY rowid DESC LIMIT :most"
)
_POSTGRES_NEWEST = text(
    "WITH matches AS MATERIALIZED (SELECT item FROM item_search"
    " WHERE terms @@ CAST(:query AS tsquery) AND item BETWEEN :low AND :high)"
    " SELECT item FROM matches ORDER BY item DESC LIMIT :most"
)
# The newest rows as they are, in which common words are found at once. FTS5 keeps
# what it was given in a table of its own: https://sqlite.org/fts5.html#fts5_data_structures
_SQLITE_LATEST = text(
    "SELECT id AS item, c0 AS terms FROM item_search_content WHERE id BETWEEN :low AND :high"
    " ORDER BY id DESC LIMIT :looked_at"
)
_POSTGRES_LATEST = text(
    "SELECT item FROM (SELECT item, terms FROM item_search WHERE item BETWEEN :low AND :high"
    " ORDER BY item DESC LIMIT :looked_at) AS latest"
    " WHERE terms @@ CAST(:query AS tsquery) LIMIT :most"
)
# Of a topic's newest items those with the words.
_NEWEST_TAGGED = (
    "SELECT item FROM item_topic WHERE topic = :topic AND item BETWEEN :low AND :high"
    " ORDER BY item DESC LIMIT :looked_at"
)
_SQLITE_TAGGED = text(
    f"SELECT tagged.item, c0 AS terms FROM ({_NEWEST_TAGGED}) AS tagged"  # noqa: S608 - no value is written into it
    " CROSS JOIN item_search_content ON id = tagged.item"
)
_POSTGRES_TAGGED = text(
    f"SELECT tagged.item FROM ({_NEWEST_TAGGED}) AS tagged"  # noqa: S608 - no value is written into it
    " JOIN item_search USING (item) WHERE terms @@ CAST(:query AS tsquery) LIMIT :most"
)
# All items with the words that are on a topic.
_SQLITE_BOTH = text(
    "SELECT rowid FROM item_search WHERE item_search MATCH :query"
    " AND rowid BETWEEN :low AND :high AND EXISTS (SELECT 1 FROM item_topic"
    " WHERE topic = :topic AND item = item_search.rowid) ORDER BY rowid DESC LIMIT :most"
)
_POSTGRES_BOTH = text(
    "WITH matches AS MATERIALIZED (SELECT item FROM item_search"
    " WHERE terms @@ CAST(:query AS tsquery) AND item BETWEEN :low AND :high)"
    " SELECT item FROM matches WHERE EXISTS (SELECT 1 FROM item_topic"
    " WHERE topic = :topic AND item_topic.item = matches.item) ORDER BY item DESC LIMIT :most"
)
# Rows looked at before the index is asked. PostgreSQL looks at a few first, and at
# many only where those have so many matches that it will be worth it.
LATEST_SQLITE, LATEST_POSTGRES = 300, 3_000
FIRST_POSTGRES, WORTH_IT = 300, 2


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which items are meant: the lowest and highest key, and how many at most."""

    low: int
    high: int
    most: int


@dataclass(frozen=True, slots=True)
class Matches:
    """Keys of items, newest first; `is_all` says that there are no others."""

    keys: list[int]
    is_all: bool


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
    bounds: Bounds,
    *,
    enough: int | None = None,
    any_phrase: bool = False,
) -> Matches:
    """Return the newest items with all phrases (with `any_phrase`, with one of them).

    Where `enough` are found among the very latest items, no others are looked for:
    a word that stands in every third item costs no more than a rare one.
    """
    query = _query(connection, phrases, any_phrase)
    values = {"query": query, "low": bounds.low, "high": bounds.high, "most": bounds.most}
    if enough is not None:
        latest = _latest(connection, phrases, values, enough, any_phrase=any_phrase)
        if len(latest) >= enough:
            return Matches(latest, is_all=False)
    statement = _POSTGRES_NEWEST if _is_postgres(connection) else _SQLITE_NEWEST
    keys = list(connection.execute(statement, values).scalars())
    return Matches(keys, is_all=len(keys) < bounds.most)


def _latest(
    connection: Connection,
    phrases: Sequence[Phrase],
    values: dict[str, Any],
    enough: int,
    *,
    any_phrase: bool,
) -> list[int]:
    """Return matches among the latest rows, `enough` where it is quick; nothing where the
    index is as quick.
    """
    if _is_postgres(connection):
        for looked_at in (FIRST_POSTGRES, LATEST_POSTGRES):
            few = {**values, "looked_at": looked_at}
            found = sorted(connection.execute(_POSTGRES_LATEST, few).scalars(), reverse=True)
            if len(found) >= enough or len(found) < WORTH_IT:
                break
        return found
    if not any(phrase.is_open for phrase in phrases):
        return []
    # For the beginning of a term all lists of the terms that begin so are merged first.
    rows = connection.execute(_SQLITE_LATEST, {**values, "looked_at": LATEST_SQLITE})
    return [row.item for row in rows if _has(row.terms, phrases, any_phrase=any_phrase)]


def tagged_matches(
    connection: Connection, phrases: Sequence[Phrase], topic: int, bounds: Bounds, looked_at: int
) -> list[int]:
    """Return items with all phrases among the newest `looked_at` of a topic, newest first."""
    values: dict[str, Any] = {"topic": topic, "low": bounds.low, "high": bounds.high}
    values |= {"looked_at": looked_at, "most": bounds.most}
    if _is_postgres(connection):
        values["query"] = _query(connection, phrases)
        return sorted(connection.execute(_POSTGRES_TAGGED, values).scalars(), reverse=True)
    rows = connection.execute(_SQLITE_TAGGED, values)
    found = (row.item for row in rows if _has(row.terms, phrases, any_phrase=False))
    return sorted(islice(found, bounds.most), reverse=True)


def matches_on_topic(
    connection: Connection, phrases: Sequence[Phrase], topic: int, bounds: Bounds
) -> Matches:
    """Return the newest items with all phrases that are on a topic, however old they are.

    Costs as much as the words are common.
    """
    statement = _POSTGRES_BOTH if _is_postgres(connection) else _SQLITE_BOTH
    values: dict[str, Any] = {"query": _query(connection, phrases), "topic": topic}
    values |= {"low": bounds.low, "high": bounds.high, "most": bounds.most}
    keys = list(connection.execute(statement, values).scalars())
    return Matches(keys, is_all=len(keys) < bounds.most)


def _has(terms: str, phrases: Sequence[Phrase], *, any_phrase: bool) -> bool:
    """Whether stored terms, parted by spaces, have all phrases, or one of them."""
    joined = f" {terms} "
    wanted = any if any_phrase else all
    return wanted(phrase.is_in(joined) for phrase in phrases)


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
    spellings = (
        "(" + " <-> ".join(f"'{term}'" for term in terms) + (":*" if phrase.is_open else "") + ")"
        for terms in phrase.spellings
    )
    return "(" + " | ".join(spellings) + ")"


def _fts5(phrase: Phrase) -> str:
    spellings = (
        '"' + " ".join(terms) + '"' + (" *" if phrase.is_open else "") for terms in phrase.spellings
    )
    return "(" + " OR ".join(spellings) + ")"
