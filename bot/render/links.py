"""Addresses we print: checked outside ones, and those of the bot and its archive.

Used by templates and keyboards here; `commands` reads start payloads back with
`read_start`, `web` serves the page at `brief_path`.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import date

from bot.language.links import is_web_url

# https://core.telegram.org/api/links#bot-links: 1 to 64 of these.
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_START = re.compile(r"([a-z]+)([_-]?)([A-Za-z0-9_-]*)")
_BOT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")


def web_url(url: str | None) -> str | None:
    """Return `url` if it is a web address we may print, else None.

    Beyond what `is_web_url` asks, every character must be visible: none that
    turns the line round or that no encoding can hold.
    """
    return url if url and url.isprintable() and is_web_url(url) else None


@dataclass(frozen=True, slots=True)
class Start:
    """What a deep link asks for: `topic` DeepSeek, `brief` zh_2025-02-08, `subscribe` zh."""

    action: str
    value: str


def start_link(bot_name: str | None, action: str, value: str = "") -> str | None:
    """Return the link that opens the bot in private and asks for `action` on `value`.

    None without a bot name, or if `value` is too long for a deep link (64
    characters in all: about 14 Han characters, or 56 Latin ones).
    """
    if not bot_name or not _BOT_NAME.fullmatch(bot_name):
        return None
    payload = action
    if value and _PAYLOAD.fullmatch(value):
        payload = f"{action}_{value}"
    elif value:
        coded = base64.urlsafe_b64encode(value.encode("utf-8", "replace")).decode().rstrip("=")
        payload = f"{action}-{coded}"
    return f"https://t.me/{bot_name}?start={payload}" if _PAYLOAD.fullmatch(payload) else None


def read_start(payload: str) -> Start | None:
    """Return what the payload of a deep link asks for, or None if it is not ours.

    `topic_DeepSeek` is written out; `topic-<base64url>` is for all other values.
    """
    found = _START.fullmatch(payload)
    if found is None:
        return None
    action, mark, rest = found.groups()
    if mark != "-":
        return Start(action, rest)
    try:
        value = base64.b64decode(rest + "=" * (-len(rest) % 4), altchars=b"-_", validate=True)
        return Start(action, value.decode())
    except (binascii.Error, UnicodeDecodeError):
        return None


def bot_link(bot_name: str | None) -> str | None:
    """Return the address of the bot's private chat, or None without a name."""
    return f"https://t.me/{bot_name}" if bot_name and _BOT_NAME.fullmatch(bot_name) else None


def brief_path(edition: str, day: date) -> str:
    """Return the path of a brief's page below the public address: /zh/2025-02-08."""
    return f"/{edition}/{day.isoformat()}"


def brief_url(public_url: str | None, edition: str, day: date) -> str | None:
    """Return the public address of a brief's page, or None without a public address."""
    return web_url(public_url.rstrip("/") + brief_path(edition, day)) if public_url else None
