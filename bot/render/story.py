"""A story opened in full, and stories as short lines: what their templates are given.

Used by newsroom (what is sent beyond the ten) and the doors (what is asked for).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.model import Button, Citation, Item, Slot, Source, Story
from bot.render.keyboards import Rows
from bot.render.links import web_url
from bot.render.words import language_of

UP: Final = "👍"
DOWN: Final = "👎"
MOST_OUTLETS = 24


@dataclass(frozen=True, slots=True)
class StoryCard:
    """A story as it is shown alone.

    `earlier` are the stories it goes on from, newest first: when, and the headline.
    """

    headline: str
    body: str
    when: datetime
    sources: tuple[Citation, ...]
    topics: tuple[str, ...] = ()
    picture: str | None = None
    since: str | None = None
    corrected_at: datetime | None = None
    earlier: tuple[tuple[datetime, str], ...] = ()


def card_of_slot(slot: Slot, earlier: Sequence[Story], lang: str) -> StoryCard:
    """Return a brief's story in full."""
    return StoryCard(
        headline=slot.headline,
        body=slot.body,
        when=slot.published_at,
        sources=slot.sources,
        topics=slot.topics,
        picture=web_url(slot.image),
        since=slot.since,
        corrected_at=slot.corrected_at,
        earlier=_earlier(earlier, lang),
    )


def card_of_story(
    story: Story, sources: Mapping[str, Source], lang: str, earlier: Sequence[Story] = ()
) -> StoryCard:
    """Return a story that no brief told, in its best item's words.

    Best is an item in the reader's language, and of those the oldest.
    """
    lead = lead_item(story, lang)
    pictures = (web_url(item.image) for item in (lead, *story.items))
    return StoryCard(
        headline=lead.title or story.headline,
        body=lead.text,
        when=lead.published,
        sources=_citations(story, sources),
        topics=story.topics,
        picture=next((picture for picture in pictures if picture), None),
        earlier=_earlier(earlier, lang),
    )


def lead_item(story: Story, lang: str) -> Item:
    """Return the item that tells `story` to a reader of `lang`: in their language if one is."""
    spoken = language_of(lang)[:2]
    return next((item for item in story.items if item.lang[:2] == spoken), story.items[0])


def thumb_row(brief_id: int, position: int) -> Rows:
    """Return the thumbs under a brief's story: data `v:<brief>:<position>:<up or down>`."""
    thumbs = tuple(
        Button(emoji, data=f"v:{brief_id}:{position}:{word}")
        for emoji, word in ((UP, "up"), (DOWN, "down"))
    )
    return (thumbs,)


def _citations(story: Story, sources: Mapping[str, Source]) -> tuple[Citation, ...]:
    """Return each outlet of a story once, with its first item."""
    first = {item.source: item for item in reversed(story.items)}
    return tuple(
        Citation(sources[slug].title if slug in sources else slug, item.url, item.title, item.lang)
        for slug, item in sorted(first.items(), key=lambda pair: pair[1].published)
    )[:MOST_OUTLETS]


def _earlier(stories: Sequence[Story], lang: str) -> tuple[tuple[datetime, str], ...]:
    return tuple((story.first_seen, lead_item(story, lang).title) for story in stories)
