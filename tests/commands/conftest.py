from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot import intake
from bot.app.house import open_house
from tests.databases import SqliteTemplate
from tests.town import SetClock, Town, open_town, sample_items, sample_sources, settings_for


@pytest.fixture(scope="session")
def newspaper(tmp_path_factory: pytest.TempPathFactory, sqlite_template: SqliteTemplate) -> Path:
    """A database with a day and a half of news, collected and filed once for all tests."""
    url = sqlite_template.copy(tmp_path_factory.mktemp("newspaper"))
    clock = SetClock()
    settings = settings_for(url, "http://127.0.0.1:1")
    with open_house(settings, clock, default_sources=False) as house:
        for source in sample_sources():
            house.store.sources.add(source)
        house.store.items.add(sample_items(clock.now()), clock.now())
        intake.file_items(house.store, house.newsroom.archive.names(), None)
    return Path(url.removeprefix("sqlite:///"))


@pytest_asyncio.fixture
async def town(tmp_path: Path, newspaper: Path) -> AsyncIterator[Town]:
    """A bot with that news in a sandbox of its own."""
    mine = tmp_path / "town.db"
    shutil.copyfile(newspaper, mine)
    async with open_town(f"sqlite:///{mine}", SetClock()) as opened:
        yield opened
