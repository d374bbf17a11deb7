from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot import intake
from bot.app.house import House, open_house
from bot.model import Address, ChatKind, DeliveryState, Outcome
from bot.web import WEBHOOK_PATH, build_web
from bot.web.state import FRESH_SECONDS, VitalsCollector
from bot.web.webhook import SECRET_HEADER
from tests.databases import SqliteTemplate
from tests.town import SetClock, sample_items, sample_sources, settings_for

SECRET = "a-secret-of-the-test"


@pytest.fixture
def received() -> list[dict[str, Any]]:
    return []


@pytest_asyncio.fixture
async def house(tmp_path: Path, sqlite_template: SqliteTemplate) -> AsyncIterator[House]:
    """A house with a day and a half of news and one published brief."""
    clock = SetClock()
    settings = settings_for(sqlite_template.copy(tmp_path), "http://127.0.0.1:9")
    with open_house(settings, clock, default_sources=False) as opened:
        for source in sample_sources():
            opened.store.sources.add(source)
        opened.store.items.add(sample_items(clock.now()), clock.now())
        intake.file_items(opened.store, opened.newsroom.archive.names(), None)
        await opened.newsroom.publish("en")
        yield opened


@pytest_asyncio.fixture
async def reader(house: House, received: list[dict[str, Any]]) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in front of the web door."""

    async def receive(update: dict[str, Any]) -> None:
        received.append(update)

    web = build_web(house.newsroom, house.renderer, receive=receive, secret=SECRET)
    transport = httpx.ASGITransport(app=web)
    async with httpx.AsyncClient(transport=transport, base_url="http://brief.example") as client:
        yield client


async def test_the_archive_lists_what_was_published(reader: httpx.AsyncClient) -> None:
    page = await reader.get("/")
    assert page.status_code == 200
    assert "/en/2026-03-05" in page.text


async def test_a_brief_has_a_page_of_its_own(reader: httpx.AsyncClient, house: House) -> None:
    brief = house.newsroom.archive.published_on("en", date(2026, 3, 5))
    page = await reader.get("/en/2026-03-05")
    assert page.status_code == 200
    assert brief.slots[9].headline.split("'")[0][:20] in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/zh/2026-03-05", "/en/2026-03-04", "/fr", "/en/tomorrow", "/a/b/c"]
)
async def test_what_was_not_published_is_not_there(reader: httpx.AsyncClient, path: str) -> None:
    page = await reader.get(path)
    assert page.status_code == 404
    assert "Traceback" not in page.text


async def test_each_edition_has_a_feed(reader: httpx.AsyncClient) -> None:
    feed = await reader.get("/en/feed.xml")
    assert feed.headers["content-type"].startswith("application/rss+xml")
    assert "http://brief.example/en/2026-03-05" in feed.text


async def test_health_is_ok_while_the_database_is(reader: httpx.AsyncClient) -> None:
    health = await reader.get("/health")
    assert health.status_code == 200
    assert health.json() == {"status": "ok", "problems": []}


async def test_metrics_count_items_and_chats(reader: httpx.AsyncClient, house: House) -> None:
    metrics = (await reader.get("/metrics")).text
    assert f"tenbrief_items {float(house.store.items.count())}" in metrics
    assert 'tenbrief_subscribed_chats{edition="zh"} 0.0' in metrics


async def test_metrics_tell_what_became_of_the_newest_brief(
    reader: httpx.AsyncClient, house: House
) -> None:
    chat = house.store.chats.put(Address("telegram", "1"), ChatKind.PRIVATE, "zh", None)
    house.store.chats.subscribe(chat.id, "zh")
    await house.newsroom.publish("zh")
    [line] = house.store.ledger.claim("me", house.clock.now(), 1, 60)
    sent = Outcome(line.id, DeliveryState.SENT, house.clock.now(), (1,))
    house.store.ledger.record("me", [], [sent], now=house.clock.now(), lease_seconds=60)
    metrics = (await reader.get("/metrics")).text
    assert 'tenbrief_brief_chats{edition="zh",fate="reached"} 1.0' in metrics
    assert 'tenbrief_late_seconds{edition="zh",quantile="1"} 0.0' in metrics
    assert 'tenbrief_messages_per_second{edition="zh"}' in metrics


async def test_the_webhook_takes_updates_from_who_knows_the_secret(
    reader: httpx.AsyncClient, received: list[dict[str, Any]]
) -> None:
    known = await reader.post(WEBHOOK_PATH, json={"update_id": 1}, headers={SECRET_HEADER: SECRET})
    stranger = await reader.post(WEBHOOK_PATH, json={"update_id": 2})
    assert (known.status_code, stranger.status_code) == (200, 403)
    assert received == [{"update_id": 1}]


async def test_the_webhook_refuses_what_is_no_update(
    reader: httpx.AsyncClient, received: list[dict[str, Any]]
) -> None:
    headers = {SECRET_HEADER: SECRET}
    broken = await reader.post(WEBHOOK_PATH, content=b"{", headers=headers)
    listed = await reader.post(WEBHOOK_PATH, json=[1], headers=headers)
    endless = await reader.post(WEBHOOK_PATH, content=b" " * 2_000_000, headers=headers)
    assert (broken.status_code, listed.status_code, endless.status_code) == (400, 400, 413)
    assert received == []


def test_figures_are_counted_once_however_often_they_are_asked_for(house: House) -> None:
    clock = iter([0.0, 0.0, FRESH_SECONDS - 1, FRESH_SECONDS, FRESH_SECONDS])
    collector = VitalsCollector(house.newsroom, lambda: next(clock))

    def chats() -> float:
        found = {gauge.name: gauge for gauge in collector.collect()}
        return sum(sample.value for sample in found["tenbrief_subscribed_chats"].samples)

    assert chats() == 0
    chat = house.store.chats.put(Address("telegram", "1"), ChatKind.PRIVATE, "zh", None)
    house.store.chats.subscribe(chat.id, "zh")
    assert chats() == 0
    assert chats() == 1


def test_figures_that_take_long_to_count_are_counted_less_often(house: House) -> None:
    # Counting began at 0 and took two seconds.
    clock = iter([0.0, 2.0, 2.0 + FRESH_SECONDS])
    collector = VitalsCollector(house.newsroom, lambda: next(clock))
    assert collector.collect() is collector.collect()
