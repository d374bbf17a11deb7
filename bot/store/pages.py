"""What the store answers beside the model's nouns: what was added, and pages of a list."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Item, Story


@dataclass(frozen=True, slots=True)
class Added:
    """What became of items handed in: ids that are new, ids that changed, and the rest."""

    new: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One page of items, newest first.

    `total` counts all pages; where `is_floor` is true there are at least that many.
    """

    total: int
    items: tuple[Item, ...]
    is_floor: bool = False


@dataclass(frozen=True, slots=True)
class StoryPage:
    """One page of stories, newest first; `total` and `is_floor` as in `ItemPage`."""

    total: int
    stories: tuple[Story, ...]
    is_floor: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed up to the change numbered `revision`.

    The ids of `items` that changed or moved, and the stories they are in now, whole.
    """

    revision: int
    items: tuple[str, ...]
    stories: tuple[Story, ...]
