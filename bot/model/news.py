"""What comes in: sources, items, topics, stories.

Made by `sources` and `editor`, kept by `store`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SourceKind(StrEnum):
    """Who publishes a source; an editor weighs them differently."""

    LAB = "lab"
    PRESS = "press"
    RESEARCH = "research"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Source:
    """Whom we follow. `url` is empty for a source that was only imported."""

    slug: str
    url: str
    title: str
    kind: SourceKind = SourceKind.PRESS
    lang: str | None = None
    site_url: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class FetchState:
    """What the last visit to a source left behind, for the next one."""

    source: str
    etag: str | None = None
    last_modified: str | None = None
    checked_at: datetime | None = None
    next_at: datetime | None = None
    failures: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One piece as published. `position` is its place in a brief it came from.

    `topics` are canonical topic names; a parser leaves them empty, the store
    hands items out with the topics they were tagged with.
    """

    id: str
    source: str
    guid: str
    url: str
    title: str
    text: str
    lang: str
    published: datetime
    image: str | None = None
    position: int | None = None
    topics: tuple[str, ...] = ()


def item_id(source: str, guid: str) -> str:
    """Return the stable id of the item that `source` calls `guid`: 16 hex digits."""
    return hashlib.sha256(f"{source}\n{guid}".encode()).hexdigest()[:16]


class TopicKind(StrEnum):
    """What a topic is."""

    COMPANY = "company"
    LAB = "lab"
    PRODUCT = "product"
    PERSON = "person"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Topic:
    """A company, product or person one can ask about.

    `name` is canonical (DeepSeek); `aliases` are other spellings in any
    language (深度求索); `parent` is the topic it implies (Gemini -> Google).
    `weight` says how much its news matter, from 0 to 1.
    """

    name: str
    kind: TopicKind
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    weight: float = 0.5


@dataclass(frozen=True, slots=True)
class Story:
    """The items that report one event, oldest first.

    `follows` is the id of the earlier story it goes on from, if any.
    """

    id: str
    headline: str
    items: tuple[Item, ...]
    topics: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """The editor's word on one item: which story it belongs to.

    `story` is new or one that stands; `follows` is the earlier story a new one
    goes on from; `headline` is what the story is called from now on.
    """

    item: str
    story: str
    follows: str | None
    headline: str
