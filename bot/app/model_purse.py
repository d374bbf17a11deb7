"""The language model's budget and memory, kept in the store. Used by `house`.

Kept there, a day's budget holds over restarts and over all processes.
"""

from __future__ import annotations

from bot.clock import Clock
from bot.store import Store


class StoredBudget:
    """Tokens that may still be spent today (UTC)."""

    def __init__(self, store: Store, clock: Clock, daily_tokens: int) -> None:
        self._store = store
        self._clock = clock
        self._daily_tokens = daily_tokens

    def left(self) -> int:
        """Return how many tokens may still be spent today."""
        return self._daily_tokens - self._store.model_use.spent(self._clock.now().date())

    def spend(self, tokens: int) -> None:
        """Take `tokens` off; a negative number gives back what was taken too many."""
        self._store.model_use.spend(self._clock.now().date(), tokens)


class StoredAnswers:
    """Remembers a model's answers by what it was asked."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def get(self, key: str) -> str | None:
        """Return the answer kept under `key`, or None."""
        return self._store.model_use.answer(key)

    def put(self, key: str, answer: str) -> None:
        """Keep `answer` under `key`."""
        self._store.model_use.keep(key, answer, self._clock.now())
