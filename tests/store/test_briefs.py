from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.errors import NotFoundError, StoreError
from bot.model import BriefState, Told
from bot.store import Store
from tests.store.news import (
    HOUR,
    NOON,
    file_into,
    make_brief,
    make_items,
    make_slot,
    seed_editions,
)

TODAY = date(2026, 4, 25)


@pytest.fixture
def desk(store: Store) -> Store:
    seed_editions(store)
    return store


def test_a_draft_comes_back_as_it_was_saved(desk: Store) -> None:
    slot = make_slot(2, since="It moved on", corrected_at=NOON, image="https://x.example/p.jpg")
    saved = desk.briefs.save_draft(make_brief(slots=(make_slot(), slot)))
    assert saved.id is not None
    assert desk.briefs.get("en", TODAY) == desk.briefs.by_id(saved.id) == saved


def test_a_later_draft_takes_the_place_of_the_earlier(desk: Store) -> None:
    first = desk.briefs.save_draft(make_brief())
    second = desk.briefs.save_draft(make_brief(title="Better", slots=(make_slot(1, "other"),)))
    assert second.id == first.id
    assert desk.briefs.get("en", TODAY) == second


def test_a_published_brief_is_not_edited_again(desk: Store) -> None:
    saved = desk.briefs.save_draft(make_brief())
    desk.ledger.publish(saved, {}, NOON)
    with pytest.raises(StoreError, match="correct it"):
        desk.briefs.save_draft(make_brief(title="Other"))
    published = desk.briefs.get("en", TODAY)
    assert published == replace(saved, state=BriefState.PUBLISHED)


def test_the_latest_brief_is_the_newest_published_one(desk: Store) -> None:
    days = [TODAY - timedelta(days=n) for n in range(3)]
    briefs = [desk.briefs.save_draft(make_brief(day=day)) for day in days]
    assert desk.briefs.latest("en") is None
    desk.ledger.publish(briefs[2], {}, NOON)
    desk.ledger.publish(briefs[1], {}, NOON)
    latest = desk.briefs.latest("en")
    assert latest is not None
    assert latest.date == days[1]
    assert [brief.date for brief in desk.briefs.list("en", limit=2)] == days[:2]
    assert desk.briefs.list("zh") == []


def test_what_was_told_is_remembered_with_the_items_of_then(desk: Store) -> None:
    items = make_items(3)
    desk.items.add(items, NOON)
    file_into(desk, {"s1": items[1:]})
    desk.briefs.save_draft(make_brief(slots=(make_slot(), make_slot(2, "gone"))))
    file_into(desk, {"s1": items})
    told = desk.briefs.told("en", TODAY - timedelta(days=7), TODAY + timedelta(days=1))
    assert told == [
        Told("s1", "Slot 1", TODAY, (items[2].id, items[1].id)),
        Told("gone", "Slot 2", TODAY, ()),
    ]
    assert desk.briefs.told("en", TODAY - timedelta(days=7), TODAY) == []
    assert desk.briefs.told("zh", TODAY, TODAY + timedelta(days=1)) == []


def test_a_correction_is_marked_and_leaves_the_rest(desk: Store) -> None:
    saved = desk.briefs.save_draft(make_brief(slots=(make_slot(), make_slot(2))))
    assert saved.id is not None
    corrected = desk.briefs.correct(saved.id, 2, None, "It did not.", NOON + HOUR)
    slot = corrected.slots[1]
    assert (slot.headline, slot.body, slot.corrected_at) == ("Slot 2", "It did not.", NOON + HOUR)
    assert corrected.slots[0] == saved.slots[0]
    with pytest.raises(NotFoundError):
        desk.briefs.correct(saved.id, 9, "H", None, NOON)


def test_an_unknown_brief_is_not_found(desk: Store) -> None:
    assert desk.briefs.get("en", TODAY) is None
    for unknown in (None, 99):
        with pytest.raises(NotFoundError):
            desk.briefs.by_id(unknown)


def test_a_brief_of_no_edition_is_refused(desk: Store) -> None:
    with pytest.raises(StoreError):
        desk.briefs.save_draft(make_brief(edition="nowhere"))
