"""The Telegram channel, over real HTTP to an API that misbehaves on demand."""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx_aiohttp
import pytest
from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from bot.channels.aiohttp_request import AiohttpRequest
from bot.channels.channel import Presence
from bot.channels.pace import Limits, Pace
from bot.channels.telegram import TelegramChannel, open_transport
from bot.errors import (
    ChannelError,
    ChatGoneError,
    ChatMovedError,
    DeliveryUnclearError,
    MessageRefusedError,
    NotDeliveredError,
    RateLimitedError,
    RightsMissingError,
    ThreadGoneError,
)
from bot.model import Address, Button, Message
from tests.channels.rude_api import Answer, ok, refused, rude_api

TRANSPORTS: dict[str, Callable[[], BaseRequest]] = {
    "aiohttp": lambda: AiohttpRequest(read_timeout=0.2, connect_timeout=2.0),
    "httpx": lambda: HTTPXRequest(read_timeout=0.2),
    "httpx-aiohttp": lambda: HTTPXRequest(
        read_timeout=0.2, httpx_kwargs={"transport": httpx_aiohttp.AiohttpTransport()}
    ),
}
READER = Address("telegram", "42")
GROUP = Address("telegram", "-1007", supergroup=True)
BRIEF = Message("<b>Ten stories</b>", ((Button("Share", share="https://t.example/b"),),))


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> BaseRequest:
    return TRANSPORTS[request.param]()


@asynccontextmanager
async def channel_to(url: str, transport: BaseRequest) -> AsyncIterator[TelegramChannel]:
    bot = Bot("1:token", base_url=url, request=transport)
    await transport.initialize()
    try:
        yield TelegramChannel(bot, Pace(Limits(10_000, 10_000, 600_000)))
    finally:
        await transport.shutdown()


async def error_of(answer: Answer, transport: BaseRequest) -> ChannelError:
    async with rude_api(answer) as api, channel_to(api.url, transport) as channel:
        with pytest.raises(ChannelError) as caught:
            await channel.send(GROUP, BRIEF)
        return caught.value


async def test_a_message_arrives_as_html_with_its_buttons(transport: BaseRequest) -> None:
    async with rude_api(ok(17)) as api, channel_to(api.url, transport) as channel:
        sent = await channel.send(READER, BRIEF)
    [fields] = api.sent("sendMessage")
    assert sent.message_ids == (17,)
    assert str(fields["chat_id"]) == "42"
    assert fields["text"] == "<b>Ten stories</b>"
    assert fields["parse_mode"] == "HTML"
    [[button]] = json.loads(fields["reply_markup"])["inline_keyboard"]
    assert button["url"] == "https://t.me/share/url?url=https%3A%2F%2Ft.example%2Fb"
    assert json.loads(fields["link_preview_options"]) == {"is_disabled": True}


async def test_the_lead_picture_is_a_large_preview_above_the_text() -> None:
    async with rude_api() as api, channel_to(api.url, open_transport()) as channel:
        await channel.send(READER, Message("Hello", picture="https://img.example/1.png"))
    preview = json.loads(api.sent("sendMessage")[0]["link_preview_options"])
    assert preview["url"] == "https://img.example/1.png"
    assert preview["show_above_text"]
    assert preview["prefer_large_media"]


async def test_a_refused_picture_leaves_the_text_alone(transport: BaseRequest) -> None:
    answers = refused(400, "Bad Request: wrong HTTP URL specified"), ok(3)
    async with rude_api(*answers) as api, channel_to(api.url, transport) as channel:
        sent = await channel.send(READER, Message("Hello", picture="https://img.example/1.png"))
    first, second = api.sent("sendMessage")
    assert sent.message_ids == (3,)
    assert first["text"] == second["text"]
    assert json.loads(second["link_preview_options"]) == {"is_disabled": True}


@pytest.mark.parametrize(("thread", "named"), [(None, False), (1, False), (7, True)])
async def test_only_a_real_forum_topic_is_named(thread: int | None, named: bool) -> None:
    async with rude_api() as api, channel_to(api.url, open_transport()) as channel:
        await channel.send(Address("telegram", "-1007", thread, supergroup=True), BRIEF)
    assert ("message_thread_id" in api.sent("sendMessage")[0]) is named


async def test_what_must_be_written_before_a_message_leaves_is_written_first() -> None:
    async with rude_api() as api, channel_to(api.url, open_transport()) as channel:

        async def leaving() -> None:
            assert api.requests == []

        await channel.send(READER, BRIEF, leaving=leaving)
    assert len(api.requests) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Forbidden: bot was blocked by the user", "blocked"),
        ("Forbidden: user is deactivated", "deactivated"),
        ("Forbidden: bot was kicked from the supergroup chat", "kicked"),
        ("Forbidden: bot is not a member of the channel chat", "kicked"),
        ("Forbidden: the group chat was deleted", "deleted"),
        ("Forbidden: bot can't initiate conversation with a user", "never_started"),
        ("Forbidden: something new", "forbidden"),
    ],
)
async def test_each_kind_of_403_says_why_the_chat_is_gone(text: str, reason: str) -> None:
    error = await error_of(refused(403, text), open_transport())
    assert isinstance(error, ChatGoneError)
    assert error.reason == reason


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (400, "Bad Request: chat not found", ChatGoneError),
        (400, "Bad Request: message thread not found", ThreadGoneError),
        (400, "Bad Request: TOPIC_CLOSED", ThreadGoneError),
        (400, "Bad Request: TOPIC_DELETED", ThreadGoneError),
        (400, "Bad Request: have no rights to send a message", RightsMissingError),
        (
            400,
            "Bad Request: not enough rights to send text messages to the chat",
            RightsMissingError,
        ),
        (400, "Bad Request: need administrator rights in the channel chat", RightsMissingError),
        (403, "Forbidden: CHAT_WRITE_FORBIDDEN", RightsMissingError),
        (400, "Bad Request: can't parse entities: unclosed tag", MessageRefusedError),
        (400, "Bad Request: message is too long", MessageRefusedError),
        (401, "Unauthorized", NotDeliveredError),
        (404, "Not Found", NotDeliveredError),
        (429, "Too Many Requests: retry after 0", RateLimitedError),
        (500, "Internal Server Error", DeliveryUnclearError),
        (502, "Bad Gateway", DeliveryUnclearError),
        (504, "Gateway Timeout", DeliveryUnclearError),
    ],
)
async def test_each_answer_has_its_meaning(
    status: int, text: str, kind: type[ChannelError], transport: BaseRequest
) -> None:
    error = await error_of(refused(status, text), transport)
    assert type(error) is kind


