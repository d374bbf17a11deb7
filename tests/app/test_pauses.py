"""Who looks after a chat hears, once, that it may not be written to any more."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.model import Address, Brief, ChatKind, Slot, Variant
from tests.databases import SqliteTemplate
from tests.town import NOW, OPERATOR, SetClock, Town, open_town


def publish(town: Town, day: int) -> None:
    slot = Slot(1, "s1", "A headline", "A body.", None, (), NOW, ())
    brief = Brief("en", date(2026, 3, day), "en", "Title", "Lead", (), 5, (slot,), NOW)
    stored = town.house.store.briefs.save_draft(brief)
    town.house.store.ledger.publish(stored, {Variant("telegram", ChatKind.CHANNEL, "en"): 1}, NOW)


@pytest.mark.parametrize("can_reach_keeper", [True, False])
async def test_the_keeper_of_a_channel_is_told_once_or_else_the_operator(
    tmp_path: Path, sqlite_template: SqliteTemplate, can_reach_keeper: bool
) -> None:
    async with open_town(sqlite_template.copy(tmp_path), SetClock()) as town:
        owner = await town.people.add_person("Owner", language_code="en")
        operator = await town.people.add_person("Operator", language_code="en", user_id=OPERATOR)
        listener = owner if can_reach_keeper else operator
        # Who never wrote to the bot cannot be written to: then the operator hears of it.
        said = await town.people.say(listener, listener, "/start")
        await town.people.answer_to(said)
        channel = await town.people.add_chat("channel", "Morning paper", owner=owner)
        await town.people.set_rank(channel, "bot", "administrator", withheld=["can_post_messages"])
        store = town.house.store
        address = Address("telegram", str(channel), supergroup=True)
        chat = store.chats.put(address, ChatKind.CHANNEL, "en", "Morning paper")
        store.chats.subscribe(chat.id, "en")
        store.chats.set(chat.id, keeper=str(owner))
        publish(town, 4)
        publish(town, 5)
        await town.deliver()
        texts = [one.text for one in await town.people.messages(listener)]
        told = [text for text in texts if "Morning paper" in text]
        assert len(told) == 1
        assert "lost its right to post" in told[0]
