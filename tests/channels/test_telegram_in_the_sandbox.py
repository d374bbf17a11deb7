"""The Telegram channel against the project's own Bot API: what people do to a bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from telegram import Bot

from bot.channels import Limits, Pace, Presence, open_transport
from bot.channels.telegram import TelegramChannel
from bot.errors import (
    ChatGoneError,
    ChatMovedError,
    DeliveryUnclearError,
    MessageRefusedError,
    RightsMissingError,
    ThreadGoneError,
)
from bot.model import Address, Button, Message
from bot.sandbox import SANDBOX_TOKEN, Client, run_sandbox

BRIEF = Message(
    "<b>Ten stories</b>\n<blockquote expandable>The first one.</blockquote>",
    ((Button("Read on", url="https://read.example/1"),),),
)


@dataclass
class Town:
    """A sandbox with one reader, Ann, and the channel that writes to it."""

    people: Client
    channel: TelegramChannel
    ann: int

    async def group(self, *, forum: bool = False) -> Address:
        kind = "supergroup" if forum else "group"
        group = await self.people.add_chat(kind, "Readers", owner=self.ann, is_forum=forum)
        await self.people.set_rank(group, "bot", "administrator")
        return Address("telegram", str(group), supergroup=forum)


@pytest_asyncio.fixture
async def town() -> AsyncIterator[Town]:
    transport = open_transport()
    async with run_sandbox() as url, Client(url) as people:
        await transport.initialize()
        bot = Bot(SANDBOX_TOKEN, base_url=f"{url}/bot", request=transport)
        ann = await people.add_person("Ann", started=True)
        channel = TelegramChannel(bot, Pace(Limits(10_000, 10_000, 600_000)))
        yield Town(people, channel, ann)
        await transport.shutdown()


def private(person: int) -> Address:
    return Address("telegram", str(person))


async def test_a_brief_stands_in_the_chat_as_written(town: Town) -> None:
    sent = await town.channel.send(private(town.ann), BRIEF)
    [message] = await town.people.messages(town.ann)
    assert (message.id,) == sent.message_ids
    assert message.text == "Ten stories\nThe first one."


async def test_who_blocked_the_bot_is_gone(town: Town) -> None:
    await town.people.block(town.ann)
    with pytest.raises(ChatGoneError) as caught:
        await town.channel.send(private(town.ann), BRIEF)
    assert caught.value.reason == "blocked"


async def test_a_chat_that_never_was_is_gone(town: Town) -> None:
    with pytest.raises(ChatGoneError) as caught:
        await town.channel.send(private(987), BRIEF)
    assert caught.value.reason == "chat_not_found"


async def test_a_group_that_threw_the_bot_out_is_gone(town: Town) -> None:
    group = await town.group()
    await town.people.set_rank(int(group.chat), "bot", "kicked")
    with pytest.raises(ChatGoneError) as caught:
        await town.channel.send(group, BRIEF)
    assert caught.value.reason == "kicked"


async def test_a_deleted_group_is_gone(town: Town) -> None:
    group = await town.group()
    await town.people.delete_chat(int(group.chat))
    with pytest.raises(ChatGoneError):
        await town.channel.send(group, BRIEF)


async def test_a_group_that_became_a_supergroup_has_moved(town: Town) -> None:
    group = await town.group()
    new = await town.people.migrate(int(group.chat))
    with pytest.raises(ChatMovedError) as caught:
        await town.channel.send(group, BRIEF)
    assert caught.value.new_chat == str(new)


@pytest.mark.parametrize("end", ["close_topic", "delete_topic"])
async def test_a_closed_or_deleted_topic_is_gone_and_its_group_is_not(town: Town, end: str) -> None:
    forum = await town.group(forum=True)
    topic = await town.people.open_topic(int(forum.chat), "News")
    in_topic = Address("telegram", forum.chat, topic, supergroup=True)
    await town.channel.send(in_topic, BRIEF)
    await town.people.set_rank(int(forum.chat), "bot", "member")
    await getattr(town.people, end)(int(forum.chat), topic)
    with pytest.raises(ThreadGoneError):
        await town.channel.send(in_topic, BRIEF)
    await town.channel.send(forum, BRIEF)


async def test_a_channel_where_the_bot_may_not_post_says_so(town: Town) -> None:
    channel = await town.people.add_chat("channel", "Daily", owner=town.ann)
    await town.people.set_rank(channel, "bot", "administrator", withheld=["can_post_messages"])
    with pytest.raises((RightsMissingError, ChatGoneError)):
        await town.channel.send(Address("telegram", str(channel), supergroup=True), BRIEF)


async def test_broken_markup_is_refused(town: Town) -> None:
    with pytest.raises(MessageRefusedError):
        await town.channel.send(private(town.ann), Message("<b>never closed"))


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_line_that_breaks_is_unclear_and_a_probe_knows(town: Town, when: str) -> None:
    first = await town.channel.send(private(town.ann), Message("before"))
    await town.people.add_fault(chat=town.ann, reset=when)
    with pytest.raises(DeliveryUnclearError):
        await town.channel.send(private(town.ann), BRIEF)
    presence = await town.channel.probe(private(town.ann), first.message_ids[0] + 1, BRIEF)
    assert presence is (Presence.THERE if when == "after" else Presence.ABSENT)


async def test_a_probe_leaves_the_message_as_it_was(town: Town) -> None:
    sent = await town.channel.send(private(town.ann), BRIEF)
    [before] = await town.people.messages(town.ann)
    assert await town.channel.probe(private(town.ann), *sent.message_ids, BRIEF) is Presence.THERE
    assert await town.people.messages(town.ann) == [before]


async def test_what_a_reader_wrote_is_not_ours(town: Town) -> None:
    said = await town.people.say(town.ann, town.ann, "/today")
    presence = await town.channel.probe(private(town.ann), said.id, BRIEF)
    assert presence is not Presence.THERE


async def test_a_probe_in_a_channel_never_changes_what_an_editor_posted(town: Town) -> None:
    channel = await town.people.add_chat("channel", "Daily", owner=town.ann)
    await town.people.set_rank(channel, "bot", "administrator")
    address = Address("telegram", str(channel), supergroup=True)
    posted = await town.people.say(channel, town.ann, "A word from the editor")
    assert await town.channel.probe(address, posted.id, BRIEF) is Presence.UNKNOWN
    assert await town.channel.probe(address, posted.id + 1, BRIEF) is Presence.ABSENT
    assert (await town.people.messages(channel))[-1].text == "A word from the editor"


async def test_a_probe_in_a_group_knows_the_messages_of_others(town: Town) -> None:
    forum = await town.group(forum=True)
    said = await town.people.say(int(forum.chat), town.ann, "hello")
    assert await town.channel.probe(forum, said.id, BRIEF) is Presence.OTHER


async def test_a_correction_changes_what_stands(town: Town) -> None:
    sent = await town.channel.send(private(town.ann), BRIEF)
    await town.channel.edit(private(town.ann), *sent.message_ids, Message("Corrected"))
    [message] = await town.people.messages(town.ann)
    assert message.text == "Corrected"
