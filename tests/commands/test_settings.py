"""The settings: one message, edited in place; a command for each; typed and shared values."""

from __future__ import annotations

import shutil
from asyncio import gather
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.errors import SandboxError
from bot.model import Chat, ChatState, Length, QuietHours
from bot.sandbox import Client, run_sandbox
from bot.sandbox.seen import Message
from tests.town import SetClock, Town, open_bot


async def person(town: Town, lang: str = "en") -> int:
    return await town.people.add_person("Ada", language_code=lang)


def known(town: Town, chat: int) -> Chat:
    return next(c for c in town.house.store.chats.list() if c.address.chat == str(chat))


async def turn(town: Town, screen: Message, button: str, user: int | None = None) -> Message:
    """Press a button of the settings and return the message as it then stands."""
    await town.people.press(screen, button, user=user)
    return next(m for m in await town.people.messages(screen.chat) if m.id == screen.id)


async def test_settings_are_one_message_edited_in_place(town: Town) -> None:
    ada = await person(town)
    screen = await town.ask(ada, ada, "/settings")
    assert "Subscription: off" in screen.text
    screen = await turn(town, screen, "Subscribe")
    assert "Every day at 12:00 (UTC)" in screen.text
    screen = await turn(town, await turn(town, screen, "Time"), "20:00")
    assert "Every day at 20:00" in screen.text
    screen = await turn(town, await turn(town, screen, "Time zone"), "Berlin")
    assert "(Berlin)" in screen.text
    screen = await turn(town, await turn(town, screen, "Length"), "headlines")
    assert "Length: headlines" in screen.text
    screen = await turn(town, await turn(town, screen, "Quiet hours"), "22:00–07:00")
    assert "Quiet hours: 22:00–07:00" in screen.text
    for button in ("Pictures", "Breaking news", "Sunday look back"):
        screen = await turn(town, screen, button)
    chat = known(town, ada)
    assert (chat.hour, chat.zone, chat.length) == (time(20), "Europe/Berlin", Length.HEADLINES)
    assert (chat.pictures, chat.alerts, chat.weekly) == (False, True, True)
    assert chat.quiet == QuietHours(time(22), time(7))
    assert len([m for m in await town.people.messages(ada) if m.from_bot]) == 1


async def test_the_language_of_the_settings_changes_with_it(town: Town) -> None:
    lin = await person(town, "zh-hans")
    screen = await town.ask(lin, lin, "/settings")
    assert "订阅：未开通" in screen.text
    screen = await turn(town, await turn(town, screen, "语言"), "繁體中文")
    assert "訂閱：未開通" in screen.text
    screen = await turn(town, await turn(town, screen, "語言"), "English")
    assert "Subscription: off" in screen.text


async def test_the_edition_can_be_changed(town: Town) -> None:
    ada = await person(town)
    screen = await turn(town, await town.ask(ada, ada, "/settings"), "Subscribe")
    screen = await turn(town, await turn(town, screen, "Edition"), "十条")
    assert "Edition: 十条" in screen.text
    assert known(town, ada).edition == "zh"


async def tap(town: Town, screen: Message, data: str) -> Message:
    """Press the button that sends `data`, whatever its text is by now."""
    texts = {button["callback_data"]: button["text"] for row in screen.buttons for button in row}
    return await turn(town, screen, str(texts[data]))


def sent(screen: Message) -> list[str]:
    return [str(button["callback_data"]) for row in screen.buttons for button in row]


@pytest.mark.parametrize("lang", ["en", "zh-hans"])
async def test_every_button_of_every_screen_answers(town: Town, lang: str) -> None:
    # Each by a person of their own: a bot may edit only once a second in a chat.
    async def opened(name: str) -> tuple[str, Message]:
        who = await person(town, lang)
        screen = await town.ask(who, who, "/settings")
        opener = next(data for data in sent(screen) if data.split(":")[2] == name)
        return opener, await tap(town, screen, opener)

    async def chosen(name: str, number: int) -> None:
        opener, choices = await opened(name)
        assert opener in sent(await tap(town, choices, sent(choices)[number]))

    async def switched(name: str) -> None:
        pressed, screen = await opened(name)
        assert pressed not in sent(screen)

    screens = ("edition", "language", "hour", "zone", "length", "quiet", "catchup")
    sizes = [len(sent(screen)) for _, screen in await gather(*map(opened, screens))]
    await gather(
        *(
            chosen(name, number)
            for name, size in zip(screens, sizes, strict=True)
            for number in range(size)
        ),
        *map(switched, ("pictures", "alerts", "weekly", "sub")),
    )


