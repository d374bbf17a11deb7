from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.text import clean, one_line, paragraphs, shorten, units


def test_what_fits_is_left_as_it_is() -> None:
    assert shorten("One. Two.", 9) == "One. Two."


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("One sentence. And another one.", 20, "One sentence."),
        ("第一句。第二句很长很长。", 6, "第一句。"),
        ("他说：“好。”然后走了很远。", 9, "他说：“好。”"),
    ],
)
def test_a_long_text_ends_with_a_whole_sentence(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


def test_a_long_sentence_is_cut_between_words() -> None:
    assert shorten("a remarkably long sentence without an end", 20) == "a remarkably long…"


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧‍👦", "👍🏽", "🇨🇳", "é", "❤️"])
def test_no_character_a_reader_sees_is_torn(emoji: str) -> None:
    text = emoji * 20
    for limit in range(1, units(text)):
        kept = shorten(text, limit).removesuffix("…")
        assert kept == emoji * (len(kept) // len(emoji))


@given(st.text(alphabet=st.characters(), max_size=300), st.integers(1, 80))
def test_a_shortened_text_is_never_longer_than_asked(text: str, limit: int) -> None:
    assert units(shorten(text, limit)) <= limit


def test_control_characters_surrogates_and_turning_marks_are_dropped() -> None:
    assert clean("a\x00b\x1ec\ud800d\u202ee\u2067f") == "abcdef"
    assert clean("a\r\nb\tc") == "a\nb\tc"


def test_white_space_of_any_sort_is_one_space_on_one_line() -> None:
    assert one_line(" a\n\tb\u3000c ") == "a b c"


def test_every_line_is_a_paragraph_unless_it_is_empty() -> None:
    assert paragraphs("a\nb\n\n \n\nc") == ["a", "b", "c"]
