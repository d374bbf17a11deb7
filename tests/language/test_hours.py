from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadRequestError
from bot.language.hours import read_hour, read_length, read_quiet, says_hour
from bot.model import QuietHours


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("8:30", time(8, 30)),
        ("08：30", time(8, 30)),
        ("8.30", time(8, 30)),
        ("8", time(8)),
        ("20h", time(20)),
        ("8pm", time(20)),
        ("8:30 P.M.", time(20, 30)),
        ("12am", time(0)),
        ("12 pm", time(12)),
        ("noon", time(12)),
        ("at 8 in the evening", time(20)),
        ("晚上八点", time(20)),
        ("晚上八點半", time(20, 30)),
        ("早上七点一刻", time(7, 15)),
        ("下午3:15", time(15, 15)),
        ("晚上12点", time(0)),
        ("凌晨两点", time(2)),
        ("中午一点", time(13)),
        ("二十点三十分", time(20, 30)),
        ("24:00", time(0)),
    ],
)
def test_an_hour_is_read_as_people_type_it(text: str, hour: time) -> None:
    assert read_hour(text) == hour


@pytest.mark.parametrize("text", ["", "25:00", "8:60", "hello", "十十十", "DeepSeek", "8:30:15"])
def test_what_is_no_hour_is_refused(text: str) -> None:
    with pytest.raises(BadRequestError, match="08:30"):
        read_hour(text)


@pytest.mark.parametrize("text", ["8:30", "8pm", "晚上八点", "十二点"])
def test_plain_words_can_say_an_hour(text: str) -> None:
    assert says_hour(text)


@pytest.mark.parametrize("text", ["8", "R1", "4.5", "GPT-5", "十", "智己", "25:00", ""])
def test_a_name_or_a_lone_number_says_no_hour(text: str) -> None:
    assert not says_hour(text)


@pytest.mark.parametrize("text", ["22:00-07:00", "22-7", "晚上十点到早上七点", "from 10pm to 7am"])
def test_a_span_of_hours_may_pass_midnight(text: str) -> None:
    quiet = read_quiet(text)
    assert quiet == QuietHours(time(22), time(7))
    assert quiet.hold(time(23, 30))
    assert quiet.hold(time(6, 59))
    assert not quiet.hold(time(7))
    assert not quiet.hold(time(12))


def test_a_span_within_a_day_holds_from_its_start_to_its_end() -> None:
    quiet = read_quiet("13:00-14:00")
    assert quiet.hold(time(13))
    assert not quiet.hold(time(14))


@pytest.mark.parametrize("text", ["22:00", "7-7", "night", "1-2-3"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(BadRequestError, match="22:00-07:00"):
        read_quiet(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90),
        ("90 min", 90),
        ("2h", 120),
        ("两小时", 120),
        ("兩個小時", 120),
        ("一个半小时", 90),
        ("三十分钟", 30),
        ("１天", 1440),
    ],
)
def test_lengths_of_time_are_read(text: str, minutes: int) -> None:
    assert read_length(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["0", "2 days", "1441", "soon", "-5", ""])
def test_what_is_no_length_up_to_a_day_is_refused(text: str) -> None:
    with pytest.raises(BadRequestError, match="90 or 2h"):
        read_length(text)


@given(st.text())
def test_any_text_is_an_hour_or_refused(text: str) -> None:
    try:
        assert isinstance(read_hour(text), time)
    except BadRequestError:
        assert not says_hour(text)
