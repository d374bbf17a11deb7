import pytest

from bot.errors import BadRequestError, UnknownTopicError
from bot.model import Topic, TopicKind
from bot.store import Store
from tests.store.news import NOON, TOPICS, file_into, make_item, make_items


def names(store: Store) -> list[str]:
    return [topic.name for topic in store.topics.all()]


def topic(store: Store, name: str) -> Topic:
    return next(topic for topic in store.topics.all() if topic.name == name)


def test_topics_come_back_as_they_were_seeded(store: Store) -> None:
    assert store.topics.seed(TOPICS) == 3
    assert store.topics.all() == sorted(TOPICS, key=lambda topic: topic.name)


def test_seeding_again_changes_nothing_of_the_operators(store: Store) -> None:
    store.topics.seed(TOPICS)
    store.topics.rename("Google", "Alphabet")
    store.topics.merge("Gemini", "Alphabet")
    store.topics.remove("DeepSeek")
    assert store.topics.seed(TOPICS) == 0
    assert names(store) == ["Alphabet"]
    assert topic(store, "Alphabet").aliases == ("谷歌", "Google", "Gemini", "双子座")


def test_seeding_adds_what_a_newer_version_knows(store: Store) -> None:
    store.topics.seed(TOPICS)
    newer = Topic("Gemma", TopicKind.PRODUCT, parent="Google")
    assert store.topics.seed([*TOPICS, newer]) == 1
    assert topic(store, "Gemma") == newer


def test_an_operator_adds_a_topic(store: Store) -> None:
    store.topics.seed(TOPICS)
    added = Topic("DeepMind", TopicKind.LAB, ("深度思维",), parent="Google", weight=0.9)
    store.topics.add(added)
    assert topic(store, "DeepMind") == added
    with pytest.raises(BadRequestError):
        store.topics.add(added)
    with pytest.raises(UnknownTopicError):
        store.topics.add(Topic("X", TopicKind.PRODUCT, parent="Nobody"))
    assert "X" not in names(store)


def test_a_removed_topic_can_be_added_again(store: Store) -> None:
    store.topics.seed(TOPICS)
    store.topics.remove("DeepSeek")
    store.topics.add(Topic("DeepSeek", TopicKind.COMPANY))
    assert topic(store, "DeepSeek") == Topic("DeepSeek", TopicKind.COMPANY)


def test_the_parts_of_a_removed_topic_stand_alone(store: Store) -> None:
    store.topics.seed(TOPICS)
    store.topics.remove("Google")
    assert topic(store, "Gemini").parent is None


def test_a_removed_topic_is_on_no_item(store: Store) -> None:
    store.topics.seed(TOPICS)
    item = make_item()
    store.items.add([item], NOON)
    store.items.tag({item.id: ("DeepSeek",)})
    store.topics.remove("DeepSeek")
    assert store.items.get([item.id])[0].topics == ()
    assert store.search.by_topic(["DeepSeek"], limit=5).total == 0


def test_a_renamed_topic_keeps_its_items(store: Store) -> None:
    store.topics.seed(TOPICS)
    item = make_item()
    store.items.add([item], NOON)
    store.items.tag({item.id: ("DeepSeek",)})
    store.topics.rename("DeepSeek", "DeepSeek AI")
    assert store.items.get([item.id])[0].topics == ("DeepSeek AI",)
    with pytest.raises(BadRequestError):
        store.topics.rename("Gemini", "Google")


def test_merged_topics_are_one_list(store: Store) -> None:
    items = make_items(3)
    store.topics.seed(TOPICS)
    store.items.add(items, NOON)
    store.items.tag(
        {
            items[0].id: ("DeepSeek",),
            items[1].id: ("DeepSeek", "Google"),
            items[2].id: ("Google",),
        }
    )
    file_into(store, {"s": items[:1], "t": items[1:]})
    store.topics.merge("DeepSeek", "Google")
    page = store.search.by_topic(["Google"], limit=9)
    assert (page.total, len(page.items)) == (3, 3)
    stories = store.stories.latest_by_topic(["Google"], limit=9)
    assert [story.id for story in stories.stories] == ["s", "t"]
    with pytest.raises(BadRequestError):
        store.topics.merge("Google", "Google")


def test_a_company_merged_into_its_product_is_not_its_own_parent(store: Store) -> None:
    store.topics.seed(TOPICS)
    store.topics.merge("Google", "Gemini")
    assert topic(store, "Gemini").parent is None


def test_aliases_come_and_go(store: Store) -> None:
    store.topics.seed(TOPICS)
    store.topics.add_alias("DeepSeek", "DS")
    store.topics.add_alias("DeepSeek", "DS")
    assert topic(store, "DeepSeek").aliases == ("深度求索", "DS")
    store.topics.remove_alias("DeepSeek", "深度求索")
    store.topics.add_alias("DeepSeek", "深索")
    assert topic(store, "DeepSeek").aliases == ("DS", "深索")


@pytest.mark.parametrize("verb", ["remove", "rename", "merge", "add_alias", "remove_alias"])
def test_an_unknown_topic_is_named(store: Store, verb: str) -> None:
    arguments = ["Nobody"] if verb == "remove" else ["Nobody", "Somebody"]
    with pytest.raises(UnknownTopicError, match="Nobody"):
        getattr(store.topics, verb)(*arguments)
