"""Whole journeys in Chinese and English, every button pressed on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import Chat, ChatKind, ChatState
from bot.render import plain
from tests.commands.buttons import press_everything
from tests.town import Town

READING = {"topic", "t", "line", "who", "follow", "s", "v:up", "v:down"}
SETTING = {
    *("cfg:edition", "cfg:language", "cfg:hour", "cfg:zone", "cfg:length", "cfg:quiet"),
    *("cfg:catchup", "cfg:pictures:", "cfg:alerts:", "cfg:weekly:"),
}

pytestmark = pytest.mark.parametrize("lang", ["zh-hans", "en"])


async def publish(town: Town) -> Chat:
    """Publish what the one subscribed chat reads, and let its hour come; return the chat."""
    (chat,) = town.house.store.chats.list(state=ChatState.ACTIVE)
    assert chat.edition is not None
    edition = town.house.store.editions.get(chat.edition)
    its_hour = town.house.newsroom.circulation.next_brief_at(chat, edition)
    await town.house.newsroom.publish(chat.edition)
    # Today's hour may be over already, or yet to come.
    await town.deliver()
    town.clock.moment = its_hour
    await town.deliver()
    return chat


async def group_of(town: Town, lang: str, **options: bool) -> tuple[int, list[int]]:
    """Return a group that the bot has greeted, and the fifteen who run it."""
    owner = await town.people.add_person("Olga", language_code=lang)
    group = await town.people.add_chat("supergroup", "Readers", owner=owner, **options)
    await town.people.set_rank(group, "bot", "member", by=owner)
    await town.people.wait_for(group, lambda one: one.from_bot)
    others = [await town.people.add_person("Ann", language_code=lang) for _ in range(14)]
    for other in others:
        await town.people.set_rank(group, other, "administrator")
    return group, [owner, *others]


async def test_a_newcomer_reads_asks_and_follows(town: Town, lang: str) -> None:
    lin = await town.people.add_person("Lin", language_code=lang)
    await town.ask(lin, lin, "/start")
    pressed = await press_everything(town, lin, lang, lin)
    assert {"subscribe", "today", "topics"} <= pressed
    await publish(town)
    await town.people.wait_for(lin, lambda one: "END" in one.text)
    await town.ask(lin, lin, "/topic DeepSeek")
    assert pressed | await press_everything(town, lin, lang, lin) >= READING


async def test_a_person_turns_every_setting_and_is_forgotten(town: Town, lang: str) -> None:
    lin = await town.people.add_person("Lin", language_code=lang)
    await town.ask(lin, lin, "/follow DeepSeek")
    await town.ask(lin, lin, "/following")
    await town.ask(lin, lin, "/settings")
    pressed = await press_everything(town, lin, lang, lin)
    assert SETTING | {"unfollow"} <= pressed
    asked = await town.ask(lin, lin, "/forget")
    await town.people.press(asked, asked.button_texts[0])
    await town.people.wait_for(lin, lambda one: one.id == asked.id and one.edited)
    assert not town.house.store.chats.list()


async def test_a_groups_admins_set_it_up_and_its_members_read(town: Town, lang: str) -> None:
    group, admins = await group_of(town, lang)
    for admin in admins[:3]:
        await town.ask(group, admin, "/topic DeepSeek")
    pressed = await press_everything(town, group, lang, *admins)
    assert SETTING | {"subscribe", "t", "line", "who", "follow"} <= pressed
    await publish(town)
    await town.people.wait_for(group, lambda one: "END" in one.text)
    pressed = await press_everything(town, group, lang, *admins, before=pressed)
    assert {"link:s", "link:topic"} <= pressed


async def test_a_forums_admins_set_up_one_topic(town: Town, lang: str) -> None:
    forum, admins = await group_of(town, lang, is_forum=True)
    thread = await town.people.open_topic(forum, "Daily")
    await town.ask(forum, admins[0], f"/subscribe {lang[:2]}", thread=thread)
    await town.ask(forum, admins[0], "/settings", thread=thread)
    pressed = await press_everything(
        town, forum, lang, *admins, wanted=lambda one: one.thread == thread
    )
    assert pressed >= SETTING
    reader = await publish(town)
    assert (reader.kind, reader.address.thread) == (ChatKind.TOPIC, thread)
    brief = await town.people.wait_for(forum, lambda one: "END" in one.text)
    assert brief.thread == thread


async def test_a_channels_owner_sets_it_up_and_its_readers_press(town: Town, lang: str) -> None:
    owner = await town.people.add_person("Olga", language_code=lang, started=True)
    channel = await town.people.add_chat("channel", "Ten a day", owner=owner)
    await town.people.set_rank(channel, "bot", "administrator", by=owner)
    await town.people.wait_for(owner, lambda one: "Ten a day" in one.text)
    pressed = await press_everything(town, owner, lang, owner)
    assert SETTING | {"cfg:preview"} <= pressed
    await publish(town)
    await town.people.wait_for(channel, lambda one: "END" in one.text)
    assert {"link:s", "link:topic"} <= await press_everything(town, channel, lang, owner)


async def test_an_anonymous_admin_turns_every_setting(town: Town, lang: str) -> None:
    group, admins = await group_of(town, lang)
    for admin in admins[1:]:
        await town.people.set_rank(group, admin, "administrator", anonymous=True)
    await town.ask(group, admins[1], "/settings")
    assert await press_everything(town, group, lang, *admins[1:]) >= SETTING


async def test_who_blocks_and_returns_presses_the_old_buttons(town: Town, lang: str) -> None:
    lin = await town.people.add_person("Lin", language_code=lang)
    await town.ask(lin, lin, f"/subscribe {lang[:2]}")
    await publish(town)
    old = await town.people.wait_for(lin, lambda one: "END" in one.text)
    await town.people.block(lin)
    town.clock.pass_by(timedelta(days=1))
    await town.people.unblock(lin)
    answer = await town.people.press(old, "1")
    assert answer.text == ""
    story = await town.people.wait_for(lin, lambda one: "👍" in one.button_texts, after=old)
    assert (await town.people.press(story, "👍")).text == plain("vote.up", lang)
    await town.ask(lin, lin, "/subscribe")
    assert {"s", "topic"} <= await press_everything(town, lin, lang, lin)
