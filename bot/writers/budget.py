"""What a language model may cost, and what it did cost.

`Budget` and `TextCache` are what the language model asks for; `app` hands in
ones that are kept over restarts. Both are synchronous and called in threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


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
