"""Questions people have asked the bot that wait for its answer: taps and inline queries."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.sandbox.chats import Message

MOST_KEPT = 10_000


@dataclass(slots=True)
class Tap:
    """A tapped button; `answer` is what `answerCallbackQuery` said, None until then."""

    id: str
    person: int
    chat: int
    message: int
    answer: dict[str, object] | None = None


@dataclass(slots=True)
class InlineQuestion:
    """An inline query; `answer` is what `answerInlineQuery` said, None until then."""

    id: str
    person: int
    query: str
    answer: dict[str, object] | None = None


@dataclass(slots=True)
class Calls:
    """The open ones by id, and messages sent inline. Old ones are forgotten, as by Telegram."""

    taps: dict[str, Tap] = field(default_factory=dict)
    inline: dict[str, InlineQuestion] = field(default_factory=dict)
    inline_messages: dict[str, Message] = field(default_factory=dict)
    _last: int = 4_000_000_000

    def next_id(self) -> str:
        """Return an id for a new question."""
        self._last += 1
        for kept in (self.taps, self.inline, self.inline_messages):
            if len(kept) > MOST_KEPT:
                kept.pop(next(iter(kept)))
        return str(self._last)
