"""Times as people say them, in zh and en: 7d, 2025-02, yesterday, 上周, since March.

Called by `questions`. Pure: the reader's own day comes in as an argument.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.clock import local_date, local_moment

# What "recently" and 最近 mean.
RECENT_DAYS = 30
# Nobody's archive goes back further; larger numbers would leave the calendar.
MOST_DAYS = 36_500

_DAY = timedelta(days=1)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HAN_NUMBERS = {"一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
_HAN_NUMBERS |= {"八": 8, "九": 9, "十": 10, "几": 5, "幾": 5, "半": 0}
_EN_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_EN_NUMBERS |= {"few": 5, "couple of": 2, "ten": 10}


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days of a calendar, both included; open where one is None."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: the days a reader named, and what they are in UTC.

    `until` is the last second that counts, None for up to now.
    """

    days: Days
    since: datetime | None
    until: datetime | None


def find_span(text: str, now: datetime, zone: str) -> tuple[Span | None, str]:
    """Return the first time named in `text`, and `text` without it.

    Days begin at midnight in `zone`. A month or weekday without a year is the
    last one that has begun.

    Raises:
        BadRequestError: there is no such zone.
    """
    today = local_date(now, zone)
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            days = _read(read, match, today)
            if days is not None:
                rest = f"{text[: match.start()]} {text[match.end() :]}"
                return _span(days, zone), " ".join(rest.split())
    return None, text


def _read(read: _Reader, match: re.Match[str], today: date) -> Days | None:
    """Return the days `match` names; None where no calendar has them (February 30)."""
    try:
        return read(match, today)
    except (ValueError, OverflowError):
        return None


def _span(days: Days, zone: str) -> Span:
    since = None if days.first is None else local_moment(days.first, time(), zone)
    if days.last is None or days.last >= date.max - _DAY:
        return Span(days, since, None)
    end = local_moment(days.last + _DAY, time(), zone) - timedelta(seconds=1)
    return Span(days, since, max(end, since or datetime.min.replace(tzinfo=UTC)))


_Reader = Callable[[re.Match[str], date], Days | None]


def _one(day: date) -> Days:
    return Days(day, day)


def _month(year: int, month: int) -> Days:
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return Days(first, following - _DAY)


def _stated(year: str, month: str, day: str | None) -> Days:
    if day is None:
        return _month(int(year), int(month))
    return _one(date(int(year), int(month), int(day)))


def _range(match: re.Match[str], _today: date) -> Days | None:
    """Read 2025-02-01..2025-02-08; either end may be a month or missing."""
    start, end = match["start"], match["end"]
    if not start and not end:
        return None
    first = _stated(*_parts(start)).first if start else None
    last = _stated(*_parts(end)).last if end else None
    if first is not None and last is not None and last < first:
        first, last = last, first
    return Days(first, last)


def _parts(text: str) -> tuple[str, str, str | None]:
    year, month, *rest = re.findall(r"\d+", text)
    return year, month, rest[0] if rest else None


def _iso(match: re.Match[str], _today: date) -> Days:
    return _stated(match["year"], match["month"], match["day"])


def _year(match: re.Match[str], _today: date) -> Days:
    return Days(date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31))


def _month_and_day(match: re.Match[str], today: date) -> Days:
    """Read 2月8日 and 2月: of this year, or of last year while it is still to come."""
    return _of_some_year(int(match["month"]), match["day"], today)


def _of_some_year(month: int, day: str | None, today: date) -> Days:
    wanted = date(today.year, month, int(day) if day else 1)
    year = today.year if wanted <= today else today.year - 1
    return _stated(str(year), str(month), day)


def _english_month(match: re.Match[str], today: date) -> Days | None:
    """Read in March, March 8, March 2025, 8 March 2025; since March is open."""
    month = _MONTHS.index(match["name"][:3].lower()) + 1
    day, year = match["before"] or match["day"], match["year"]
    opening = (match["opening"] or "").strip().lower()
    if not (opening or day or year):
        return None  # "may" and "march" are words, too.
    days = _stated(year, str(month), day) if year else _of_some_year(month, day, today)
    return Days(days.first, None) if opening == "since" else days


def _weekday(match: re.Match[str], today: date) -> Days:
    opening = (match["opening"] or "").lower()
    back = (today.weekday() - _WEEKDAYS.index(match["name"][:3].lower())) % 7
    day = today - timedelta(days=back or (7 if "last" in opening else 0))
    return Days(day, None) if "since" in opening else _one(day)


def _han_weekday(match: re.Match[str], today: date) -> Days:
    number = 6 if match["name"] in "日天" else _HAN_NUMBERS[match["name"]] - 1
    monday = today - timedelta(days=today.weekday())
    if match["which"] and match["which"] in "上":
        return _one(monday - timedelta(days=7 - number))
    day = monday + timedelta(days=number)
    return _one(day if day <= today else day - timedelta(days=7))


def _last_days(match: re.Match[str], today: date) -> Days | None:
    """Read 7d, last 3 weeks, 近两个月: that many days up to today."""
    number = _number(match["number"])
    unit = match["unit"].lower()
    if number is None:
        return None
    if unit.startswith(("h", "小", "个小", "個小")):
        days = -(-number // 24)
    elif unit.startswith(("w", "周", "週", "星", "礼", "禮", "个星", "個星", "个礼", "個禮")):
        days = number * 7
    elif unit.startswith(("m", "月", "个月", "個月")):
        days = number * 30 or 15
    elif unit.startswith(("y", "年")):
        days = number * 365 or 182
    else:
        days = number
    if not 0 < days <= MOST_DAYS:
        return None
    return Days(today - timedelta(days=days - 1), None)


def _number(text: str | None) -> int | None:
    if not text:
        return 1
    word = text.strip().lower()
    if word.isdecimal():
        return int(word)
    return _EN_NUMBERS.get(word, _HAN_NUMBERS.get(word))


def _named(read: Callable[[date], Days]) -> _Reader:
    return lambda _match, today: read(today)


def _week(today: date, back: int) -> Days:
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return Days(monday, monday + timedelta(days=6))


def _month_before(today: date, back: int) -> Days:
    months = today.year * 12 + today.month - 1 - back
    return _month(months // 12, months % 12 + 1)


def _whole_year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31))


