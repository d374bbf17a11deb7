from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.excerpts import excerpt, find_words, marked


def bold(text: str, words: str, length: int = 60) -> str:
    return "".join(
        f"[{piece.text}]" if piece.is_match else piece.text
        for piece in excerpt(text, words, length)
    )


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("A quiet engine.", "quiet", "A [quiet] engine."),
        ("A Quiet engine.", "QUIET engine", "A [Quiet] [engine]."),
        ("消費級顯卡就能跑", "显卡", "消費級[顯卡]就能跑"),
        ("ＬＡＮＴＥＲＮ 发布", "lantern", "[ＬＡＮＴＥＲＮ] 发布"),
        ("The Lantern-V5 is here", "lantern-v5", "The [Lantern-V5] is here"),
        ("a scanner can scan", "can", "a scanner [can] scan"),
        ("模型价格下调", "大模型降价", "[模型]价格下调"),
        ("nothing of it", "else", ""),
        ("a * b", "*", ""),
    ],
)
def test_the_words_are_marked_as_they_stand(text: str, words: str, shown: str) -> None:
    assert bold(text, words) == shown


def test_an_excerpt_begins_where_a_sentence_or_word_does() -> None:
    text = "It rained all day long. " * 5 + "Then the lantern was lit. " + "And so on. " * 9
    assert bold(text, "lantern").startswith("Then the [lantern] was lit")
    assert bold("word " * 40 + "lantern", "lantern").startswith("…word ")


@given(st.text(max_size=300), st.text(max_size=30), st.integers(10, 200))
def test_any_text_has_an_excerpt_that_is_part_of_it(text: str, words: str, length: int) -> None:
    pieces = excerpt(text, words, length)
    joined = "".join(piece.text for piece in pieces)
    assert joined.strip("…") in " ".join(text.split())
    assert len(joined) <= length + 2


@given(st.text(max_size=200), st.text(max_size=30))
def test_marking_changes_no_letter(text: str, words: str) -> None:
    assert "".join(piece.text for piece in marked(text, words)) == text
    assert find_words(text, words) == sorted(find_words(text, words))
