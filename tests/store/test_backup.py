import gzip
import json
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.model import Assignment, ChatKind, DeliveryState, Outcome, Source, Variant
from bot.store import Store, open_store
from tests.store.news import (
    NOON,
    TOPICS,
    make_brief,
    make_items,
    seed_editions,
    subscribe,
)


def fill(store: Store) -> None:
    seed_editions(store)
    store.topics.seed(TOPICS)
    store.sources.add(Source("paper", "https://paper.example/feed", "报纸"))
    items = make_items(5, title="腾讯 news 🎉")
    store.items.add(items, NOON)
    store.items.tag({item.id: ("Gemini", "Google") for item in items})
    store.items.save_vectors("m", {items[0].id: b"\x00\xff"})
    # A story may follow one that comes after it in the table.
    store.stories.assign([Assignment(items[4].id, "late", None, "Late")])
    store.stories.assign([Assignment(items[3].id, "later", None, "Later")])
    store.stories.assign([Assignment(items[4].id, "late", "later", "Late")])
    subscribe(store, 1)
    brief = store.briefs.save_draft(make_brief())
    store.ledger.publish(brief, {Variant("telegram", ChatKind.PRIVATE, "en"): 2}, NOON)
    line = store.ledger.claim("me", NOON, 9, 60)[0]
    sent = Outcome(line.id, DeliveryState.SENT, NOON, (5,))
    store.ledger.record("me", [], [sent], now=NOON, lease_seconds=60)
    store.marks.first_time("told", NOON)


def test_a_backup_restores_into_either_kind_of_database(
    store: Store, new_database_url: str, tmp_path: Path
) -> None:
    fill(store)
    path = tmp_path / "backup.jsonl.gz"
    written = store.maintenance.backup(path)
    with open_store(new_database_url) as restored:
        assert restored.maintenance.restore(path) == written
        assert restored.maintenance.check() == []
        assert restored.topics.all() == store.topics.all()
        assert restored.sources.list() == store.sources.list()
        assert restored.chats.list() == store.chats.list()
        assert restored.briefs.latest("en") == store.briefs.latest("en")
        brief = restored.briefs.latest("en")
        assert brief is not None
        assert brief.id is not None
        assert list(restored.ledger.lines(brief.id)) == list(store.ledger.lines(brief.id))
        assert restored.stories.get("late") == store.stories.get("late")
        page = restored.search.by_text("騰訊", limit=9)
        assert page == store.search.by_text("腾讯", limit=9)
        assert page.total == 5
        assert restored.search.by_topic(["Google"], limit=9) == store.search.by_topic(
            ["Google"], limit=9
        )
        assert restored.items.vectors("m", [page.items[0].id]) == {page.items[0].id: b"\x00\xff"}
        # Numbers go on where they stopped.
        subscribe(restored, 2)
        restored.topics.add(TOPICS[0].__class__("New", TOPICS[0].kind))
        assert restored.marks.first_time("told", NOON) is False


def test_a_database_that_holds_something_is_not_written_over(store: Store, tmp_path: Path) -> None:
    fill(store)
    store.maintenance.backup(tmp_path / "b")
    with pytest.raises(StoreError, match="holds something"):
        store.maintenance.restore(tmp_path / "b")
    assert store.items.count() == 5


def test_a_file_that_is_no_backup_is_refused(store: Store, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    store.maintenance.backup(whole)
    plain, cut, other = (tmp_path / name for name in ("plain", "cut", "other"))
    plain.write_text("hello")
    cut.write_bytes(whole.read_bytes()[:-9])
    other.write_bytes(gzip.compress(b'{"format": "something"}\n'))
    for path in (plain, cut, other, tmp_path / "missing"):
        with pytest.raises(StoreError, match="no whole backup"):
            store.maintenance.restore(path)


def test_a_half_good_backup_leaves_the_database_empty(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "b"
    lines = [
        json.dumps({"format": "tenbrief-backup", "revision": "0001"}),
        json.dumps(["mark", {"key": "a", "at": "2026-04-25T12:00:00+00:00"}]),
        json.dumps(["nothing", {}]),
    ]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    with pytest.raises(StoreError):
        store.maintenance.restore(path)
    assert store.marks.first_time("a", NOON) is True


def test_a_backup_of_a_newer_version_is_refused(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "b"
    path.write_bytes(gzip.compress(b'{"format": "tenbrief-backup", "revision": "9999"}\n'))
    with pytest.raises(StoreError, match="newer TenBrief"):
        store.maintenance.restore(path)


def test_a_backup_that_cannot_be_written_leaves_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        store.maintenance.backup(tmp_path / "no" / "folder" / "b")
    assert list(tmp_path.glob("*.part")) == []
