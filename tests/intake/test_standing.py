"""What is kept of the last days' stories is what the store would say, whoever wrote there."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.intake import Standing, file_items
from bot.language.names import Names, load_default_topics
from bot.model import Item, Topic, TopicKind
from bot.store import Store, open_store
from tests.databases import SqliteTemplate
from tests.town import NOW, sample_items

LONG_AGO = timedelta(days=30)


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(load_default_topics())


def arriving(chance: random.Random) -> Iterator[list[Item]]:
    """Yield the sample news in small batches: in any order, some twice with a new text."""
    items = sample_items(NOW)
    items += [replace(item, text=item.text + " More came out.") for item in items[::4]]
    chance.shuffle(items)
    while items:
        size = chance.randint(1, 8)
        yield items[:size]
        items = items[size:]


def memberships(store: Store) -> set[frozenset[str]]:
    stories = store.stories.between(NOW - LONG_AGO, NOW)
    return {frozenset(item.id for item in story.items) for story in stories}


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000))
def test_items_are_filed_as_if_everything_were_read_anew_each_time(
    sqlite_template: SqliteTemplate, tmp_path: Path, names: Names, seed: int
) -> None:
    with (
        open_store(sqlite_template.copy(tmp_path), migrate=False) as store,
        open_store(sqlite_template.copy(tmp_path), migrate=False) as other,
    ):
        for one in (store, other):
            one.topics.seed(load_default_topics())
        standing = Standing(store)
        chance = random.Random(seed)
        for batch in arriving(random.Random(seed)):
            for one in (store, other):
                one.items.add(batch, NOW)
            # Now and then another process files what came.
            mine = standing if chance.random() < 0.7 else None
            assert file_items(store, names, None, standing=mine) == file_items(other, names, None)
        assert memberships(store) == memberships(other)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000))
def test_what_is_kept_is_what_the_store_would_say(
    sqlite_template: SqliteTemplate, tmp_path: Path, names: Names, seed: int
) -> None:
    chance = random.Random(seed)
    with open_store(sqlite_template.copy(tmp_path), migrate=False) as store:
        store.topics.seed(load_default_topics())
        standing = Standing(store)
        standing.window(names)
        for batch in arriving(chance):
            store.items.add(batch, NOW)
            file_items(store, names, None)
            if chance.random() < 0.2:
                store.items.enrich(chance.choice(batch).id, "The page tells more.")
            since = NOW - timedelta(hours=chance.randint(0, 100))
            until = since + timedelta(hours=chance.randint(0, 60))
            assert standing.between(since, until) == store.stories.between(since, until)


def test_after_topics_have_changed_everything_is_read_anew(
    sqlite_store: Store, names: Names
) -> None:
    sqlite_store.topics.seed(load_default_topics())
    sqlite_store.items.add(sample_items(NOW), NOW)
    standing = Standing(sqlite_store)
    file_items(sqlite_store, names, None, standing=standing)
    window = standing.window(names)
    sqlite_store.topics.add(Topic(name="Lantern Works", kind=TopicKind.COMPANY))
    story = standing.between(NOW - LONG_AGO, NOW)[0]
    sqlite_store.items.tag({story.items[0].id: ["Lantern Works"]})
    renamed = Names(sqlite_store.topics.all())
    assert standing.window(renamed) is not window
    kept = standing.between(NOW - LONG_AGO, NOW)
    assert kept == sqlite_store.stories.between(NOW - LONG_AGO, NOW)
    assert kept[0].items[0].topics == ("Lantern Works",)


def test_topics_that_another_process_merges_or_removes_are_seen_at_once(
    sqlite_store: Store, names: Names
) -> None:
    sqlite_store.topics.seed(load_default_topics())
    sqlite_store.items.add(sample_items(NOW), NOW)
    standing = Standing(sqlite_store)
    file_items(sqlite_store, names, None, standing=standing)
    before = standing.between(NOW - LONG_AGO, NOW)
    merged, removed, *_ = sorted({topic for story in before for topic in story.topics})
    sqlite_store.topics.add(Topic(name="Lantern Works", kind=TopicKind.COMPANY))
    sqlite_store.topics.merge(merged, "Lantern Works")
    sqlite_store.topics.remove(removed)
    after = standing.between(NOW - LONG_AGO, NOW)
    assert after == sqlite_store.stories.between(NOW - LONG_AGO, NOW) != before


def test_more_changes_than_are_worth_following_are_read_anew(
    sqlite_store: Store, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.standing.MOST_CHANGES", 3)
    sqlite_store.topics.seed(load_default_topics())
    standing = Standing(sqlite_store)
    standing.window(names)
    assert standing.between(NOW - LONG_AGO, NOW) == []
    sqlite_store.items.add(sample_items(NOW), NOW)
    file_items(sqlite_store, names, None)
    stories = standing.between(NOW - LONG_AGO, NOW)
    assert stories == sqlite_store.stories.between(NOW - LONG_AGO, NOW) != []
