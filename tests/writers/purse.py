"""A budget and a cache that last as long as a test."""

from __future__ import annotations


class Purse:
    """A budget of so many tokens."""

    def __init__(self, tokens: int = 100_000) -> None:
        self.tokens = tokens

    def left(self) -> int:
        return self.tokens

    def spend(self, tokens: int) -> None:
        self.tokens -= tokens


class Answers:
    """A cache in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self.kept.get(key)

    def put(self, key: str, answer: str) -> None:
        self.kept[key] = answer
