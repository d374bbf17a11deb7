import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Item
from bot.store import Store
from tests.store.news import HOUR, NOON, TOPICS, make_item, make_items, tried

TEXTS = {
    "tencent": "腾讯今天开源了混元大模型的新版本",
    "car": "智己汽车与DeepSeek合作，座舱接入大模型",
    "hk": "騰訊股價在香港上升",
    "wide": "ＤｅｅｐＳｅｅｋ 发布论文",
    "lab": "OpenAI ships GPT-5.5 to developers",
    "cook": "A recipe for open sandwiches; AI not needed",
}


@pytest.fixture
def library(store: Store) -> Store:
    store.items.add(
        [
            make_item(name, title=text, text="", published=NOON - n * HOUR)
            for n, (name, text) in enumerate(TEXTS.items())
        ],
        NOON,
    )
    return store


def found(store: Store, query: str) -> list[str]:
    return [item.guid for item in store.search.by_text(query, limit=10).items]


@pytest.mark.parametrize(
    ("query", "guids"),
    [
        ("腾讯", ["tencent", "hk"]),
        ("騰訊", ["tencent", "hk"]),
        ("智己", ["car"]),
        ("大模型", ["tencent", "car"]),
        ("模型", ["tencent", "car"]),
        ("型", ["tencent", "car"]),
        ("大", ["tencent", "car"]),
        ("本", ["tencent"]),
        ("DeepSeek", ["car", "wide"]),
        ("deepseek", ["car", "wide"]),
        ("ＤＥＥＰＳＥＥＫ", ["car", "wide"]),
        ("与DeepSeek合作", ["car"]),
        ("DeepSeek合", ["car"]),
        ("腾讯 大模型", ["tencent"]),
        ("GPT-5.5", ["lab"]),
        ("gpt 5.5", ["lab"]),
        ("developers OpenAI", ["lab"]),
    ],
)
def test_names_are_found_in_any_script_width_and_case(
    library: Store, query: str, guids: list[str]
) -> None:
    assert found(library, query) == guids


@pytest.mark.parametrize(
    "query", ["讯腾", "己智", "openai ships nothing", "GPT-5.6", "deep", "pen"]
)
def test_what_is_not_there_is_not_found(library: Store, query: str) -> None:
    assert found(library, query) == []


@pytest.mark.parametrize(
    "query",
    [
        '"', "'", "''", '"deepseek', "a AND", "NOT", "NEAR(a b)", "*", "deepseek*", "-x", "^a",
        "terms:a", "a:*", "(", ")", "a & b", "a | !b", "<->", "\\", "\x00", "%", ";", "a\\'b", "{",
        "：", "……", "", " ", "\ud800", "大 \x00", "🎉",
    ],
)  # fmt: skip
def test_quotes_and_operators_are_only_text(library: Store, query: str) -> None:
    page = library.search.by_text(query, limit=5)
    assert page.total == len(page.items)


def test_an_operator_word_is_looked_for_as_a_word(library: Store) -> None:
    assert found(library, "NOT needed") == ["cook"]
    assert found(library, "AND") == []


@tried(60)
@given(query=st.text(max_size=60))
def test_no_query_ever_raises(library: Store, query: str) -> None:
    library.search.by_text(query, limit=5)


@tried(40)
@given(
    text=st.text(alphabet="腾讯大模型智己aB1- 。", min_size=1, max_size=20),
    data=st.data(),
)
def test_every_run_of_chinese_in_a_text_finds_it(
    store: Store, text: str, data: st.DataObject
) -> None:
    store.items.add([make_item(text, title=text, text="")], NOON)
    runs = [run for run in "".join(c if c >= "\u4e00" else " " for c in text).split() if run]
    if not runs:
        return
    run = data.draw(st.sampled_from(runs))
    start = data.draw(st.integers(0, len(run) - 1))
    part = run[start : data.draw(st.integers(start + 1, len(run)))]
    assert text in [item.guid for item in store.search.by_text(part, limit=500).items]


