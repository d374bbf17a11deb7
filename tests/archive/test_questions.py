"""What people ask of the sample wire, and what they should find on the first page."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import intake
from bot.archive import Archive
from bot.archive.answers import Answer
from bot.language.names import load_default_topics
from bot.sandbox.wire import load_items
from bot.store import open_store
from tests.databases import SqliteTemplate
from tests.town import SetClock, sample_items, sample_sources

GROUPS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("questions.toml").read_text(encoding="utf-8")
)["group"]
CASES = [(question, group) for group in GROUPS for question in group["ask"]]


@pytest.fixture(scope="module")
def archive(
    sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archive]:
    """The archive of a bot that has collected the sample wire."""
    clock = SetClock(datetime(2026, 3, 5, 11, 0, tzinfo=UTC))
    url = sqlite_template.copy(tmp_path_factory.mktemp("archive"))
    with open_store(url, migrate=False) as store:
        store.topics.seed(load_default_topics())
        for source in sample_sources():
            store.sources.add(source)
        store.items.add(sample_items(clock.now()), clock.now())
        archive = Archive(store, clock)
        intake.file_items(store, archive.names(), None)
        yield archive


def events_of(answer: Answer) -> list[set[str]]:
    """Return, for each story of a page, the events that its items tell."""
    event_of = {(item.outlet, item.title): item.event for item in load_items()}
    return [{event_of[item.source, item.title] for item in story.items} for story in answer.stories]


def test_there_are_enough_questions_in_both_languages() -> None:
    asked = [question for question, _ in CASES]
    chinese = [question for question in asked if not question.isascii()]
    assert len(set(asked)) == len(asked) >= 200
    assert 80 <= len(chinese) <= len(asked) - 80


@pytest.mark.parametrize(("question", "group"), CASES, ids=[question for question, _ in CASES])
async def test_a_question_finds_what_it_should(
    archive: Archive, question: str, group: dict[str, Any]
) -> None:
    answer = await archive.look_up(question, zone="Asia/Shanghai")
    shown = events_of(answer)
    events = set().union(*shown)
    assert set(group["find"]) <= events
    assert not events & set(group.get("miss", ()))
    assert not (group.get("nothing") and answer.total)
    if "first" in group:
        assert group["first"] in shown[0]
