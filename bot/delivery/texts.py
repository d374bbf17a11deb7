"""What each delivery says: rendered once per variant, not once per chat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.model import OWN_PART, Chat, Delivery, Message, Variant, variant_of
from bot.store import Store

Parts = Callable[[int, Variant], tuple[Message, ...]]
Result = TypeVar("Result")
Overlay = Callable[[int, Chat], Message | None]


def no_overlay(_brief_id: int, _chat: Chat) -> Message | None:
    """Say nothing beyond the brief."""
    return None


@dataclass(frozen=True, slots=True)
class _Form:
    """What a brief has from its edition."""

    lang: str
    templates: str
    zone: str


class Texts:
    """The messages of the briefs in one batch, kept until `forget`.

    `parts` renders a stored brief for a variant, `overlay` what one chat gets
    after it, as `OWN_PART`; both run in a thread.
    """

    def __init__(self, store: Store, parts: Parts, overlay: Overlay = no_overlay) -> None:
        self._store = store
        self._parts = parts
        self._overlay = overlay
        self._forms: dict[int, asyncio.Future[_Form]] = {}
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
        if delivery.part == OWN_PART:
            return await asyncio.to_thread(self._overlay, delivery.brief, chat)
        form = await self._form(delivery.brief)
        parts = await self._of(delivery.brief, variant_of(chat, form.lang, form.templates))
        return parts[delivery.part - 1] if delivery.part <= len(parts) else None

    async def zone(self, delivery: Delivery) -> str:
        """Return the zone of the edition that `delivery` belongs to.

        Raises:
            TenBriefError: there is no such brief or edition any more.
        """
        return (await self._form(delivery.brief)).zone

    async def _form(self, brief_id: int) -> _Form:
        """Return what a brief has from its edition, looked up once for all who ask."""
        if brief_id not in self._forms:
            self._forms[brief_id] = asyncio.ensure_future(
                asyncio.to_thread(self._look_up_form, brief_id)
            )
        return await _result(self._forms[brief_id])

    def _look_up_form(self, brief_id: int) -> _Form:
        brief = self._store.briefs.by_id(brief_id)
        edition = self._store.editions.get(brief.edition)
        return _Form(brief.lang, edition.templates, edition.zone)

    async def _of(self, brief_id: int, variant: Variant) -> tuple[Message, ...]:
        """Render once, however many ask at the same time."""
        key = (brief_id, variant)
        if key not in self._rendered:
            self._rendered[key] = asyncio.ensure_future(
                asyncio.to_thread(self._parts, brief_id, variant)
            )
        return await _result(self._rendered[key])


async def _result(shared: asyncio.Future[Result]) -> Result:
    """Return what others may wait for too: a sender that stops cancels it for nobody else."""
    return shared.result() if shared.done() else await asyncio.shield(shared)