def test_an_endless_query_is_answered(library: Store) -> None:
    assert library.search.by_text("大模型 " * 5_000, limit=5).total == 2
    assert library.search.by_text("大模型" * 5_000, limit=5).total == 0
    assert library.search.by_text("a b c d e f g h " * 2_000, limit=5).total == 0


def test_an_endless_text_is_indexed_from_its_beginning(store: Store) -> None:
    text = "开头的词 " + "字词句" * 40_000 + " " + "w" * 5_000_0 + " 结尾"
    store.items.add(
        [make_item(text=text), make_item("2", text=" ".join(map(str, range(40_000))))], NOON
    )
    assert store.search.by_text("开头的词", limit=5).total == 1
    assert store.search.by_text("1234", limit=5).total == 1


def test_pages_of_words_run_from_the_newest_to_the_oldest(store: Store) -> None:
    items = make_items(7, title="DeepSeek again")
    store.items.add(items[4:], NOON)
    store.items.add(items[:4], NOON)
    pages = [store.search.by_text("deepseek", limit=3, offset=n) for n in (0, 3, 6)]
    assert [page.total for page in pages] == [7, 7, 7]
    assert [item for page in pages for item in page.items] == items


def test_words_are_looked_for_between_two_moments(store: Store) -> None:
    items = make_items(5, title="DeepSeek again")
    store.items.add(items, NOON)
    page = store.search.by_text("deepseek", limit=9, since=NOON - 3 * HOUR, until=NOON - HOUR)
    assert list(page.items) == items[1:4]


def tagged(store: Store, tags: dict[str, list[int]], amount: int) -> list[Item]:
    items = make_items(amount)
    store.topics.seed(TOPICS)
    store.items.add(items, NOON)
    store.items.tag(
        {
            item.id: tuple(topic for topic, numbers in tags.items() if n in numbers)
            for n, item in enumerate(items)
        }
    )
    return items


def numbers(items: list[Item], page_items: tuple[Item, ...]) -> list[int]:
    ids = [item.id for item in items]
    return [ids.index(item.id) for item in page_items]


def test_a_topics_items_come_newest_first(store: Store) -> None:
    items = tagged(store, {"DeepSeek": [4, 0, 2]}, 5)
    page = store.search.by_topic(["DeepSeek"], limit=2)
    assert (page.total, numbers(items, page.items)) == (3, [0, 2])
    assert page.items[0].topics == ("DeepSeek",)
    rest = store.search.by_topic(["DeepSeek"], limit=2, offset=2)
    assert numbers(items, rest.items) == [4]


def test_an_item_on_two_of_the_topics_is_listed_once(store: Store) -> None:
    items = tagged(store, {"Google": [0, 1, 2], "Gemini": [1, 3]}, 4)
    page = store.search.by_topic(["Google", "Gemini", "Nobody"], limit=3)
    assert (page.total, numbers(items, page.items)) == (4, [0, 1, 2])
    rest = store.search.by_topic(["Google", "Gemini"], limit=3, offset=3)
    assert numbers(items, rest.items) == [3]


def test_a_topic_is_looked_up_between_two_moments(store: Store) -> None:
    items = tagged(store, {"DeepSeek": [0, 1, 2, 3]}, 4)
    page = store.search.by_topic(["DeepSeek"], limit=9, since=NOON - 2 * HOUR, until=NOON - HOUR)
    assert (page.total, numbers(items, page.items)) == (2, [1, 2])


def test_unknown_topics_have_no_items(store: Store) -> None:
    assert store.search.by_topic(["Nobody"], limit=5).total == 0
    assert store.search.by_topic([], limit=5).total == 0


def test_the_items_of_one_brief_are_listed_in_its_order(store: Store) -> None:
    items = [make_item(str(n), position=n, title="DeepSeek") for n in (3, 1, 10, 2)]
    store.items.add(items, NOON)
    page = store.search.by_text("deepseek", limit=9)
    assert [item.position for item in page.items] == [1, 2, 3, 10]
