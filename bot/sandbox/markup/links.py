"""Addresses inside markup: web links, mentions of a user, custom emoji and times."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from bot.sandbox.markup.entity import MarkupError

_WEB = re.compile(
    r"(?:(?P<protocol>https?|tonsite|ton)://)?(?P<host>[^\s/?#:@<>\"]+)(?P<port>:\d+)?"
    r"(?P<path>[/?#]\S*)?",
    re.IGNORECASE,
)
_TG = re.compile(r"tg:(?://)?(?P<what>[^/?#]*)/?(?:\?(?P<query>[^#]*))?", re.IGNORECASE)
_TIME_FLAGS = {"r": 1, "t": 2, "T": 4, "d": 8, "D": 16, "w": 32, "W": 32}


def checked_url(url: str) -> str | None:
    """Return `url` as Telegram stores it, or None where it takes it for no address."""
    if _TG.fullmatch(url):
        return url
    match = _WEB.fullmatch(url)
    if match is None:
        return None
    host = match["host"].lower()
    if "." not in host.strip("."):
        return None
    path = match["path"] or ""
    if not path.startswith("/"):
        path = "/" + path
    return f"{(match['protocol'] or 'http').lower()}://{host}{match['port'] or ''}{path}"


def mentioned_user(url: str) -> int | None:
    """Return the id that a `tg://user?id=...` address names, or None."""
    found = _tg_address(url)
    if found is None or found[0] != "user":
        return None
    number = found[1].get("id", "")
    return int(number) if number.isdigit() and int(number) > 0 else None


def emoji_or_time(url: str) -> tuple[str, int | tuple[int, int]]:
    """Return (`custom_emoji`, id) or (`date_time`, (unix, flags)) of a tg:// address.

    Raises:
        MarkupError: it is neither.
    """
    what, query = _tg_address(url) or ("", {})
    if what == "emoji" and _is_number(query.get("id", "")):
        return "custom_emoji", int(query["id"])
    if what == "time" and _is_number(query.get("unix", "")):
        return "date_time", (int(query["unix"]), time_flags(query.get("format", "")))
    raise MarkupError("Invalid tg://emoji or tg://time URL specified")


def time_flags(form: str) -> int:
    """Return the format letters of a `tg-time` as flags.

    Raises:
        MarkupError: a letter is unknown, or `r` stands with others.
    """
    if form in {"r", "R"}:
        return 1
    flags = 0
    for letter in form:
        if letter in {"r", "R"} or letter not in _TIME_FLAGS:
            raise MarkupError("Invalid date format used")
        flags |= _TIME_FLAGS[letter]
    return flags


def _tg_address(url: str) -> tuple[str, dict[str, str]] | None:
    match = _TG.fullmatch(url.split("#", 1)[0])
    if match is None:
        return None
    return match["what"].lower(), dict(parse_qsl(match["query"] or "", keep_blank_values=True))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and not text.startswith("0")
