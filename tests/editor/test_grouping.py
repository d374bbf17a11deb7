"""Groups merge while their items are, on average, likely one event."""

from __future__ import annotations

from itertools import combinations as pairs_of

from bot.editor.grouping import Groups

THRESHOLD = 0.4
JUST_LIKELY = 0.45


def grouped(
    likely: dict[tuple[str, str], float], outlets: dict[str, str] | None = None
) -> set[frozenset[str]]:
    items = sorted({item for pair in likely for item in pair})
    groups = Groups({}, items, likely, {}, outlets or {})
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


def test_two_groups_that_the_same_outlets_report_are_two_events() -> None:
    pairs = {("a", "b"): 0.9, ("c", "d"): 0.9}
    pairs |= {(one, other): 0.6 for one in "ab" for other in "cd"}
    two_reports_each = {"a": "wire", "b": "gazette", "c": "wire", "d": "gazette"}
    assert grouped(pairs, two_reports_each) == {frozenset("ab"), frozenset("cd")}
    assert grouped(pairs, {"a": "wire", "b": "gazette", "c": "herald"}) == {frozenset("abcd")}


def test_one_outlet_of_many_that_reports_twice_parts_no_event() -> None:
    pairs = {(one, other): 0.6 for one in "abc" for other in "def"}
    pairs |= {(one, other): 0.9 for group in ("abc", "def") for one, other in pairs_of(group, 2)}
    outlets = dict(
        zip("abcdef", ["wire", "gazette", "herald", "wire", "post", "tribune"], strict=True)
    )
    assert grouped(pairs, outlets) == {frozenset("abcdef")}
