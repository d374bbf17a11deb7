"""Telegram's errors -> ours. Called by `telegram.py` and nowhere else.

The texts are those of https://github.com/tdlib/telegram-bot-api and of its
upstream, which answers some in words and some in CAPITALS. `BadRequest` and
`TimedOut` are subclasses of `NetworkError`, so the order below matters.
"""

from __future__ import annotations

import re

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

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

# Where the text has it, the chat will not hear from us again until it says so itself.
GONE = {
    "bot was blocked": "blocked",
    "user_is_blocked": "blocked",
    "bot was kicked": "kicked",
    "bot is not a member": "kicked",
    "user is deactivated": "deactivated",
    "user_deactivated": "deactivated",
    "group chat was deleted": "deleted",
    "group is deactivated": "deleted",
    "channel_private": "kicked",
    "can't initiate conversation": "never_started",
    "can't send messages to bots": "is_a_bot",
    "can't send messages to the user": "blocked",
    "chat not found": "chat_not_found",
    "peer_id_invalid": "chat_not_found",
}
THREAD_GONE = (
    "message thread not found",
    "topic_closed",
    "topic_deleted",
    "topic_id_invalid",
)
RIGHTS_MISSING = (
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "chat_admin_required",
    "chat_restricted",
)
PICTURE_REFUSED = (
    "wrong http url",
    "webpage",
    "failed to get http url content",
    "wrong file identifier",
    "photo_invalid",
    "link preview",
)
NOT_MODIFIED = "message is not modified"
NOT_FOUND = (
    "message to edit not found",
    "message to delete not found",
    "message to react not found",
    "message_id_invalid",
)
NOT_OURS = ("message can't be edited", "message_author_required")

# The connection was never made, so nothing left. A connection that broke later
# (ReadError, RemoteProtocolError, ReadTimeout ...) says nothing about arrival.
NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)


class NotSentError(NetworkError):
    """A `NetworkError` of which the transport knows that nothing left the machine."""


def translated(error: TelegramError) -> ChannelError:
    """Return what `error` means for one message, in words of `bot.errors`."""
    if isinstance(error, RetryAfter):
        return _too_fast(wait_seconds(error))
    if isinstance(error, ChatMigrated):
        return ChatMovedError("The group became a supergroup.", str(error.new_chat_id))
    if isinstance(error, Forbidden | BadRequest):
        return _refused(error)
    if isinstance(error, InvalidToken):
        return NotDeliveredError(
            "Telegram does not know this bot; check TELEGRAM_BOT_TOKEN and TELEGRAM_API_URL."
        )
    if isinstance(error, NetworkError):
        return _network(error)
    # What is left is an answer that could not be read, which comes after the send.
    return DeliveryUnclearError("Telegram's answer could not be read.")


def says(error: TelegramError, texts: tuple[str, ...] | str) -> bool:
    """Return whether Telegram's own text holds one of `texts` (in small letters)."""
    message = error.message.lower()
    return any(text in message for text in ([texts] if isinstance(texts, str) else texts))


def wait_seconds(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait: an int or, by a setting, a timedelta."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()


def _refused(error: Forbidden | BadRequest) -> ChannelError:
    """Read the 400s and 403s, which differ by their text alone."""
    if says(error, RIGHTS_MISSING):
        return RightsMissingError(f"The bot may not post there now: {error.message}.")
    if says(error, THREAD_GONE):
        return ThreadGoneError(f"The forum topic is closed or deleted: {error.message}.")
    for text, reason in GONE.items():
        if says(error, text):
            return ChatGoneError(f"The chat is gone for us: {error.message}.", reason)
    if isinstance(error, Forbidden):
        return ChatGoneError(f"Telegram forbids the chat: {error.message}.", "forbidden")
    return MessageRefusedError(f"Telegram refuses the message: {error.message}.")


def _network(error: NetworkError) -> ChannelError:
    """Tell what certainly did not leave from what may have arrived.

    A 5xx answer says nothing on whether the message was stored before, so it is
    unclear too; only a connection that was never made is certain.
    """
    if says(error, "too many requests"):
        found = re.search(r"retry after (\d+)", error.message)
        return _too_fast(float(found[1]) if found else 1.0)
    if isinstance(error, NotSentError) or _never_left(error.__cause__):
        return NotDeliveredError("Telegram could not be reached; the message did not leave.")
    return DeliveryUnclearError("Telegram did not confirm the message; it may have arrived.")


def _never_left(cause: BaseException | None) -> bool:
    """Return whether the transport below python-telegram-bot never got a connection.

    httpx-aiohttp 0.2 calls a connection that broke after sending a
    `ConnectTimeout` too, so what aiohttp raised is never counted here.
    """
    if not isinstance(cause, NEVER_LEFT):
        return False
    origin = cause.__cause__
    return origin is None or not type(origin).__module__.startswith("aiohttp")


def _too_fast(seconds: float) -> RateLimitedError:
    return RateLimitedError(f"Telegram asks to wait {seconds:g} seconds.", seconds)
