import pytest

from bot.language.stems import stem


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
