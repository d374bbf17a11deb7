from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.markup import find_entities, utf16_length


def found(text: str) -> list[tuple[str, str]]:
    units = text.encode("utf-16-le")
    return [
        (one.type, units[one.offset * 2 : one.end * 2].decode("utf-16-le"))
        for one in find_entities(text)
    ]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/topic DeepSeek", [("bot_command", "/topic")]),
        ("😀 /topic@TenBriefBot x", [("bot_command", "/topic@TenBriefBot")]),
        ("a/b and 1/2", []),
        ("@tenbrief me@home", [("mention", "@tenbrief")]),
        ("#十条 #2025 #a1", [("hashtag", "#十条"), ("hashtag", "#a1")]),
        ("$NVDA $nvda", [("cashtag", "$NVDA")]),
        ("see ten.example, or http://ten.example/a_(b).", [("url", "http://ten.example/a_(b)")]),
        ("news at tenbrief.dev?q=1!", [("url", "tenbrief.dev?q=1")]),
        ("mail me@tenbrief.dev now", [("email", "me@tenbrief.dev")]),
        ("version 2.5 and file.py1", []),
        ("tenbrief.dev:99999/a", [("url", "tenbrief.dev")]),
        ("10.0.0.1 and 10.0.0.256", [("url", "10.0.0.1")]),
    ],
)
def test_plain_text_shows_what_telegram_would_underline(
    text: str, entities: list[tuple[str, str]]
) -> None:
    assert found(text) == entities


@given(st.text(alphabet=st.sampled_from("ab.@:/?#[](){}十😀 $_-1"), max_size=80))
def test_found_entities_stay_inside_any_text(text: str) -> None:
    for entity in find_entities(text):
        assert 0 <= entity.offset < entity.end <= utf16_length(text)