async def test_pressing_what_is_set_already_is_no_error(town: Town) -> None:
    ada = await person(town)
    screen = await turn(town, await town.ask(ada, ada, "/settings"), "Length")
    again = await town.ask(ada, ada, "/settings")
    await turn(town, screen, "full")
    answer = await town.people.press(await turn(town, again, "Length"), "full")
    assert answer.text == "Saved."


@pytest.mark.parametrize(
    ("typed", "hour"), [("8:30", time(8, 30)), ("晚上八点", time(20)), ("8pm", time(20))]
)
async def test_an_hour_can_be_typed_at_any_time(town: Town, typed: str, hour: time) -> None:
    ada = await person(town)
    await town.ask(ada, ada, "/subscribe")
    assert hour.strftime("%H:%M") in (await town.ask(ada, ada, typed)).text
    assert known(town, ada).hour == hour


async def test_a_city_can_be_typed_where_it_was_asked_for(town: Town) -> None:
    lin = await person(town, "zh-hans")
    await turn(town, await town.ask(lin, lin, "/settings"), "时区")
    answer = await town.ask(lin, lin, "旧金山")
    assert "America/Los_Angeles" in answer.text
    assert "03:00" in answer.text


async def test_an_answer_finds_its_question_in_another_process(
    tmp_path: Path, newspaper: Path
) -> None:
    shutil.copyfile(newspaper, tmp_path / "town.db")
    database, clock = f"sqlite:///{tmp_path / 'town.db'}", SetClock()
    async with run_sandbox() as url, Client(url) as people:
        async with open_bot(database, url, people, clock) as first:
            ada = await person(first)
            await turn(first, await first.ask(ada, ada, "/settings"), "Time zone")
        async with open_bot(database, url, people, clock) as second:
            assert "Europe/Berlin" in (await second.ask(ada, ada, "Berlin")).text
            assert known(second, ada).zone == "Europe/Berlin"
            clock.pass_by(timedelta(hours=2))
            await turn(second, await second.ask(ada, ada, "/settings"), "Time zone")
            clock.pass_by(timedelta(hours=2))
            assert "Nothing found" in (await second.ask(ada, ada, "Lisbon")).text


async def test_a_question_is_a_question_even_while_settings_ask(town: Town) -> None:
    ada = await person(town)
    await turn(town, await town.ask(ada, ada, "/settings"), "Time zone")
    assert "DeepSeek" in (await town.ask(ada, ada, "DeepSeek")).text
    assert "Europe/Berlin" in (await town.ask(ada, ada, "Munich")).text


async def test_a_shared_location_sets_the_zone(town: Town) -> None:
    ada = await person(town)
    said = await town.people.say(ada, ada, location={"latitude": 52.5, "longitude": 13.4})
    assert "Europe/Berlin" in (await town.people.answer_to(said)).text
    assert known(town, ada).zone == "Europe/Berlin"


async def test_quiet_hours_can_be_typed_where_they_were_asked_for(town: Town) -> None:
    ada = await person(town)
    await turn(town, await town.ask(ada, ada, "/settings"), "Quiet hours")
    assert "23:30–06:15" in (await town.ask(ada, ada, "23:30-06:15")).text


async def test_how_late_a_brief_may_be_can_be_typed_where_it_was_asked_for(town: Town) -> None:
    lin = await person(town, "zh-hans")
    await turn(town, await town.ask(lin, lin, "/settings"), "迟到补送")
    assert "2 小时内仍会送到" in (await town.ask(lin, lin, "两个小时")).text
    assert known(town, lin).catch_up_minutes == 120


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("/length short", "Length: short"),
        ("/pictures off", "Pictures: off"),
        ("/alerts on", "what you follow: on"),
        ("/weekly on", "look back: on"),
        ("/quiet 22-7", "22:00–07:00"),
        ("/quiet off", "Quiet hours: off"),
        ("/length long", "/length headlines"),
        ("/pictures maybe", "on or off"),
        ("/catchup 90", "within 90 minutes"),
        ("/catchup 2h", "within 2 hours"),
        ("/catchup own", "within 4 hours"),
        ("/catchup never", "/catchup 90"),
        ("/quiet never", "/quiet 22:00-07:00"),
        ("/time never", "/time 08:30"),
        ("/time", "/time 08:30"),
        ("/timezone Berlin", "Settings"),
        ("/timezone Atlantis", "Europe/Berlin"),
        ("/language tlh", "/language zh"),
    ],
)
async def test_every_setting_has_a_command(town: Town, command: str, shown: str) -> None:
    ada = await person(town)
    assert shown in (await town.ask(ada, ada, command)).text


