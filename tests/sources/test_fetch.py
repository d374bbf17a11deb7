"""Fetching: polite, bounded, and never where it must not go."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import brotli
import pytest

from bot.errors import AddressRefusedError, FetchError
from bot.sources.fetch import Fetcher
from tests.sources.conftest import Answer, Request, Site

FEED = b"<rss version='2.0'><channel><title>Wire</title></channel></rss>"
NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


class StoppedClock:
    def now(self) -> datetime:
        return NOON


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(allow_private=True, max_bytes=100_000, clock=StoppedClock()) as fetcher:
        yield fetcher


async def test_a_feed_is_fetched_with_what_the_next_visit_needs(
    site: Site, fetcher: Fetcher
) -> None:
    headers = {"ETag": '"v1"', "Last-Modified": "Fri, 01 May 2026 10:00:00 GMT"}
    site.pages["/feed"] = Answer(FEED, headers={**headers, "Content-Type": "text/xml"})
    got = await fetcher.fetch(site.url + "/feed")
    assert (got.status, got.body, got.content_type) == (200, FEED, "text/xml")
    assert (got.etag, got.last_modified) == ('"v1"', "Fri, 01 May 2026 10:00:00 GMT")
    assert not got.unchanged
    assert site.requests[0].headers["user-agent"].startswith("TenBrief/")


async def test_a_feed_that_did_not_change_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    site.pages["/feed"] = Answer(status=304)
    got = await fetcher.fetch(site.url + "/feed", etag='"v1"', last_modified="some day")
    assert got.unchanged
    assert got.body == b""
    assert (got.etag, got.last_modified) == ('"v1"', "some day")
    assert site.requests[0].headers["if-none-match"] == '"v1"'
    assert site.requests[0].headers["if-modified-since"] == "some day"


async def test_a_server_without_validators_is_known_by_its_body(
    site: Site, fetcher: Fetcher
) -> None:
    site.pages["/feed"] = Answer(FEED)
    first = await fetcher.fetch(site.url + "/feed")
    again = await fetcher.fetch(site.url + "/feed", etag=first.etag)
    assert again.unchanged
    assert "if-none-match" not in site.requests[1].headers
    site.pages["/feed"] = Answer(FEED + b" ")
    assert not (await fetcher.fetch(site.url + "/feed", etag=first.etag)).unchanged


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(FEED)),
        ("br", brotli.compress(FEED)),
        ("deflate", zlib.compress(FEED)),
        ("deflate", zlib.compress(FEED, wbits=-15)),
        ("identity", FEED),
    ],
    ids=["gzip", "br", "deflate", "deflate without a head", "identity"],
)
async def test_a_packed_body_is_unpacked(
    site: Site, fetcher: Fetcher, encoding: str, packed: bytes
) -> None:
    site.pages["/feed"] = Answer(packed, headers={"Content-Encoding": encoding})
    assert (await fetcher.fetch(site.url + "/feed")).body == FEED


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [
        ("gzip", gzip.compress(bytes(50_000_000))),
        ("br", brotli.compress(bytes(50_000_000))),
        ("identity", bytes(100_001)),
    ],
    ids=["gzip", "br", "identity"],
)
async def test_a_body_over_the_cap_is_refused_packed_or_not(
    site: Site, fetcher: Fetcher, encoding: str, bomb: bytes
) -> None:
    site.pages["/bomb"] = Answer(bomb, headers={"Content-Encoding": encoding})
    with pytest.raises(FetchError, match="larger than"):
        await fetcher.fetch(site.url + "/bomb")


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate"])
async def test_a_body_that_is_packed_wrongly_is_one_sentence(
    site: Site, fetcher: Fetcher, encoding: str
) -> None:
    site.pages["/feed"] = Answer(
        b"\xff\xfenot packed at all", headers={"Content-Encoding": encoding}
    )
    with pytest.raises(FetchError, match="cannot be unpacked"):
        await fetcher.fetch(site.url + "/feed")


async def test_an_endless_body_ends_with_the_time_or_the_cap(site: Site) -> None:
    async def drip(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"1\r\nx\r\n")
            await writer.drain()
            await asyncio.sleep(0.01)

    site.pages["/endless"] = drip
    async with Fetcher(allow_private=True, timeout_seconds=0.2) as fetcher:
        with pytest.raises(FetchError, match=r"did not finish within 0\.2 seconds"):
            await fetcher.fetch(site.url + "/endless")


async def test_a_permanent_redirect_is_reported_a_passing_one_only_followed(
    site: Site, fetcher: Fetcher
) -> None:
    site.pages["/new"] = Answer(FEED)
    site.pages["/old"] = Answer(status=301, headers={"Location": "/older"})
    site.pages["/older"] = Answer(status=308, headers={"Location": site.url + "/new"})
    site.pages["/away"] = Answer(status=302, headers={"Location": "/new"})
    site.pages["/mixed"] = Answer(status=301, headers={"Location": "/away"})
    moved = await fetcher.fetch(site.url + "/old")
    assert (moved.moved_to, moved.url, moved.body) == (site.url + "/new", site.url + "/new", FEED)
    assert (await fetcher.fetch(site.url + "/away")).moved_to is None
    assert (await fetcher.fetch(site.url + "/mixed")).moved_to == site.url + "/away"


async def test_redirects_in_a_circle_end(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a"] = Answer(status=302, headers={"Location": "/a"})
    with pytest.raises(FetchError, match="redirects more than"):
        await fetcher.fetch(site.url + "/a")


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://[", "gopher://x/"])
async def test_a_redirect_out_of_the_web_is_refused(
    site: Site, fetcher: Fetcher, location: str
) -> None:
    site.pages["/a"] = Answer(status=302, headers={"Location": location})
    with pytest.raises(FetchError):
        await fetcher.fetch(site.url + "/a")


@pytest.mark.parametrize(
    ("status", "word"), [(403, "refuses"), (404, "nothing"), (410, "gone"), (500, "out of order")]
)
async def test_a_refusal_is_one_sentence_with_its_status(
    site: Site, fetcher: Fetcher, status: int, word: str
) -> None:
    site.pages["/feed"] = Answer(b"<h1>no</h1>", status=status)
    with pytest.raises(FetchError, match=word) as caught:
        await fetcher.fetch(site.url + "/feed")
    assert caught.value.status == status
    assert caught.value.gone == (status == 410)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Fri, 01 May 2026 12:02:00 GMT", 120.0),
        ("Fri, 01 May 2026 11:00:00 GMT", 0.0),
        ("99999999999", 7 * 24 * 3600.0),
        ("soon", None),
    ],
)
async def test_retry_after_is_read_as_seconds_or_date(
    site: Site, fetcher: Fetcher, value: str, seconds: float | None
) -> None:
    site.pages["/feed"] = Answer(status=429, headers={"Retry-After": value})
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(site.url + "/feed")
    assert caught.value.retry_after_seconds == seconds


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"],
)
async def test_this_machine_is_refused_however_it_is_spelt(site: Site, host: str) -> None:
    port = site.url.rpartition(":")[2]
    async with Fetcher(allow_private=False) as fetcher:
        with pytest.raises(FetchError):
            await fetcher.fetch(f"http://{host}:{port}/feed")
    assert site.connections == 0


async def test_a_private_address_is_refused_in_its_own_words(site: Site) -> None:
    async with Fetcher(allow_private=False) as fetcher:
        with pytest.raises(AddressRefusedError, match="ALLOW_PRIVATE_SOURCES"):
            await fetcher.fetch(site.url + "/feed")


async def test_a_connection_that_is_refused_or_broken_is_one_sentence(
    site: Site, fetcher: Fetcher
) -> None:
    async def hang_up(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async def babble(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"this is no HTTP\r\n\r\n")
        writer.close()

    site.pages.update({"/hang": hang_up, "/babble": babble})
    for url in (site.url + "/hang", site.url + "/babble", "http://127.0.0.1:1/", "no address"):
        with pytest.raises(FetchError):
            await fetcher.fetch(url)


async def test_one_host_gets_few_requests_at_a_time_all_are_answered(site: Site) -> None:
    running = most = 0

    async def count(request: Request, writer: asyncio.StreamWriter) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        running -= 1
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    site.pages["/feed"] = count
    async with Fetcher(allow_private=True, per_host=2, concurrency=8) as fetcher:
        got = await asyncio.gather(*(fetcher.fetch(site.url + "/feed") for _ in range(20)))
    assert [fetched.body for fetched in got] == [b"ok"] * 20
    assert 1 <= most <= 2


async def test_proxies_of_the_environment_are_not_used(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    site.pages["/feed"] = Answer(FEED)
    async with Fetcher(allow_private=True) as fresh:
        assert (await fresh.fetch(site.url + "/feed")).body == FEED
