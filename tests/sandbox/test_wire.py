"""The sample wire, through its HTTP door."""

from __future__ import annotations

import json
import struct
import zlib
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlsplit

import feedparser
import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.model import Source
from bot.sandbox.wire import create_wire, load_items, load_outlets, wire_sources

NOW = datetime(2026, 11, 25, 10, 30, 15, 250_000, tzinfo=UTC)
BASE_URL = "http://wire.example"
SOURCES = {source.slug: source for source in wire_sources(BASE_URL)}


def _client(now: datetime = NOW) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_wire(now)))


async def _get(url: str, headers: dict[str, str] | None = None) -> httpx.Response:
    async with _client() as client:
        return await client.get(url, headers=headers)


def _told_by(slug: str) -> list[str]:
    items = [item for item in load_items() if item.outlet == slug]
    return [item.title for item in sorted(items, key=lambda item: item.hours_ago)]


def _titles(source: Source, response: httpx.Response) -> list[str]:
    if source.url.endswith(".json"):
        return [item["title"] for item in response.json()["items"]]
    parsed: Any = feedparser.parse(response.content)
    assert not parsed.bozo
    assert parsed.feed.title == source.title
    return [entry.title for entry in parsed.entries]


@pytest.mark.parametrize("slug", SOURCES)
async def test_every_feed_reads_as_what_its_outlet_told_newest_first(slug: str) -> None:
    source = SOURCES[slug]
    response = await _get(source.url)
    assert response.status_code == 200
    assert _titles(source, response) == _told_by(slug)


def test_the_outlets_spread_over_four_formats_two_languages_and_all_kinds() -> None:
    outlets = load_outlets()
    assert len(outlets) == 9
    assert len({outlet.format.extension for outlet in outlets}) == 4
    assert {outlet.lang for outlet in outlets} == {"zh", "en"}
    assert len({outlet.kind for outlet in outlets}) == 4


def test_every_item_belongs_to_an_outlet_and_has_its_own_id() -> None:
    items = load_items()
    assert {item.outlet for item in items} == set(SOURCES)
    assert len({item.id for item in items}) == len(items) >= 70
    assert len({item.number for item in items}) == len(items)


def test_the_wire_covers_a_day_and_a_half_and_nothing_of_tomorrow() -> None:
    ages = [item.hours_ago for item in load_items()]
    assert min(ages) > 0
    assert 30 < max(ages) <= 36


def test_eight_events_or_more_are_told_by_several_outlets_in_both_languages() -> None:
    langs = {outlet.slug: outlet.lang for outlet in load_outlets()}
    told = Counter(item.event for item in load_items())
    both = [
        event
        for event in told
        if {langs[item.outlet] for item in load_items() if item.event == event} == {"zh", "en"}
    ]
    assert len(both) >= 8
    assert max(told.values()) == 5


def test_there_are_more_than_enough_stories_for_a_brief_of_ten() -> None:
    stories = {item.event for item in load_items() if item.ai and not item.roundup and item.text}
    assert len(stories) >= 14


def test_a_follow_up_names_an_event_that_was_told_before_it() -> None:
    for item in load_items():
        if item.follows is not None:
            earlier = [other.hours_ago for other in load_items() if other.event == item.follows]
            assert earlier
            assert min(earlier) > item.hours_ago


async def test_dates_are_counted_back_from_now_in_the_outlets_own_zone() -> None:
    item = next(item for item in load_items() if item.outlet == "guian")
    response = await _get(SOURCES["guian"].url)
    entry = next(entry for entry in response.json()["items"] if entry["title"] == item.title)
    published = datetime.fromisoformat(entry["date_published"])
    assert published == NOW.replace(microsecond=0) - timedelta(hours=item.hours_ago)
    assert published.utcoffset() == timedelta(hours=8)


async def test_the_zone_in_which_now_is_given_does_not_matter() -> None:
    url = SOURCES["northwind-tech"].url
    async with _client(NOW.astimezone(timezone(timedelta(hours=-8)))) as client:
        elsewhere = await client.get(url)
    assert elsewhere.content == (await _get(url)).content


@pytest.mark.parametrize("slug", SOURCES)
async def test_links_lie_on_the_outlets_own_site(slug: str) -> None:
    source = SOURCES[slug]
    response = await _get(source.url)
    if source.url.endswith(".json"):
        links = [item["url"] for item in response.json()["items"]]
    else:
        links = [entry.link for entry in feedparser.parse(response.content).entries]
    assert {urlsplit(link).hostname for link in links} == {f"{slug}.example"}
    assert len(set(links)) == len(links)


