from dataclasses import replace
from datetime import time

import pytest

from bot.errors import BadRequestError, UnknownEditionError
from bot.model import Edition
from bot.store import Store
from tests.store.news import seed_editions


def test_editions_are_seeded_once(store: Store) -> None:
    seed_editions(store)
    changed = replace(store.editions.get("zh"), hour=time(7, 45), size=5)
    store.editions.set(changed)
    seed_editions(store)
    assert store.editions.get("zh") == changed
    assert [edition.slug for edition in store.editions.all()] == ["en", "zh"]


def test_a_new_edition_can_be_set(store: Store) -> None:
    edition = Edition("de", "Zehn", "de", "Europe/Berlin", time(0, 0), 7, "short")
    store.editions.set(edition)
    assert store.editions.get("de") == edition


def test_an_unknown_edition_is_answered_with_those_there_are(store: Store) -> None:
    seed_editions(store)
    with pytest.raises(UnknownEditionError, match="en, zh"):
        store.editions.get("fr")


def test_an_edition_without_a_zone_or_a_story_is_refused(store: Store) -> None:
    seed_editions(store)
    edition = store.editions.get("zh")
    for wrong in (replace(edition, zone="Mars/Base"), replace(edition, size=0)):
        with pytest.raises(BadRequestError):
            store.editions.set(wrong)
    assert store.editions.get("zh") == edition
