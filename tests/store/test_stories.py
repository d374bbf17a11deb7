from bot.model import Address, Assignment, ChatKind
from bot.store import ALERT, Store
from tests.store.news import (
    DAY,
    HOUR,
    NOON,
    TOPICS,
    file_into,
    make_brief,
    make_item,
    make_items,
    make_slot,
    seed_editions,
)


def test_a_story_holds_its_items_oldest_first(store: Store) -> None:
    items = make_items(3)
    store.items.add(items, NOON)
    file_into(store, {"s": items})
    story = store.stories.get("s")
    assert story is not None
    assert story.items == tuple(reversed(items))
    assert (story.first_seen, story.last_seen) == (NOON - 2 * HOUR, NOON)
    assert (story.headline, story.follows) == ("About s", None)


def test_a_story_grows_and_is_renamed(store: Store) -> None:
    items = make_items(2)
    store.items.add(items, NOON)
    file_into(store, {"s": items[1:]})
    store.stories.assign([Assignment(items[0].id, "s", None, "Better headline")])
    story = store.stories.get("s")
    assert story is not None
    assert (len(story.items), story.headline) == (2, "Better headline")
    assert story.last_seen == NOON


def test_a_story_goes_on_from_another(store: Store) -> None:
    items = make_items(2)
    store.items.add(items, NOON)
    store.stories.assign(
        [
            Assignment(items[1].id, "before", None, "Before"),
            Assignment(items[0].id, "after", "before", "After"),
        ]
    )
    story = store.stories.get("after")
    assert story is not None
    assert story.follows == "before"


def test_a_story_may_follow_one_that_nobody_knows(store: Store) -> None:
    store.items.add([make_item()], NOON)
    store.stories.assign([Assignment(make_item().id, "s", "lost", "H")])
    story = store.stories.get("s")
    assert story is not None
    assert story.follows is None


def test_an_item_that_moves_takes_its_time_along(store: Store) -> None:
    items = make_items(3)
    store.items.add(items, NOON)
    file_into(store, {"old": items})
    file_into(store, {"new": items[:1]})
    old = store.stories.get("old")
    assert old is not None
    assert old.last_seen == NOON - HOUR


def test_a_story_without_items_ends_and_its_id_stands_for_the_next(store: Store) -> None:
    items = make_items(3)
    store.items.add(items, NOON)
    file_into(store, {"old": items[:2], "new": items[2:]})
    file_into(store, {"new": items[:2]})
    assert [story.id for story in store.stories.between(NOON, NOON)] == ["new"]
    assert store.stories.get("old") == store.stories.get("new") is not None


def test_an_id_stands_for_a_story_however_often_it_merges(store: Store) -> None:
    items = make_items(3)
    store.items.add(items, NOON)
    file_into(store, {"a": items[:1], "b": items[1:2], "c": items[2:]})
    file_into(store, {"b": items[:1]})
    file_into(store, {"c": items[:2]})
    found = store.stories.get("a")
    assert found is not None
    assert (found.id, len(found.items)) == ("c", 3)


def test_a_story_that_comes_apart_stands_for_where_most_of_it_went(store: Store) -> None:
    items = make_items(3)
    store.items.add(items, NOON)
    file_into(store, {"old": items})
    file_into(store, {"few": items[:1], "most": items[1:]})
    found = store.stories.get("old")
    assert found is not None
    assert found.id == "most"


def test_an_id_that_stood_for_another_story_can_open_one_again(store: Store) -> None:
    items = make_items(2)
    store.items.add(items, NOON)
    file_into(store, {"old": items[:1], "new": items[1:]})
    file_into(store, {"new": items[:1]})
    file_into(store, {"old": items[:1]})
    found = store.stories.get("old")
    assert found is not None
    assert (found.id, found.items) == ("old", (items[0],))


def test_what_followed_a_story_follows_the_one_it_merged_into(store: Store) -> None:
    items = make_items(3)
    store.items.add(items, NOON)
    file_into(store, {"before": items[2:], "other": items[1:2]})
    store.stories.assign([Assignment(items[0].id, "after", "before", "After")])
    file_into(store, {"other": items[2:]})
    after = store.stories.get("after")
    assert after is not None
    assert after.follows == "other"


def test_a_story_that_merges_into_its_follower_leaves_none_that_follows_itself(
    store: Store,
) -> None:
    items = make_items(2)
    store.items.add(items, NOON)
    file_into(store, {"before": items[1:]})
    store.stories.assign([Assignment(items[0].id, "after", "before", "After")])
    file_into(store, {"after": items[1:]})
    after = store.stories.get("after")
    assert after is not None
    assert after.follows is None


