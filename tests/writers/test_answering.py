from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.writers.answering import Claim, read_claims


def read(written: str, *, is_whole: bool = True) -> list[Claim]:
    return list(read_claims(written, 3, is_whole=is_whole))


@pytest.mark.parametrize(
    ("written", "claims"),
    [
        ("It floats [1].", [Claim("It floats.", (1,))]),
        ("It floats. [1]", [Claim("It floats.", (1,))]),
        ("它浮起来了[1][3]。", [Claim("它浮起来了。", (1, 3))]),
        (
            "It floats [1, 2]. It sinks 【3】",
            [Claim("It floats.", (1, 2)), Claim("It sinks", (3,))],
        ),
        ("- It floats [1]\n- It sinks [2]", [Claim("It floats", (1,)), Claim("It sinks", (2,))]),
        ("No source here. It floats [1].", [Claim("It floats.", (1,))]),
        ("It floats [4].", []),
        ("It floats [0].", []),
        ("NONE", []),
        ("<think>It sinks [1].</think>It floats [2].", [Claim("It floats.", (2,))]),
        ("<think>It sinks [1].", []),
        ("[1]", []),
    ],
)
def test_sentences_are_read_with_the_numbers_behind_them(written: str, claims: list[Claim]) -> None:
    assert read(written) == claims


def test_a_sentence_that_may_get_more_numbers_is_waited_for() -> None:
    assert read("It floats [1]", is_whole=False) == []
    assert read("It floats [1]. It", is_whole=False) == [Claim("It floats.", (1,))]


@given(st.text(alphabet="ab.。[]【】123<think>/ \n", max_size=80), st.integers(0, 80))
def test_a_growing_answer_only_gets_longer(written: str, cut: int) -> None:
    early, whole = read(written[:cut], is_whole=False), read(written)
    assert all(1 <= number <= 3 for claim in whole for number in claim.items)
    if "<" not in written:
        assert whole[: len(early)] == early
