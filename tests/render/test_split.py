from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TemplateError
from bot.render.markup import ONE_MESSAGE, Size, measure
from bot.render.split import CUT, GAP, pack, pieces_of


def test_a_text_is_cut_at_its_marks_only() -> None:
    assert pieces_of(f"a\n{CUT}\n\nb {CUT} \n{CUT}c") == ["a", "b", "c"]


def test_what_fits_one_message_stays_one() -> None:
    assert pack(["a" * 2000, "b" * 2000]) == [["a" * 2000, "b" * 2000]]


def test_the_gap_between_pieces_counts() -> None:
    assert pack(["a" * 2047, "b" * 2047]) == [["a" * 2047, "b" * 2047]]
    assert len(pack(["a" * 2048, "b" * 2047])) == 2


def test_parts_are_of_about_even_length() -> None:
    lengths = [sum(map(len, part)) for part in pack(["x" * 450] * 10)]
    assert lengths == [2250, 2250]


def test_entities_count_as_well_as_characters() -> None:
    parts = pack(["<b>x</b>" * 30] * 5)
    assert len(parts) == 2


def test_room_is_kept_for_a_number_only_when_there_are_several_messages() -> None:
    reserve = Size(units=100)
    assert len(pack(["a" * 4096], reserve)) == 1
    parts = pack(["a" * 2000, "b" * 2000, "c" * 1990], reserve)
    assert all(measure(GAP.join(part)).units <= ONE_MESSAGE.units - 100 for part in parts)


def test_a_piece_that_fits_no_message_is_named() -> None:
    with pytest.raises(TemplateError, match="Piece 2 of the text is 5000 units"):
        pack(["a", "b" * 5000])


def test_nothing_makes_no_message() -> None:
    assert pack([]) == []


@given(st.lists(st.integers(1, 3900), max_size=25))
def test_no_piece_is_lost_torn_or_moved(lengths: list[int]) -> None:
    pieces = [f"<b>{'🎉' * (length // 2)}x</b>" for length in lengths]
    parts = pack(pieces, Size(units=120, entities=2))
    assert [piece for part in parts for piece in part] == pieces
    assert all(measure(GAP.join(part)).fits(ONE_MESSAGE) for part in parts)