def test_a_story_in_a_brief_or_an_alert_is_told_and_keeps_its_items(store: Store) -> None:
    items = make_items(3)
    store.items.add(items, NOON)
    file_into(store, {"told": items[:1], "alerted": items[1:2], "young": items[2:]})
    seed_editions(store)
    store.briefs.save_draft(make_brief(slots=(make_slot(story="told"),)))
    chat = store.chats.put(Address("telegram", "1"), ChatKind.PRIVATE, "en")
    store.notices.claim(chat.id, ALERT + "alerted", NOON)
    assert store.stories.told(["told", "alerted", "young", "nobody"]) == {"told", "alerted"}
    file_into(store, {"elsewhere": items})
    members = {story.id: story.items for story in store.stories.between(NOON - DAY, NOON)}
    assert members == {
        "told": (items[0],),
        "alerted": (items[1],),
        "elsewhere": (items[2],),
    }


def test_a_story_that_is_told_grows(store: Store) -> None:
    items = make_items(2)
    store.items.add(items, NOON)
    file_into(store, {"told": items[:1]})
    seed_editions(store)
    store.briefs.save_draft(make_brief(slots=(make_slot(story="told"),)))
    file_into(store, {"told": items})
    found = store.stories.get("told")
    assert found is not None
    assert len(found.items) == 2


def test_unknown_items_are_passed_over(store: Store) -> None:
    store.stories.assign([Assignment("nobody", "s", None, "H")])
    assert store.stories.get("s") is None


def test_stories_between_two_moments_come_whole(store: Store) -> None:
    items = make_items(4, apart=DAY)
    store.items.add(items, NOON)
    file_into(store, {"long": [items[0], items[2]], "short": [items[1]], "past": [items[3]]})
    found = store.stories.between(NOON - 2 * DAY, NOON - DAY)
    assert [story.id for story in found] == ["long", "short"]
    assert len(found[0].items) == 2


def prepared(store: Store) -> None:
    items = make_items(6)
    store.topics.seed(TOPICS)
    store.items.add(items, NOON)
    store.items.tag({items[n].id: ("Gemini", "Google") for n in (0, 1, 3)})
    store.items.tag({items[n].id: ("DeepSeek",) for n in (1, 4)})
    file_into(store, {"a": [items[0], items[5]], "b": items[1:3], "c": items[3:5]})


def test_a_topics_stories_come_by_last_sight(store: Store) -> None:
    prepared(store)
    page = store.stories.latest_by_topic(["Google"], limit=1)
    assert (page.total, [story.id for story in page.stories]) == (2, ["a"])
    rest = store.stories.latest_by_topic(["Google"], limit=5, offset=1)
    assert [story.id for story in rest.stories] == ["c"]
    assert rest.stories[0].topics == ("DeepSeek", "Gemini", "Google")


def test_a_story_on_two_of_the_topics_is_listed_once(store: Store) -> None:
    prepared(store)
    page = store.stories.latest_by_topic(["Google", "DeepSeek"], limit=9)
    assert (page.total, [story.id for story in page.stories]) == (3, ["a", "b", "c"])


def test_a_topics_stories_between_two_moments(store: Store) -> None:
    prepared(store)
    page = store.stories.latest_by_topic(
        ["Google", "DeepSeek"], limit=9, since=NOON - 2 * HOUR, until=NOON - HOUR
    )
    assert [story.id for story in page.stories] == ["b"]
    assert store.stories.latest_by_topic(["Nobody"], limit=9).stories == ()


def test_stories_are_found_by_words_in_any_of_their_items(store: Store) -> None:
    items = [make_item("1", title="机器人来了"), make_item("2", title="Robots", text="机器人")]
    items.append(make_item("3", title="机器人公司", published=NOON + HOUR))
    store.items.add(items, NOON)
    file_into(store, {"a": items[:2], "b": items[2:]})
    page = store.stories.latest_by_text("机器人", limit=1)
    assert (page.total, [story.id for story in page.stories]) == (2, ["b"])
    assert store.stories.latest_by_text("机器人", limit=1, offset=1).stories[0].id == "a"
    assert store.stories.latest_by_text("nothing", limit=1).total == 0


def test_tagging_again_lists_the_story_elsewhere(store: Store) -> None:
    prepared(store)
    store.items.tag({item.id: ("DeepSeek",) for item in make_items(6)})
    assert store.stories.latest_by_topic(["Google"], limit=9).total == 0
    assert store.stories.latest_by_topic(["DeepSeek"], limit=9).total == 3
