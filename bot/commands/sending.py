"""A message that is ready to leave, sent in its turn. Used by `desk`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from telegram import Bot
from telegram.ext import ExtBot
from telegram.request import RequestData

from bot.channels.telegram_body import Body, Request

METHOD = "sendMessage"


async def send_prepared(bot: Bot, chat: int, body: Body, head: Mapping[str, Any]) -> int:
    """Send `body` to `chat`, with the fields of `head` beside it, and return its id.

    It waits for its turn at the governor as every request of the bot does.

    Raises:
        telegram.error.TelegramError: Telegram refuses, or does not answer.
    """
    request = Request({"chat_id": chat, **head}, body.fields, body.encoded)
    # To the transports it is what they ask of a RequestData (see telegram_body).
    call: dict[str, Any] = {
        "url": f"{bot.base_url}/{METHOD}",
        "request_data": cast(RequestData, request),
    }
    limiter = bot.rate_limiter if isinstance(bot, ExtBot) else None
    if limiter is None:
        answer = await bot.request.post(**call)
    else:
        answer = await limiter.process_request(
            bot.request.post, (), call, METHOD, {"chat_id": chat}, None
        )
    return int(cast(dict[str, Any], answer)["message_id"])
