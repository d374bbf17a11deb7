from __future__ import annotations

from datetime import UTC, datetime

from bot.commands.pacing import MOST_PERSONS, Pacing

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


def test_a_person_in_a_group_is_answered_six_times_in_a_row() -> None:
    pacing = Pacing()
    assert [pacing.allows(-100, 1) for _ in range(8)] == [True] * 6 + [False] * 2


def test_one_who_floods_takes_nothing_from_others_and_other_chats() -> None:
    pacing = Pacing()
    for _ in range(10):
        pacing.allows(-100, 1)
    assert pacing.allows(-100, 2)
    assert pacing.allows(-200, 1)
    assert pacing.allows(1, 1)


def test_who_is_too_fast_is_told_once() -> None:
    pacing = Pacing()
    assert [pacing.is_first_refusal(1) for _ in range(3)] == [True, False, False]
    assert pacing.is_first_refusal(2)


def test_many_persons_are_remembered_only_so_far() -> None:
    pacing = Pacing()
    for person in range(MOST_PERSONS + 50):
        assert pacing.allows(-100, person)
