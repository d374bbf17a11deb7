"""What Telegram refuses, in its own words and codes."""

from __future__ import annotations

from typing import Any

import pytest
from telegram.error import ChatMigrated, Forbidden

from tests.sandbox.conftest import House


async def test_texts_are_measured_after_parsing_in_utf16_units(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    fits = "<b>" + "😀" * 2048 + "</b>"
    answer = await house.call("sendMessage", chat_id=ann, text=fits, parse_mode="HTML")
    assert answer.json()["ok"]
    long = await house.refusal("sendMessage", chat_id=ann, text="😀" * 2048 + "a")
    assert long == "Bad Request: message is too long"


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": " \n "}, "Bad Request: message text is empty"),
        (
            {"text": "<b>x", "parse_mode": "HTML"},
            "Bad Request: can't parse entities: "
            'Can\'t find end tag corresponding to start tag "b"',
        ),
        ({"text": "x", "parse_mode": "BBCode"}, "Bad Request: unsupported parse_mode"),
        ({"text": "x", "chat_id": 1}, "Bad Request: chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "Bad Request: chat not found"),
        ({"text": "x", "chat_id": ""}, "Bad Request: chat_id is empty"),
        ({"text": "x", "message_thread_id": 1}, "Bad Request: message thread not found"),
        (
            {"text": "x", "reply_parameters": {"message_id": 9}},
            "Bad Request: message to be replied not found",
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}},
            "Bad Request: can't parse inline keyboard button: "
            "Text buttons are unallowed in the inline keyboard",
        ),
        (
            {
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "十" * 22}]]},
            },
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            {
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "url": "javascript:1"}]]},
            },
            "Bad Request: inline keyboard button URL 'javascript:1' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "reply_markup": "{"},
            "Bad Request: can't parse reply keyboard markup JSON object",
        ),
    ],
)
async def test_a_message_is_refused(house: House, params: dict[str, Any], description: str) -> None:
    ann = await house.people.add_person("Ann", started=True)
    assert await house.refusal("sendMessage", **{"chat_id": ann, **params}) == description
    assert await house.people.messages(ann) == []


async def test_a_person_who_never_wrote_blocked_or_left_telegram_is_out_of_reach(
    house: House,
) -> None:
    ann = await house.people.add_person("Ann")
    send = {"chat_id": ann, "text": "x"}
    assert "bot can't initiate conversation" in await house.refusal("sendMessage", **send)
    await house.people.say(ann, ann, "/start")
    await house.people.block(ann)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await house.bot.send_message(ann, "x")
    await house.people.unblock(ann)
    await house.bot.send_message(ann, "back")
    await house.people.delete_chat(ann)
    assert await house.refusal("sendMessage", **send) == "Forbidden: user is deactivated"


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_a_bot_outside_a_chat_cannot_write_there(house: House, kind: str) -> None:
    owner = await house.people.add_person("Ann")
    chat = await house.people.add_chat(kind, "Readers", owner=owner)
    send = {"chat_id": chat, "text": "x"}
    assert await house.refusal("sendMessage", **send) == (
        f"Forbidden: bot is not a member of the {kind} chat"
    )
    await house.people.set_rank(chat, "bot", "kicked")
    assert await house.refusal("sendMessage", **send) == (
        f"Forbidden: bot was kicked from the {kind} chat"
    )
    await house.people.set_rank(chat, "bot", "administrator")
    await house.people.delete_chat(chat)
    assert await house.refusal("sendMessage", **send) == f"Forbidden: the {kind} chat was deleted"


async def test_a_channel_takes_posts_from_administrators_who_may_post(house: House) -> None:
    owner = await house.people.add_person("Ann")
    chat = await house.people.add_chat("channel", "Daily", owner=owner, username="daily")
    await house.people.set_rank(chat, "bot", "member")
    send = {"chat_id": "@daily", "text": "x"}
    assert await house.refusal("sendMessage", **send) == (
        "Bad Request: need administrator rights in the channel chat"
    )
    await house.people.set_rank(chat, "bot", "administrator", withheld=["can_post_messages"])
    assert "not enough rights" in await house.refusal("sendMessage", **send)
    await house.people.set_rank(chat, "bot", "administrator")
    sent = await house.bot.send_message("@daily", "x")
    assert sent.sender_chat is not None
    assert sent.from_user is None


async def test_a_muted_bot_lacks_the_right_to_write(house: House) -> None:
    owner = await house.people.add_person("Ann")
    chat = await house.people.add_chat("supergroup", "Readers", owner=owner)
    await house.people.set_rank(chat, "bot", "restricted")
    assert await house.refusal("sendMessage", chat_id=chat, text="x") == (
        "Bad Request: not enough rights to send text messages to the chat"
    )


async def test_an_upgraded_group_names_its_supergroup(house: House) -> None:
    owner = await house.people.add_person("Ann")
    group = await house.people.add_chat("group", "Readers", owner=owner)
    await house.people.set_rank(group, "bot", "member")
    supergroup = await house.people.migrate(group)
    with pytest.raises(ChatMigrated) as caught:
        await house.bot.send_message(group, "x")
    assert caught.value.new_chat_id == supergroup
    await house.bot.send_message(supergroup, "x")
    updates = [update.message for update in await house.bot.get_updates() if update.message]
    assert [one.migrate_to_chat_id for one in updates if one.migrate_to_chat_id] == [supergroup]
    assert [one.migrate_from_chat_id for one in updates if one.migrate_from_chat_id] == [group]


async def test_topics_are_threads_that_close_and_vanish_and_general_is_none(house: House) -> None:
    owner = await house.people.add_person("Ann")
    forum = await house.people.add_chat("supergroup", "Forum", owner=owner, is_forum=True)
    await house.people.set_rank(forum, "bot", "member")
    topic = await house.people.open_topic(forum, "Daily")
    sent = await house.bot.send_message(forum, "x", message_thread_id=topic)
    assert sent.message_thread_id == topic
    assert sent.is_topic_message
    general = {"chat_id": forum, "text": "x", "message_thread_id": 1}
    inside = {**general, "message_thread_id": topic}
    gone = "Bad Request: message thread not found"
    assert await house.refusal("sendMessage", **general) == gone
    await house.people.close_topic(forum, topic)
    assert await house.refusal("sendMessage", **inside) == "Bad Request: TOPIC_CLOSED"
    await house.people.delete_topic(forum, topic)
    assert await house.refusal("sendMessage", **inside) == gone
    await house.bot.send_message(forum, "in the main thread")
