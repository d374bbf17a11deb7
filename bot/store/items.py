"""The items as published: taken in, found again, tagged. Called by newsroom and intake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from bot.model import Item
from bot.store import tables
from bot.store.arrivals import Acquaintance, Arrival, Known, find_known, read_arrival
from bot.store.database import NEWS_LOCK, Database
from bot.store.full_text import index_items, unindex_items
from bot.store.item_rows import items_by_key, keys_by_id
from bot.store.keys import first_key, highest_key, lowest_key
from bot.store.pages import Added
from bot.store.revisions import count_change
from bot.store.sources import keep_unknown
from bot.store.statements import batches, insert_into
from bot.store.tags import set_tags

# Items taken in at once: bounds memory, not the caller.
ADD_BATCH = 2_000

_ITEM = tables.item.c
_VECTOR = tables.item_vector.c


class Items:
    """The items and what is known of each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, items: Sequence[Item], now: datetime) -> Added:
        """Take items in, all or none; those known already are not told twice.

        When an item is the same as one stored, and what happens then, is
        written in `arrivals`. A source nobody has heard of is remembered.
        """
        new: list[str] = []
        updated: list[str] = []
        unchanged = 0
        with self._database.writing(lock=NEWS_LOCK) as connection:
            for batch in batches(items, ADD_BATCH):
                arrivals = [read_arrival(item) for item in batch]
                known = find_known(connection, arrivals)
                told = known.sort(arrivals)
                _insert(connection, told.new, now)
                new += [arrival.item.id for arrival in told.new]
                updated += _change(connection, known, told.changed)
                _rename(connection, known, told.renamed)
                unchanged += told.unchanged
        return Added(tuple(new), tuple(updated), unchanged)

    def enrich(self, item_id: str, text: str, image: str | None = None) -> None:
        """Give an item the text (and picture) of its page, where the feed had a stub.

        The next visit compares with what the feed said and leaves this alone.
        An unknown id is passed over.
        """
        with self._database.writing(lock=NEWS_LOCK) as connection:
            key = keys_by_id(connection, [item_id]).get(item_id)
            if key is None:
                return
            fresh: dict[str, Any] = {"text": text, "filed": False}
            if image is not None:
                fresh["image"] = image
            connection.execute(update(tables.item).where(_ITEM.key == key).values(fresh))
            count_change(connection, [key])
            _index_again(connection, [key])

    def get(self, ids: Sequence[str]) -> list[Item]:
        """Return the items with these ids, in this order; unknown ids are passed over."""
        with self._database.reading() as connection:
            keys = keys_by_id(connection, ids)
            return items_by_key(connection, [keys[each] for each in ids if each in keys])

    def between(self, since: datetime, until: datetime) -> list[Item]:
        """Return what was published from `since` to `until`, oldest first, to the second."""
        wanted = (
            select(_ITEM.key)
            .where(_ITEM.key.between(lowest_key(since), highest_key(until)))
            .order_by(_ITEM.key)
        )
        with self._database.reading() as connection:
            return items_by_key(connection, connection.execute(wanted).scalars().all())

    def unfiled(self, limit: int) -> list[Item]:
        """Return up to `limit` items that have no story yet or have changed, oldest first."""
        wanted = select(_ITEM.key).where(~_ITEM.filed).order_by(_ITEM.key).limit(limit)
        with self._database.reading() as connection:
            return items_by_key(connection, connection.execute(wanted).scalars().all())

    def count_unfiled(self) -> int:
        """Return how many items wait to be filed."""
        return self._count(select(func.count()).where(~_ITEM.filed))

    def count(self) -> int:
        """Return how many items are stored."""
        return self._count(select(func.count()).select_from(tables.item))

    def _count(self, wanted: Any) -> int:
        with self._database.reading() as connection:
            return int(connection.execute(wanted).scalar_one())

    def tag(self, tags: Mapping[str, Sequence[str]]) -> None:
        """Say which topics items have, the weightiest first; earlier tags are replaced.

        Names that are no topic (any more) and unknown ids are passed over.
        """
        with self._database.writing(lock=NEWS_LOCK) as connection:
            keys = keys_by_id(connection, tags)
            set_tags(connection, {keys[each]: tags[each] for each in tags if each in keys})
            count_change(connection, keys.values())

    def save_vectors(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep the embeddings that `model` made of items, by item id."""
        with self._database.writing() as connection:
            keys = keys_by_id(connection, vectors)
            rows = [
                {"item": keys[each], "model": model, "vector": vector}
                for each, vector in vectors.items()
                if each in keys
            ]
            insert = insert_into(connection, tables.item_vector)
            fresh = {"vector": insert.excluded["vector"]}
            if rows:
                connection.execute(
                    insert.on_conflict_do_update(index_elements=["item", "model"], set_=fresh),
                    rows,
                )

    def vectors(self, model: str, ids: Iterable[str]) -> dict[str, bytes]:
        """Return the embeddings that `model` made of these items, as far as there are any."""
        found: dict[str, bytes] = {}
        with self._database.reading() as connection:
            for batch in batches(ids):
                wanted = (
                    select(_ITEM.id, _VECTOR.vector)
                    .join(tables.item_vector, _VECTOR.item == _ITEM.key)
                    .where(_ITEM.id.in_(batch), _VECTOR.model == model)
                )
                found |= {row.id: row.vector for row in connection.execute(wanted)}
        return found


def _insert(connection: Connection, arrivals: Sequence[Arrival], now: datetime) -> None:
    if not arrivals:
        return
    keep_unknown(connection, (arrival.item.source for arrival in arrivals))
    keys = _free_keys(connection, arrivals)
    rows = [
        {**_said(arrival), **_lasting(arrival), "key": key, "added_at": now}
        for key, arrival in sorted(zip(keys, arrivals, strict=True), key=lambda pair: pair[0])
    ]
    connection.execute(tables.item.insert(), rows)
    index_items(connection, ((row["key"], _searchable(row["title"], row["text"])) for row in rows))


def _free_keys(connection: Connection, arrivals: Sequence[Arrival]) -> list[int]:
    """Return a key for each arrival that no item has yet; the next free one where two clash."""
    wanted = [
        first_key(arrival.item.id, arrival.item.published, arrival.item.position)
        for arrival in arrivals
    ]
    taken, asked = _taken(connection, wanted), set(wanted)
    keys = []
    for key in wanted:
        free = key
        while free in taken or (free not in asked and _taken(connection, [free])):
            free += 1
        taken.add(free)
        keys.append(free)
    return keys


def _taken(connection: Connection, keys: Sequence[int]) -> set[int]:
    taken: set[int] = set()
    for batch in batches(keys):
        taken |= set(connection.execute(select(_ITEM.key).where(_ITEM.key.in_(batch))).scalars())
    return taken


def _change(
    connection: Connection, known: Acquaintance, changes: Sequence[tuple[Known, Arrival]]
) -> list[str]:
    """Write over changed items, let them be filed again, and return their ids."""
    if not changes:
        return []
    keep_unknown(connection, (arrival.item.source for _, arrival in changes))
    rows = [
        {**_said(arrival), "_key": old.key, "id": known.id_for(old, arrival)}
        for old, arrival in changes
    ]
    connection.execute(
        update(tables.item)
        .where(_ITEM.key == bindparam("_key"))
        .values({name: bindparam(name) for name in rows[0] if name != "_key"}),
        rows,
    )
    keys = [row["_key"] for row in rows]
    count_change(connection, keys)
    _index_again(connection, keys)
    return [row["id"] for row in rows]


def _rename(
    connection: Connection, known: Acquaintance, renames: Sequence[tuple[Known, Arrival]]
) -> None:
    if not renames:
        return
    connection.execute(
        update(tables.item)
        .where(_ITEM.key == bindparam("_key"))
        .values(id=bindparam("_id"), guid=bindparam("_guid"), guid_hash=bindparam("_guid_hash")),
        [
            {
                "_key": old.key,
                "_id": known.id_for(old, arrival),
                "_guid": arrival.item.guid,
                "_guid_hash": arrival.guid_hash,
            }
            for old, arrival in renames
        ],
    )
    count_change(connection, [old.key for old, _ in renames if old.key is not None])


def _index_again(connection: Connection, keys: Sequence[int]) -> None:
    unindex_items(connection, keys)
    for batch in batches(keys):
        wanted = select(_ITEM.key, _ITEM.title, _ITEM.text).where(_ITEM.key.in_(batch))
        rows = connection.execute(wanted).all()
        index_items(connection, ((row.key, _searchable(row.title, row.text)) for row in rows))


def _searchable(title: str, text: str) -> str:
    return f"{title}\n{text}"


def _said(arrival: Arrival) -> dict[str, Any]:
    """Return the columns that change when a source says something else of its item."""
    item = arrival.item
    return {
        "source": item.source,
        "guid": item.guid,
        "guid_hash": arrival.guid_hash,
        "page_hash": arrival.page_hash,
        "said_hash": arrival.said_hash,
        "url": item.url,
        "title": item.title,
        "text": item.text,
        "lang": item.lang,
        "image": item.image,
        "position": item.position,
        "filed": False,
    }


def _lasting(arrival: Arrival) -> dict[str, Any]:
    item = arrival.item
    return {"id": item.id, "published": item.published, "story": None}
