"""How the bot is, in figures. Called by web (health, metrics), commands and cli (doctor)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.errors import StoreError
from bot.model import Receipt
from bot.store import Store


@dataclass(frozen=True, slots=True)
class Vitals:
    """The figures an operator watches."""

    items: int
    active_sources: int
    failing_sources: tuple[str, ...]
    subscribed: Mapping[str, int]
    receipts: tuple[Receipt, ...]


def read_vitals(store: Store, now: datetime) -> Vitals:
    """Return the present figures."""
    editions = [edition.slug for edition in store.editions.all()]
    return Vitals(
        items=store.items.count(),
        active_sources=len(store.sources.list(active_only=True)),
        failing_sources=failing_sources(store, now),
        subscribed={slug: store.chats.count_subscribed(slug) for slug in editions},
        receipts=tuple(_receipts(store, editions)),
    )


def failing_sources(store: Store, now: datetime) -> tuple[str, ...]:
    """Return the slugs of active sources whose last visit failed."""
    visits = store.sources.due(now, everything=True)
    return tuple(source.slug for source, state in visits if state.failures)


def _receipts(store: Store, editions: Iterable[str]) -> Iterator[Receipt]:
    """Return the receipt of each edition's newest brief."""
    for slug in editions:
        brief = store.briefs.latest(slug)
        if brief is not None and brief.id is not None:
            yield store.ledger.receipt(brief.id)


def problems_of(store: Store) -> list[str]:
    """Return what keeps the bot from working, a sentence each; nothing if it is well."""
    try:
        return store.maintenance.check()
    except StoreError as error:
        return [str(error)]
