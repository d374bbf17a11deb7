"""What counts as a change of a story, so that whoever keeps stories reads it again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.model import Assignment, Topic, TopicKind
from bot.store import Store
from tests.store.news import NOON, make_item

MOST = 100
ITEMS = [make_item(str(number), published=NOON) for number in range(4)]


@pytest.fixture
def filed(store: Store) -> Store:
    """A store with a story of two items, one that follows it, and one by itself."""
    store.topics.seed([Topic("Heron", TopicKind.COMPANY), Topic("Egret", TopicKind.COMPANY)])
    store.items.add(ITEMS, NOON)
    store.items.tag({ITEMS[0].id: ["Heron"], ITEMS[3].id: ["Egret"]})
    places = [("first", None), ("first", None), ("later", "first"), ("lone", None)]
    store.stories.assign(
        [
            Assignment(item.id, story, follows, story)
            for item, (story, follows) in zip(ITEMS, places, strict=True)
        ]
    )
    return store


def changed(store: Store, change: Callable[[], object]) -> set[str]:
    """Return the stories that count as changed by `change`."""
    before = store.stories.revision()
    change()
    changes = store.stories.changed_since(before, MOST)
    assert changes is not None
    return {story.id for story in changes.stories}


def test_where_nothing_was_changed_nothing_is_read_again(filed: Store) -> None:
    assert changed(filed, lambda: None) == set()


def test_an_item_read_in_full_changes_its_story(filed: Store) -> None:
    assert changed(filed, lambda: filed.items.enrich(ITEMS[3].id, "All of it.", None)) == {"lone"}


def test_another_topic_changes_an_items_story(filed: Store) -> None:
    assert changed(filed, lambda: filed.items.tag({ITEMS[1].id: ["Egret"]})) == {"first"}


def test_topics_renamed_merged_or_removed_change_the_stories_that_have_them(filed: Store) -> None:
    assert changed(filed, lambda: filed.topics.rename("Heron", "Great Heron")) == {"first"}
    assert changed(filed, lambda: filed.topics.merge("Great Heron", "Egret")) == {"first"}
    assert changed(filed, lambda: filed.topics.remove("Egret")) == {"first", "lone"}


def test_a_story_that_gains_or_loses_an_item_counts_as_changed(filed: Store) -> None:
    move = [Assignment(ITEMS[0].id, "lone", None, "lone")]
    assert changed(filed, lambda: filed.stories.assign(move)) == {"first", "lone"}


def test_what_follows_a_story_that_ended_counts_as_changed(filed: Store) -> None:
    moves = [Assignment(item.id, "lone", None, "lone") for item in ITEMS[:2]]
    assert changed(filed, lambda: filed.stories.assign(moves)) == {"lone", "later"}
    later = filed.stories.get("later")
    assert later is not None
    assert later.follows == "lone"


def test_after_too_many_changes_nobody_is_told_each(filed: Store) -> None:
    assert filed.stories.changed_since(0, len(ITEMS) - 1) is None
