from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from bot.model import ChatKind, Variant
from bot.store import Store, open_store
from tests.databases import Postgres
from tests.store.news import NOON, make_brief, seed_editions, subscribe

# The listener may need a moment to connect: what is planned is planned again until it hears.
MOST_BRIEFS = 40


@contextmanager
def listening(store: Store, heard: Event) -> Iterator[None]:
    stop = Event()
    with ThreadPoolExecutor() as threads:
        done = threads.submit(store.bell.listen, heard.set, stop)
        try:
            yield
        finally:
            stop.set()
            done.result(timeout=10)


def test_planned_lines_are_heard_of_by_who_listens(postgres: Postgres) -> None:
    heard = Event()
    with open_store(postgres.emptied(), migrate=False) as store, listening(store, heard):
        seed_editions(store)
        subscribe(store, 1)
        for number in range(MOST_BRIEFS):
            day = NOON.date().replace(year=2000 + number)
            brief = store.briefs.save_draft(make_brief(day=day))
            store.ledger.publish(brief, {Variant("telegram", ChatKind.PRIVATE, "en"): 1}, NOON)
            if heard.wait(timeout=0.25):
                return
    pytest.fail("nobody rang")


def test_a_database_without_a_bell_sends_the_listener_home(sqlite_store: Store) -> None:
    sqlite_store.bell.listen(lambda: pytest.fail("rung"), Event())
