"""As many lines depart at once as the pace needs, and no more."""

from __future__ import annotations

import pytest

from bot.delivery.departures import FEWEST, FIRST, MOST, Departures


async def after(*waits: float) -> Departures:
    """Return the places after batches whose lines waited so long for their turns."""
    departures = Departures()
    for wait in waits:
        await departures.enter()
        departures.leave(wait)
        departures.adapt()
    return departures


@pytest.mark.parametrize(
    ("waits", "places"),
    [
        ((), FIRST),
        ((0.05,), FIRST),
        ((0.5,), FIRST // 2),
        ((0.5,) * 9, FEWEST),
        ((0.001,), FIRST * 2),
        ((0.001,) * 9, MOST),
    ],
)
async def test_places_follow_how_long_turns_are_waited_for(
    waits: tuple[float, ...], places: int
) -> None:
    assert (await after(*waits)).places == places


async def test_a_line_that_never_left_says_nothing_about_the_pace() -> None:
    departures = Departures()
    await departures.enter()
    departures.leave(None)
    departures.adapt()
    assert departures.places == FIRST
