from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.places import zone_at, zone_of_place


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("asia/shanghai", "Asia/Shanghai"),
        ("New_York", "America/New_York"),
        ("new york", "America/New_York"),
        ("柏林", "Europe/Berlin"),
        ("München", "Europe/Berlin"),
        ("東京", "Asia/Tokyo"),
        ("北京", "Asia/Shanghai"),
        ("旧金山", "America/Los_Angeles"),
        ("舊金山", "America/Los_Angeles"),
        ("ＵＴＣ", "UTC"),
        ("UTC+8", "Etc/GMT-8"),
        ("GMT-5", "Etc/GMT+5"),
        ("UTC+0", "UTC"),
    ],
)
def test_a_place_has_a_zone(text: str, zone: str) -> None:
    assert zone_of_place(text) == zone


@pytest.mark.parametrize("text", ["Atlantis", "", "UTC+15", "GMT-13", "DeepSeek"])
def test_an_unknown_place_has_none(text: str) -> None:
    assert zone_of_place(text) is None


def test_a_position_lies_in_a_zone() -> None:
    assert zone_at(48.1, 11.6) == "Europe/Berlin"
    assert zone_at(39.9, 116.4) == "Asia/Shanghai"
    assert zone_at(0.0, -30.0) == "Etc/GMT+2"


def test_a_position_off_the_globe_lies_in_none() -> None:
    assert zone_at(91.0, 0.0) is None
    assert zone_at(0.0, 181.0) is None


@given(st.text())
def test_whatever_is_named_gives_a_real_zone_or_none(text: str) -> None:
    zone = zone_of_place(text)
    assert zone is None or ZoneInfo(zone)
