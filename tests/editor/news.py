"""Items and stories in our own words, for the editor's tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.editor import Context, Scored, score, tag
from bot.language.names import Names, load_default_topics
from bot.model import Item, Story, Told

MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
NAMES = Names(load_default_topics())


def item(title: str, text: str = "", **wanted: object) -> Item:
    """Return an item, tagged; `source`, `lang`, `url`, `hours`, `position`, `image` may be said."""
    source = str(wanted.get("source", "wire"))
    hours = float(str(wanted.get("hours", 0)))
    key = str(wanted.get("id", f"{source}-{abs(hash((title, source, hours))) % 10**8}"))
    bare = Item(
        id=key,
        source=source,
        guid=key,
        url=str(wanted.get("url", f"https://{source}.example/{key}")),
        title=title,
        text=text,
        lang=str(
            wanted.get("lang", "zh" if any("\u4e00" <= c <= "\u9fff" for c in title) else "en")
        ),
        published=MONDAY + timedelta(hours=hours),
        image=None if "image" not in wanted else str(wanted["image"]),
        position=int(str(wanted["position"])) if "position" in wanted else None,
    )
    return Item(
        **{name: getattr(bare, name) for name in Item.__dataclass_fields__ if name != "topics"},
        topics=tag(bare, NAMES),
    )


def story(*items: Item, **wanted: object) -> Story:
    """Return a story of these items."""
    first = min(items, key=lambda each: each.published)
    follows = wanted.get("follows")
    return Story(
        id=str(wanted.get("id", f"s-{first.id}")),
        headline=items[0].title,
        items=tuple(items),
        topics=tuple(dict.fromkeys(topic for each in items for topic in each.topics)),
        first_seen=first.published,
        last_seen=max(each.published for each in items),
        follows=None if follows is None else str(follows),
    )


def context(stories: Sequence[Story] = (), lang: str = "en", told: Sequence[Told] = ()) -> Context:
    """Return what scores are made in the light of."""
    return Context(
        names=NAMES,
        sources={},
        lang=lang,
        now=MONDAY + timedelta(days=1),
        told=told,
        recent=stories,
    )


def scored(stories: Sequence[Story], lang: str = "en") -> list[Scored]:
    """Return the stories with their scores, all of one day."""
    light = context(stories, lang)
    return [Scored(each, score(each, light)) for each in stories]
