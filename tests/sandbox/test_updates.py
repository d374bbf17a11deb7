"""What the bot is told, by long poll and by webhook."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import ReactionTypeEmoji
from telegram.error import Conflict

from bot.sandbox.updates import Updates
from tests.sandbox.conftest import House, serve, until


async def _group(house: House, owner: int, rank: str = "member") -> int:
    chat = await house.people.add_chat("supergroup", "Readers", owner=owner)
    await house.people.set_rank(chat, "bot", rank)
    await house.bot.get_updates(offset=-1)
    for update in await house.bot.get_updates():
        await house.bot.get_updates(offset=update.update_id + 1)
    return chat


async def test_an_offset_confirms_and_updates_come_again_until_then(house: House) -> None:
    ann = await house.people.add_person("Ann")
    for text in ("1", "2"):
        await house.people.say(ann, ann, text)
    first, second = await house.bot.get_updates()
    assert [one.update_id for one in await house.bot.get_updates()] == [
        first.update_id,
        second.update_id,
    ]
    (left,) = await house.bot.get_updates(offset=second.update_id)
    assert left.message is not None
    assert left.message.text == "2"
    assert await house.bot.get_updates(offset=second.update_id + 1) == ()


async def test_a_long_poll_returns_as_soon_as_somebody_speaks(house: House) -> None:
    ann = await house.people.add_person("Ann")
    poll = asyncio.create_task(house.bot.get_updates(timeout=20))
    await until(lambda: house.sandbox.updates.has_reader)
    await house.people.say(ann, ann, "hello")
    (update,) = await poll
    assert update.message is not None
    assert update.message.text == "hello"


async def test_a_second_reader_sends_the_first_one_away(house: House) -> None:
    poll = asyncio.create_task(house.bot.get_updates(timeout=20))
    await until(lambda: house.sandbox.updates.has_reader)
    assert (await house.call("getUpdates")).json()["result"] == []
    with pytest.raises(Conflict, match=r"(?i)terminated by other getUpdates request"):
        await poll


async def test_only_the_kinds_that_were_asked_for_come(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    await house.bot.get_updates(allowed_updates=["message_reaction"])
    sent = await house.bot.send_message(ann, "x")
    await house.people.say(ann, ann, "not heard")
    (message, *_) = await house.people.messages(ann)
    assert message.id == sent.message_id
    await house.people.react(message, "👍")
    (update,) = await house.bot.get_updates()
    assert update.message_reaction is not None
    assert update.message_reaction.new_reaction == (ReactionTypeEmoji("👍"),)


async def test_in_privacy_mode_a_group_is_heard_only_where_it_speaks_to_the_bot(
    house: House,
) -> None:
    ann = await house.people.add_person("Ann", started=True)
    chat = await _group(house, ann)
    sent = await house.bot.send_message(chat, "the brief")
    await house.people.say(chat, ann, "among ourselves")
    await house.people.say(chat, ann, "/topic DeepSeek")
    await house.people.say(chat, ann, "/topic@OtherBot DeepSeek")
    await house.people.say(chat, ann, "/topic@tenbriefbot 腾讯")
    await house.people.say(chat, ann, "thanks", reply_to=sent.message_id)
    heard = [update.message.text for update in await house.bot.get_updates() if update.message]
    assert heard == ["/topic DeepSeek", "/topic@tenbriefbot 腾讯", "thanks"]


async def test_an_administrator_and_a_bot_without_privacy_mode_hear_everything(
    house: House,
) -> None:
    ann = await house.people.add_person("Ann")
    chat = await _group(house, ann)
    await house.people.set_switches(privacy=False)
    await house.people.say(chat, ann, "one")
    await house.people.set_switches(privacy=True)
    await house.people.set_rank(chat, "bot", "administrator")
    await house.people.say(chat, ann, "two")
    heard = [update.message.text for update in await house.bot.get_updates() if update.message]
    assert heard == ["one", "two"]


@asynccontextmanager
async def _listener(statuses: list[int], heard: list[tuple[str, int]]) -> AsyncIterator[str]:
    """Take webhook calls, answer each with the next status, and note what came."""
    enough = statuses.copy()

    async def hook(request: Request) -> Response:
        body = await request.json()
        heard.append((request.headers["x-telegram-bot-api-secret-token"], body["update_id"]))
        return Response(status_code=enough.pop(0) if enough else 200)

    async with serve(Starlette(routes=[Route("/hook", hook, methods=["POST"])])) as address:
        yield f"{address}/hook"


async def test_a_webhook_gets_updates_in_order_with_its_secret_and_again_after_a_failure(
    house: House,
) -> None:
    house.sandbox.webhook.first_pause_seconds = 0
    heard: list[tuple[str, int]] = []
    ann = await house.people.add_person("Ann")
    await house.people.say(ann, ann, "1")
    async with _listener([500], heard) as address:
        await house.bot.set_webhook(address, secret_token="s3cret")
        await house.people.say(ann, ann, "2")
        await until(lambda: len(heard) >= 3)
        with pytest.raises(Conflict, match=r"(?i)webhook is active"):
            await house.bot.get_updates()
        assert (await house.bot.get_webhook_info()).url == address
        await house.bot.delete_webhook()
    ids = [update_id for _, update_id in heard]
    assert {secret for secret, _ in heard} == {"s3cret"}
    assert ids == [ids[0], ids[0], ids[0] + 1]
    assert await house.bot.get_updates() == ()


async def test_a_webhook_elsewhere_needs_https(house: House) -> None:
    assert await house.refusal("setWebhook", url="http://tenbrief.example/hook") == (
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    )


def test_a_negative_offset_keeps_the_last_ones() -> None:
    updates = Updates(first_id=1)
    for number in range(5):
        updates.push("message", str(number))
    updates.confirm(-2)
    assert [update.id for update in updates.peek(10)] == [4, 5]
