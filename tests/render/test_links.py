from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.links import Start, brief_url, read_start, start_link, web_url


@pytest.mark.parametrize(
    "url", ["https://a.example/x?y=1#z", "http://a.example", "https://例え.example/路径"]
)
def test_a_web_address_is_printed(url: str) -> None:
    assert web_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " https://a.example",
        "https://a.example/a b",
        "https://a.example/\n",
        "data:text/html,x",
        "//a.example/x",
        "https:///x",
        "https://[broken",
        "ftp://a.example",
        "https://user@a.example/",
        "https://a.example/\u202e",
        "https://a.example/\ud800",
        "https://a.example/" + "x" * 2048,
    ],
)
def test_what_is_no_web_address_is_not(url: str | None) -> None:
    assert web_url(url) is None


def test_a_deep_link_can_be_read_by_a_person_where_it_can() -> None:
    assert start_link("LanternBot", "topic", "DeepSeek") == (
        "https://t.me/LanternBot?start=topic_DeepSeek"
    )
    assert start_link("LanternBot", "topics") == "https://t.me/LanternBot?start=topics"


@given(st.text(max_size=30))
def test_what_a_deep_link_asks_for_is_read_back(value: str) -> None:
    link = start_link("LanternBot", "topic", value)
    if link is not None:
        payload = link.partition("?start=")[2]
        assert len(payload) <= 64
        assert read_start(payload) == Start("topic", value)


def test_a_deep_link_that_would_be_too_long_is_left_out() -> None:
    assert start_link("LanternBot", "topic", "很" * 20) is None


@pytest.mark.parametrize("name", [None, "", "a b", "x", "a" * 40, 'bot"><b>'])
def test_without_a_bot_name_there_is_no_deep_link(name: str | None) -> None:
    assert start_link(name, "topic", "DeepSeek") is None


@pytest.mark.parametrize("payload", ["topic-!!", "topic-_w", "", "Ünsinn", "topic-/w=="])
def test_a_payload_that_is_not_ours_is_nothing(payload: str) -> None:
    assert read_start(payload) is None


def test_a_brief_has_an_address_once_the_archive_has_one() -> None:
    assert brief_url(None, "zh", date(2025, 3, 1)) is None
    assert brief_url("https://ten.example/", "zh", date(2025, 3, 1)) == (
        "https://ten.example/zh/2025-03-01"
    )
