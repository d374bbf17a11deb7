from datetime import timedelta

from bot.model import Topic, TopicKind
from bot.store import Store, Wanted
from tests.store.news import DAY, HOUR, NOON, TOPICS, file_into, make_item, make_items


def shown(store: Store, wanted: Wanted, **page: object) -> list[str]:
    found = store.asking.page(wanted, **{"limit": 10, **page})  # type: ignore[arg-type]
    return [story.id for story in found.stories]


def tell(store: Store, story: str, *topics: str, hours_ago: float = 0, **said: object) -> None:
    """Put one item on `topics` into `story`."""
    if not store.topics.all():
        store.topics.seed([*TOPICS, Topic("Alibaba", TopicKind.COMPANY)])
    item = make_item(f"{story}-{hours_ago}", published=NOON - hours_ago * HOUR, **said)
    store.items.add([item], NOON)
    file_into(store, {story: [item]})
    store.items.tag({item.id: topics})


def test_stories_on_two_topics_are_those_on_both(store: Store) -> None:
    tell(store, "both", "DeepSeek", "Alibaba", hours_ago=3)
    tell(store, "one", "DeepSeek", hours_ago=2)
    tell(store, "other", "Alibaba", hours_ago=1)
    assert shown(store, Wanted(topics=("DeepSeek", "Alibaba"))) == ["both"]


def test_a_story_is_on_both_topics_if_its_items_are_together(store: Store) -> None:
    tell(store, "s", "DeepSeek", hours_ago=2)
    tell(store, "s", "Alibaba", hours_ago=1)
    assert shown(store, Wanted(topics=("DeepSeek", "Alibaba"))) == ["s"]


def test_a_story_that_went_on_later_is_still_found_in_its_time(store: Store) -> None:
    tell(store, "long", "DeepSeek", hours_ago=30)
    tell(store, "long", "DeepSeek", hours_ago=0)
    tell(store, "new", "DeepSeek", hours_ago=1)
    span = Wanted(topics=("DeepSeek",), since=NOON - 2 * DAY, until=NOON - DAY)
    assert shown(store, span) == ["long"]


def test_a_time_alone_lists_all_its_stories_newest_first(store: Store) -> None:
    tell(store, "old", hours_ago=50)
    tell(store, "a", "DeepSeek", hours_ago=2)
    tell(store, "b", hours_ago=1)
    assert shown(store, Wanted(since=NOON - DAY)) == ["b", "a"]


def test_words_beside_a_topic_narrow_it_down(store: Store) -> None:
    tell(store, "cut", "DeepSeek", hours_ago=2, title="Prices are cut", text="By half.")
    tell(store, "else", "DeepSeek", hours_ago=1, title="An office opens", text="In May.")
    tell(store, "theirs", "Google", hours_ago=0, title="Prices are cut", text="Too.")
    assert shown(store, Wanted(topics=("DeepSeek",), words="prices")) == ["cut"]


def test_a_rare_topic_is_found_behind_a_flood_of_the_same_word(store: Store) -> None:
    tell(store, "rare", "Gemini", hours_ago=900, title="Chips for Gemini", text="Chips.")
    flood = make_items(600, apart=timedelta(minutes=1), title="Chips", text="Chips again.")
    store.items.add(flood, NOON)
    file_into(store, {item.id: [item] for item in flood})
    assert shown(store, Wanted(topics=("Gemini",), words="chips")) == ["rare"]


def test_the_best_answer_comes_first_when_asked(store: Store) -> None:
    tell(store, "about", hours_ago=9, title="Robots learn to fold", text="Robots fold shirts.")
    tell(store, "aside", hours_ago=1, title="A day in town", text="Robots passed by.")
    assert shown(store, Wanted(words="robots")) == ["aside", "about"]
    assert shown(store, Wanted(words="robots"), best_first=True) == ["about", "aside"]


def test_some_of_the_words_are_enough_when_taken_loosely(store: Store) -> None:
    tell(store, "fits", hours_ago=5, title="大模型接口降价", text="夜间调用便宜一半。")
    tell(store, "hardly", hours_ago=1, title="新品发布会", text="手机与耳机。")
    assert shown(store, Wanted(words="大模型降价")) == []
    assert shown(store, Wanted(words="大模型降价", is_loose=True)) == ["fits"]


def test_an_unknown_topic_has_no_stories(store: Store) -> None:
    tell(store, "s", "DeepSeek")
    assert shown(store, Wanted(topics=("DeepSeek", "Nobody"))) == []


def test_punctuation_finds_nothing(store: Store) -> None:
    tell(store, "s", "DeepSeek")
    assert shown(store, Wanted(words='?! "" *')) == []
    assert shown(store, Wanted(words="?", is_loose=True)) == []


def test_pages_follow_each_other(store: Store) -> None:
    for number in range(5):
        tell(store, f"s{number}", "DeepSeek", "Google", hours_ago=number)
    both = Wanted(topics=("DeepSeek", "Google"))
    assert shown(store, both, limit=2, offset=2) == ["s2", "s3"]
    assert store.asking.page(both, limit=2, offset=4).total == 5


def test_a_word_is_found_in_its_forms_and_no_longer_words(store: Store) -> None:
    tell(store, "many", hours_ago=3, title="Launches are cheap", text="All of them.")
    tell(store, "past", hours_ago=2, title="A probe was launched", text="At noon.")
    tell(store, "other", hours_ago=1, title="The launcher is late", text="Again.")
    assert shown(store, Wanted(words="launch")) == ["past", "many"]


def test_a_common_words_total_is_a_floor_and_every_page_can_be_turned_to(store: Store) -> None:
    flood = make_items(150, apart=timedelta(minutes=1), title="Chips", text="Chips again.")
    store.items.add(flood, NOON)
    file_into(store, {item.id: [item] for item in flood})
    first = store.asking.page(Wanted(words="chips"), limit=6)
    assert (len(first.stories), first.is_floor) == (6, True)
    last = store.asking.page(Wanted(words="chips"), limit=6, offset=144)
    assert ([story.id for story in last.stories], last.total) == (
        [item.id for item in flood[144:]],
        150,
    )


def test_words_are_found_on_a_busy_topic_however_old_they_are(store: Store) -> None:
    tell(store, "old", "DeepSeek", hours_ago=900, title="A merger", text="Signed.")
    for number in range(130):
        tell(store, f"s{number}", "DeepSeek", hours_ago=number, title="Chips", text="Again.")
    assert shown(store, Wanted(topics=("DeepSeek",), words="merger")) == ["old"]
