import pytest

from bot.language.stems import forms, stem


@pytest.mark.parametrize(
    ("word", "beginning"),
    [
        ("robots", "robot"),
        ("robot", "robot"),
        ("chips", "chip"),
        ("prices", "price"),
        ("open", None),
        ("gas", None),
        ("robotics", "robotics"),
        ("business", "business"),
        ("机器人", None),
        ("qwen4", None),
    ],
)
def test_a_word_and_its_plural_begin_alike(word: str, beginning: str | None) -> None:
    assert stem(word) == beginning


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("price", "prices"),
        ("prices", "price"),
        ("launches", "launched"),
        ("release", "releasing"),
        ("companies", "company"),
        ("company", "companies"),
    ],
)
def test_a_word_is_looked_for_in_its_other_forms(word: str, other: str) -> None:
    assert other in forms(word)


def test_a_word_stands_for_no_longer_word_that_begins_alike() -> None:
    assert "robotics" not in forms("robot")
    assert forms("gpt") == ("gpt",)
