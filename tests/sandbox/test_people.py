"""Ranks, joining and leaving, anonymous administrators, channels."""

from __future__ import annotations

import pytest
from telegram import ChatMemberAdministrator, ChatMemberLeft, ChatMemberOwner
from telegram.error import BadRequest, Forbidden

from bot.errors import SandboxError
from tests.sandbox.conftest import House


async def test_adding_promoting_and_removing_the_bot_is_told(house: House) -> None:
    ann = await house.people.add_person("Ann")
    chat = await house.people.add_chat("supergroup", "Readers", owner=ann)
    for rank in ("member", "administrator", "kicked"):
        await house.people.set_rank(chat, "bot", rank)
    changes = [one.my_chat_member for one in await house.bot.get_updates() if one.my_chat_member]
    assert [(one.old_chat_member.status, one.new_chat_member.status) for one in changes] == [
        ("left", "member"),
        ("member", "administrator"),
        ("administrator", "kicked"),
    ]
    assert {one.from_user.id for one in changes} == {ann}


async def test_blocking_and_coming_back_is_told(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    await house.people.block(ann)
    await house.people.block(ann)
    with pytest.raises(SandboxError, match="unblock"):
        await house.people.say(ann, ann, "hello?")
    await house.people.unblock(ann)
    changes = [one.my_chat_member for one in await house.bot.get_updates() if one.my_chat_member]
    assert [one.new_chat_member.status for one in changes] == ["kicked", "member"]


async def test_the_bot_can_ask_who_is_who(house: House) -> None:
    ann = await house.people.add_person("Ann")
    bo = await house.people.add_person("Bo")
    chat = await house.people.add_chat("supergroup", "Readers", owner=ann)
    await house.people.set_rank(chat, "bot", "administrator", withheld=["can_pin_messages"])
    await house.people.set_rank(chat, bo, "administrator", anonymous=True)
    assert isinstance(await house.bot.get_chat_member(chat, ann), ChatMemberOwner)
    admin = await house.bot.get_chat_member(chat, bo)
    assert isinstance(admin, ChatMemberAdministrator)
    assert admin.is_anonymous
    me = await house.bot.get_chat_member(chat, house.bot.id)
    assert isinstance(me, ChatMemberAdministrator)
    assert not me.can_pin_messages
    cat = await house.people.add_person("Cat")
    assert isinstance(await house.bot.get_chat_member(chat, cat), ChatMemberLeft)
    assert len(await house.bot.get_chat_administrators(chat)) == 3
    assert await house.bot.get_chat_member_count(chat) == 3
    assert (await house.bot.get_chat(chat)).title == "Readers"
    with pytest.raises(BadRequest, match=r"(?i)no administrators in the private chat"):
        await house.bot.get_chat_administrators(ann)


async def test_an_anonymous_administrator_speaks_as_the_group(house: House) -> None:
    ann = await house.people.add_person("Ann")
    chat = await house.people.add_chat("supergroup", "Readers", owner=ann)
    await house.people.set_rank(chat, "bot", "member")
    await house.people.set_rank(chat, ann, "creator", anonymous=True)
    await house.people.say(chat, ann, "/subscribe")
    message = (await house.bot.get_updates())[-1].message
    assert message is not None
    assert message.from_user is not None
    assert message.sender_chat is not None
    assert (message.from_user.username, message.sender_chat.id) == ("GroupAnonymousBot", chat)


async def test_a_bot_that_leaves_is_out(house: House) -> None:
    ann = await house.people.add_person("Ann")
    chat = await house.people.add_chat("supergroup", "Readers", owner=ann)
    await house.people.set_rank(chat, "bot", "member")
    await house.bot.leave_chat(chat)
    with pytest.raises(Forbidden, match=r"(?i)not a member"):
        await house.bot.send_message(chat, "x")


async def test_a_channel_post_comes_from_the_channel(house: House) -> None:
    ann = await house.people.add_person("Ann")
    bo = await house.people.add_person("Bo")
    chat = await house.people.add_chat("channel", "Daily", owner=ann)
    await house.people.set_rank(chat, "bot", "administrator")
    await house.people.set_rank(chat, bo, "member")
    await house.people.say(chat, ann, "/subscribe")
    with pytest.raises(SandboxError, match="only administrators"):
        await house.people.say(chat, bo, "me too")
    post = (await house.bot.get_updates())[-1].channel_post
    assert post is not None
    assert post.sender_chat is not None
    assert (post.text, post.sender_chat.id, post.from_user) == ("/subscribe", chat, None)


async def test_the_bot_opens_and_closes_topics_where_it_may(house: House) -> None:
    ann = await house.people.add_person("Ann")
    forum = await house.people.add_chat("supergroup", "Forum", owner=ann, is_forum=True)
    await house.people.set_rank(forum, "bot", "member")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights"):
        await house.bot.create_forum_topic(forum, "Daily")
    await house.people.set_rank(forum, "bot", "administrator")
    topic = await house.bot.create_forum_topic(forum, "Daily")
    await house.bot.close_forum_topic(forum, topic.message_thread_id)
    with pytest.raises(BadRequest, match=r"(?i)not_modified"):
        await house.bot.close_forum_topic(forum, topic.message_thread_id)
    await house.bot.send_message(forum, "x", message_thread_id=topic.message_thread_id)
    await house.bot.reopen_forum_topic(forum, topic.message_thread_id)
    await house.bot.delete_forum_topic(forum, topic.message_thread_id)
    assert [one.text for one in await house.people.messages(forum) if one.text] == []