async def test_neither_address_nor_guid_tells_which_items_report_the_same_event() -> None:
    for source in SOURCES.values():
        document = (await _get(source.url)).text
        assert [item.id for item in load_items() if item.id in document] == []


async def test_an_item_may_be_nothing_but_a_headline() -> None:
    response = await _get(SOURCES["frontier-bulletin"].url)
    parsed: Any = feedparser.parse(response.content)
    bare = [entry.title for entry in parsed.entries if not entry.get("summary")]
    assert bare == ["Perplexity brings its browser to Linux"]


async def test_an_etag_that_still_holds_is_answered_with_304_and_no_body() -> None:
    url = SOURCES["jiguang"].url
    etag = (await _get(url)).headers["ETag"]
    again = await _get(url, {"If-None-Match": f'"other", W/{etag}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == etag


async def test_a_date_that_still_holds_is_answered_with_304() -> None:
    url = SOURCES["paper-lantern"].url
    modified = (await _get(url)).headers["Last-Modified"]
    assert (await _get(url, {"If-Modified-Since": modified})).status_code == 304


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": '"other"'},
        {"If-Modified-Since": "Tue, 24 Nov 2026 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
        {"If-Modified-Since": "Fri, 27 Nov 2026 00:00:00 -0000"},
    ],
)
async def test_a_condition_that_fails_or_says_nothing_brings_the_document(
    headers: dict[str, str],
) -> None:
    assert (await _get(SOURCES["zhixin"].url, headers)).status_code == 200


async def test_an_etag_counts_before_a_date() -> None:
    url = SOURCES["zhixin"].url
    modified = (await _get(url)).headers["Last-Modified"]
    headers = {"If-None-Match": '"other"', "If-Modified-Since": modified}
    assert (await _get(url, headers)).status_code == 200


async def test_pictures_are_served_where_the_feeds_say_wherever_the_wire_is_mounted() -> None:
    app = Starlette(routes=[Mount("/wire", create_wire(NOW))])
    (source,) = [s for s in wire_sources(f"{BASE_URL}/wire/") if s.slug == "silicon-harbor"]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
        items = (await client.get(source.url)).json()["items"]
        pictures = [await client.get(item["image"]) for item in items]
    assert {picture.headers["Content-Type"] for picture in pictures} == {"image/png"}
    assert len({picture.content for picture in pictures}) == len(items)


async def test_every_feed_format_says_where_the_picture_is() -> None:
    for slug in ("zhixin", "moxing-square", "paper-lantern", "guian"):
        response = await _get(SOURCES[slug].url)
        item = next(item for item in load_items() if item.outlet == slug and item.picture)
        assert f"{BASE_URL}/pictures/{item.number}.png" in response.text


async def test_a_picture_is_a_whole_png() -> None:
    item = next(item for item in load_items() if item.picture)
    response = await _get(f"{BASE_URL}/pictures/{item.number}.png")
    kinds, data = _read_png(response.content)
    width, height = struct.unpack(">II", data[b"IHDR"][:8])
    assert kinds == [b"IHDR", b"IDAT", b"IEND"]
    assert len(zlib.decompress(data[b"IDAT"])) == height * (1 + 3 * width)


def _read_png(content: bytes) -> tuple[list[bytes], dict[bytes, bytes]]:
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    kinds, data, place = [], {}, 8
    while place < len(content):
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        data[kind] = content[place + 8 : place + 8 + length]
        checksum = content[place + 8 + length : place + 12 + length]
        assert checksum == struct.pack(">I", zlib.crc32(kind + data[kind]))
        kinds.append(kind)
        place += 12 + length
    return kinds, data


@pytest.mark.parametrize("path", ["/feeds/nobody.xml", "/feeds/jiguang.xml", "/pictures/none.png"])
async def test_what_does_not_exist_is_404(path: str) -> None:
    assert (await _get(BASE_URL + path)).status_code == 404


async def test_a_json_feed_declares_its_version_and_language() -> None:
    document = json.loads((await _get(SOURCES["guian"].url)).content)
    assert document["version"].startswith("https://jsonfeed.org/version/1")
    assert document["language"] == "zh"
