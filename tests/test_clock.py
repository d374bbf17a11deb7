from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import edition_window, local_date, local_moment, next_moment, zone_named
from bot.errors import BadRequestError

ZONES = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
]
days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
hours = st.times().map(lambda t: t.replace(second=0, microsecond=0))


def test_the_hour_of_an_edition_is_that_of_its_zone() -> None:
    moment = local_moment(date(2025, 2, 8), time(18, 30), "Asia/Shanghai")
    assert moment == datetime(2025, 2, 8, 10, 30, tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_comes_once_and_later() -> None:
    moment = local_moment(date(2025, 3, 30), time(2, 30), "Europe/Berlin")
    assert moment.astimezone(ZoneInfo("Europe/Berlin")).time() == time(3, 30)


def test_an_hour_that_comes_twice_is_its_first_coming() -> None:
    moment = local_moment(date(2025, 10, 26), time(2, 30), "Europe/Berlin")
    assert moment == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_a_leap_day_has_its_brief() -> None:
    since, until = edition_window(date(2028, 2, 29), time(12), "UTC")
    assert (since.day, until.day) == (28, 29)


def test_an_unknown_zone_is_named_in_the_sentence() -> None:
    with pytest.raises(BadRequestError, match="Middle/Earth"):
        zone_named("Middle/Earth")


@given(day=days, hour=hours, zone=st.sampled_from(ZONES))
def test_windows_follow_each_other_without_gap_or_overlap(day: date, hour: time, zone: str) -> None:
    _, until = edition_window(day, hour, zone)
    since, _ = edition_window(day + timedelta(days=1), hour, zone)
    assert until == since


@given(
    # hypothesis takes naive bounds only; the zone is put on below.
    after=st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1)).map(  # noqa: DTZ001
        lambda moment: moment.replace(tzinfo=UTC)
    ),
    hour=hours,
    zone=st.sampled_from(ZONES),
)
def test_the_next_hour_is_ahead_and_within_two_days(after: datetime, hour: time, zone: str) -> None:
    moment = next_moment(after, hour, zone)
    assert after <= moment <= after + timedelta(days=2)


def test_midnight_in_shanghai_is_the_new_date_there() -> None:
    assert local_date(datetime(2025, 2, 7, 16, tzinfo=UTC), "Asia/Shanghai") == date(2025, 2, 8)
