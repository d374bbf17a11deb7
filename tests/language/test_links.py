"""Addresses: the same piece is known again, different pieces stay apart."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.links import canonical_url, host_of, is_web_url, slug_of


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://News.Example.COM:443/a/", "https://news.example.com/a"),
        ("http://example.com", "http://example.com/"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        ("https://example.com/a?utm_source=x&b=2&a=1&fbclid=z", "https://example.com/a?a=1&b=2"),
        ("https://example.com/a?spm=1.2&gclid=q", "https://example.com/a"),
        ("https://example.com/a?from=timeline", "https://example.com/a"),
        ("https://example.com/list?from=2024", "https://example.com/list?from=2024"),
        ("https://example.com/%7Ejo/%e4%bd%a0", "https://example.com/~jo/%E4%BD%A0"),
        ("https://example.com/你", "https://example.com/%E4%BD%A0"),
        ("https://例子.example/", "https://xn--fsqu00a.example/"),
        ("https://example.com/a#comments", "https://example.com/a"),
        ("https://example.com/a#:~:text=number%201", "https://example.com/a"),
        ("https://example.com/a#utm_source=rss2", "https://example.com/a"),
        ("https://example.com/a#01", "https://example.com/a#01"),
        ("https://example.com/log#2025-02-08", "https://example.com/log#2025-02-08"),
        ("https://example.com/#!/post", "https://example.com/#!/post"),
        ("https://www.google.com/url?q=https://example.com/a/&sa=t", "https://example.com/a"),
        ("  https://example.com/a ", "https://example.com/a"),
        ("not an address", "not an address"),
    ],
)
def test_an_address_has_one_canonical_spelling(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


def test_items_of_one_post_stay_apart_by_their_numbers() -> None:
    assert len({canonical_url(f"https://example.com/post#{n:02}") for n in range(1, 11)}) == 10


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/a",
        "javascript:alert(1)",
        "//example.com/a",
        "https://",
        "https://user:secret@example.com/",
        "https://example.com/a b",
        "https://example.com\\@evil.example/",
        "https://example.com:99999/",
        "https://[::1",
        "https://example.com/" + "a" * 3000,
        "",
    ],
)
def test_what_is_no_web_address_is_told_apart(url: str) -> None:
    assert not is_web_url(url)


def test_a_host_is_named_as_readers_know_it() -> None:
    assert host_of("https://www.Example.com/a") == "example.com"
    assert host_of("https://m.example.com.cn/a") == "example.com.cn"
    assert host_of("https://m.com/a") == "m.com"
    assert host_of("nonsense") == ""


def test_a_site_has_a_slug_that_a_person_can_type() -> None:
    assert slug_of("https://www.example.com/feed") == "example"
    assert slug_of("https://news.example.co.uk/rss") == "news-example"
    assert slug_of("http://127.0.0.1:8000/a.xml")
    assert slug_of("nonsense") == "source"


@given(st.text(max_size=60))
def test_any_text_has_a_canonical_form_that_stays(tail: str) -> None:
    for url in (tail, f"https://example.com/{tail}", f"https://{tail}/a"):
        once = canonical_url(url)
        assert canonical_url(once) == once


@given(
    st.dictionaries(st.sampled_from(["a", "b", "id"]), st.text(max_size=5), max_size=3),
    st.sampled_from(["utm_source=x", "fbclid=1", "spm=a.b"]),
)
def test_tracking_never_changes_what_an_address_is(query: dict[str, str], tracking: str) -> None:
    plain = "https://example.com/a?" + urlencode(query)
    assert canonical_url(f"{plain}&{tracking}") == canonical_url(plain)


def test_a_short_latin_title_gives_the_slug() -> None:
    assert slug_of("http://127.0.0.1:8000/a.xml", "Daily Wire") == "daily-wire"
    assert slug_of("https://www.example.com/feed", "极光科技") == "example"
