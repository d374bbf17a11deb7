from datetime import timedelta

from bot.model import Assignment
from bot.store import Store
from tests.store.news import DAY, HOUR, NOON, TOPICS, file_into, make_item, make_items


def fill(store: Store) -> None:
    """Five stories on DeepSeek: two of the last day, one a day before, two long ago."""
    store.topics.seed(TOPICS)
    ages = (1 * HOUR, 23 * HOUR, 25 * HOUR, 9 * DAY, 40 * DAY)
    items = [make_item(str(n), published=NOON - age) for n, age in enumerate(ages)]
    store.items.add(items, NOON)
    file_into(store, {f"s{n}": [item] for n, item in enumerate(items)})
    store.items.tag({item.id: ("DeepSeek",) for item in items})


def test_stories_are_counted_by_day_up_to_now(store: Store) -> None:
    fill(store)
    assert store.pulse.days("DeepSeek", NOON, 3) == (0, 1, 2)
    assert sum(store.pulse.days("DeepSeek", NOON, 30)) == 4
    assert store.pulse.days("Nobody", NOON, 2) == (0, 0)


def test_the_last_second_of_a_day_belongs_to_it(store: Store) -> None:
    store.topics.seed(TOPICS)
    items = make_items(3, apart=DAY)
    store.items.add(items, NOON)
    file_into(store, {item.id: [item] for item in items})
    store.items.tag({item.id: ("Gemini",) for item in items})
    assert store.pulse.days("Gemini", NOON, 2) == (1, 1)
    assert store.pulse.days("Gemini", NOON + timedelta(seconds=1), 2) == (1, 1)


def test_topics_are_counted_between_two_moments(store: Store) -> None:
    fill(store)
    assert store.pulse.counts(NOON - DAY, NOON) == {"DeepSeek": 2}
    assert store.pulse.counts(NOON - 10 * DAY, NOON - DAY) == {"DeepSeek": 2}
    assert store.pulse.counts(NOON, NOON + DAY) == {}


def test_outlets_are_those_that_reported_the_busiest_first(store: Store) -> None:
    store.topics.seed(TOPICS)
    items = [
        make_item("1", source="wire", published=NOON - HOUR),
        make_item("2", source="paper", published=NOON - 2 * HOUR),
        make_item("3", source="paper", published=NOON - 3 * HOUR),
        make_item("4", source="radio", published=NOON - 9 * DAY),
    ]
    store.items.add(items, NOON)
    store.items.tag({item.id: ("Gemini",) for item in items})
    found = store.pulse.outlets("Gemini", NOON - DAY)
    assert [(each.source, each.items) for each in found] == [("paper", 2), ("wire", 1)]
    assert found[0].newest == NOON - 2 * HOUR


def test_a_thread_is_followed_back_to_its_first_story(store: Store) -> None:
    store.topics.seed(TOPICS)
    items = make_items(3, apart=DAY)
    store.items.add(items, NOON)
    newest, middle, first = (item.id for item in items)
    store.stories.assign([Assignment(first, "a", None, "It is announced")])
    store.stories.assign([Assignment(middle, "b", "a", "It is delayed")])
    store.stories.assign([Assignment(newest, "c", "b", "It arrives")])
    store.items.tag({newest: ("DeepSeek",)})
    marks = store.pulse.marks("DeepSeek", 5)
    assert [(mark.id, mark.follows) for mark in marks] == [("c", "b"), ("b", "a"), ("a", None)]
    assert marks[0].headline == "It arrives"
