"""Time: now in UTC, and whose morning it is.

Everything inside holds aware UTC datetimes; a zone appears only where a
reader's or an edition's hour is meant. Code that needs the time is handed a
`Clock`; `app` hands out `SystemClock`, tests a clock that they set.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import BadRequestError


class Clock(Protocol):
    """Tells the time, in UTC."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        return datetime.now(UTC)


def zone_named(name: str) -> ZoneInfo:
    """Return the IANA zone called `name`.

    Raises:
        BadRequestError: there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadRequestError(
            f"There is no time zone {name!r}; name one like Asia/Shanghai or Europe/Berlin."
        ) from error


def local_moment(day: date, hour: time, zone: str) -> datetime:
    """Return the UTC moment at which clocks in `zone` show `hour` on `day`.

    Every day has exactly one: an hour that comes twice is its first coming, and
    one that a change of clocks skips is taken that much later (02:30 is 03:30),
    which is what PEP 495 makes of fold=0.
    """
    return datetime.combine(day, hour, zone_named(zone)).astimezone(UTC)


def next_moment(after: datetime, hour: time, zone: str) -> datetime:
    """Return the first moment at or after `after` when clocks in `zone` show `hour`."""
    day = after.astimezone(zone_named(zone)).date()
    for offset in (0, 1, 2):
        moment = local_moment(day + timedelta(days=offset), hour, zone)
        if moment >= after:
            return moment
    raise AssertionError("a day without its hour")


def local_date(moment: datetime, zone: str) -> date:
    """Return the date that calendars in `zone` show at `moment`."""
    return moment.astimezone(zone_named(zone)).date()


def edition_window(day: date, hour: time, zone: str) -> tuple[datetime, datetime]:
    """Return what an edition on `day` covers: (after, until], both UTC.

    From the hour of the edition before it to its own hour.
    """
    return local_moment(day - timedelta(days=1), hour, zone), local_moment(day, hour, zone)
