"""Hours of the day as people type them in Chinese and English. Called by commands.

A library that reads dates (dateparser, parsedatetime) knows neither 晚上八点半 nor
that a lone 8 is an hour here, and takes far more for one than it should.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import time, timedelta

from zhconv import convert

from bot.errors import BadRequestError
from bot.model import QuietHours

_DIGITS = {"零": 0, "〇": 0, "两": 2} | {
    digit: n for n, digit in enumerate("一二三四五六七八九", 1)
}
_NUMBER = r"\d{1,2}|[零〇两一二三四五六七八九十]{1,3}"
_BEFORE = r"凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚|夜里|半夜"
_AFTER = r"am|pm|a\.m\.?|p\.m\.?|in the morning|in the afternoon|in the evening|at night"
_HOUR = re.compile(
    rf"(?:at )?(?:每天)?(?P<before>{_BEFORE})?\s*(?P<hour>{_NUMBER})"
    rf"(?P<mark>\s*[:.h点时]\s*(?P<minute>半|一刻|三刻|{_NUMBER})?\s*(?:分|整|钟)?)?"
    rf"\s*(?P<after>{_AFTER}|o'clock)?"
)
_NAMED = {
    "noon": time(12),
    "midnight": time(0),
    "中午": time(12),
    "正午": time(12),
    "午夜": time(0),
}
_FRACTIONS = {"半": 30, "一刻": 15, "三刻": 45}
_MORNING = frozenset({"凌晨", "清晨", "早上", "早晨", "早", "上午", "am", "in the morning"})
_NIGHT = frozenset({"晚上", "晚", "夜里", "半夜", "at night"})
_LENGTH = re.compile(
    r"(?P<number>\d{1,4}|[零〇两一二三四五六七八九十]{1,3})\s*个?(?P<half>半)?"
    r"(?P<unit>m|mins?|minutes?|分钟?|h|hrs?|hours?|小时|钟头|d|days?|天)?"
)
_DAY_MINUTES = 24 * 60
_MINUTES_OF = {"m": 1, "分": 1, "h": 60, "小": 60, "钟": 60, "d": _DAY_MINUTES, "天": _DAY_MINUTES}
_SPAN = re.compile(r"\s*(?:-|–|—|~|至|到|\bto\b|\buntil\b)\s*")


def read_hour(text: str) -> time:
    """Return the hour that `text` says: 8:30, 08：30, 8pm, 晚上八点半, noon, or only 8.

    Raises:
        BadRequestError: it says none.
    """
    folded = _folded(text)
    if folded in _NAMED:
        return _NAMED[folded]
    found = _HOUR.fullmatch(folded)
    hour = None if found is None else _hour_of(found)
    if hour is None:
        raise BadRequestError(f"{text[:40]!r} is no hour; write it like 08:30.")
    return hour


def says_hour(text: str) -> bool:
    """Return whether `text` can only be meant as an hour: more than a lone number."""
    folded = _folded(text)
    found = _HOUR.fullmatch(folded)
    if found is None:
        return False
    part = found["before"] or found["after"]
    # 8.30 may be a version of something.
    mark = (found["mark"] or "").strip()
    return bool(part or (mark and not mark.startswith("."))) and _hour_of(found) is not None


def read_quiet(text: str) -> QuietHours:
    """Return the span of hours that `text` says: 22:00-07:00, 22-7, 晚上十点到早上七点.

    Raises:
        BadRequestError: it says none, or both hours are the same.
    """
    parts = _SPAN.split(_folded(text).removeprefix("从").removeprefix("from "))
    if len(parts) == 2:
        start, end = read_hour(parts[0]), read_hour(parts[1])
        if start != end:
            return QuietHours(start, end)
    raise BadRequestError(f"{text[:40]!r} is no span of hours; write it like 22:00-07:00.")


def read_length(text: str) -> timedelta:
    """Return the length of time that `text` says: 90 (minutes), 90 min, 2h, 两小时, 一天.

    Raises:
        BadRequestError: it says none from a minute to a day.
    """
    found = _LENGTH.fullmatch(_folded(text))
    minutes = 0
    if found is not None:
        minutes = _number(found["number"]) * _MINUTES_OF[(found["unit"] or "m")[0]]
        minutes += 30 if found["half"] else 0
    if not 1 <= minutes <= _DAY_MINUTES:
        raise BadRequestError(f"{text[:40]!r} is no length of time up to a day; write 90 or 2h.")
    return timedelta(minutes=minutes)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text[:80]).casefold().strip(" .。!！")
    return str(convert(plain, "zh-cn"))


def _hour_of(found: re.Match[str]) -> time | None:
    hour, minute = _number(found["hour"]), 0
    if found["minute"]:
        minute = _FRACTIONS.get(found["minute"]) or _number(found["minute"])
    hour = _on_the_day(hour, found["before"] or (found["after"] or "").replace(".", ""))
    if hour == 24 and minute == 0:
        return time(0)
    return time(hour, minute) if hour <= 23 and minute <= 59 else None


def _number(text: str) -> int:
    """Return a number written in digits or, up to 99, in Chinese."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    high = (_digits(tens) if tens else 1) if ten else 0
    return high * 10 + _digits(ones)


def _digits(text: str) -> int:
    value = 0
    for digit in text:
        value = value * 10 + _DIGITS.get(digit, 100)
    return value


def _on_the_day(hour: int, part: str) -> int:
    """Return `hour` on the 24-hour clock, given the part of the day it was said with."""
    if not part or part == "o'clock" or hour > 12:
        return hour
    if part in _MORNING:
        return hour % 12
    if part == "中午":
        return hour if hour >= 11 else hour + 12
    if part in _NIGHT and (hour == 12 or hour < 5):
        return hour % 12
    return hour % 12 + 12
