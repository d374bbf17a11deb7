"""Sentences: where they end, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "公司发布了新模型。价格为 1.5 元！你信吗？",
            ["公司发布了新模型。", "价格为 1.5 元！", "你信吗？"],
        ),
        ("It works. Prices rose 2.5 percent!", ["It works.", "Prices rose 2.5 percent!"]),
        ("Model 见长。It is new.", ["Model 见长。", "It is new."]),
        ("They stopped... Then sales rose.", ["They stopped...", "Then sales rose."]),
        ("xAI said so. iPhone sales rose.", ["xAI said so.", "iPhone sales rose."]),
    ],
)
def test_sentences_end_at_their_marks(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Reed of Acme Corp. spoke in the U.S. Senate at 5 p.m. Tuesday.",
        "See No. 5, e.g. in J. K. Moor’s list.",
        "DeepSeek.com 的访问量超过 Character.AI，来到 v3.5。",
        "他说：“我们会发布。很快。”",
        "“真的吗？”她问道。",
        'He said "It works. Really," and left.',
        "新模型（参数量 3.5B。内测中）已上线。",
    ],
)
def test_a_mark_inside_a_sentence_does_not_end_it(sentence: str) -> None:
    assert split_sentences(sentence) == [sentence]


def test_a_company_at_the_end_of_a_sentence_lets_the_next_begin() -> None:
    assert split_sentences("They bought Acme Inc. The price was low.") == [
        "They bought Acme Inc.",
        "The price was low.",
    ]


def test_a_line_break_ends_a_sentence() -> None:
    assert split_sentences("第一段\n第二段") == ["第一段", "第二段"]


def test_a_wrapped_line_goes_on() -> None:
    text = "The company opened an office in the middle\nof the old town. It is small."
    assert split_sentences(text) == [
        "The company opened an office in the middle of the old town.",
        "It is small.",
    ]


MARKS = st.text(alphabet=st.sampled_from("ab AB.。！？!?”“\"'（）()「」…\n 1一二"))


@given(st.one_of(st.text(), MARKS))
def test_no_character_is_lost_but_blanks(text: str) -> None:
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())


@given(st.one_of(st.text(), MARKS))
def test_sentences_are_trimmed_and_never_empty(text: str) -> None:
    assert all(sentence and sentence == sentence.strip() for sentence in split_sentences(text))