async def test_only_admins_turn_a_groups_settings(town: Town) -> None:
    owner = await person(town)
    guest = await town.people.add_person("Gus", language_code="en")
    group = await town.people.add_chat("supergroup", "Readers", owner=owner)
    await town.people.set_rank(group, "bot", "member")
    await town.people.wait_for(group, lambda one: one.from_bot)
    await town.people.set_rank(group, guest, "member")
    assert "admins" in (await town.ask(group, guest, "/settings")).text
    screen = await town.ask(group, owner, "/settings")
    answer = await town.people.press(screen, "Subscribe", user=guest)
    assert answer.text is not None
    assert "admins" in answer.text
    assert known(town, group).state is ChatState.OFF
    await turn(town, screen, "Subscribe", user=owner)
    assert known(town, group).state is ChatState.ACTIVE


async def test_a_groups_admin_types_an_hour_in_reply(town: Town) -> None:
    owner = await person(town)
    guest = await town.people.add_person("Gus", language_code="en")
    group = await town.people.add_chat("supergroup", "Readers", owner=owner)
    await town.people.set_rank(group, "bot", "member")
    await town.people.wait_for(group, lambda one: one.from_bot)
    await town.people.set_rank(group, guest, "member")
    screen = await turn(town, await town.ask(group, owner, "/settings"), "Time", user=owner)
    await town.people.say(group, guest, "7:00", reply_to=screen.id)
    said = await town.people.say(group, owner, "8pm", reply_to=screen.id)
    answer = await town.people.answer_to(said)
    assert answer.reply_to == said.id
    assert known(town, group).hour == time(20)


async def test_a_forged_button_changes_no_other_chat(town: Town) -> None:
    ada, eve = await person(town), await person(town)
    await town.ask(ada, ada, "/subscribe")
    screen = await town.ask(eve, eve, "/settings")
    target = known(town, ada)
    others = screen.data_of("Pictures").replace(f":{known(town, eve).id}:", f":{target.id}:")
    with pytest.raises(SandboxError):
        await town.people._ask(  # a tap the client has no button for
            "POST", f"chats/{eve}/messages/{screen.id}/press", user=eve, data=others
        )
    assert known(town, ada).pictures


async def test_a_shorter_brief_arrives_whole_when_it_was_planned_longer(town: Town) -> None:
    ada, bob = await person(town), await person(town)
    for who in (ada, bob):
        await town.ask(who, who, "/subscribe en")
        await town.ask(who, who, "/time 13:00")
    await town.ask(bob, bob, "/length headlines")
    planned = await town.house.newsroom.publish("en")
    await town.ask(ada, ada, "/length headlines")
    await town.ask(bob, bob, "/length full")
    town.clock.moment = town.clock.moment.replace(hour=13, minute=1)
    await town.deliver()
    for who in (ada, bob):
        texts = [m.text for m in await town.people.messages(who, after=0) if m.from_bot]
        assert len([text for text in texts if "END" in text]) == 1
        for slot in planned.brief.slots:
            assert any(slot.headline in text for text in texts)


async def test_pictures_are_left_out_where_they_are_not_wanted(town: Town) -> None:
    ada, bob = await person(town), await person(town)
    await town.ask(ada, ada, "/subscribe en")
    await town.ask(bob, bob, "/subscribe en")
    await town.ask(bob, bob, "/pictures off")
    await town.house.newsroom.publish("en")
    await town.deliver()
    with_picture = await town.people.wait_for(ada, lambda one: "END" in one.text)
    without = await town.people.wait_for(bob, lambda one: "END" in one.text)
    assert without.raw["link_preview_options"] == {"is_disabled": True}
    assert with_picture.text == without.text