def _form(pattern: str, read: _Reader) -> tuple[re.Pattern[str], _Reader]:
    return re.compile(pattern, re.IGNORECASE), read


_DATE = r"\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2})?[日号號月]?"
_MONTH_NAME = r"(?P<name>" + "|".join(f"{name}[a-z]*" for name in _MONTHS) + r")\.?"
_DAY_NAME = r"(?P<name>(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)"
_NUMBER = r"(?P<number>\d{1,4}|a|one|two|three|four|five|six|seven|ten|few|couple of)"
_HAN_NUMBER = r"(?P<number>\d{1,4}|[一二两兩三四五六七八九十几幾半])"
_HAN_UNIT = r"(?P<unit>[天日周週年]|[个個]?(?:星期|[礼禮]拜|月|小[时時]))"

# Tried in this order; the first that reads as a date wins.
_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    _form(
        rf"(?<![\w.])(?P<start>{_DATE})?\s?(?:\.\.|…|~|～|–|—|至|到|\sto\s)\s?(?P<end>{_DATE})"
        r"(?![\w-])",
        _range,
    ),
    _form(rf"(?<!\w)(?P<start>{_DATE})(?:\.\.|…|~|～)(?P<end>)(?=\s|$)", _range),
    _form(
        r"(?<![\w.-])(?P<year>\d{4})[-/](?P<month>\d{1,2})(?:[-/](?P<day>\d{1,2}))?(?![\w.-])",
        _iso,
    ),
    _form(
        r"(?<!\d)(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月(?:份|\s?(?P<day>\d{1,2})\s?[日号號])?",
        _iso,
    ),
    _form(r"(?<!\d)(?P<year>(?:19|20)\d{2})\s?年", _year),
    _form(r"\b(?:in|during)\s(?P<year>(?:19|20)\d{2})\b", _year),
    _form(
        r"(?<!\d)(?P<month>1[0-2]|0?[1-9])\s?月(?:份|\s?(?P<day>\d{1,2})\s?[日号號])?",
        _month_and_day,
    ),
    _form(
        r"\b(?P<opening>(?:in|since|during|on)\s)?(?:(?P<before>\d{1,2})(?:st|nd|rd|th)?\s)?"
        rf"{_MONTH_NAME}\b(?:\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:,?\s(?P<year>\d{{4}}))?",
        _english_month,
    ),
    _form(
        rf"\b(?:in\s|over\s|during\s|for\s)?(?:the\s)?(?:last|past|previous)\s{_NUMBER}\s"
        r"(?P<unit>hours?|days?|weeks?|months?|years?)\b",
        _last_days,
    ),
    _form(
        rf"(?:最近|过去|過去|近|前)的?\s?{_HAN_NUMBER}\s?{_HAN_UNIT}(?:内|內|里|裡|以来|以來)?",
        _last_days,
    ),
    _form(r"(?:(?<=\s)|^)(?P<number>\d{1,4})(?P<unit>[hdwmy])(?=\s|$)", _last_days),
    _form(rf"(?:(?<=\s)|^){_HAN_NUMBER}{_HAN_UNIT}(?:内|內)?(?=\s|$)", _last_days),
    _form(r"\btoday(?:['’]s)?\b|今天|今日", _named(_one)),
    _form(r"\byesterday(?:['’]s)?\b|昨天|昨日", _named(lambda today: _one(today - _DAY))),
    _form(r"前天", _named(lambda today: _one(today - 2 * _DAY))),
    _form(
        r"(?P<which>上|本|这|這)?(?:个|個)?(?:周|週|星期|[礼禮]拜)(?P<name>[一二三四五六日天])(?!\w*[天个個])",
        _han_weekday,
    ),
    _form(
        r"\bthis week(?:['’]s)?\b|(?:本|这|這)(?:一)?(?:个|個)?(?:周|週|星期|[礼禮]拜)",
        _named(lambda today: _week(today, 0)),
    ),
    _form(
        r"\blast week(?:['’]s)?\b|上(?:一)?(?:个|個)?(?:周|週|星期|[礼禮]拜)",
        _named(lambda today: _week(today, 1)),
    ),
    _form(
        r"\bthis month(?:['’]s)?\b|本月|[这這](?:个|個)月",
        _named(lambda today: _month_before(today, 0)),
    ),
    _form(
        r"\blast month(?:['’]s)?\b|上(?:个|個)?月", _named(lambda today: _month_before(today, 1))
    ),
    _form(r"\bthis year(?:['’]s)?\b|今年", _named(lambda today: _whole_year(today.year))),
    _form(r"\blast year(?:['’]s)?\b|去年", _named(lambda today: _whole_year(today.year - 1))),
    _form(rf"\b(?P<opening>(?:since|on|last)\s){_DAY_NAME}\b", _weekday),
    _form(
        r"\b(?:recently|lately|these days)\b|最近|近期|近来|近來|这几天|這幾天|这段时间|這段時間",
        _named(lambda today: Days(today - timedelta(days=RECENT_DAYS - 1), None)),
    ),
)
