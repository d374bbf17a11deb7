"""What a page about a topic shows: stories, not copies of stories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date

from bot.language.excerpts import Piece, excerpt, marked
from bot.language.fold import detect_lang
from bot.model import Button, Item, Source, Story, TopicKind
from bot.render.keyboards import Rows, page_row
from bot.render.text import one_line, shorten
from bot.render.words import language_of, plain

# Outlets of a story that are named; the others are counted.
SHOWN_OUTLETS = 3
MAX_PAGE_SIZE = 10
HEADLINE_UNITS = 180
EXCERPT_CHARACTERS = 110
# Days of the trend line, one bar each.
TREND_DAYS = 14
# Without ▄ and █: phones draw these two at another height than the rest.
_BARS = "▁▂▃▅▆▇"


@dataclass(frozen=True, slots=True)
class TopicPage:
    """One page of what was found on a name.

    `page` counts from 1; `total` is all stories on all pages, `page_size` how
    many one page holds (at most 10). `token` stands for the query in the
    buttons' data (`keyboards.topic_token`). `is_search` says that the name is
    no topic and the text was searched for it.

    `days` are the stories of each day up to now, oldest first; `words` are
    marked where they stand; `first_day` and `last_day` bound the time asked
    for. `note` is the key of a sentence on why something else is shown than was
    `asked`. `subject` stands for the topic in the buttons that concern it
    alone; `best_first` says how a search is ordered. There are more stories
    than `total` where `is_floor` is true.
    """

    name: str
    stories: tuple[Story, ...]
    total: int
    page: int
    page_size: int
    token: str
    aliases: tuple[str, ...] = ()
    is_search: bool = False
    kind: TopicKind | None = None
    parent: str | None = None
    days: tuple[int, ...] = ()
    words: str = ""
    first_day: date | None = None
    last_day: date | None = None
    note: str | None = None
    asked: str = ""
    subject: str | None = None
    best_first: bool = False
    is_floor: bool = False

    @property
    def count(self) -> int | str:
        """How many stories there are, as it is shown: 60+ where more than are counted."""
        return f"{self.total}+" if self.is_floor else self.total

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.page_size))

    @property
    def last_page(self) -> int | str:
        """The number of the last page as it is shown, as `count` is."""
        return f"{self.pages}+" if self.is_floor else self.pages

    @property
    def week(self) -> int:
        """How many stories there were in the last 7 days."""
        return sum(self.days[-7:])

    @property
    def trend(self) -> str:
        """The last days as a line of bars; empty where nothing was told in them."""
        return trend_line(self.days[-TREND_DAYS:])


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A story as a line of the page: headline, where it leads, when, told by whom.

    `headline` and `excerpt` are in pieces, those looked for marked; the excerpt
    is empty where nothing was.
    """

    headline: tuple[Piece, ...]
    url: str | None
    seen: datetime
    outlets: tuple[str, ...]
    more_outlets: int
    excerpt: tuple[Piece, ...] = ()


def trend_line(counts: Sequence[int]) -> str:
    """Return one bar for each count, the highest for the most; empty where all are 0."""
    most = max(counts, default=0)
    if not most:
        return ""
    return "".join(_BARS[-(-count * (len(_BARS) - 1) // most)] for count in counts)


def span_text(first: date | None, last: date | None, lang: str) -> str:
    """Return a stretch of days as a reader of `lang` writes it; empty where it is open."""
    days = [format_date(day, "medium", locale=language_of(lang)) for day in (first, last) if day]
    if first is None and last is None:
        return ""
    if first is None or last is None:
        return plain("span.until" if first is None else "span.since", lang, day=days[0])
    return days[0] if first == last else plain("span.between", lang, first=days[0], last=days[1])


def topic_values(
    page: TopicPage, sources: Mapping[str, Source], zone: str, lang: str
) -> dict[str, Any]:
    """Return what the template of a topic page may use; it says which."""
    stories = page.stories[: min(page.page_size, MAX_PAGE_SIZE)]
    return {
        "page": page,
        "stories": [story_line(story, sources, lang, page.words) for story in stories],
        "zone": zone,
        "span": span_text(page.first_day, page.last_day, lang),
    }


def topic_buttons(page: TopicPage, lang: str) -> Rows:
    """Return the buttons to the pages beside this one and to what else there is on the topic."""
    rows = page_row(page.token, page.page, page.pages, lang, best_first=page.best_first)
    if page.subject is not None:
        data = page.subject
        return (
            *rows,
            (
                Button(plain("button.timeline", lang), data=f"line:{data}"),
                Button(plain("button.outlets", lang), data=f"who:{data}"),
                Button(plain("button.follow", lang), data=f"follow:{data}"),
            ),
        )
    if page.is_search and page.total > 1:
        key, verb = ("button.newest", "t") if page.best_first else ("button.best", "tb")
        return (*rows, (Button(plain(key, lang), data=f"{verb}:{page.token}:1"),))
    return rows


def back_row(token: str, lang: str) -> Rows:
    """Return the button back to a topic's first page."""
    return ((Button(plain("button.back", lang), data=f"t:{token}:1"),),)


def story_line(
    story: Story, sources: Mapping[str, Source], lang: str, words: str = ""
) -> TopicLine:
    """Return a story as one line, in `lang` where an item of it is in that language."""
    slugs = list(dict.fromkeys(item.source for item in story.items))
    outlets = [sources[slug].title if slug in sources else slug for slug in slugs]
    item = _lead_item(story, lang[:2])
    is_foreign = detect_lang(story.headline) != lang[:2]
    title = item.title if item and item.lang == lang[:2] and is_foreign else story.headline
    headline = shorten(one_line(title), HEADLINE_UNITS)
    return TopicLine(
        headline=marked(headline, words) if words else (Piece(headline),),
        url=item.url if item else None,
        seen=story.last_seen,
        outlets=tuple(outlets[:SHOWN_OUTLETS]),
        more_outlets=max(0, len(outlets) - SHOWN_OUTLETS),
        excerpt=_excerpt(story.items, item, words) if words else (),
    )


def _lead_item(story: Story, lang: str) -> Item | None:
    """Return the item a line leads to: the headline's own if it is in `lang`, else one in it."""
    own = [item for item in story.items if item.title == story.headline]
    spoken = [item for item in story.items if item.lang == lang and one_line(item.title)]
    both = [item for item in own if item.lang == lang]
    return next(iter((*both, *spoken, *own, *story.items)), None)


def _excerpt(items: Iterable[Item], lead: Item | None, words: str) -> tuple[Piece, ...]:
    """Return where the words stand in the lead item's text, else in another's."""
    for item in (lead, *items):
        if item is not None and (found := excerpt(item.text, words, EXCERPT_CHARACTERS)):
            return found
    return ()
