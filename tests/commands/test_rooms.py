"""Groups, forums and channels: who may do what, and who is told what."""

from __future__ import annotations

from datetime import timedelta

from bot.model import ChatKind, ChatState
from bot.sandbox.seen import Message
from tests.town import Town


async def group_of(town: Town, **options: bool) -> tuple[int, int, int]:
    owner = await town.people.add_person("Olga", language_code="en", started=True)
    guest = await town.people.add_person("Gus", language_code="en")
    group = await town.people.add_chat("supergroup", "Readers", owner=owner, **options)
    await town.people.set_rank(group, "bot", "member", by=owner)
    # The greeting, which would else be taken for the answer to what is said next.
    await town.people.wait_for(group, lambda one: one.from_bot)
    await town.people.set_rank(group, guest, "member")
    return group, owner, guest


async def from_bot(town: Town, chat: int) -> list[Message]:
    return [one for one in await town.people.messages(chat) if one.from_bot]


async def test_a_group_is_greeted_once_with_a_button_for_its_admins(town: Town) -> None:
    group, owner, guest = await group_of(town)
    greeting = await town.people.wait_for(group, lambda one: one.from_bot)
    assert "Subscribe to TenBrief" in greeting.button_texts
    refused = await town.people.press(greeting, "TenBrief", user=guest)
    assert refused.text is not None
    assert "admins" in refused.text
    await town.people.press(greeting, "TenBrief", user=owner)
    await town.people.wait_for(group, lambda one: "every day" in one.text)
    await town.people.set_rank(group, "bot", "left", by=owner)
    await town.people.set_rank(group, "bot", "member", by=owner)
    await town.people.set_rank(group, "bot", "administrator", by=owner)
    await town.ask(group, owner, "/today")
    assert len([one for one in await from_bot(town, group) if "ten AI stories" in one.text]) == 1


async def test_a_double_tap_subscribes_once(town: Town) -> None:
    group, owner, _ = await group_of(town)
    greeting = await town.people.wait_for(group, lambda one: one.from_bot)
    await town.people.press(greeting, "TenBrief", user=owner)
    await town.people.press(greeting, "TenBrief", user=owner)
    await town.ask(group, owner, "/today")
    assert len([one for one in await from_bot(town, group) if "every day" in one.text]) == 1


async def test_others_are_answered_in_a_reply_and_unknown_commands_are_not(town: Town) -> None:
    group, _, guest = await group_of(town)
    await town.people.say(group, guest, "/dance")
    await town.people.say(group, guest, "/topic@SomeOtherBot DeepSeek")
    await town.people.say(group, guest, "DeepSeek")
    said = await town.people.say(group, guest, "/topic DeepSeek")
    answer = await town.people.answer_to(said)
    assert answer.reply_to == said.id
    assert len([one for one in await from_bot(town, group) if one.reply_to]) == 1


async def test_one_person_cannot_flood_a_group(town: Town) -> None:
    group, owner, guest = await group_of(town)
    for _ in range(12):
        await town.people.say(group, guest, "/topics")
    answer = await town.ask(group, owner, "/topic DeepSeek")
    assert "DeepSeek" in answer.text
    answers = [one for one in await from_bot(town, group) if one.reply_to]
    assert len(answers) <= 7


async def test_an_anonymous_admin_presses_and_writes(town: Town) -> None:
    group, _, _ = await group_of(town)
    hidden = await town.people.add_person("Hidden", language_code="en")
    await town.people.set_rank(group, hidden, "administrator", anonymous=True)
    screen = await town.ask(group, hidden, "/settings")
    await town.people.press(screen, "Subscribe", user=hidden)
    chats = town.house.store.chats.list(state=ChatState.ACTIVE)
    assert [chat.kind for chat in chats] == [ChatKind.GROUP]


async def test_forum_topics_subscribe_apart(town: Town) -> None:
    group, owner, guest = await group_of(town, is_forum=True)
    first = await town.people.open_topic(group, "Daily")
    second = await town.people.open_topic(group, "Quiet")
    await town.ask(group, owner, "/subscribe en", thread=first)
    assert "admins" in (await town.ask(group, guest, "/subscribe en", thread=second)).text
    await town.ask(group, owner, "/follow DeepSeek", thread=first)
    following = await town.ask(group, owner, "/following", thread=second)
    assert "nobody yet" in following.text
    await town.house.newsroom.publish("en")
    await town.deliver()
    briefs = [one for one in await from_bot(town, group) if "END" in one.text]
    assert [one.thread for one in briefs] == [first]


async def channel_of(town: Town, lang: str = "en") -> tuple[int, int, Message]:
    owner = await town.people.add_person("Olga", language_code=lang, started=True)
    channel = await town.people.add_chat("channel", "Ten a day", owner=owner)
    await town.people.set_rank(channel, "bot", "administrator", by=owner)
    told = await town.people.wait_for(owner, lambda one: "Ten a day" in one.text)
    return channel, owner, told


