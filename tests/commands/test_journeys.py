"""Whole journeys through the sandbox, as people walk them."""

from __future__ import annotations

from datetime import timedelta

from bot.model import BriefState
from tests.town import OPERATOR, Town


async def ask(town: Town, chat: int, user: int, text: str, thread: int | None = None) -> str:
    return (await town.ask(chat, user, text, thread)).text


async def test_a_newcomer_subscribes_with_one_tap_and_gets_the_brief(town: Town) -> None:
    lin = await town.people.add_person("林晓", language_code="zh-hans")
    said = await town.people.say(lin, lin, "/start")
    greeting = await town.people.answer_to(said)
    await town.people.press(greeting, "十条")
    await town.people.wait_for(lin, lambda one: "18:30" in one.text, after=greeting)
    await town.house.newsroom.publish("zh")
    await town.deliver()
    brief = await town.people.wait_for(lin, lambda one: "END" in one.text)
    assert "10 " in brief.text


async def test_today_before_the_first_brief_says_when_it_comes(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    assert "12:00" in await ask(town, ada, ada, "/today")


async def test_today_shows_the_brief_that_was_published(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    planned = await town.house.newsroom.publish("en")
    assert planned.brief.slots[0].headline in await ask(town, ada, ada, "/today")


async def test_a_topic_answers_by_any_of_its_names(town: Town) -> None:
    lin = await town.people.add_person("林晓", language_code="zh-hans")
    by_name = await ask(town, lin, lin, "/topic DeepSeek")
    by_alias = await ask(town, lin, lin, "/topic 深度求索")
    assert "DeepSeek" in by_name
    assert by_name == by_alias


async def test_plain_words_in_private_are_a_question(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    assert "DeepSeek" in await ask(town, ada, ada, "deepseek")


async def test_pages_of_a_topic_turn_in_place(town: Town) -> None:
    lin = await town.people.add_person("林晓", language_code="zh-hans")
    said = await town.people.say(lin, lin, "模型")
    first = await town.people.answer_to(said)
    await town.people.press(first, "›")
    turned = await town.people.wait_for(
        lin, lambda one: one.id == first.id and one.text != first.text
    )
    assert turned.text != first.text


async def test_only_admins_subscribe_a_group(town: Town) -> None:
    owner = await town.people.add_person("Olga", language_code="en")
    guest = await town.people.add_person("Gus", language_code="en")
    group = await town.people.add_chat("supergroup", "Readers", owner=owner)
    await town.people.set_rank(group, "bot", "member")
    await town.people.wait_for(group, lambda one: one.from_bot)
    await town.people.set_rank(group, guest, "member")
    assert "admins" in await ask(town, group, guest, "/subscribe")
    assert "every day" in await ask(town, group, owner, "/subscribe")


async def test_an_anonymous_admin_may_subscribe_a_group(town: Town) -> None:
    owner = await town.people.add_person("Olga", language_code="en")
    group = await town.people.add_chat("supergroup", "Readers", owner=owner)
    await town.people.set_rank(group, "bot", "member")
    await town.people.wait_for(group, lambda one: one.from_bot)
    hidden = await town.people.add_person("Hidden", language_code="en")
    await town.people.set_rank(group, hidden, "administrator", anonymous=True)
    assert "every day" in await ask(town, group, hidden, "/subscribe en")


async def test_a_forum_topic_is_a_chat_of_its_own(town: Town) -> None:
    owner = await town.people.add_person("Olga", language_code="en")
    forum = await town.people.add_chat("supergroup", "Builders", owner=owner, is_forum=True)
    await town.people.set_rank(forum, "bot", "member")
    thread = await town.people.open_topic(forum, "Daily")
    assert "every day" in await ask(town, forum, owner, "/subscribe en", thread=thread)
    await town.house.newsroom.publish("en")
    await town.deliver()
    brief = await town.people.wait_for(forum, lambda one: "END" in one.text)
    assert brief.thread == thread


async def test_a_channel_subscribes_when_the_bot_is_made_admin(town: Town) -> None:
    owner = await town.people.add_person("Olga", language_code="zh-hans")
    channel = await town.people.add_chat("channel", "每日十条", owner=owner)
    await town.people.set_rank(channel, "bot", "administrator")
    said = await town.people.say(channel, owner, "/topic DeepSeek")
    await town.people.answer_to(said)
    chats = town.house.store.chats.list(edition="zh")
    assert [chat.kind.value for chat in chats] == ["channel"]


async def test_who_blocks_the_bot_gets_nothing_until_they_return(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    await ask(town, ada, ada, "/subscribe en")
    await town.people.block(ada)
    await town.house.newsroom.publish("en")
    await town.deliver()
    town.clock.pass_by(timedelta(minutes=1))
    await town.people.unblock(ada)
    assert "every day" in await ask(town, ada, ada, "/subscribe en")
    assert not [one for one in await town.people.messages(ada) if "END" in one.text]


async def test_an_upgraded_group_keeps_its_subscription(town: Town) -> None:
    owner = await town.people.add_person("Olga", language_code="en")
    group = await town.people.add_chat("group", "Readers", owner=owner)
    await town.people.set_rank(group, "bot", "member")
    await town.people.wait_for(group, lambda one: one.from_bot)
    await ask(town, group, owner, "/subscribe en")
    supergroup = await town.people.migrate(group)
    await town.house.newsroom.publish("en")
    await town.deliver()
    await town.people.wait_for(supergroup, lambda one: "END" in one.text)


async def test_a_deep_link_opens_a_topic(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    assert "DeepSeek" in await ask(town, ada, ada, "/start topic_DeepSeek")


async def test_a_wrong_date_is_answered_with_a_right_one(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    assert "2025-02-08" in await ask(town, ada, ada, "/brief yesterday")


async def test_hour_zone_and_language_can_be_changed(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    await ask(town, ada, ada, "/subscribe en")
    assert "08:30" in await ask(town, ada, ada, "/time 8:30")
    assert "(Berlin)" in await ask(town, ada, ada, "/timezone Europe/Berlin")
    assert "do not know that place" in await ask(town, ada, ada, "/timezone Atlantis")
    await ask(town, ada, ada, "/language zh")
    assert "每天" in await ask(town, ada, ada, "/time 9:00")


async def test_an_operator_sees_the_draft_and_publishes_it(town: Town) -> None:
    await town.people.add_person("Op", language_code="en", user_id=OPERATOR)
    said = await town.people.say(OPERATOR, OPERATOR, "/draft en")
    heading = await town.people.answer_to(said)
    await town.people.press(heading, "Publish")
    receipt = await town.people.wait_for(OPERATOR, lambda one: "Receipt" in one.text)
    assert "0 chats" in receipt.text


async def test_yesterdays_draft_is_not_taken_for_todays(town: Town) -> None:
    await town.people.add_person("Op", language_code="en", user_id=OPERATOR)
    said = await town.people.say(OPERATOR, OPERATOR, "/draft en")
    heading = await town.people.answer_to(said)
    town.clock.pass_by(timedelta(days=1))
    assert "too old" in (await town.people.press(heading, "Publish")).text
    (brief,) = town.house.store.briefs.list("en")
    assert brief.state is BriefState.DRAFT


async def test_a_draft_is_nobodys_business(town: Town) -> None:
    await town.people.add_person("Op", language_code="en", user_id=OPERATOR)
    said = await town.people.say(OPERATOR, OPERATOR, "/draft en")
    await town.people.answer_to(said)
    ada = await town.people.add_person("Ada", language_code="en")
    assert "ready at 12:00" in await ask(town, ada, ada, "/today")
    assert not town.house.newsroom.archive.published(None, 9)


async def test_operators_commands_are_unanswered_for_others(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    await town.people.say(ada, ada, "/publish en")
    assert "12:00" in await ask(town, ada, ada, "/today")


async def test_hot_topics_are_called_what_the_readers_press_calls_them(town: Town) -> None:
    for language, called in (("zh-hans", "腾讯"), ("en", "Tencent")):
        reader = await town.people.add_person("R", language_code=language)
        hot = await town.ask(reader, reader, "/topics")
        assert called in hot.button_texts
        await town.people.press(hot, called)
        answer = await town.people.wait_for(
            reader, lambda one: "Tencent" in one.text or "腾讯" in one.text, after=hot
        )
        assert answer.links
