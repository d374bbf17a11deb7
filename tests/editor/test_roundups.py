"""What tells many events at once."""

from __future__ import annotations

import pytest

from bot.editor.roundups import is_roundup
from tests.editor.news import item


@pytest.mark.parametrize(
    "title",
    [
        "The Download: whales, wires and a new index",
        "AI 早报：三件大事",
        "Weekly roundup of open models",
        "苹果调价｜特斯拉换帅｜小米发布新车|华为开会谈算力",
        "Apple’s Next Move, Tesla and Rivian Strike a Deal, and Intel’s Long Winter",
    ],
)
def test_a_list_of_events_is_a_roundup(title: str) -> None:
    assert is_roundup(item(title))


@pytest.mark.parametrize(
    "title",
    [
        "OpenAI buys a bakery, its third this year",
        "腾讯发布模型，并开源代码，支持三种语言",
    ],
)
def test_one_event_is_none(title: str) -> None:
    assert not is_roundup(item(title))


def test_a_text_of_list_lines_is_a_roundup() -> None:
    text = "\n".join(f"- Event number {number} happened" for number in range(8))
    assert is_roundup(item("Tuesday", text))
