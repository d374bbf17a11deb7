"""How long work tells how far it has come."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told (done, total) as work goes on."""


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""
