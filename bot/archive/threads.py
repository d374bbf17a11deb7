"""How stories went on: chains along `follows`. Called by `archive`. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.store import StoryMark

MOST_THREADS = 4
# Stories of a thread that are shown: its newest.
MOST_SHOWN = 5
# Stories shown where none has gone on from another.
MOST_SINGLE = 8


def find_threads(marks: Sequence[StoryMark]) -> list[list[StoryMark]]:
    """Return the threads of two stories or more, oldest story first, newest thread first."""
    by_id = {mark.id: mark for mark in marks}
    threads: dict[str, list[StoryMark]] = {}
    for mark in marks:
        threads.setdefault(_first_of(mark, by_id), []).append(mark)
    chains = [
        sorted(thread, key=lambda mark: (mark.first_seen, mark.id))
        for thread in threads.values()
        if len(thread) > 1
    ]
    return sorted(chains, key=lambda chain: max(mark.last_seen for mark in chain), reverse=True)


def _first_of(mark: StoryMark, by_id: Mapping[str, StoryMark]) -> str:
    """Return the id of the story a thread began with; a loop ends where it closes."""
    seen = {mark.id}
    while mark.follows is not None and mark.follows in by_id and mark.follows not in seen:
        mark = by_id[mark.follows]
        seen.add(mark.id)
    return mark.id
