from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.spans import find_span
from bot.errors import BadRequestError

# A Thursday; in Shanghai it is the same day.
NOW = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)


def read(text: str) -> tuple[str | None, str | None, str]:
    """Return first day, last day and the rest of `text`."""
    span, rest = find_span(text, NOW, "Asia/Shanghai")
    assert span is not None, text
    first, last = span.days.first, span.days.last
    return first and first.isoformat(), last and last.isoformat(), rest


@pytest.mark.parametrize(
    ("text", "first", "last", "rest"),
    [
        ("DeepSeek 7d", "2026-02-27", None, "DeepSeek"),
        ("DeepSeek 2w", "2026-02-20", None, "DeepSeek"),
        ("DeepSeek 7天", "2026-02-27", None, "DeepSeek"),
        ("DeepSeek 2025-02", "2025-02-01", "2025-02-28", "DeepSeek"),
        ("2024-02", "2024-02-01", "2024-02-29", ""),
        ("2025-02-08", "2025-02-08", "2025-02-08", ""),
        ("2025-02-01..2025-02-08", "2025-02-01", "2025-02-08", ""),
        ("2025-02-08..2025-02-01", "2025-02-01", "2025-02-08", ""),
        ("2025-02..2025-04 Qwen", "2025-02-01", "2025-04-30", "Qwen"),
        ("DeepSeek 2025-02-01..", "2025-02-01", None, "DeepSeek"),
        ("..2025-02-08", None, "2025-02-08", ""),
        ("2025-02-01 到 2025-02-08", "2025-02-01", "2025-02-08", ""),
        ("2025-02-01 to 2025-02-08", "2025-02-01", "2025-02-08", ""),
        ("today", "2026-03-05", "2026-03-05", ""),
        ("今天的新闻", "2026-03-05", "2026-03-05", "的新闻"),
        ("昨天", "2026-03-04", "2026-03-04", ""),
        ("前天", "2026-03-03", "2026-03-03", ""),
        ("yesterday's news", "2026-03-04", "2026-03-04", "news"),
        ("this week", "2026-03-02", "2026-03-08", ""),
        ("last week", "2026-02-23", "2026-03-01", ""),
        ("上週", "2026-02-23", "2026-03-01", ""),
        ("这个月", "2026-03-01", "2026-03-31", ""),
        ("last month", "2026-02-01", "2026-02-28", ""),
        ("去年", "2025-01-01", "2025-12-31", ""),
        ("last 3 days", "2026-03-03", None, ""),
        ("over the past two weeks", "2026-02-20", None, ""),
        ("近三天", "2026-03-03", None, ""),
        ("最近一周", "2026-02-27", None, ""),
        ("过去 24 小时", "2026-03-05", None, ""),
        ("DeepSeek 最近怎么样", "2026-02-04", None, "DeepSeek 怎么样"),
        ("lately", "2026-02-04", None, ""),
        ("2025年2月", "2025-02-01", "2025-02-28", ""),
        ("2025 年 2 月 8 日", "2025-02-08", "2025-02-08", ""),
        ("2月8号", "2026-02-08", "2026-02-08", ""),
        ("12月", "2025-12-01", "2025-12-31", ""),
        ("in March", "2026-03-01", "2026-03-31", ""),
        ("March 2", "2026-03-02", "2026-03-02", ""),
        ("8 February 2025", "2025-02-08", "2025-02-08", ""),
        ("since December", "2025-12-01", None, ""),
        ("OpenAI in 2025", "2025-01-01", "2025-12-31", "OpenAI"),
        ("since Monday", "2026-03-02", None, ""),
        ("on Friday", "2026-02-27", "2026-02-27", ""),
        ("上周三", "2026-02-25", "2026-02-25", ""),
        ("周一", "2026-03-02", "2026-03-02", ""),
    ],
)
def test_times_are_read_as_people_say_them(
    text: str, first: str | None, last: str | None, rest: str
) -> None:
    assert read(text) == (first, last, rest)


@pytest.mark.parametrize(
    "text",
    [
        "GPT-5.5",
        "Qwen3 30B",
        "may I ask",
        "march of progress",
        "2026-02-30",
        "一周年",
        "Claude Code 30 小时",
        "2025-02-08T10:00",
        "前5大公司",
        "0d",
    ],
)
def test_what_only_looks_like_a_time_is_left_alone(text: str) -> None:
    assert find_span(text, NOW, "UTC") == (None, text)


def test_days_begin_at_the_readers_midnight() -> None:
    span, _ = find_span("yesterday", NOW, "Asia/Shanghai")
    assert span is not None
    assert span.since == datetime(2026, 3, 3, 16, 0, tzinfo=UTC)
    assert span.until == datetime(2026, 3, 4, 15, 59, 59, tzinfo=UTC)


def test_today_is_the_readers_today() -> None:
    late = datetime(2026, 3, 5, 20, 0, tzinfo=UTC)
    span, _ = find_span("today", late, "Asia/Shanghai")
    assert span is not None
    assert span.days.first == date(2026, 3, 6)


def test_a_zone_that_is_none_is_refused() -> None:
    with pytest.raises(BadRequestError):
        find_span("today", NOW, "Moon/Crater")


numbers = st.integers(0, 99_999).map(str)
parts = st.sampled_from(
    [*"-..~/年月日天周dwmy ", "today", "last", "week", "近", "个月", "in", "May", "since", "Monday"]
)


@given(st.lists(st.one_of(numbers, parts), max_size=12).map("".join))
def test_no_text_is_too_strange(text: str) -> None:
    span, _ = find_span(text, NOW, "America/New_York")
    if span is not None and span.since is not None and span.until is not None:
        assert span.since <= span.until


@given(st.text(max_size=80))
def test_any_text_is_read_or_left_as_it_is(text: str) -> None:
    span, rest = find_span(text, NOW, "UTC")
    assert span is not None or rest == text
