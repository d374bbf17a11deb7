"""The topics that come with the package: a list kept by hand, so its promises are checked."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from bot.model import TopicKind

KNOWN_KEYS = {
    "name",
    "zh",
    "kind",
    "parent",
    "weight",
    "aliases",
    "cased",
    "doubtful",
    "context",
    "hosts",
}


@pytest.fixture(scope="module")
def topics() -> list[dict[str, Any]]:
    text = files("bot.language").joinpath("topics.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["topic"])


def _spellings(topic: dict[str, Any]) -> list[str]:
    return [topic["name"], *topic.get("aliases", ())]


def _claims(topics: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for topic in topics:
        for spelling in {spelling.casefold() for spelling in _spellings(topic)}:
            yield spelling, topic["name"]


def test_three_hundred_topics_or_more_are_known(topics: list[dict[str, Any]]) -> None:
    assert len(topics) >= 300


def test_no_topic_has_a_misspelt_key(topics: list[dict[str, Any]]) -> None:
    assert {key for topic in topics for key in topic} <= KNOWN_KEYS


def test_names_are_unique(topics: list[dict[str, Any]]) -> None:
    counted = Counter(topic["name"].casefold() for topic in topics)
    assert [name for name, count in counted.items() if count > 1] == []


def test_no_spelling_is_claimed_by_two_topics(topics: list[dict[str, Any]]) -> None:
    counted = Counter(spelling for spelling, _ in _claims(topics))
    assert [spelling for spelling, count in counted.items() if count > 1] == []


def test_no_topic_repeats_an_alias(topics: list[dict[str, Any]]) -> None:
    assert [
        topic["name"] for topic in topics if len(set(_spellings(topic))) < len(_spellings(topic))
    ] == []


def test_kinds_are_known_and_weights_in_range(topics: list[dict[str, Any]]) -> None:
    assert {topic["kind"] for topic in topics} == {kind.value for kind in TopicKind}
    assert [topic["name"] for topic in topics if not 0 <= topic["weight"] <= 1] == []


def test_parents_exist_and_lead_to_an_end(topics: list[dict[str, Any]]) -> None:
    parents = {topic["name"]: topic.get("parent") for topic in topics}
    for name in parents:
        seen = [name]
        while (parent := parents[seen[-1]]) is not None:
            assert parent in parents, f"{seen[-1]} names an unknown parent {parent}"
            assert parent not in seen, f"{name} is its own ancestor"
            seen.append(parent)


def test_rules_speak_of_spellings_the_topic_has(topics: list[dict[str, Any]]) -> None:
    for topic in topics:
        spellings = set(_spellings(topic))
        assert set(topic.get("cased", ())) <= spellings, topic["name"]
        assert set(topic.get("doubtful", ())) <= spellings, topic["name"]
        assert topic.get("zh", topic["name"]) in spellings, topic["name"]


def test_a_doubtful_spelling_has_a_context_to_settle_it(topics: list[dict[str, Any]]) -> None:
    for topic in topics:
        assert bool(topic.get("doubtful")) == bool(topic.get("context")), topic["name"]


def test_a_host_belongs_to_one_topic(topics: list[dict[str, Any]]) -> None:
    counted = Counter(host for topic in topics for host in topic.get("hosts", ()))
    assert [host for host, count in counted.items() if count > 1] == []


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("谷歌", "Google"),
        ("深度求索", "DeepSeek"),
        ("腾讯", "Tencent"),
        ("智己", "IM Motors"),
        ("软银", "SoftBank"),
        ("千问", "Qwen"),
        ("黄仁勋", "Jensen Huang"),
        ("Twitter", "X"),
    ],
)
def test_names_in_the_daily_news_are_there(
    topics: list[dict[str, Any]], alias: str, name: str
) -> None:
    assert dict(_claims(topics))[alias.casefold()] == name


@pytest.mark.parametrize(
    ("product", "company"),
    [("ChatGPT", "OpenAI"), ("Claude", "Anthropic"), ("Gemini", "Google"), ("Qwen", "Alibaba")],
)
def test_a_product_implies_its_company(
    topics: list[dict[str, Any]], product: str, company: str
) -> None:
    parents = {topic["name"]: topic.get("parent") for topic in topics}
    assert parents[product] == company
