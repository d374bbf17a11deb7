"""The stories of the last days as they stand, kept from one filing to the next.

Reading and taking apart some thousand items costs more than filing one, so
what was read is kept, and before each filing only what has changed since is
read: a story that this process or another one filed, an item whose text is new.
Held by newsroom, used by `filing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock

from bot.editor import Window
from bot.language.names import Names
from bot.model import Item, Story
from bot.store import Store

# After more changes than this everything is read anew.
MOST_CHANGES = 1_000
# Stories this much older than what was last asked for are kept: items of
# different sources do not come in the order in which they were published.
SLACK = timedelta(days=4)
SECOND = timedelta(seconds=1)


class Standing:
    """Stories by their id, read from the store once and followed from then on.

    Not for two threads at once: whoever uses it holds `lock`.
    """

    def __init__(self, store: Store) -> None:
        self.lock = Lock()
        self._store = store
        self._stories: dict[str, Story] = {}
        self._home: dict[str, str] = {}
        self._span: tuple[datetime, datetime] | None = None
        self._revision = 0
        self._model = ""
        self._vectors: dict[str, bytes] = {}
        self._window: Window | None = None

    def between(self, since: datetime, until: datetime) -> list[Story]:
        """Return the stories of `Stories.between`, as they stand now."""
        span = self._span
        if span is None or until < span[0] or span[1] < since or not self._follow(*span):
            span = self._begin(since, until)
        low, high = span
        if since < low:
            self._put_in(self._store.stories.between(since, low))
            low = since
        if until > high:
            self._put_in(self._store.stories.between(high, until))
        if low < since - SLACK:
            low = since
            self._take_out(story for story in self._stories.values() if story.last_seen < low)
        self._span = (low, max(high, until))
        found = (story for story in self._stories.values() if _is_seen(story, since, until))
        return sorted(found, key=lambda story: (story.first_seen, story.id))

    def window(self, names: Names) -> Window:
        """Return the window to compare items in, as long as `names` are the same."""
        if self._window is None or self._window.names is not names:
            # Topics have changed, and with them what is stored of items.
            self._window = Window(names)
            self._span = None
        return self._window

    def vectors(self, model: str, items: Mapping[str, Item]) -> dict[str, bytes]:
        """Return the vectors that `model` made of these items, as far as there are any."""
        if model != self._model:
            self._model, self._vectors = model, {}
        kept = {
            key: vector
            for key, vector in self._vectors.items()
            if key in self._home or key in items
        }
        self._vectors = kept | self._store.items.vectors(model, items.keys() - kept.keys())
        return {key: self._vectors[key] for key in items if key in self._vectors}

    def _begin(self, since: datetime, until: datetime) -> tuple[datetime, datetime]:
        """Read everything anew. What changes meanwhile is read again later."""
        self._revision = self._store.stories.revision()
        self._stories, self._home, self._vectors = {}, {}, {}
        self._put_in(self._store.stories.between(since, until))
        return since, until

    def _follow(self, low: datetime, high: datetime) -> bool:
        """Read what has changed since the last time; say no if it is too much."""
        changes = self._store.stories.changed_since(self._revision, MOST_CHANGES)
        if changes is None:
            return False
        self._revision = changes.revision
        for item in changes.items:
            self._vectors.pop(item, None)
            self._move_out(item)
        self._put_in(story for story in changes.stories if _is_seen(story, low, high))
        return True

    def _put_in(self, stories: Iterable[Story]) -> None:
        for story in stories:
            for item in story.items:
                if self._home.get(item.id, story.id) != story.id:
                    self._move_out(item.id)
            self._stories[story.id] = story
            self._home |= dict.fromkeys((item.id for item in story.items), story.id)

    def _take_out(self, stories: Iterable[Story]) -> None:
        for story in list(stories):
            del self._stories[story.id]
            for item in story.items:
                self._home.pop(item.id, None)

    def _move_out(self, item: str) -> None:
        story = self._stories.get(self._home.pop(item, ""))
        if story is None:
            return
        left = tuple(each for each in story.items if each.id != item)
        if left:
            self._stories[story.id] = replace(story, items=left)
        else:
            del self._stories[story.id]


def _is_seen(story: Story, since: datetime, until: datetime) -> bool:
    """Whether something of `story` was published from `since` to `until`, to the second."""
    low, high = since.replace(microsecond=0), until.replace(microsecond=0) + SECOND
    return any(low <= item.published < high for item in story.items)
