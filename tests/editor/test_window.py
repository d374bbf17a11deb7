"""What a window held before does not change what it says."""

from __future__ import annotations

import struct

import pytest

from bot.editor import Window
from bot.model import Item
from tests.editor.news import NAMES, item

LAUNCH = item("Mistral AI releases Pelican 3, an open model", id="launch", source="wire")
ECHO = item("Pelican 3 by Mistral AI is released", id="echo", source="board", hours=1)
NEWS = [LAUNCH, ECHO]


def vectors(size: int) -> dict[str, bytes]:
    """Two vectors that are close, but not the same."""
    return {
        "launch": struct.pack(f"{size}f", *(1.0 + place % 3 for place in range(size))),
        "echo": struct.pack(f"{size}f", *(1.0 + place % 5 for place in range(size))),
    }


def chance(window: Window, items: list[Item], known: dict[str, bytes]) -> float:
    window.hold(items, known)
    window.compare([each.id for each in items])
    return window.likely("launch")["echo"]


@pytest.mark.parametrize("size", [4, 384])
def test_a_vector_that_comes_or_goes_later_counts_as_if_it_had_been_so_from_the_start(
    size: int,
) -> None:
    pytest.importorskip("numpy")
    window = Window(NAMES)
    steps = [{}, vectors(size), {"launch": vectors(size)["launch"]}, vectors(size), {}]
    for known in steps:
        assert chance(window, NEWS, known) == chance(Window(NAMES), NEWS, known)
    with_meaning = chance(Window(NAMES), NEWS, vectors(size))
    assert with_meaning != chance(Window(NAMES), NEWS, {})
