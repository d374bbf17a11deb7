from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import ModelError
from bot.intake import file_items
from bot.language.names import Names, load_default_topics
from bot.model import Item, item_id
from bot.store import Store, open_store
from tests.databases import SqliteTemplate
from tests.town import NOW, sample_items


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(load_default_topics())


@pytest.fixture
def filled(sqlite_store: Store) -> Store:
    sqlite_store.topics.seed(load_default_topics())
    sqlite_store.items.add(sample_items(NOW), NOW)
    return sqlite_store


def memberships(store: Store) -> set[frozenset[str]]:
    stories = store.stories.between(NOW - timedelta(days=3), NOW)
    return {frozenset(item.id for item in story.items) for story in stories}


def test_every_item_gets_topics_and_one_story(filled: Store, names: Names) -> None:
    done = file_items(filled, names, None)
    stories = filled.stories.between(NOW - timedelta(days=3), NOW)
    told = [item.id for story in stories for item in story.items]
    assert done == len(told) == len(set(told)) == filled.items.count()
    assert any("DeepSeek" in story.topics for story in stories)
    assert filled.items.count_unfiled() == 0


def test_without_vectors_two_matters_of_one_company_stay_apart(filled: Store, names: Names) -> None:
    file_items(filled, names, None)
    stories = filled.stories.between(NOW - timedelta(days=3), NOW)
    story_of = {item.title: story.id for story in stories for item in story.items}

    def told_in(words: str) -> str:
        return next(story for title, story in story_of.items() if words in title)

    assert told_in("夜间打四折") != told_in("plans a research office")
    assert told_in("says V5 will arrive") != told_in("releases V5")


def test_filing_again_changes_nothing(filled: Store, names: Names) -> None:
    file_items(filled, names, None)
    before = memberships(filled)
    assert file_items(filled, names, None) == 0
    assert memberships(filled) == before


def test_progress_is_told_until_all_is_done(filled: Store, names: Names) -> None:
    told: list[tuple[int, int]] = []
    file_items(filled, names, None, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (filled.items.count(), filled.items.count())


class DeafEmbedder:
    """An address that never answers."""

    name = "deaf"

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        raise ModelError("The embeddings address does not answer.")


def test_without_vectors_the_words_alone_decide(filled: Store, names: Names) -> None:
    assert file_items(filled, names, DeafEmbedder()) == filled.items.count()


def test_who_settles_is_asked_about_doubtful_pairs_alone(filled: Store, names: Names) -> None:
    asked: list[tuple[Item, Item]] = []

    def settle(pairs: Sequence[tuple[Item, Item]]) -> list[bool | None]:
        asked.extend(pairs)
        return [None] * len(pairs)

    file_items(filled, names, None, settle=settle)
    total = filled.items.count()
    assert 0 < len(asked) < total
    assert filled.items.count_unfiled() == 0


def test_an_item_that_comes_later_joins_the_story_that_stands(filled: Store, names: Names) -> None:
    file_items(filled, names, None)
    story = max(
        filled.stories.between(NOW - timedelta(days=3), NOW), key=lambda story: len(story.items)
    )
    told = story.items[0]
    late = Item(
        id=item_id("late-outlet", "1"),
        source="late-outlet",
        guid="1",
        url=told.url,
        title=told.title,
        text=told.text,
        lang=told.lang,
        published=NOW,
    )
    filled.items.add([late], NOW)
    file_items(filled, names, None)
    grown = filled.stories.get(story.id)
    assert grown is not None
    assert late.id in {item.id for item in grown.items}


def test_an_item_that_changes_is_filed_again(filled: Store, names: Names) -> None:
    file_items(filled, names, None)
    item = sample_items(NOW)[0]
    filled.items.add([replace(item, text=item.text + " And more came out.")], NOW)
    assert filled.items.count_unfiled() == 1
    assert file_items(filled, names, None) == 1
    assert filled.items.count_unfiled() == 0


def test_it_does_not_matter_in_which_order_sources_are_visited(
    sqlite_template: SqliteTemplate, tmp_path: Path, names: Names
) -> None:
    items = sample_items(NOW)
    found = []
    for arrivals in ([items], [[item] for item in reversed(items)]):
        with open_store(sqlite_template.copy(tmp_path), migrate=False) as store:
            store.topics.seed(load_default_topics())
            for batch in arrivals:
                store.items.add(batch, NOW)
                file_items(store, names, None)
            found.append(memberships(store))
    assert found[0] == found[1]
