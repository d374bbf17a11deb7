"""Which item has which topics, and the counts and story pages that follow from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, func, select, update

from bot.store import tables
from bot.store.statements import batches
from bot.store.threads import refresh_stories, stories_of

_TAG = tables.item_topic.c
_TOPIC = tables.topic.c
_BY_NAME = select(_TOPIC.name, _TOPIC.key).where(
    _TOPIC.name.in_(bindparam("names", expanding=True)), ~_TOPIC.removed
)


def set_tags(connection: Connection, tags: Mapping[int, Sequence[str]]) -> None:
    """Replace the topics of items, given by key; names that are no topic are passed over."""
    topics = topic_keys(connection, {name for names in tags.values() for name in names})
    gains: Counter[int] = Counter()
    rows = []
    for item, names in tags.items():
        known = dict.fromkeys(topics[name] for name in names if name in topics)
        gains.update(list(known))
        rows += [{"topic": key, "item": item, "place": n} for n, key in enumerate(known)]
    gains.subtract(_take_off(connection, tags))
    if rows:
        connection.execute(tables.item_topic.insert(), rows)
    _add_to_counts(connection, gains)
    refresh_stories(connection, stories_of(connection, tags))


def topic_keys(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Return the key of each of `names` that is a topic."""
    found: dict[str, int] = {}
    for batch in batches(names):
        found |= {row.name: row.key for row in connection.execute(_BY_NAME, {"names": batch})}
    return found


def recount(connection: Connection, topic: int) -> None:
    """Count the items of one topic anew."""
    items = select(func.count()).where(_TAG.topic == topic).scalar_subquery()
    connection.execute(update(tables.topic).where(_TOPIC.key == topic).values(items=items))


def _take_off(connection: Connection, items: Iterable[int]) -> Counter[int]:
    """Remove every tag of `items` and return how many each topic lost."""
    losses: Counter[int] = Counter()
    for batch in batches(items):
        gone = delete(tables.item_topic).where(_TAG.item.in_(batch)).returning(_TAG.topic)
        losses.update(connection.execute(gone).scalars())
    return losses


def _add_to_counts(connection: Connection, gains: Counter[int]) -> None:
    rows = [{"_key": key, "_gain": gain} for key, gain in sorted(gains.items()) if gain]
    if rows:
        connection.execute(
            update(tables.topic)
            .where(_TOPIC.key == bindparam("_key"))
            .values(items=_TOPIC["items"] + bindparam("_gain")),
            rows,
        )
