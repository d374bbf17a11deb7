"""The receiving side's book: every message accepted, in a few bytes each.

A crash test counts here whether everybody got everything exactly once.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple


class Send(NamedTuple):
    """One accepted message; `text` is the digest of what it said."""

    number: int
    chat: int
    thread: int
    message: int
    text: str
    at: float


class Sends:
    """Appends in constant time, about 40 bytes a message."""

    def __init__(self) -> None:
        self._chats = array("q")
        self._threads = array("q")
        self._messages = array("q")
        self._texts = array("L")
        self._times = array("d")
        self._digests: list[str] = []
        self._known: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._chats)

    def note(self, chat: int, thread: int, message: int, text: str, at: float) -> None:
        """Write down a message that was accepted at `at` (Unix seconds)."""
        self._chats.append(chat)
        self._threads.append(thread)
        self._messages.append(message)
        self._texts.append(self._number_of(text))
        self._times.append(at)

    def _number_of(self, text: str) -> int:
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = len(self._digests)
            self._digests.append(digest(text))
            if len(self._known) > 1024:  # a world of different texts: keep digests only
                self._known.clear()
        return known

    def entries(self, after: int = 0, limit: int = 1000) -> Iterator[Send]:
        """Yield what was accepted after entry `after`, oldest first."""
        for index in range(after, min(after + limit, len(self))):
            yield Send(
                index + 1,
                self._chats[index],
                self._threads[index],
                self._messages[index],
                self._digests[self._texts[index]],
                self._times[index],
            )

    def counts(self) -> Counter[tuple[int, int, str]]:
        """Return how often each text came to each chat and thread."""
        return Counter(
            (chat, thread, self._digests[text])
            for chat, thread, text in zip(self._chats, self._threads, self._texts, strict=True)
        )


def digest(text: str) -> str:
    """Return the 16 hex digits that stand for `text` in the book."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
