from __future__ import annotations

from bot.archive.hot import USUAL_STRETCHES, hot_topics
from bot.language.names import Names
from bot.model import Topic, TopicKind

NAMES = Names(
    [
        Topic("Lantern", TopicKind.COMPANY),
        Topic("Glow", TopicKind.PRODUCT, parent="Lantern"),
        Topic("Pier", TopicKind.COMPANY),
    ],
    rules={},
)


def hottest(recent: dict[str, int], usual: dict[str, float]) -> list[str]:
    before = {name: round(count * USUAL_STRETCHES) for name, count in usual.items()}
    return [topic.name for topic in hot_topics(recent, before, NAMES, 9)]


def test_a_rise_is_hotter_than_a_steady_stream() -> None:
    assert hottest({"Lantern": 40, "Pier": 12}, {"Lantern": 38, "Pier": 2}) == ["Pier", "Lantern"]


def test_without_a_past_the_most_told_is_the_hottest() -> None:
    assert hottest({"Lantern": 3, "Pier": 9}, {}) == ["Pier", "Lantern"]


def test_a_single_story_is_no_wave_unless_there_is_nothing_else() -> None:
    assert hottest({"Lantern": 1, "Pier": 2}, {}) == ["Pier"]
    assert hottest({"Lantern": 1}, {}) == ["Lantern"]


def test_a_company_that_is_hot_for_its_product_alone_is_left_out() -> None:
    assert hottest({"Lantern": 5, "Glow": 5, "Pier": 3}, {}) == ["Glow", "Pier"]
    assert hottest({"Lantern": 6, "Glow": 5}, {}) == ["Lantern", "Glow"]


def test_nothing_told_is_nothing_hot() -> None:
    assert hottest({}, {"Pier": 4}) == []
