from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.markup import MarkupError, parse_markdown_v2, utf16_length


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*十条* _x_", "十条 x", [("bold", 0, 2, None), ("italic", 3, 1, None)]),
        ("__a__~b~||c||", "abc",
         [("underline", 0, 1, None), ("strikethrough", 1, 1, None), ("spoiler", 2, 1, None)]),
        ("_a __b___", "a b", [("italic", 0, 3, None), ("underline", 2, 1, None)]),
        ("1\\. a\\_b", "1. a_b", []),
        ("`x*y`", "x*y", [("code", 0, 3, None)]),
        ("```py\nx```", "x", [("pre_code", 0, 1, "py")]),
        ("```\nx```", "x", [("pre", 0, 1, None)]),
        ("[t](https://ten.example/a\\))", "t", [("text_link", 0, 1, "https://ten.example/a)")]),
        ("[t](tg://user?id=7)", "t", [("text_mention", 0, 1, 7)]),
        (">a\n>b\nc", "a\nb\nc", [("blockquote", 0, 4, None)]),
        (">a\n>b||", "a\nb", [("expandable_blockquote", 0, 3, None)]),
        (">a\n**>b", "a\nb", [("blockquote", 0, 2, None), ("blockquote", 2, 1, None)]),
        ("![y](tg://emoji?id=5)", "y", [("custom_emoji", 0, 1, 5)]),
        ("![y](tg://time?unix=60&format=r)", "y", [("date_time", 0, 1, (60, 1))]),
    ],
)  # fmt: skip
def test_markdown_becomes_text_and_entities(
    source: str, text: str, entities: list[tuple[object, ...]]
) -> None:
    got, found = parse_markdown_v2(source)
    assert (got, [tuple(entity) for entity in found]) == (text, entities)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("十*a", "Can't find end of Bold entity at byte offset 3"),
        ("a.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("[a](b", "Can't find end of a URL at byte offset 4"),
        ("![a]", "The entity must contain a tg://emoji or tg://time URL"),
        ("![a](https://x.example)", "Invalid tg://emoji or tg://time URL specified"),
        ("```a", "Can't find end of Pre entity at byte offset 0"),
        (">*a\nb*", "Can't find end of Bold entity at byte offset 1"),
    ],
)
def test_wrong_markdown_is_refused_in_telegrams_words(source: str, error: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_markdown_v2(source)
    assert str(caught.value) == error


@given(st.text(alphabet=st.sampled_from("*_~|`>[]()!\\\n\r a十😀."), max_size=60))
def test_any_markdown_is_parsed_or_refused_and_entities_stay_inside(source: str) -> None:
    try:
        text, entities = parse_markdown_v2(source)
    except MarkupError:
        return
    assert all(0 <= one.offset < one.end <= utf16_length(text) for one in entities)
