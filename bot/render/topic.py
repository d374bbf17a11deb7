"""What a page about a topic shows: stories, not copies of stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.model import Item, Source, Story
from bot.render.keyboards import Rows, page_row

# Outlets of a story that are named; the others are counted.
SHOWN_OUTLETS = 3
MAX_PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class TopicPage:
    """One page of what was found on a name.

    `page` counts from 1; `total` is all stories on all pages, `page_size` how
    many one page holds (at most 10). `token` stands for the query in the
    buttons' data (`keyboards.topic_token`). `is_search` says that the name is
    no topic and the text was searched for it.
    """

    name: str
    stories: tuple[Story, ...]
    total: int
    page: int
    page_size: int
    token: str
    aliases: tuple[str, ...] = ()
    is_search: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A story as a line of the page: headline, where it leads, when, told by whom."""

    headline: str
    url: str | None
    seen: datetime
    outlets: tuple[str, ...]
    more_outlets: int


def topic_values(page: TopicPage, sources: Mapping[str, Source], zone: str) -> dict[str, Any]:
    """Return what the template of a topic page may use; it says which."""
    stories = page.stories[: min(page.page_size, MAX_PAGE_SIZE)]
    return {"page": page, "stories": [_line(story, sources) for story in stories], "zone": zone}


def topic_buttons(page: TopicPage, lang: str) -> Rows:
    """Return the buttons to the pages beside this one."""
    return page_row(page.token, page.page, page.pages, lang)


def _line(story: Story, sources: Mapping[str, Source]) -> TopicLine:
    slugs = list(dict.fromkeys(item.source for item in story.items))
    outlets = [sources[slug].title if slug in sources else slug for slug in slugs]
    return TopicLine(
        headline=story.headline,
        url=_lead_item(story.items, story.headline).url if story.items else None,
        seen=story.last_seen,
        outlets=tuple(outlets[:SHOWN_OUTLETS]),
        more_outlets=max(0, len(outlets) - SHOWN_OUTLETS),
    )


def _lead_item(items: Sequence[Item], headline: str) -> Item:
    """Return the item the headline was taken from, else the oldest."""
    return next((item for item in items if item.title == headline), items[0])
