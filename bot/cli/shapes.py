"""Nouns -> the JSON documents the terminal promises. Called by the other files here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from bot.intake import Collected, Imported
from bot.model import Brief, Chat, Delivery, Edition, Item, Receipt, Slot, Source, Story


def collected_shape(collected: Collected) -> dict[str, Any]:
    """Return `collect`'s document."""
    return {
        "sources": collected.sources,
        "fetched": collected.fetched,
        "unchanged": collected.unchanged,
        "new": collected.new,
        "failed": [asdict(failure) for failure in collected.failed],
    }


def imported_shape(imported: Imported) -> dict[str, Any]:
    """Return `import`'s document."""
    return {
        "read": imported.read,
        "new": imported.new,
        "updated": imported.updated,
        "sources": imported.sources,
        "skipped": [{"where": where, "error": error} for where, error in imported.skipped],
    }


def brief_shape(brief: Brief) -> dict[str, Any]:
    """Return `brief`'s document."""
    return {
        "edition": brief.edition,
        "date": brief.date,
        "title": brief.title,
        "lead": brief.lead,
        "focus": list(brief.focus),
        "reading_minutes": brief.reading_minutes,
        "items": [_slot_shape(slot) for slot in brief.slots],
    }


def _slot_shape(slot: Slot) -> dict[str, Any]:
    return {
        "position": slot.position,
        "story": slot.story,
        "headline": slot.headline,
        "body": slot.body,
        "image": slot.image,
        "topics": list(slot.topics),
        "published_at": slot.published_at,
        "sources": [asdict(citation) for citation in slot.sources],
        "reasons": dict(slot.reasons),
    }


def item_shape(item: Item) -> dict[str, Any]:
    """Return an item as `topic` lists it."""
    return {
        "id": item.id,
        "headline": item.title,
        "url": item.url,
        "source": item.source,
        "lang": item.lang,
        "published_at": item.published,
        "topics": list(item.topics),
    }


def topic_shape(
    name: str, aliases: Iterable[str], total: int, items: Iterable[Item]
) -> dict[str, Any]:
    """Return `topic`'s document."""
    return {
        "topic": name,
        "aliases": list(aliases),
        "total": total,
        "items": [item_shape(item) for item in items],
    }


def stories_shape(stories: Iterable[Story]) -> dict[str, Any]:
    """Return `stories`' document."""
    return {"stories": [_story_shape(story) for story in stories]}


def _story_shape(story: Story) -> dict[str, Any]:
    return {
        "id": story.id,
        "headline": story.headline,
        "topics": list(story.topics),
        "first_seen": story.first_seen,
        "last_seen": story.last_seen,
        "follows": story.follows,
        "items": [item.id for item in story.items],
    }


def source_shape(source: Source) -> dict[str, Any]:
    """Return a source as `sources list` lists it."""
    return {**asdict(source), "kind": source.kind.value}


def edition_shape(edition: Edition) -> dict[str, Any]:
    """Return an edition as `editions list` lists it."""
    return {**asdict(edition), "hour": edition.hour.strftime("%H:%M")}


def chat_shape(chat: Chat) -> dict[str, Any]:
    """Return a chat as `chats list` lists it."""
    return {
        "id": chat.id,
        "channel": chat.address.channel,
        "chat": chat.address.chat,
        "thread": chat.address.thread,
        "kind": chat.kind.value,
        "title": chat.title,
        "lang": chat.lang,
        "edition": chat.edition,
        "hour": chat.hour.strftime("%H:%M") if chat.hour else None,
        "zone": chat.zone,
        "quiet": f"{chat.quiet.start:%H:%M}-{chat.quiet.end:%H:%M}" if chat.quiet else None,
        "catch_up_minutes": chat.catch_up_minutes,
        "state": chat.state.value,
        "reason": chat.state_reason,
    }


def receipt_shape(receipt: Receipt) -> dict[str, Any]:
    """Return `receipt`'s document."""
    return {
        "edition": receipt.edition,
        "date": receipt.date,
        "chats": receipt.chats,
        "fates": _counts(receipt.fates),
        "states": _counts(receipt.states),
        "reasons": dict(receipt.reasons),
        "first_sent_at": receipt.first_sent_at,
        "last_sent_at": receipt.last_sent_at,
        "late_seconds": _late_shape(receipt),
        "messages_per_second": round(receipt.messages_per_second, 2),
        "per_minute": [{"minute": minute, "sent": sent} for minute, sent in receipt.minutes],
        "model_tokens": receipt.model_tokens,
    }


def _late_shape(receipt: Receipt) -> dict[str, float] | None:
    if receipt.late is None:
        return None
    return {"median": receipt.late.median_seconds, "worst": receipt.late.worst_seconds}


def line_shape(line: Delivery) -> dict[str, Any]:
    """Return a line of the ledger as `receipt --lines` lists it; it names nobody.

    The part is a number from 1, or 1000 for what the chat gets of its own.
    """
    return {
        "chat": line.chat.address.chat,
        "thread": line.chat.address.thread,
        "channel": line.chat.address.channel,
        "kind": line.chat.kind.value,
        "part": line.part,
        "state": line.state.value,
        "reason": line.reason,
        "attempts": line.attempts,
        "due_at": line.due_at,
        "sent_at": line.sent_at,
    }


def _counts(states: Mapping[Any, int]) -> dict[str, int]:
    return {str(state): count for state, count in states.items()}
