"""The event loop of a bot that runs for long: uvloop where it is installed. Called by cli."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Coroutine
from typing import Any, TypeVar

# Python looks for garbage after so many new objects; its own 700 come up with a dozen messages.
NEW_OBJECTS = 10_000

Result = TypeVar("Result")


def run_in_loop(work: Coroutine[Any, Any, Result]) -> Result:
    """Return what `work` returns, run in a new loop of the fastest kind there is."""
    _spare_the_collector()
    with asyncio.Runner(loop_factory=_new_loop) as runner:
        return runner.run(work)


def _new_loop() -> asyncio.AbstractEventLoop:
    try:
        import uvloop  # noqa: PLC0415 - of the `fast` extra, and there is none for Windows
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


def _spare_the_collector() -> None:
    """Let Python look for garbage less often, and never among what is loaded by now.

    Modules never become garbage, and walking through them again and again took
    a fifth of a broadcast's time.
    """
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
