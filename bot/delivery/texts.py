"""What each delivery says: rendered once per variant, not once per chat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.model import Delivery, Message, Variant
from bot.store import Store

Parts = Callable[[int, Variant], tuple[Message, ...]]


class Texts:
    """The messages of the briefs in one batch, kept until `forget`.

    `parts` renders a stored brief for a variant; it runs in a thread.
    """

    def __init__(self, store: Store, parts: Parts) -> None:
        self._store = store
        self._parts = parts
        self._forms: dict[int, tuple[str, str]] = {}
        self._rendered: dict[tuple[int, Variant], asyncio.Future[tuple[Message, ...]]] = {}

    def forget(self) -> None:
        """Render anew from now on: an operator may have corrected a brief."""
        self._forms.clear()
        self._rendered.clear()

    async def message(self, delivery: Delivery) -> Message | None:
        """Return the message of `delivery`, None where the brief has no such part any more.

        Raises:
            TenBriefError: the brief cannot be rendered; the text says what to mend.
        """
        chat = delivery.chat
        lang, templates = await self._form(delivery.brief)
        variant = Variant(chat.address.channel, chat.kind, lang, templates)
        parts = await self._of(delivery.brief, variant)
        return parts[delivery.part - 1] if delivery.part <= len(parts) else None

    async def _form(self, brief_id: int) -> tuple[str, str]:
        """Return a brief's language and template set."""
        if brief_id not in self._forms:
            self._forms[brief_id] = await asyncio.to_thread(self._look_up_form, brief_id)
        return self._forms[brief_id]

    def _look_up_form(self, brief_id: int) -> tuple[str, str]:
        brief = self._store.briefs.by_id(brief_id)
        return brief.lang, self._store.editions.get(brief.edition).templates

    async def _of(self, brief_id: int, variant: Variant) -> tuple[Message, ...]:
        """Render once, however many ask at the same time."""
        key = (brief_id, variant)
        if key not in self._rendered:
            self._rendered[key] = asyncio.ensure_future(
                asyncio.to_thread(self._parts, brief_id, variant)
            )
        return await asyncio.shield(self._rendered[key])
