"""Which item that comes in is new, which is known, which has changed.

Called by `items.add`. The rule, for an item of one source:

1. the same guid is the same item; so is the same id, where an import gives one;
2. a guid that was never seen is still the same item if address (without
   tracking parameters) and title are those of an item published within a day
   of it: feeds that make up a new guid at each visit are not told twice. A
   title that comes back after more than a day, another title at the same
   address (a round-up, a live page), or two lines of an import whose own ids
   differ are two items;
3. items of different sources are different, whatever they link to: how many
   outlets carry a story counts.

What was published when never changes: an edited piece does not move in time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot.language.fold import fold
from bot.language.links import canonical_url
from bot.model import Item, item_id
from bot.store import tables
from bot.store.columns import clean_text
from bot.store.statements import batches

SAME_PIECE = timedelta(days=1)
LONGEST_ID = 200

_ITEM = tables.item.c


@dataclass(frozen=True, slots=True)
class Arrival:
    """An item that comes in, and the hashes by which it is known again."""

    item: Item
    guid_hash: str
    page_hash: str | None
    said_hash: str

    @property
    def has_own_id(self) -> bool:
        """Whether its id was given to it and is not just made from its guid."""
        return self.item.id != self.guid_hash


@dataclass(slots=True)
class Known:
    """A stored item as far as telling arrivals apart needs it; `key` None if just arrived."""

    key: int | None
    id: str
    guid_hash: str
    page_hash: str | None
    said_hash: str
    published: datetime

    def is_told_apart_from(self, arrival: Arrival) -> bool:
        """Return whether whoever gave both their ids says that they are two items."""
        has_own_id = self.id != self.guid_hash
        return has_own_id and arrival.has_own_id and self.id != arrival.item.id


@dataclass(slots=True)
class Sorted:
    """Arrivals told apart: new ones, changed ones (with whom they change), the rest."""

    new: list[Arrival] = field(default_factory=list)
    changed: list[tuple[Known, Arrival]] = field(default_factory=list)
    # The same text under another guid or a better id.
    renamed: list[tuple[Known, Arrival]] = field(default_factory=list)
    unchanged: int = 0


class Acquaintance:
    """The stored items that a batch of arrivals may be."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._by_guid: dict[str, Known] = {}
        self._by_id: dict[str, Known] = {}
        self._by_page: dict[str, list[Known]] = {}
        for each in known:
            self._meet(each)

    def sort(self, arrivals: Sequence[Arrival]) -> Sorted:
        """Tell `arrivals` apart; of two that are the same item, the first counts."""
        told = Sorted()
        for arrival in arrivals:
            known = self._recognise(arrival)
            if known is None:
                told.new.append(arrival)
                self._meet(_known(arrival))
            elif known.key is None:
                told.unchanged += 1
            elif known.said_hash != arrival.said_hash:
                told.changed.append((known, arrival))
                known.said_hash = arrival.said_hash
            else:
                told.unchanged += 1
                if self._is_renamed(known, arrival):
                    told.renamed.append((known, arrival))
        return told

    def id_for(self, known: Known, arrival: Arrival) -> str:
        """Return the id a known item has from now on: an import's own id is kept."""
        if arrival.has_own_id and arrival.item.id not in self._by_id:
            return arrival.item.id
        return known.id

    def _is_renamed(self, known: Known, arrival: Arrival) -> bool:
        return known.guid_hash != arrival.guid_hash or self.id_for(known, arrival) != known.id

    def _recognise(self, arrival: Arrival) -> Known | None:
        found = self._by_guid.get(arrival.guid_hash) or self._by_id.get(arrival.item.id)
        if found is not None or arrival.page_hash is None:
            return found
        for known in self._by_page.get(arrival.page_hash, ()):
            if known.is_told_apart_from(arrival):
                continue
            if abs(known.published - arrival.item.published) < SAME_PIECE:
                return known
        return None

    def _meet(self, known: Known) -> None:
        self._by_guid[known.guid_hash] = known
        self._by_id[known.id] = known
        if known.page_hash is not None:
            self._by_page.setdefault(known.page_hash, []).append(known)


def read_arrival(item: Item) -> Arrival:
    """Return `item` as the database can hold it, with its hashes."""
    item = replace(
        item,
        source=clean_text(item.source),
        guid=clean_text(item.guid),
        id=clean_text(item.id),
        url=clean_text(item.url),
        title=clean_text(item.title),
        text=clean_text(item.text),
        image=clean_text(item.image) if item.image else None,
    )
    guid_hash = item_id(item.source, item.guid)
    if not item.id or len(item.id) > LONGEST_ID:
        item = replace(item, id=guid_hash)
    page = canonical_url(item.url) if item.url else ""
    return Arrival(
        item=item,
        guid_hash=guid_hash,
        page_hash=_hash(item.source, page, fold(item.title)) if page else None,
        said_hash=_hash(item.url, item.title, item.text, item.image or "", str(item.position)),
    )


def find_known(connection: Connection, arrivals: Sequence[Arrival]) -> Acquaintance:
    """Return what is stored that any of `arrivals` may be."""
    columns = (_ITEM.key, _ITEM.id, _ITEM.guid_hash, _ITEM.page_hash, _ITEM.said_hash)
    wanted = select(*columns, _ITEM.published)
    found: dict[int, Known] = {}
    for batch in batches(arrivals):
        pages = {arrival.page_hash for arrival in batch if arrival.page_hash}
        for column, values in (
            (_ITEM.guid_hash, {arrival.guid_hash for arrival in batch}),
            (_ITEM.id, {arrival.item.id for arrival in batch}),
            (_ITEM.page_hash, pages),
        ):
            rows = connection.execute(wanted.where(column.in_(values)))
            found |= {row.key: Known(*row) for row in rows}
    return Acquaintance(found.values())


def _known(arrival: Arrival) -> Known:
    return Known(
        key=None,
        id=arrival.item.id,
        guid_hash=arrival.guid_hash,
        page_hash=arrival.page_hash,
        said_hash=arrival.said_hash,
        published=arrival.item.published,
    )


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
