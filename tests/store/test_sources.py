from dataclasses import replace

import pytest

from bot.errors import UnknownSourceError
from bot.model import FetchState, Source, SourceKind
from bot.store import Store
from tests.store.news import DAY, HOUR, NOON, make_item

LAB = Source(
    "lab", "https://lab.example/feed", "The Lab", SourceKind.LAB, "en", "https://lab.example"
)
PAPER = Source("paper", "https://paper.example/rss", "报纸", lang="zh")


def test_sources_come_back_as_they_were_added(store: Store) -> None:
    assert [store.sources.add(source) for source in (PAPER, LAB)] == [PAPER, LAB]
    assert store.sources.list() == [LAB, PAPER]
    assert store.sources.get("lab") == store.sources.get(LAB.url) == LAB


def test_adding_a_source_again_changes_nothing(store: Store) -> None:
    store.sources.add(LAB)
    assert store.sources.add(replace(LAB, title="Other")) == LAB
    assert store.sources.list() == [LAB]


def test_a_removed_source_is_gone_but_its_items_have_a_name(store: Store) -> None:
    store.sources.add(LAB)
    store.items.add([make_item(source="lab")], NOON)
    store.sources.remove("lab")
    assert store.sources.list() == []
    assert store.sources.due(NOON) == []
    assert store.sources.titles()["lab"].title == "The Lab"
    assert store.items.count() == 1
    with pytest.raises(UnknownSourceError, match="lab"):
        store.sources.remove("lab")


def test_a_removed_source_can_be_followed_again(store: Store) -> None:
    store.sources.add(LAB)
    store.sources.remove(LAB.url)
    again = replace(LAB, title="The New Lab")
    assert store.sources.add(again) == again
    assert store.sources.list() == [again]


def test_a_source_that_only_items_name_is_remembered(store: Store) -> None:
    store.items.add([make_item(source="lab")], NOON)
    assert store.sources.titles()["lab"] == Source("lab", "", "lab")
    assert store.sources.list(active_only=True) == []
    store.sources.add(LAB)
    assert store.sources.list() == [LAB]


def test_a_source_that_moved_is_visited_at_its_new_address(store: Store) -> None:
    store.sources.add(LAB)
    store.sources.move("lab", "https://lab.example/new")
    assert store.sources.get("lab").url == "https://lab.example/new"


def test_sources_are_due_when_their_time_has_come(store: Store) -> None:
    store.sources.add(LAB)
    store.sources.add(PAPER)
    store.sources.add(Source("off", "https://off.example", "Off", active=False))
    assert store.sources.due(NOON) == [(LAB, FetchState("lab")), (PAPER, FetchState("paper"))]
    later = FetchState("lab", '"e"', "Fri", NOON, NOON + HOUR, 2, "no answer")
    store.sources.record(later)
    assert [source.slug for source, _ in store.sources.due(NOON)] == ["paper"]
    store.sources.record(FetchState("paper", next_at=NOON + 2 * HOUR))
    assert store.sources.due(NOON + DAY, limit=1) == [(LAB, later)]
    assert len(store.sources.due(NOON, everything=True)) == 2


def test_the_last_visit_counts(store: Store) -> None:
    store.sources.add(LAB)
    store.sources.record_many([FetchState("lab", failures=3, next_at=NOON)])
    store.sources.record_many([FetchState("lab", etag="x", next_at=NOON)])
    assert store.sources.due(NOON)[0][1] == FetchState("lab", etag="x", next_at=NOON)
    store.sources.record_many([])
