"""Who receives: the verbs that commands call."""

from __future__ import annotations

import json
from asyncio import create_task, gather, sleep
from datetime import UTC, datetime, time

import pytest

from bot.circulation import Circulation
from bot.errors import BadRequestError, UnknownChatError, UnknownEditionError
from bot.model import Address, ChatKind, ChatState, Edition
from bot.store import Store
from tests.town import SetClock

NOON = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)
ADA = Address("telegram", "1")


@pytest.fixture
def circulation(sqlite_store: Store) -> Circulation:
    sqlite_store.editions.seed(
        [
            Edition("zh", "十条", "zh", "Asia/Shanghai", time(18, 30)),
            Edition("en", "TenBrief", "en", "UTC", time(12)),
        ]
    )
    return Circulation(sqlite_store, SetClock(NOON))


@pytest.mark.parametrize(("lang", "slug"), [("zh-hans", "zh"), ("en", "en"), ("de", "en")])
async def test_a_chat_gets_the_edition_of_its_language(
    circulation: Circulation, lang: str, slug: str
) -> None:
    chat = await circulation.meet(ADA, ChatKind.PRIVATE, lang)
    assert (await circulation.subscribe(chat)).edition.slug == slug


async def test_subscribing_twice_is_new_once(circulation: Circulation) -> None:
    chat = await circulation.meet(ADA, ChatKind.PRIVATE, "en")
    first = await circulation.subscribe(chat)
    again = await circulation.subscribe(first.chat)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.next_at == datetime(2026, 3, 5, 12, tzinfo=UTC)


async def test_an_unknown_edition_is_answered_with_those_there_are(
    circulation: Circulation,
) -> None:
    chat = await circulation.meet(ADA, ChatKind.PRIVATE, "en")
    with pytest.raises(UnknownEditionError, match="en, zh"):
        await circulation.subscribe(chat, "fr")


async def test_wishes_are_kept_and_checked(circulation: Circulation) -> None:
    chat = await circulation.meet(ADA, ChatKind.PRIVATE, "en")
    changed = await circulation.wish(chat, hour=time(8), zone="Europe/Berlin", weekly=True)
    assert (changed.hour, changed.zone, changed.weekly) == (time(8), "Europe/Berlin", True)
    with pytest.raises(BadRequestError, match="no time zone"):
        await circulation.wish(chat, zone="Atlantis")
    assert await circulation.by_id(chat.id) == changed


async def test_a_channel_is_found_by_who_keeps_it_until_it_is_gone(
    circulation: Circulation,
) -> None:
    address = Address("telegram", "-100", supergroup=True)
    chat = await circulation.meet(address, ChatKind.CHANNEL, "en", "Ten a day")
    await circulation.keep(chat, "1")
    assert [kept.title for kept in await circulation.kept_by("1")] == ["Ten a day"]
    await circulation.leave(address, "removed")
    assert await circulation.kept_by("1") == []


async def test_what_is_exported_is_json_and_what_is_forgotten_is_gone(
    circulation: Circulation,
) -> None:
    chat = await circulation.meet(ADA, ChatKind.PRIVATE, "en", "Ada")
    await circulation.subscribe(chat)
    known = json.loads(await circulation.export(chat))
    assert known["chat"]["state"] == ChatState.ACTIVE.value
    assert "Ada" not in str(known)
    await circulation.forget(chat)
    with pytest.raises(UnknownChatError):
        await circulation.by_id(chat.id)


async def test_what_is_said_once_is_said_once(circulation: Circulation) -> None:
    assert await circulation.is_first("greeted:-5")
    assert not await circulation.is_first("greeted:-5")


async def test_the_hour_elsewhere_is_told(circulation: Circulation) -> None:
    assert circulation.hour_there("Asia/Shanghai") == "19:00"


async def test_who_has_just_been_met_is_known_with_what_they_changed_since(
    circulation: Circulation,
) -> None:
    chat = await circulation.meet(ADA, ChatKind.PRIVATE, "en")
    await circulation.meet(ADA, ChatKind.PRIVATE, "en")
    await circulation.wish(chat, lang="zh")
    assert (await circulation.meet(ADA, ChatKind.PRIVATE, "en")).lang == "zh"
    await circulation.forget(chat)
    assert (await circulation.meet(ADA, ChatKind.PRIVATE, "en")).lang == "en"


async def test_people_who_write_at_once_each_get_their_own_chat(
    circulation: Circulation, sqlite_store: Store
) -> None:
    addresses = [Address("telegram", str(number)) for number in range(40)]
    met = await gather(*(circulation.meet(each, ChatKind.PRIVATE, "en") for each in addresses))
    sqlite_store.chats.forget_met()
    again = await gather(*(circulation.meet(each, ChatKind.PRIVATE, "de") for each in addresses))
    assert again == met
    assert [chat.address for chat in met] == addresses


async def test_one_who_goes_away_leaves_the_others_their_answer(
    circulation: Circulation,
) -> None:
    gone = create_task(circulation.meet(ADA, ChatKind.PRIVATE, "en"))
    stays = create_task(circulation.meet(Address("telegram", "2"), ChatKind.PRIVATE, "en"))
    await sleep(0)
    gone.cancel()
    assert (await stays).address.chat == "2"
