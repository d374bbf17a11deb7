"""Pages that were just rendered, for all who get the very same one. Used by `asking`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.archive import Answer
from bot.model import Chat, Message

MOST_PAGES = 300


@dataclass(slots=True)
class Pages:
    """Remembers which message shows an answer. The archive says how long an answer holds."""

    _shown: OrderedDict[tuple[object, ...], tuple[Answer, Message]] = field(
        default_factory=OrderedDict
    )

    def message(
        self, answer: Answer, chat: Chat, zone: str, render: Callable[[], Message]
    ) -> Message:
        """Return `answer` as a chat of this language, kind and zone sees it, rendered once."""
        key = (id(answer), chat.lang, chat.kind, zone)
        standing = self._shown.get(key)
        # An id may be given again to another answer once the first is gone.
        if standing is not None and standing[0] is answer:
            return standing[1]
        message = render()
        self._shown[key] = (answer, message)
        if len(self._shown) > MOST_PAGES:
            self._shown.popitem(last=False)
        return message
