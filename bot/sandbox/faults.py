"""Faults on demand: what a network and a busy server do to a call."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal


@dataclass(slots=True)
class Fault:
    """One kind of trouble for the calls it matches.

    `method` and `chat` narrow it down (None: any). `times` is how often it
    strikes (None: always), after letting `skip` matching calls pass; `share`
    strikes at random that part of them, the same each time for a `seed`.

    What happens: a wait of `delay_seconds` before the call is handled and of
    `answer_delay_seconds` after it; an answer with `status` (and
    `description`, `retry_after`), or a `reset` of the connection `before` or
    `after` the call is handled, or an answer `cut` after so many bytes. With
    none of these the call just goes on.
    """

    method: str | None = None
    chat: int | None = None
    times: int | None = 1
    skip: int = 0
    share: float = 1.0
    seed: int = 0
    delay_seconds: float = 0.0
    answer_delay_seconds: float = 0.0
    status: int | None = None
    description: str | None = None
    retry_after: int | None = None
    reset: Literal["before", "after"] | None = None
    cut: int | None = None

    def matches(self, method: str, chat: int | None) -> bool:
        """Return whether a call of `method` to `chat` is meant."""
        return (self.method is None or self.method.lower() == method) and (
            self.chat is None or self.chat == chat
        )


class Faults:
    """The faults that are set, each with its own dice; struck ones wear off."""

    def __init__(self) -> None:
        self._set: list[tuple[Fault, random.Random]] = []

    def add(self, fault: Fault) -> None:
        """Set a fault."""
        # Seeded on purpose: a failing run must replay.
        self._set.append((fault, random.Random(fault.seed)))  # noqa: S311

    def clear(self) -> None:
        """Forget all faults."""
        self._set.clear()

    def strike(self, method: str, chat: int | None) -> Fault | None:
        """Return the fault that befalls this call, and count it."""
        for entry in self._set:
            fault, dice = entry
            if not fault.matches(method, chat):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if fault.share < 1 and dice.random() >= fault.share:
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self._set.remove(entry)
            return fault
        return None
