"""Drafts, actions, reactions, copies, deletions."""

from __future__ import annotations

import pytest
from telegram.constants import ChatAction
from telegram.error import BadRequest

from tests.sandbox.conftest import House


async def test_a_draft_is_seen_while_it_is_written_and_gone_once_it_is_sent(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    for text in ("Deep", "Deep<b>Seek</b>"):
        draft = {"chat_id": ann, "draft_id": 7, "text": text, "parse_mode": "HTML"}
        assert (await house.call("sendMessageDraft", **draft)).json() == {
            "ok": True,
            "result": True,
        }
    assert house.sandbox.world.chats[ann].drafts == {7: "DeepSeek"}
    await house.bot.send_message(ann, "DeepSeek")
    assert house.sandbox.world.chats[ann].drafts == {}
    refusal = await house.refusal("sendMessageDraft", chat_id=ann, draft_id=0, text="x")
    assert refusal == "Bad Request: draft_id must be non-zero"


async def test_the_bot_shows_that_it_types(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    assert await house.bot.send_chat_action(ann, ChatAction.TYPING)
    refusal = await house.refusal("sendChatAction", chat_id=ann, action="juggling")
    assert refusal == "Bad Request: wrong parameter action in request"


async def test_reactions_go_both_ways(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    await house.bot.get_updates(allowed_updates=["message_reaction"])
    sent = await house.bot.send_message(ann, "x")
    await sent.set_reaction("👍")
    (message,) = await house.people.messages(ann)
    await house.people.react(message, "🔥")
    await house.people.react(message, None)
    told = [one.message_reaction for one in await house.bot.get_updates() if one.message_reaction]
    assert [(len(one.old_reaction), len(one.new_reaction)) for one in told] == [(0, 1), (1, 0)]
    assert (await house.people.messages(ann))[0].raw["reactions"] == {"👍": 1}
    with pytest.raises(BadRequest, match=r"(?i)REACTION_INVALID"):
        await sent.set_reaction("🥔")


async def test_a_channel_counts_reactions_without_names(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    chat = await house.people.add_chat("channel", "Daily", owner=ann)
    await house.people.set_rank(chat, "bot", "administrator")
    await house.bot.get_updates(allowed_updates=["message_reaction_count"])
    await house.bot.send_message(chat, "x")
    (message,) = await house.people.messages(chat)
    await house.people.react(message, "👍", user=ann)
    count = (await house.bot.get_updates())[-1].message_reaction_count
    assert count is not None
    assert [one.total_count for one in count.reactions] == [1]


async def test_messages_are_copied_forwarded_pinned_and_deleted(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    bo = await house.people.add_person("Bo", started=True)
    sent = await house.bot.send_message(ann, "<b>x</b>", parse_mode="HTML")
    await sent.copy(bo)
    forwarded = await sent.forward(bo)
    assert forwarded.forward_origin is not None
    copy = (await house.people.messages(bo))[0]
    assert (copy.text, copy.entities[0]["type"]) == ("x", "bold")
    assert await sent.pin()
    assert await sent.delete()
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await sent.delete()
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await sent.edit_text("y")


async def test_nobody_elses_message_can_be_edited(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    said = await house.people.say(ann, ann, "mine")
    with pytest.raises(BadRequest, match=r"(?i)message can't be edited"):
        await house.bot.edit_message_text("yours", ann, said.id)
