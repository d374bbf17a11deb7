"""Import: whatever stands in files and folders, the bad told apart from the good."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.model import Item
from bot.sources import FoundSource, Skipped, read_jsonl, read_paths

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
LINE = {
    "id": "kept-1",
    "url": "https://a.example/1",
    "title": "A title",
    "text": "First.\n\nSecond.",
    "source": "a-wire",
    "lang": "en",
    "published": "2026-05-01T10:00:00+02:00",
    "image": "https://a.example/1.png",
}


def read_line(**changes: object) -> Item | Skipped:
    (found,) = read_jsonl([json.dumps({**LINE, **changes})], where="items.jsonl", now=NOW)
    return found


def test_an_item_line_is_kept_as_it_is() -> None:
    item = read_line()
    assert isinstance(item, Item)
    assert (item.id, item.source, item.lang) == ("kept-1", "a-wire", "en")
    assert item.text == "First.\nSecond."
    assert item.published == datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
    assert item.image == "https://a.example/1.png"


def test_text_language_image_and_date_may_be_missing() -> None:
    item = read_line(text=None, lang=None, image=None, published=None, title="一条新闻")
    assert isinstance(item, Item)
    assert (item.text, item.lang, item.image, item.published) == ("", "zh", None, NOW)


def test_a_date_to_come_is_now() -> None:
    item = read_line(published="2050-01-01")
    assert isinstance(item, Item)
    assert item.published == NOW


def test_each_bad_line_is_one_sentence_and_the_rest_goes_on() -> None:
    lines = [
        json.dumps(LINE),
        "{broken",
        "[]",
        "",
        json.dumps({**LINE, "published": "soon"}),
        json.dumps({**LINE, "url": "javascript:alert(1)"}),
        json.dumps({**LINE, "title": "", "text": ""}),
        json.dumps({**LINE, "title": ["a"]}),
        json.dumps({**LINE, "id": "kept-2"}),
    ]
    found = list(read_jsonl(lines, where="items.jsonl", now=NOW))
    assert [item.id for item in found if isinstance(item, Item)] == ["kept-1", "kept-2"]
    skipped = [bad for bad in found if isinstance(bad, Skipped)]
    assert [bad.where for bad in skipped] == [f"items.jsonl:{n}" for n in (2, 3, 5, 6, 7, 8)]
    assert all(bad.error.endswith(".") for bad in skipped)


def test_a_folder_is_read_whole_and_progress_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    (folder / "2026-05").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / ".git" / "2026-05-01.md").write_text("hidden")
    (folder / "2026-05" / "2026-05-01.md").write_text("A plain post of the day.")
    (folder / "items.jsonl").write_text(json.dumps(LINE) + "\nbroken\n")
    (folder / "undated.md").write_text("Nothing says when.")
    (folder / "list.opml").write_text(
        "<opml><body><outline xmlUrl='https://b.example/feed' text='B'/></body></opml>"
    )
    (folder / "bad.opml").write_text("<opml>")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    steps: list[tuple[int, int]] = []
    found = list(read_paths([folder], NOW, lambda done, total: steps.append((done, total))))
    items = [item for item in found if isinstance(item, Item)]
    assert {item.source for item in items} == {"paper", "a-wire"}
    assert [s.source.url for s in found if isinstance(s, FoundSource)] == ["https://b.example/feed"]
    skipped = {Path(bad.where).name for bad in found if isinstance(bad, Skipped)}
    assert skipped == {"items.jsonl:2", "undated.md", "bad.opml"}
    assert steps == [(n, 5) for n in range(1, 6)]


def test_a_path_that_is_nothing_we_know_is_skipped_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    found = list(read_paths([tmp_path / "notes.txt", tmp_path / "missing"], NOW))
    assert [type(bad) for bad in found] == [Skipped, Skipped]


@given(st.text(max_size=200))
def test_any_line_is_an_item_or_skipped(line: str) -> None:
    for found in read_jsonl([line, json.dumps({**LINE, "title": line})], where="x", now=NOW):
        assert isinstance(found, Item | Skipped)
