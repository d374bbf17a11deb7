"""Invented news for the tests of this room."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from bot.model import Brief, ChatKind, Citation, Item, Slot, Story, Variant

NOON = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)


def slot(position: int = 1, **changes: Any) -> Slot:
    values: dict[str, Any] = {
        "position": position,
        "story": f"story-{position}",
        "headline": f"Lantern ships model number {position}",
        "body": "Lantern shipped a small model. It answers in two languages.",
        "image": f"https://pictures.example/{position}.png",
        "topics": ("Lantern",),
        "published_at": NOON,
        "sources": (Citation("Harbour News", f"https://harbour.example/{position}", "t", "en"),),
    }
    return Slot(**{**values, **changes})


def brief(*slots: Slot, **changes: Any) -> Brief:
    values: dict[str, Any] = {
        "edition": "en",
        "date": date(2025, 3, 1),
        "lang": "en",
        "title": "Lantern ships a small model",
        "lead": "A quiet day with one loud launch.",
        "focus": ("Lantern", "DeepSeek", "腾讯"),
        "reading_minutes": 5,
        "slots": slots or tuple(slot(position) for position in range(1, 11)),
        "edited_at": NOON,
    }
    return Brief(**{**values, **changes})


def variant(
    kind: ChatKind = ChatKind.PRIVATE, lang: str = "en", templates: str = "default"
) -> Variant:
    return Variant("telegram", kind, lang, templates)


def story(number: int = 1, *outlets: str, **changes: Any) -> Story:
    items = tuple(
        Item(
            f"{outlet}-{number}",
            outlet,
            str(number),
            f"https://{outlet}.example/{number}",
            f"{outlet} headline {number}",
            "text",
            "en",
            NOON,
        )
        for outlet in outlets or ("harbour",)
    )
    values: dict[str, Any] = {
        "id": f"story-{number}",
        "headline": f"Story number {number}",
        "items": items,
        "topics": ("Lantern",),
        "first_seen": NOON,
        "last_seen": NOON,
    }
    return Story(**{**values, **changes})
