"""Dates and hours as a reader of a language writes them, by Babel (CLDR)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta

from bot.clock import zone_named
from bot.render.words import language_of

# As the bot's own words are set: 90 分钟.
_SPACE_BETWEEN = re.compile(r"(?<=\d)(?=[\u4e00-\u9fff])")


def long_date(day: date, lang: str | None) -> str:
    """Return `day` with its weekday: Saturday, February 8, 2025 / 2025年2月8日星期六."""
    return format_date(day, format="full", locale=language_of(lang))


def short_date(moment: datetime, lang: str | None, zone: str) -> str:
    """Return the date of `moment` in `zone`: Feb 8, 2025 / 2025年2月8日.

    Raises:
        BadRequestError: there is no such zone.
    """
    return format_date(moment.astimezone(zone_named(zone)), "medium", locale=language_of(lang))


def date_and_hour(moment: datetime, lang: str | None, zone: str) -> str:
    """Return date and hour of `moment` in `zone`, without the year: Feb 8, 18:30.

    Raises:
        BadRequestError: there is no such zone.
    """
    language = language_of(lang)
    pattern = "MMM d, HH:mm" if language == "en" else "M月d日 HH:mm"
    return format_datetime(moment.astimezone(zone_named(zone)), pattern, locale=language)


def duration(seconds: float, lang: str | None) -> str:
    """Return a length of time in its largest unit: 45 seconds, 3 hours / 45秒钟."""
    # A unit is used from 1.5 times its length: 75 minutes say more than 1 hour.
    return format_timedelta(timedelta(seconds=seconds), threshold=1.5, locale=language_of(lang))


def exact_duration(minutes: int, lang: str | None) -> str:
    """Return a length of time as it is: 90 minutes, 2 hours / 90 分钟."""
    # No hours in a day reach 25, so that odd minutes stay minutes.
    threshold = 25 if minutes % 60 else 1
    span = timedelta(minutes=minutes)
    words = format_timedelta(span, "minute", threshold, locale=language_of(lang))
    return _SPACE_BETWEEN.sub(" ", words)


def day_and_month(day: date, lang: str | None) -> str:
    """Return `day` without its year: Feb 8 / 2月8日."""
    language = language_of(lang)
    return format_date(day, "MMM d" if language == "en" else "M月d日", locale=language)


def zone_city(zone: str, lang: str | None) -> str:
    """Return a zone by its city, as the CLDR calls it: Berlin / 柏林; a zone's name without one."""
    named = Locale.parse(language_of(lang)).time_zones.get(zone, {})
    return str(named.get("city") or zone.rpartition("/")[2].replace("_", " "))
