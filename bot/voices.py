"""Stories opened in full, and what readers say of them. Held by newsroom; called by commands."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from bot.errors import NotFoundError
from bot.model import Address, Slot, Source, Story
from bot.store import Store

# Stories that an opened one goes on from.
MOST_EARLIER = 4


class Voices:
    """Reactions per story of a brief; position 0 is the whole brief."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def slot(self, brief_id: int, position: int) -> tuple[Slot, Sequence[Story]]:
        """Return a brief's story and the earlier ones it goes on from, newest first.

        Raises:
            NotFoundError: there is no such brief or story.
        """
        return await asyncio.to_thread(self._slot, brief_id, position)

    def _slot(self, brief_id: int, position: int) -> tuple[Slot, Sequence[Story]]:
        slot = self.slots(brief_id).get(position)
        if slot is None:
            raise NotFoundError(f"Brief number {brief_id} has no story {position}.")
        return slot, self._store.follows.earlier(slot.story, MOST_EARLIER)

    async def story(self, story_id: str) -> tuple[Story, Sequence[Story], Mapping[str, Source]]:
        """Return a story, the earlier ones it goes on from, and the outlets by slug.

        Raises:
            NotFoundError: there is no such story (any more).
        """
        return await asyncio.to_thread(self._story, story_id)

    def _story(self, story_id: str) -> tuple[Story, Sequence[Story], Mapping[str, Source]]:
        story = self._store.stories.get(story_id)
        if story is None or not story.items:
            raise NotFoundError("There is no such story.")
        earlier = self._store.follows.earlier(story.id, MOST_EARLIER)
        return story, earlier, self._store.sources.titles()

    def slots(self, brief_id: int) -> Mapping[int, Slot]:
        """Return a brief's stories by position.

        Raises:
            NotFoundError: there is no such brief.
        """
        return {slot.position: slot for slot in self._store.briefs.by_id(brief_id).slots}

    async def say(self, brief_id: int, position: int, voter: str, emoji: str) -> None:
        """Let `emoji` be what a voter says of a story; saying it again changes nothing.

        Raises:
            NotFoundError: there is no such brief or story.
        """
        await self.slot(brief_id, position)
        await asyncio.to_thread(self._store.reactions.put, brief_id, position, voter, {emoji: 1})

    async def react(
        self, address: Address, message_id: int, voter: str, emojis: Mapping[str, int]
    ) -> bool:
        """Keep a voter's reactions to a message; return whether it shows anything of ours."""
        return await asyncio.to_thread(self._react, address, message_id, voter, emojis)

    def _react(
        self, address: Address, message_id: int, voter: str, emojis: Mapping[str, int]
    ) -> bool:
        chats = [chat.id for chat in self._store.chats.at(address)]
        shown = self._store.reactions.behind(chats, message_id)
        if shown is None:
            return False
        self._store.reactions.put(*shown, voter, emojis)
        return True

    async def shown(self, chat_id: int, message_id: int, brief_id: int, position: int) -> None:
        """Remember that a message shows a story."""
        await asyncio.to_thread(self._store.reactions.show, chat_id, message_id, brief_id, position)

    def of_brief(self, brief_id: int) -> Mapping[int, Mapping[str, int]]:
        """Return how often each emoji was given, by position."""
        return self._store.reactions.of_brief(brief_id)
