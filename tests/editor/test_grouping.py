"""Groups merge while their items are, on average, likely one event."""

from __future__ import annotations

from bot.editor.grouping import Groups

THRESHOLD = 0.4
JUST_LIKELY = 0.45


def grouped(likely: dict[tuple[str, str], float]) -> set[frozenset[str]]:
    items = sorted({item for pair in likely for item in pair})
    groups = Groups({}, items, likely, {})
    groups.merge(THRESHOLD)
    return {frozenset(ids) for ids in groups.members().values()}


def test_two_lone_items_that_are_just_likely_one_event_stay_apart() -> None:
    assert grouped({("a", "b"): JUST_LIKELY}) == {frozenset("a"), frozenset("b")}


def test_two_lone_items_that_are_surely_one_event_join() -> None:
    assert grouped({("a", "b"): 0.9}) == {frozenset("ab")}


def test_an_item_that_is_just_as_likely_with_each_of_a_group_joins_it() -> None:
    pairs = {("a", "b"): 0.9, ("a", "c"): JUST_LIKELY, ("b", "c"): JUST_LIKELY}
    assert grouped(pairs) == {frozenset("abc")}


def test_an_item_that_is_likely_with_one_of_a_group_alone_stays_out() -> None:
    pairs = {("a", "b"): 0.9, ("a", "c"): JUST_LIKELY, ("b", "c"): 0.01}
    assert grouped(pairs) == {frozenset("ab"), frozenset("c")}
