"""A brief a day, whatever the clocks do: never two on one day, never none."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.clock import local_moment
from bot.model import Brief, Edition, QuietHours
from bot.store.due_hours import Wish, due_moment

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
# Days around which clocks change there, forward and back; Lord Howe's go by half an hour.
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Santiago", date(2026, 9, 6)),  # at midnight: the day begins at one
    ("Africa/Cairo", date(2026, 10, 30)),  # at midnight: its last hour comes twice
    ("Asia/Shanghai", date(2028, 2, 29)),  # none, but a leap day
    ("Asia/Kathmandu", date(2026, 12, 31)),
]
hours = st.times().map(lambda hour: hour.replace(second=0, microsecond=0, fold=0))


def published_at(day: date, edition: Edition) -> datetime:
    return local_moment(day, edition.hour, edition.zone) + timedelta(minutes=1)


def due_on(day: date, wish: Wish, edition: Edition) -> datetime:
    """Return when a brief published a minute after its edition's hour is due."""
    published = published_at(day, edition)
    brief = Brief("en", day, "en", "Title", "Lead", (), 5, (), published)
    return due_moment(edition, brief, wish, published)


@pytest.mark.parametrize(("zone", "change"), CHANGES)
@given(hour=hours, edition_hour=hours, edition_zone=st.sampled_from(["UTC", "Asia/Shanghai"]))
def test_every_brief_comes_at_the_wished_hour_of_a_day_of_its_own(
    zone: str, change: date, hour: time, edition_hour: time, edition_zone: str
) -> None:
    edition = Edition("en", "TenBrief", "en", edition_zone, edition_hour)
    days = [change + offset * DAY for offset in range(-3, 4)]
    dues = [due_on(day, Wish(hour=hour, zone=zone), edition) for day in days]
    local = [due.astimezone(ZoneInfo(zone)) for due in dues]
    # An hour that is skipped is that much later, once; else clocks show the hour.
    assert sum(moment.time() != hour for moment in local) <= 1
    # A reader whose hour is the edition's own may be before it in summer and after
    # it in winter: then one brief fewer or more is on its way at the change.
    ahead = [due - published_at(day, edition) for due, day in zip(dues, days, strict=True)]
    assume(all(2 * HOUR < each < 22 * HOUR for each in ahead))
    first = local[0].date()
    assert [moment.date() for moment in local] == [first + n * DAY for n in range(len(days))]


@pytest.mark.parametrize(("zone", "change"), CHANGES)
@given(start=hours, end=hours)
def test_quiet_hours_end_at_their_end_over_a_change(
    zone: str, change: date, start: time, end: time
) -> None:
    # An end that the clocks skip is that much later, by which time it seems quiet again.
    ends_at = local_moment(change, end, zone).astimezone(ZoneInfo(zone)).time()
    assume(start != end and ends_at == end)
    quiet = QuietHours(start, end)
    edition = Edition("en", "TenBrief", "en", zone, time(1))
    now = local_moment(change, time(1), zone)
    brief = Brief("en", change, "en", "Title", "Lead", (), 5, (), now)
    due = due_moment(edition, brief, Wish(quiet=quiet), now)
    assert now <= due <= now + DAY + HOUR
    assert not quiet.hold(due.astimezone(ZoneInfo(zone)).time())
