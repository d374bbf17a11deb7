from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import StoreError
from bot.model import item_id
from bot.store import Store
from tests.store.news import DAY, HOUR, NOON, TOPICS, file_into, make_item, make_items, tried


def test_items_come_back_as_they_went_in(store: Store) -> None:
    item = make_item(image="https://paper.example/p.jpg", position=3, text="腾讯 said: “yes”\n🎉")
    added = store.items.add([item], NOON)
    assert added.new == (item.id,)
    assert store.items.get([item.id]) == [item]


def test_collecting_again_adds_nothing(store: Store) -> None:
    items = make_items(5)
    store.items.add(items, NOON)
    again = store.items.add(items, NOON + HOUR)
    assert (again.new, again.updated, again.unchanged) == ((), (), 5)
    assert store.items.count() == 5


def test_a_changed_item_is_updated_in_place_and_found_by_its_new_words(store: Store) -> None:
    store.items.add([make_item(title="Old words")], NOON)
    changed = make_item(title="Fresh wording", published=NOON + DAY)
    added = store.items.add([changed], NOON + HOUR)
    assert added.updated == (changed.id,)
    assert store.items.get([changed.id])[0].title == "Fresh wording"
    assert store.search.by_text("fresh wording", limit=5).total == 1
    assert store.search.by_text("old words", limit=5).total == 0


def test_an_edited_item_does_not_move_in_time(store: Store) -> None:
    store.items.add([make_item()], NOON)
    store.items.add([make_item(text="Corrected.", published=NOON + DAY)], NOON + DAY)
    assert store.items.between(NOON, NOON)[0].published == NOON


def test_a_new_guid_for_the_same_page_and_title_is_the_same_item(store: Store) -> None:
    first = make_item("a", url="https://paper.example/x?utm_source=rss", title="One title")
    store.items.add([first], NOON)
    again = make_item("b", url="https://paper.example/x", title="One title", text=first.text)
    store.items.add([again], NOON + HOUR)
    assert store.items.count() == 1


def test_another_title_at_the_same_address_is_another_item(store: Store) -> None:
    page = "https://paper.example/roundup"
    added = store.items.add(
        [make_item("a", url=page, title="First part"), make_item("b", url=page, title="Second")],
        NOON,
    )
    assert len(added.new) == 2


def test_two_lines_with_ids_of_their_own_stay_two_items(store: Store) -> None:
    page = "https://forum.example/thread"
    lines = [
        replace(make_item(name, url=page, title="One title"), id=f"mine-{name}") for name in "ab"
    ]
    assert store.items.add(lines, NOON).new == ("mine-a", "mine-b")


def test_a_title_that_comes_back_after_a_day_is_another_item(store: Store) -> None:
    page = "https://forum.example/thread"
    one = make_item("a", url=page, title="Still hot", published=NOON)
    two = make_item("b", url=page, title="Still hot", published=NOON + timedelta(hours=28))
    assert len(store.items.add([one, two], NOON).new) == 2


def test_items_without_an_address_are_told_apart_by_guid(store: Store) -> None:
    items = [make_item("a", url="", title="Same"), make_item("b", url="", title="Same")]
    assert len(store.items.add(items, NOON).new) == 2


def test_two_outlets_that_link_to_one_page_are_two_items(store: Store) -> None:
    page = "https://lab.example/news"
    lab, forum = (make_item("1", source=name, url=page, title="T") for name in ("lab", "forum"))
    assert len(store.items.add([lab, forum], NOON).new) == 2


def test_the_same_item_twice_in_one_call_is_added_once(store: Store) -> None:
    added = store.items.add([make_item(), make_item(text="A second version.")], NOON)
    assert (len(added.new), added.unchanged) == (1, 1)


def test_an_id_given_by_an_import_is_kept(store: Store) -> None:
    store.items.add([make_item("g", id="seed-01")], NOON)
    assert [item.id for item in store.items.get(["seed-01"])] == ["seed-01"]


def test_an_import_names_an_item_that_was_collected_before(store: Store) -> None:
    store.items.add([make_item("g")], NOON)
    added = store.items.add([make_item("g", id="seed-01")], NOON)
    assert (added.unchanged, store.items.count()) == (1, 1)
    assert store.items.get(["seed-01"])[0].guid == "g"
    # Collecting it once more, without the name, does not take it away.
    store.items.add([make_item("g")], NOON)
    assert store.items.get(["seed-01"])


def test_an_id_that_is_taken_by_another_item_stays_with_it(store: Store) -> None:
    store.items.add([make_item("a"), make_item("b", id="mine")], NOON)
    store.items.add([make_item("a", id="mine", text="Now.")], NOON)
    assert store.items.count() == 2
    assert store.items.get(["mine"])[0].guid == "b"


def test_an_item_that_is_imported_again_under_another_source_goes_there(store: Store) -> None:
    store.items.add([make_item("a", id="mine", source="one")], NOON)
    added = store.items.add([make_item("a", id="mine", source="two")], NOON)
    assert added.updated == ("mine",)
    assert store.items.get(["mine"])[0].source == "two"
    assert "two" in store.sources.titles()


