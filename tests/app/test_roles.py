"""The bot split over processes that share PostgreSQL, as a machine runs it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import intake
from bot.app.house import House, open_house
from bot.clock import SystemClock
from bot.model import Address, ChatKind, DeliveryState
from bot.sandbox import SANDBOX_TOKEN, Client, run_sandbox
from tests.databases import Postgres
from tests.town import sample_items, sample_sources, settings_for

ROOT = Path(__file__).parents[2]
# At 30 messages a second the broadcast outlasts the stop of a sender.
READERS = 120
# Four interpreters starting on a busy machine.
PATIENCE_SECONDS = 120.0
# A brief that fits one message.
STORIES = 3


@pytest.fixture
def database(postgres: Postgres) -> Iterator[str]:
    with postgres.own() as url:
        yield url


def furnish(house: House, readers: list[int]) -> None:
    """Fill a house with news, readers, and an edition whose hour has just come."""
    now = datetime.now(UTC)
    # No process shall visit the default sources.
    house.store.marks.first_time("default_sources", now)
    for source in sample_sources():
        house.store.sources.add(source)
    house.store.items.add(sample_items(now), now)
    intake.file_items(house.store, house.newsroom.archive.names(), None)
    hour = (now - timedelta(minutes=2)).time().replace(second=0, microsecond=0)
    edition = house.store.editions.get("en")
    house.store.editions.set(replace(edition, hour=hour, zone="UTC", size=STORIES))
    for reader in readers:
        chat = house.store.chats.put(Address("telegram", str(reader)), ChatKind.PRIVATE, "en", None)
        house.store.chats.subscribe(chat.id, "en")


@asynccontextmanager
async def running(
    database_url: str, api_url: str, folder: Path, *roles: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `tenbrief run` with these roles while the context lasts, away from any `.env`."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": database_url,
        "TELEGRAM_API_URL": api_url,
        "TELEGRAM_BOT_TOKEN": SANDBOX_TOKEN,
        "EMBEDDINGS": "off",
    }
    arguments = [argument for role in roles for argument in ("--role", role)]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run", *arguments),
        cwd=folder,
        env=environment,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), PATIENCE_SECONDS)


async def test_split_over_processes_everybody_gets_the_brief_once(
    database: str, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        api_url = await stack.enter_async_context(run_sandbox())
        people = await stack.enter_async_context(Client(api_url))
        readers = await people.add_crowd(READERS, language_code="en")
        settings = settings_for(database, api_url)
        house = stack.enter_context(open_house(settings, SystemClock(), default_sources=False))
        furnish(house, readers)
        senders = [
            await stack.enter_async_context(running(database, api_url, tmp_path, "sender"))
            for _ in range(2)
        ]
        clock = await stack.enter_async_context(
            running(database, api_url, tmp_path, "clock", "bot")
        )
        await arrived(people, readers[20:21])
        left = await stopped(senders[0])
        assert not held_by(house, left.pid)
        await arrived(people, readers)
        assert [(await stopped(each)).returncode for each in (senders[1], clock)] == [0, 0]
        summary = await people.sends_summary()
        assert (left.returncode, summary.doubled, summary.refused_for_pace) == (0, [], 0)
        assert (summary.chats, summary.total) == (READERS, READERS)
        assert house.newsroom.archive.receipt("en").states == {DeliveryState.SENT: READERS}


async def arrived(people: Client, readers: list[int]) -> None:
    """Return once each of `readers` has the brief."""
    for reader in readers:
        await people.wait_for(reader, lambda _: True, timeout_seconds=PATIENCE_SECONDS)


async def stopped(process: asyncio.subprocess.Process) -> asyncio.subprocess.Process:
    """Ask a process to stop and return it once it has."""
    process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(process.wait(), PATIENCE_SECONDS)
    return process


def held_by(house: House, pid: int) -> list[int]:
    """Return the lines that the sender in process `pid` still holds."""
    receipt = house.newsroom.archive.receipt("en")
    return [
        line.id
        for line in house.store.ledger.lines(receipt.brief)
        if f"-{pid}-" in (line.claimed_by or "")
    ]