async def test_a_429_says_how_long_to_wait(transport: BaseRequest) -> None:
    answer = refused(429, "Too Many Requests: retry after 7", retry_after=7)
    error = await error_of(answer, transport)
    assert isinstance(error, RateLimitedError)
    assert error.retry_after == 7
    assert not error.everywhere


async def test_three_chats_told_to_wait_together_stop_the_bot() -> None:
    answer = refused(429, "Too Many Requests: retry after 9", retry_after=9)
    seen = []
    async with rude_api(answer) as api, channel_to(api.url, open_transport()) as channel:
        for chat in ("1", "2", "3"):
            with pytest.raises(RateLimitedError) as caught:
                await channel.send(Address("telegram", chat), BRIEF)
            seen.append(caught.value.everywhere)
    assert seen == [False, False, True]


async def test_a_group_that_moved_says_where(transport: BaseRequest) -> None:
    answer = refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1009)
    error = await error_of(answer, transport)
    assert isinstance(error, ChatMovedError)
    assert error.new_chat == "-1009"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(cut=True),
        Answer(silent=True),
        Answer(raw=b"{}", status=502),
        Answer(raw=b"<html>", status=502),
        Answer(raw=b'{"ok": tru', status=200),
    ],
    ids=["cut", "silent", "empty", "html", "half an answer"],
)
async def test_what_may_have_arrived_is_unclear(answer: Answer, transport: BaseRequest) -> None:
    assert type(await error_of(answer, transport)) is DeliveryUnclearError


async def test_a_line_cut_on_a_used_connection_is_unclear_too(transport: BaseRequest) -> None:
    async with (
        rude_api(ok(), Answer(cut=True)) as api,
        channel_to(api.url, transport) as channel,
    ):
        await channel.send(READER, BRIEF)
        with pytest.raises(DeliveryUnclearError):
            await channel.send(READER, BRIEF)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("aiohttp", NotDeliveredError),
        ("httpx", NotDeliveredError),
        # It calls every lost connection one that was never made, so it is not believed.
        ("httpx-aiohttp", DeliveryUnclearError),
    ],
)
async def test_a_refused_connection_certainly_did_not_deliver(
    name: str, kind: type[ChannelError]
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/bot"
        async with channel_to(url, TRANSPORTS[name]()) as channel:
            with pytest.raises(kind) as caught:
                await channel.send(READER, BRIEF)
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("answer", "presence"),
    [
        (refused(400, "Bad Request: message is not modified: specified new"), Presence.THERE),
        (refused(400, "Bad Request: message to edit not found"), Presence.ABSENT),
        (refused(400, "Bad Request: MESSAGE_ID_INVALID"), Presence.ABSENT),
        (refused(400, "Bad Request: message can't be edited"), Presence.OTHER),
        (ok(5), Presence.THERE),
    ],
)
async def test_a_probe_tells_whether_a_message_stands(answer: Answer, presence: Presence) -> None:
    async with rude_api(answer) as api, channel_to(api.url, open_transport()) as channel:
        assert await channel.probe(READER, 5, BRIEF) is presence
    [fields] = api.sent("editMessageText")
    assert fields["message_id"] == 5
    assert "reply_markup" in fields


async def test_a_probe_that_got_no_answer_says_so() -> None:
    answer = refused(502, "Bad Gateway")
    async with rude_api(answer) as api, channel_to(api.url, open_transport()) as channel:
        with pytest.raises(DeliveryUnclearError):
            await channel.probe(READER, 5, BRIEF)


async def test_editing_to_the_same_text_is_no_error() -> None:
    answer = refused(400, "Bad Request: message is not modified")
    async with rude_api(answer) as api, channel_to(api.url, open_transport()) as channel:
        await channel.edit(GROUP, 5, BRIEF)
    assert len(api.requests) == 1


async def test_editing_what_is_not_there_is_an_error(transport: BaseRequest) -> None:
    answer = refused(400, "Bad Request: message to edit not found")
    async with rude_api(answer) as api, channel_to(api.url, transport) as channel:
        with pytest.raises(MessageRefusedError):
            await channel.edit(GROUP, 5, BRIEF)


async def test_the_bots_own_methods_and_uploads_work_over_the_fast_transport() -> None:
    photo = Answer(
        200,
        {"ok": True, "result": {"message_id": 8, "date": 0, "chat": {"id": 1, "type": "private"}}},
    )
    async with rude_api(photo) as api:
        transport = AiohttpRequest()
        await transport.initialize()
        sent = await Bot("1:t", base_url=api.url, request=transport).send_message(1, "你好 & <hi>")
        await transport.shutdown()
    assert sent.message_id == 8
    assert api.sent("sendMessage") == [{"chat_id": "1", "text": "你好 & <hi>"}]