def test_an_item_without_an_id_gets_the_one_of_its_guid(store: Store) -> None:
    added = store.items.add([make_item("g", id=""), make_item("h", id="x" * 5000)], NOON)
    assert added.new == (item_id("paper", "g"), item_id("paper", "h"))


def test_addresses_and_guids_of_any_length_are_taken(store: Store) -> None:
    long = "g" * 20_000
    assert len(store.items.add([make_item(long, url=f"https://x.example/{long}")], NOON).new) == 1
    assert store.items.add([make_item(long, url=f"https://x.example/{long}")], NOON).new == ()


def test_what_no_database_can_hold_is_dropped_from_texts(store: Store) -> None:
    item = make_item("g\x00h", title="A\x00B", text="broken \ud800 surrogate", id="i\x00d")
    added = store.items.add([item], NOON)
    kept = store.items.get(added.new)[0]
    assert (kept.guid, kept.title, kept.text) == ("gh", "AB", "broken ? surrogate")
    assert store.items.add([item], NOON).unchanged == 1


def test_thousands_come_in_one_call_even_within_one_second(store: Store) -> None:
    items = [make_item(str(n), title=f"T{n}") for n in range(3_000)]
    assert len(store.items.add(items, NOON).new) == 3_000
    assert store.items.count() == 3_000


def test_all_of_a_call_is_kept_or_nothing(store: Store) -> None:
    naive = make_item("2", published=datetime(2026, 4, 25, 12))  # noqa: DTZ001  # the mistake
    with pytest.raises((StoreError, TypeError)):
        store.items.add([make_item("1"), naive], NOON)
    assert store.items.count() == 0


def test_items_between_two_moments_come_oldest_first(store: Store) -> None:
    items = make_items(5)
    store.items.add(items, NOON)
    found = store.items.between(NOON - 3 * HOUR, NOON - HOUR)
    assert [item.id for item in found] == [items[3].id, items[2].id, items[1].id]


def test_old_and_future_items_keep_their_time(store: Store) -> None:
    times = [datetime(1969, 7, 20, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC), NOON]
    store.items.add([make_item(str(n), published=t) for n, t in enumerate(times)], NOON)
    found = store.items.between(datetime(1, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    assert [item.published for item in found] == sorted(times)


def test_unfiled_items_come_oldest_first_until_they_have_a_story(store: Store) -> None:
    items = make_items(3)
    store.items.add(items, NOON)
    assert [item.id for item in store.items.unfiled(2)] == [items[2].id, items[1].id]
    file_into(store, {"s": items[1:]})
    assert [item.id for item in store.items.unfiled(9)] == [items[0].id]
    assert store.items.count_unfiled() == 1


def test_a_changed_item_is_filed_again(store: Store) -> None:
    store.items.add([make_item()], NOON)
    file_into(store, {"s": [make_item()]})
    store.items.add([make_item(title="Something else")], NOON)
    assert [item.title for item in store.items.unfiled(9)] == ["Something else"]


def test_the_text_of_the_page_survives_the_next_visit(store: Store) -> None:
    item = make_item(text="A stub…")
    store.items.add([item], NOON)
    store.items.enrich(item.id, "The whole article about robots.", "https://paper.example/p.jpg")
    assert store.items.add([item], NOON + HOUR).unchanged == 1
    kept = store.items.get([item.id])[0]
    assert kept.text == "The whole article about robots."
    assert kept.image == "https://paper.example/p.jpg"
    assert store.search.by_text("robots", limit=5).total == 1


def test_enriching_an_unknown_item_does_nothing(store: Store) -> None:
    store.items.enrich("nobody", "text")
    assert store.items.count() == 0


def test_tags_are_handed_out_in_the_order_they_were_given(store: Store) -> None:
    store.topics.seed(TOPICS)
    item = make_item()
    store.items.add([item], NOON)
    store.items.tag({item.id: ("Gemini", "DeepSeek", "Nobody Inc", "Gemini"), "unknown": ()})
    assert store.items.get([item.id])[0].topics == ("Gemini", "DeepSeek")
    store.items.tag({item.id: ("Google",)})
    assert store.items.get([item.id])[0].topics == ("Google",)


def test_vectors_are_kept_per_model(store: Store) -> None:
    item = make_item()
    store.items.add([item], NOON)
    store.items.save_vectors("small", {item.id: b"\x00\x01", "unknown": b"?"})
    store.items.save_vectors("small", {item.id: b"\x00\x02"})
    assert store.items.vectors("small", [item.id, "unknown"]) == {item.id: b"\x00\x02"}
    assert store.items.vectors("large", [item.id]) == {}


def test_nothing_in_gives_nothing_out(store: Store) -> None:
    assert store.items.add([], NOON).new == ()
    store.items.tag({})
    store.items.save_vectors("m", {})
    assert store.items.get([]) == []


@tried(30)
@given(title=st.text(max_size=80), text=st.text(max_size=200), guid=st.text(max_size=30))
def test_any_text_goes_in_once(store: Store, title: str, text: str, guid: str) -> None:
    item = make_item(guid, title=title, text=text)
    store.items.add([item], NOON)
    again = store.items.add([item], NOON)
    assert again.new == ()
