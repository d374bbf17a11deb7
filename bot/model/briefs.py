"""What is edited: editions, briefs and their slots.

Made by `editor` and `writers`, kept by `store`, read by `render`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Edition:
    """A standing brief: whose language, edited at which local hour, how long."""

    slug: str
    title: str
    lang: str
    zone: str
    hour: time
    size: int = 10
    templates: str = "default"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a slot's story was read."""

    name: str
    url: str
    title: str
    lang: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A numbered story in a brief.

    `reasons` are the parts of its score. `since` says, for a story that was
    told before and moved on, what changed. `corrected_at` is set once an
    operator has corrected it.
    """

    position: int
    story: str
    headline: str
    body: str
    image: str | None
    topics: tuple[str, ...]
    published_at: datetime
    sources: tuple[Citation, ...]
    reasons: Mapping[str, float] = field(default_factory=dict)
    since: str | None = None
    corrected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SlotText:
    """What a writer made of a story. `written_by` is `extractive` or a model's name."""

    headline: str
    body: str
    written_by: str


class BriefState(StrEnum):
    """A draft may be edited again; a published brief only corrected."""

    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Brief:
    """One edition on one date. `id` is None until it is stored."""

    edition: str
    date: date
    lang: str
    title: str
    lead: str
    focus: tuple[str, ...]
    reading_minutes: int
    slots: tuple[Slot, ...]
    edited_at: datetime
    size: int = 10
    state: BriefState = BriefState.DRAFT
    id: int | None = None

    @property
    def is_short(self) -> bool:
        """Whether fewer stories were found than the edition wants."""
        return len(self.slots) < self.size


@dataclass(frozen=True, slots=True)
class Told:
    """A story as an earlier brief told it: under which headline, when, from which items."""

    story: str
    headline: str
    date: date
    item_ids: tuple[str, ...]
