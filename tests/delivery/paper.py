"""A small paper with a real store: one brief, some chats, and messages made from them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.model import (
    Address,
    Brief,
    Button,
    Chat,
    ChatKind,
    Delivery,
    DeliveryState,
    Edition,
    Message,
    Slot,
    Variant,
)
from bot.store import Store, open_store

HOUR = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
EDITION = Edition("en", "TenBrief", "en", "UTC", time(12))
SLOT = Slot(1, "s1", "A headline", "A body.", None, (), HOUR, ())


class SetClock:
    """A clock that a test moves."""

    def __init__(self, moment: datetime = HOUR) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def pass_seconds(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class Paper:
    """The store with an edition and its brief, and how the brief is cut."""

    def __init__(self, store: Store, parts: int = 1) -> None:
        self.store = store
        self.part_count = parts
        self.rendered: list[Variant] = []
        store.editions.seed([EDITION])
        self.brief = store.briefs.save_draft(
            Brief("en", date(2026, 11, 24), "en", "Title", "Lead", (), 5, (SLOT,), HOUR)
        )

    @property
    def brief_id(self) -> int:
        assert self.brief.id is not None
        return self.brief.id

    def subscribe(
        self,
        chat: int | str,
        kind: ChatKind = ChatKind.PRIVATE,
        *,
        thread: int | None = None,
        supergroup: bool = False,
        channel: str = "telegram",
    ) -> Chat:
        address = Address(channel, str(chat), thread, supergroup)
        known = self.store.chats.put(address, kind, "en", None)
        return self.store.chats.subscribe(known.id, "en")

    def publish(self, now: datetime = HOUR) -> int:
        variants = [Variant("telegram", kind, "en") for kind in ChatKind]
        return self.store.ledger.publish(self.brief, dict.fromkeys(variants, self.part_count), now)

    def next_brief(self) -> int:
        """Publish the next day's brief too, due at the same hour, and return its id."""
        brief = self.store.briefs.save_draft(
            replace(self.brief, id=None, date=self.brief.date + timedelta(days=1))
        )
        assert brief.id is not None
        variants = [Variant("telegram", kind, "en") for kind in ChatKind]
        self.store.ledger.publish(brief, dict.fromkeys(variants, self.part_count), HOUR)
        return brief.id

    def parts(self, brief_id: int, variant: Variant) -> tuple[Message, ...]:
        self.rendered.append(variant)
        buttons = ((Button("Read on", url="https://read.example/1"),),)
        return tuple(
            Message(f"<b>Part {number}</b> for a {variant.kind}", buttons)
            for number in range(1, self.part_count + 1)
        )

    def lines(self) -> list[Delivery]:
        return list(self.store.ledger.lines(self.brief_id))

    def states(self) -> list[DeliveryState]:
        return [line.state for line in self.lines()]

    def reasons(self) -> list[str | None]:
        return [line.reason for line in self.lines()]


@contextmanager
def open_paper(url: str, parts: int = 1) -> Iterator[Paper]:
    store = open_store(url)
    try:
        yield Paper(store, parts)
    finally:
        store.close()


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'ledger.db'}"
