"""Made-up news for the tests of the store."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import HealthCheck, settings

from bot.model import (
    Address,
    Assignment,
    Brief,
    Chat,
    ChatKind,
    Citation,
    Edition,
    Item,
    Slot,
    Topic,
    TopicKind,
    item_id,
)
from bot.store import Store

NOON = datetime(2026, 4, 25, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

TOPICS = [
    Topic("DeepSeek", TopicKind.LAB, ("深度求索",)),
    Topic("Google", TopicKind.COMPANY, ("谷歌",)),
    Topic("Gemini", TopicKind.PRODUCT, ("双子座",), parent="Google"),
]


def tried(examples: int) -> Any:
    """Try a property with so many examples, all in the same database."""
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )


def make_item(guid: str = "1", *, source: str = "paper", **said: Any) -> Item:
    """Return an item; whatever matters to a test is given in `said`."""
    fields: dict[str, Any] = {
        "id": item_id(source, guid),
        "url": f"https://{source}.example/{guid}",
        "title": f"Headline {guid}",
        "text": f"What happened in {guid}.",
        "lang": "en",
        "published": NOON,
    }
    return Item(source=source, guid=guid, **(fields | said))


def make_items(amount: int, *, apart: timedelta = HOUR, **said: Any) -> list[Item]:
    """Return `amount` items, the first the newest, each `apart` from the next."""
    return [make_item(str(n), published=NOON - n * apart, **said) for n in range(amount)]


def file_into(store: Store, stories: dict[str, list[Item]]) -> None:
    """Put items into stories, by the story's id."""
    store.stories.assign(
        [
            Assignment(item.id, story, None, f"About {story}")
            for story, items in stories.items()
            for item in items
        ]
    )


def seed_editions(store: Store) -> None:
    store.editions.seed(
        [
            Edition("zh", "十条", "zh", "Asia/Shanghai", time(18, 30)),
            Edition("en", "Ten", "en", "UTC", time(12, 0)),
        ]
    )


def make_slot(position: int = 1, story: str = "s1", **said: Any) -> Slot:
    fields: dict[str, Any] = {
        "headline": f"Slot {position}",
        "body": "It happened.",
        "image": None,
        "topics": ("DeepSeek",),
        "published_at": NOON,
        "sources": (Citation("Paper", "https://paper.example/1", "Headline", "en"),),
        "reasons": {"carried": 2.0},
    }
    return Slot(position=position, story=story, **(fields | said))


def make_brief(edition: str = "en", day: date = date(2026, 4, 25), **said: Any) -> Brief:
    fields: dict[str, Any] = {
        "lang": "en",
        "title": "Two things",
        "lead": "A lead.",
        "focus": ("DeepSeek", "Google", "腾讯"),
        "reading_minutes": 5,
        "slots": (make_slot(),),
        "edited_at": NOON,
    }
    return Brief(edition=edition, date=day, **(fields | said))


def subscribe(
    store: Store, number: int, edition: str = "en", kind: ChatKind = ChatKind.PRIVATE, **wishes: Any
) -> Chat:
    """Add a chat, subscribe it and return it."""
    address = Address("telegram", str(number), supergroup=kind is ChatKind.CHANNEL)
    chat = store.chats.put(address, kind, "en")
    return store.chats.subscribe(chat.id, edition, **wishes)
