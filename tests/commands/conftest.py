from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot import intake
from tests.databases import SqliteTemplate
from tests.town import SetClock, Town, open_town, sample_items, sample_sources


@pytest_asyncio.fixture
async def town(tmp_path: Path, sqlite_template: SqliteTemplate) -> AsyncIterator[Town]:
    """A bot with a day and a half of news in a sandbox of its own."""
    clock = SetClock()
    async with open_town(sqlite_template.copy(tmp_path), clock) as opened:
        store = opened.house.store
        for source in sample_sources():
            store.sources.add(source)
        store.items.add(sample_items(clock.now()), clock.now())
        intake.file_items(store, opened.house.newsroom.archive.names(), None)
        yield opened
