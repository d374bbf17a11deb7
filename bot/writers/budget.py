"""What a language model may cost, and what it did cost.

`Budget` and `TextCache` are what the language model asks for; whoever keeps
them over restarts (the store) offers the same methods. Those here last as long
as the process.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Protocol

from bot.clock import Clock


class Budget(Protocol):
    """Tokens that may be spent today."""

    def left(self) -> int:
        """Return how many tokens may still be spent today."""
        ...

    def spend(self, tokens: int) -> None:
        """Take `tokens` off; a negative number gives back what was taken too many."""
        ...


class TextCache(Protocol):
    """Remembers a model's answers by a key made of everything that was asked."""

    def get(self, key: str) -> str | None:
        """Return the answer kept under `key`, or None."""
        ...

    def put(self, key: str, answer: str) -> None:
        """Keep `answer` under `key`."""
        ...


@dataclass(frozen=True, slots=True)
class Usage:
    """What was asked of a model: requests sent, tokens they cost, answers from the cache."""

    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    from_cache: int = 0

    @property
    def tokens(self) -> int:
        """Return all tokens paid for."""
        return self.prompt_tokens + self.completion_tokens


class DayBudget:
    """A budget that is full again each day (UTC). Safe to share between threads."""

    def __init__(self, daily_tokens: int, clock: Clock) -> None:
        self._daily_tokens = daily_tokens
        self._clock = clock
        self._day: date | None = None
        self._spent = 0
        self._lock = Lock()

    def left(self) -> int:
        """Return how many tokens may still be spent today."""
        with self._lock:
            return self._daily_tokens - self._spent_today()

    def spend(self, tokens: int) -> None:
        """Take `tokens` off today's budget, or give them back if negative."""
        with self._lock:
            self._spent = max(0, self._spent_today() + tokens)

    def _spent_today(self) -> int:
        today = self._clock.now().date()
        if today != self._day:
            self._day, self._spent = today, 0
        return self._spent


class RecentTexts:
    """A cache that keeps the answers used last. Safe to share between threads."""

    def __init__(self, most: int = 500) -> None:
        self._most = most
        self._answers: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> str | None:
        """Return the answer kept under `key`, or None."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: str, answer: str) -> None:
        """Keep `answer` under `key`; the one unused longest goes when there are too many."""
        with self._lock:
            self._answers[key] = answer
            self._answers.move_to_end(key)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
