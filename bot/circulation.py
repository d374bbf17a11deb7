"""Who receives: chats come, subscribe, move and go. Held by newsroom; called by commands."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import structlog

from bot.clock import Clock, next_moment, zone_named
from bot.errors import UnknownEditionError
from bot.model import Address, Chat, ChatKind, ChatState, Edition
from bot.store import Store

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat that gets an edition, and when its next brief is due."""

    chat: Chat
    edition: Edition
    next_at: datetime
    is_new: bool


class _Recall:
    """Looks chats up together: who asks while others are looked up goes with the next.

    A hundred people who write at once cost two journeys to the store, not a hundred.
    """

    def __init__(self, look_up: Callable[[set[Address]], None]) -> None:
        self._look_up = look_up
        self._asked: set[Address] = set()
        self._waiting: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[None] | None = None

    async def one(self, address: Address) -> None:
        """Return once `address` was looked up, with whoever else was asked for."""
        self._asked.add(address)
        if self._waiting is None:
            self._waiting = asyncio.create_task(self._look(self._looking))
        # One who goes away takes the others' journey from nobody.
        await asyncio.shield(self._waiting)

    async def _look(self, before: asyncio.Task[None] | None) -> None:
        if before is not None and not before.done():
            await asyncio.wait([before])
        asked, self._asked = self._asked, set()
        self._looking, self._waiting = self._waiting, None
        await asyncio.to_thread(self._look_up, asked)


class Circulation:
    """The subscribers' side of the paper. Every verb is safe to call twice."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._recall = _Recall(store.chats.recall)

    async def meet(
        self, address: Address, kind: ChatKind, lang: str, title: str | None = None
    ) -> Chat:
        """Return the chat at `address`, remembered from now on."""
        known = self._store.chats.met(address, kind, title)
        if known is None:
            await self._recall.one(address)
            known = self._store.chats.met(address, kind, title)
        if known is not None:
            return known
        return await asyncio.to_thread(self._store.chats.put, address, kind, lang, title)

    async def find(self, address: Address) -> Chat | None:
        """Return the chat at `address` if it is known."""
        return await asyncio.to_thread(self._store.chats.find, address)

    async def subscribe(self, chat: Chat, slug: str | None = None) -> Subscription:
        """Let `chat` get edition `slug`: by default the one it has, else its language's.

        Raises:
            UnknownEditionError: there is no such edition; the text names those there are.
        """
        return await asyncio.to_thread(self._subscribe, chat, slug)

    def _subscribe(self, chat: Chat, slug: str | None) -> Subscription:
        edition = self._edition(slug) if slug else self.edition_for(chat)
        is_new = chat.state is not ChatState.ACTIVE or chat.edition != edition.slug
        subscribed = self._store.chats.subscribe(chat.id, edition.slug)
        log.info("chat_subscribed", chat=chat.id, edition=edition.slug, new=is_new)
        return Subscription(subscribed, edition, self.next_brief_at(subscribed, edition), is_new)

    def _edition(self, slug: str) -> Edition:
        try:
            return self._store.editions.get(slug.strip().lower())
        except UnknownEditionError:
            known = ", ".join(edition.slug for edition in self._store.editions.all())
            raise UnknownEditionError(
                f"There is no edition {slug[:40]!r}; there are: {known}."
            ) from None

    def edition_for(self, chat: Chat) -> Edition:
        """Return the edition `chat` has, else the first in its language, else the first."""
        editions = self._store.editions.all()
        wanted = [edition for edition in editions if edition.slug == chat.edition]
        spoken = [edition for edition in editions if chat.lang.startswith(edition.lang)]
        english = [edition for edition in editions if edition.lang == "en"]
        return (wanted or spoken or english or editions)[0]

    def next_brief_at(self, chat: Chat, edition: Edition) -> datetime:
        """Return when the next brief goes to `chat`, in UTC."""
        hour, zone = chat.hour or edition.hour, chat.zone or edition.zone
        return next_moment(self._clock.now(), hour, zone)

    async def unsubscribe(self, chat: Chat) -> bool:
        """Let `chat` get nothing more; return whether it got anything before."""
        await asyncio.to_thread(self._store.chats.unsubscribe, chat.id)
        log.info("chat_unsubscribed", chat=chat.id)
        return chat.state is ChatState.ACTIVE

    async def leave(self, address: Address, reason: str) -> None:
        """Stop everything to a chat that blocked or removed the bot, its topics included."""
        for chat in await asyncio.to_thread(self._store.chats.at, address):
            await asyncio.to_thread(self._store.chats.gone, chat.id, reason)
            log.info("chat_gone", chat=chat.id, reason=reason)

    async def move(self, address: Address, new_chat: str) -> None:
        """Carry all that a group had to the supergroup it became."""
        await asyncio.to_thread(self._store.chats.move, address, new_chat)
        log.info("chat_moved")

    async def editions(self, chat: Chat) -> list[Edition]:
        """Return every edition, the one `chat` reads or would read first."""
        editions = await asyncio.to_thread(self._store.editions.all)
        own = await asyncio.to_thread(self.edition_for, chat)
        return sorted(editions, key=lambda edition: (edition.slug != own.slug, edition.slug))

    async def by_id(self, chat_id: int) -> Chat:
        """Return the chat with this id.

        Raises:
            UnknownChatError: there is none (any more).
        """
        return await asyncio.to_thread(self._store.chats.by_id, chat_id)

    async def wish(self, chat: Chat, **wishes: Any) -> Chat:
        """Change how `chat` wants its brief: edition, hour, zone, lang, length, pictures ...

        See `store.chats.CHANGEABLE`.

        Raises:
            BadRequestError: there is no such zone.
            UnknownEditionError: there is no such edition.
            UnknownChatError: the chat is not known any more.
        """
        return await asyncio.to_thread(self._wish, chat, wishes)

    def _wish(self, chat: Chat, wishes: dict[str, Any]) -> Chat:
        changed = self._store.chats.set(chat.id, **wishes)
        log.info("chat_changed", chat=chat.id, wishes=",".join(sorted(wishes)))
        return changed

    async def keep(self, chat: Chat, keeper: str) -> Chat:
        """Remember who set a channel up, and may do so in private."""
        return await self.wish(chat, keeper=keeper)

    async def kept_by(self, keeper: str) -> list[Chat]:
        """Return the channels that `keeper` set up."""
        return await asyncio.to_thread(self._store.chats.kept_by, keeper)

    async def is_first(self, key: str) -> bool:
        """Return True for the first who asks with `key`: for what is said once."""
        return await asyncio.to_thread(self._store.marks.first_time, key, self._clock.now())

    async def export(self, chat: Chat) -> str:
        """Return all that is known of a person as one JSON document."""
        known = await asyncio.to_thread(self._store.people.export, chat.id)
        return json.dumps(known, ensure_ascii=False, indent=2, default=_in_words)

    async def forget(self, chat: Chat) -> None:
        """Delete all that is known of a person."""
        await asyncio.to_thread(self._store.people.forget, chat.id)
        self._store.chats.forget_met()
        log.info("chat_forgotten")

    def hour_there(self, zone: str) -> str:
        """Return what clocks in `zone` show now: HH:MM."""
        return self._clock.now().astimezone(zone_named(zone)).strftime("%H:%M")


def _in_words(value: object) -> str:
    """Return a date or moment as ISO 8601 says it."""
    return value.isoformat() if isinstance(value, date) else str(value)