async def test_a_channels_owner_sets_it_up_in_private(town: Town) -> None:
    channel, owner, told = await channel_of(town)
    assert told.button_texts == ["Preview the post", "Settings", "Stop posting"]
    await town.people.press(told, "Preview the post")
    preview = await town.people.wait_for(owner, lambda one: "END" in one.text)
    assert (
        "Ten a day"
        in next(m for m in await from_bot(town, owner) if m.id < preview.id and m.id > told.id).text
    )
    assert not await from_bot(town, channel)
    await town.people.press(told, "Settings")
    await town.people.wait_for(owner, lambda one: one.id == told.id and "Settings of" in one.text)
    screen = next(m for m in await town.people.messages(owner) if m.id == told.id)
    await town.people.press(screen, "Length")
    screen = next(m for m in await town.people.messages(owner) if m.id == told.id)
    await town.people.press(screen, "headlines")
    await town.house.newsroom.publish("en")
    await town.deliver()
    post = await town.people.wait_for(channel, lambda one: "END" in one.text)
    assert all("url" in button for row in post.buttons for button in row)


async def test_a_channels_owner_is_told_once(town: Town) -> None:
    channel, owner, told = await channel_of(town)
    await town.people.set_rank(
        channel, "bot", "administrator", by=owner, withheld=["can_delete_messages"]
    )
    await town.ask(channel, owner, "/subscribe en")
    cards = [one for one in await from_bot(town, owner) if "Stop posting" in one.button_texts]
    assert [one.id for one in cards] == [told.id]


async def test_a_stopped_channel_stays_stopped_when_a_right_changes(town: Town) -> None:
    channel, owner, told = await channel_of(town)
    await town.people.press(told, "Stop posting")
    await town.people.set_rank(
        channel, "bot", "administrator", by=owner, withheld=["can_delete_messages"]
    )
    await town.ask(owner, owner, "/today")
    assert not town.house.store.chats.list(state=ChatState.ACTIVE)


async def test_a_channel_can_be_stopped_and_found_again_in_private(town: Town) -> None:
    channel, owner, told = await channel_of(town)
    await town.people.press(told, "Stop posting")
    await town.house.newsroom.publish("en")
    await town.deliver()
    assert not await from_bot(town, channel)
    screen = await town.ask(owner, owner, "/settings")
    await town.people.press(screen, "Ten a day")
    await town.people.wait_for(owner, lambda one: one.id == screen.id and "Settings of" in one.text)


async def test_who_is_no_admin_any_more_changes_nothing(town: Town) -> None:
    channel, owner, told = await channel_of(town)
    heir = await town.people.add_person("Hedy", language_code="en")
    await town.people.set_rank(channel, heir, "creator")
    await town.people.set_rank(channel, owner, "member")
    refused = await town.people.press(told, "Stop posting")
    assert refused.text is not None
    assert "admins" in refused.text
    assert len(town.house.store.chats.list(state=ChatState.ACTIVE)) == 1


async def test_an_owner_who_never_wrote_is_not_written_to(town: Town) -> None:
    owner = await town.people.add_person("Olga", language_code="zh-hans")
    channel = await town.people.add_chat("channel", "每日十条", owner=owner)
    await town.people.set_rank(channel, "bot", "administrator", by=owner)
    await town.ask(owner, owner, "/start")
    assert [chat.edition for chat in town.house.store.chats.list(state=ChatState.ACTIVE)] == ["zh"]


async def test_a_post_in_the_channel_subscribes_it_too(town: Town) -> None:
    channel, owner, told = await channel_of(town, "zh-hans")
    await town.people.press(told, "停止发布")
    assert "Ten" in (await town.ask(channel, owner, "/subscribe en")).text
    assert [chat.edition for chat in town.house.store.chats.list(state=ChatState.ACTIVE)] == ["en"]


async def test_who_blocked_and_returns_finds_what_they_followed(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    await town.ask(ada, ada, "/subscribe en")
    await town.ask(ada, ada, "/follow DeepSeek")
    await town.people.block(ada)
    await town.house.newsroom.publish("en")
    await town.deliver()
    town.clock.pass_by(timedelta(minutes=1))
    await town.people.unblock(ada)
    assert "DeepSeek" in (await town.ask(ada, ada, "/following")).text
    assert "every day" in (await town.ask(ada, ada, "/subscribe")).text


async def test_an_upgraded_group_keeps_what_it_follows(town: Town) -> None:
    owner = await town.people.add_person("Olga", language_code="en")
    group = await town.people.add_chat("group", "Readers", owner=owner)
    await town.people.set_rank(group, "bot", "member")
    await town.ask(group, owner, "/follow DeepSeek")
    supergroup = await town.people.migrate(group)
    await town.people.wait_for(supergroup, lambda one: True)
    assert "DeepSeek" in (await town.ask(supergroup, owner, "/following")).text
