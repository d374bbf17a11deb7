from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.questions import Question, easier_questions, meant_topic, read_question
from bot.language.names import Names, load_default_topics

NOW = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)
NAMES = Names(load_default_topics())


def ask(text: str) -> Question:
    return read_question(text, NAMES, NOW, "Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "topics", "words"),
    [
        ("DeepSeek", ["DeepSeek"], ""),
        ("ＤｅｅｐＳｅｅｋ", ["DeepSeek"], ""),
        ("deep seek", ["DeepSeek"], ""),
        ("騰訊", ["Tencent"], ""),
        ("DeepSeek 阿里", ["DeepSeek", "Alibaba"], ""),
        ("腾讯和阿里", ["Tencent", "Alibaba"], ""),
        ("openai vs anthropic", ["OpenAI", "Anthropic"], ""),
        ("谷歌 Gemini", ["Gemini"], ""),
        ("deepseek-r1", ["DeepSeek"], "deepseek-r1"),
        ("GPT-5.5", ["GPT"], "GPT-5.5"),
        ("DeepSeek最近怎么样？", ["DeepSeek"], ""),
        ("英偉達最近發布了什麼", ["NVIDIA"], ""),
        ("what did OpenAI announce this week", ["OpenAI"], ""),
        ("What did OpenAI announce in Warsaw this week?", ["OpenAI"], "Warsaw"),
        ("DeepSeek 的新模型有多大", ["DeepSeek"], "新模型"),
        ("最近有什么大模型降价的消息", [], "大模型降价"),
        ("open source release", [], "open source release"),
        ("today's news", [], ""),
        ("什么", [], "什么"),
    ],
)
def test_names_and_words_are_found_in_a_question(text: str, topics: list[str], words: str) -> None:
    question = ask(text)
    assert [topic.name for topic in question.topics] == topics
    assert question.words == words


def test_a_bare_name_is_no_question_in_words() -> None:
    assert not ask("DeepSeek").is_asked
    assert not ask("deepseek-r1 7d").is_asked
    assert ask("how is DeepSeek doing").is_asked
    assert ask("DeepSeek?").topics == ask("DeepSeek").topics


def test_marks_alone_ask_nothing() -> None:
    assert ask(" ?! ").is_empty
    assert not ask("👍").is_empty


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("deepseak", "DeepSeek"),
        ("openia", "OpenAI"),
        ("antropic", "Anthropic"),
        ("nvida", "NVIDIA"),
        ("chatgtp", "ChatGPT"),
        ("metal", None),
        ("cloud", None),
        ("price", None),
        ("x", None),
    ],
)
def test_a_misspelt_name_is_known_and_a_plain_word_is_not(typed: str, meant: str | None) -> None:
    topic = meant_topic(typed, NAMES)
    assert (topic and topic.name) == meant


def test_what_finds_nothing_is_asked_in_an_easier_way() -> None:
    easier = list(easier_questions(ask("OpenAI Atlantis yesterday"), NAMES))
    assert [(len(each.topics), each.words, each.span is None) for each in easier] == [
        (0, "OpenAI Atlantis", False),
        (1, "", False),
        (0, "OpenAI", False),
        (1, "Atlantis", True),
        (0, "OpenAI Atlantis", True),
        (1, "", True),
        (0, "OpenAI", True),
    ]


def test_of_two_names_one_may_stand_in_the_text_alone() -> None:
    easier = list(easier_questions(ask("深度求索 昇腾"), NAMES))
    assert [([topic.name for topic in each.topics], each.words) for each in easier] == [
        (["DeepSeek"], "昇腾"),
        (["Ascend"], "深度求索"),
    ]


def test_words_without_a_name_are_taken_for_one_and_then_loosely() -> None:
    easier = list(easier_questions(ask("deepseak"), NAMES))
    assert [topic.name for topic in easier[0].topics] == ["DeepSeek"]
    assert easier[1].is_loose


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text: str) -> None:
    question = ask(text)
    assert len(question.text) <= 200
    for easier in easier_questions(question, NAMES):
        assert easier.text == question.text
