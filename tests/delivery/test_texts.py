"""What deliveries say: looked up and rendered once, however many ask at the same time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.delivery.texts import Texts
from bot.model import Brief
from bot.store.briefs import Briefs
from tests.delivery.paper import Paper, SetClock, open_paper, sqlite_url


class CountedBriefs:
    """The store's briefs, with a count of how often one is looked up."""

    def __init__(self, briefs: Briefs) -> None:
        self._briefs = briefs
        self.looked_up: Counter[int] = Counter()

    def by_id(self, brief_id: int) -> Brief:
        self.looked_up[brief_id] += 1
        return self._briefs.by_id(brief_id)


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    with open_paper(sqlite_url(tmp_path)) as opened:
        yield opened


async def test_a_crowd_that_asks_at_once_costs_one_look_and_one_rendering(paper: Paper) -> None:
    for chat in range(1, 51):
        paper.subscribe(chat)
    paper.publish()
    counted = CountedBriefs(paper.store.briefs)
    paper.store.briefs = counted  # type: ignore[assignment]  # it has what is asked of it
    texts = Texts(paper.store, paper.parts)
    lines = paper.store.ledger.claim("me", SetClock().now(), 50, 60)
    messages = await asyncio.gather(*(texts.message(line) for line in lines))
    assert len(set(messages)) == 1
    assert counted.looked_up.total() == 1
    assert len(paper.rendered) == 1
