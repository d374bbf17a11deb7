"""What operators are warned of: each thing once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.alarms import Alarms
from bot.model import DeliveryState, Outcome
from tests.databases import SqliteTemplate
from tests.delivery.paper import HOUR, Paper, SetClock, open_paper

MINUTE = timedelta(minutes=1)


@pytest.fixture
def paper(tmp_path: Path, sqlite_template: SqliteTemplate) -> Iterator[Paper]:
    with open_paper(sqlite_template.copy(tmp_path)) as opened:
        opened.brief = opened.store.briefs.save_draft(replace(opened.brief, size=1))
        yield opened


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def due(paper: Paper, clock: SetClock) -> Callable[[], list[str]]:
    return Alarms(paper.store, clock).due


def end_all(paper: Paper, state: DeliveryState, reason: str | None, at: timedelta) -> None:
    """Let every due line end in one state."""
    lines = paper.store.ledger.claim("me", HOUR + at, 99, 60)
    ends = [Outcome(line.id, state, HOUR + at, (1,), reason) for line in lines]
    paper.store.ledger.record("me", [], ends, now=HOUR + at, lease_seconds=60)


def test_a_brief_that_is_not_out_is_told_once_after_ten_minutes(
    due: Callable[[], list[str]], clock: SetClock
) -> None:
    clock.pass_seconds(9 * 60)
    assert due() == []
    clock.pass_seconds(60)
    [sentence] = due()
    assert "en 2026-11-24 is not out 10 minutes after its hour" in sentence
    assert due() == []


def test_a_brief_that_is_out_and_arrives_is_not_told(
    paper: Paper, due: Callable[[], list[str]], clock: SetClock
) -> None:
    paper.subscribe(1)
    paper.publish()
    end_all(paper, DeliveryState.SENT, None, MINUTE)
    clock.pass_seconds(3600)
    assert due() == []


def test_a_short_brief_is_told_once(paper: Paper, due: Callable[[], list[str]]) -> None:
    paper.brief = paper.store.briefs.save_draft(replace(paper.brief, size=10))
    paper.publish()
    [sentence] = due()
    assert "has 1 of 10 stories" in sentence
    assert due() == []


def test_lines_that_nobody_sends_are_told_once(
    paper: Paper, due: Callable[[], list[str]], clock: SetClock
) -> None:
    paper.subscribe(1)
    paper.publish()
    clock.pass_seconds(9 * 60)
    assert due() == []
    clock.pass_seconds(2 * 60)
    [sentence] = due()
    assert "1 messages of en 2026-11-24 wait past their hour" in sentence
    assert due() == []


@pytest.mark.parametrize(
    ("state", "reason", "says"),
    [
        (DeliveryState.FAILED, "refused", "3 of 3 deliveries of en 2026-11-24 failed"),
        (DeliveryState.UNCLEAR, "no_answer", "3 of 3 deliveries of en 2026-11-24 are unclear"),
        (DeliveryState.FAILED, "blocked", None),
    ],
)
def test_losses_are_told_once_and_who_blocks_us_is_none(
    paper: Paper,
    due: Callable[[], list[str]],
    state: DeliveryState,
    reason: str,
    says: str | None,
) -> None:
    for chat in range(3):
        paper.subscribe(chat)
    paper.publish()
    end_all(paper, state, reason, timedelta())
    told = due()
    assert [says in sentence for sentence in told if says] == ([True] if says else [])
    assert due() == []
