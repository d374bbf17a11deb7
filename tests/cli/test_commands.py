from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command


def test_an_imported_post_becomes_that_days_brief(tenbrief: Command, post: Path) -> None:
    imported = tenbrief("import", str(post), "--json")
    assert json.loads(imported.out) == {
        "read": 3,
        "new": 3,
        "updated": 0,
        "sources": 0,
        "skipped": [],
    }
    brief = json.loads(tenbrief("brief", "--date", "2025-02-08", "--format", "json").out)
    assert [slot["headline"] for slot in brief["items"]] == [
        "深度求索在杭州开设新的训练中心",
        "腾讯把混元接入会议软件",
        "宇树科技发布新款四足机器人",
    ]
    assert brief["items"][0]["image"] == "https://pictures.example/1.png"
    assert len(brief["focus"]) <= 3
    assert set(brief["items"][0]) == {
        "position",
        "story",
        "headline",
        "body",
        "image",
        "topics",
        "published_at",
        "sources",
        "reasons",
    }


def test_importing_again_adds_nothing(tenbrief: Command, post: Path) -> None:
    tenbrief("import", str(post))
    again = json.loads(tenbrief("import", str(post), "--json").out)
    assert (again["read"], again["new"], again["updated"]) == (3, 0, 0)


def test_a_topic_is_found_by_each_of_its_names(tenbrief: Command, post: Path) -> None:
    tenbrief("import", str(post))
    by_name = json.loads(tenbrief("topic", "DeepSeek", "--format", "json").out)
    by_alias = json.loads(tenbrief("topic", "深度求索", "--json").out)
    assert by_name == by_alias
    assert by_name["topic"] == "DeepSeek"
    assert by_name["total"] == 1


def test_a_misspelt_topic_is_understood(tenbrief: Command, post: Path) -> None:
    tenbrief("import", str(post))
    assert json.loads(tenbrief("topic", "deepseak", "--json").out)["topic"] == "DeepSeek"


def test_a_topic_nobody_knows_is_one_sentence_and_a_failure(tenbrief: Command, post: Path) -> None:
    tenbrief("import", str(post))
    outcome = tenbrief("topic", "zzqxwv", "--json")
    assert outcome.code == 1
    assert json.loads(outcome.out)["total"] == 0
    assert outcome.err.startswith("tenbrief: Nothing is stored on 'zzqxwv'")


@pytest.mark.parametrize("form", ["text", "telegram", "hugo", "html"])
def test_a_brief_prints_in_every_form(tenbrief: Command, post: Path, form: str) -> None:
    tenbrief("import", str(post))
    printed = tenbrief("brief", "--date", "2025-02-08", "--format", form)
    assert printed.code == 0
    assert "深度求索在杭州开设新的训练中心" in printed.out
    assert "3 of 10" in printed.err


def test_stories_are_one_json_document(tenbrief: Command, post: Path) -> None:
    tenbrief("import", str(post))
    document = json.loads(tenbrief("stories", "--since", "2025-02-08").out)
    assert len(document["stories"]) == 3
    assert all(len(story["items"]) == 1 for story in document["stories"])
    assert json.loads(tenbrief("stories", "--since", "2025-02-09").out) == {"stories": []}


def test_ids_of_imported_lines_are_kept(tenbrief: Command, tmp_path: Path) -> None:
    line = {
        "id": "mine-1",
        "url": "https://outlet.example/a",
        "title": "NVIDIA opens a lab in Oslo",
        "source": "outlet",
        "published": "2025-03-01T08:00:00Z",
    }
    path = tmp_path / "items.jsonl"
    path.write_text(json.dumps(line) + "\n{broken\n", encoding="utf-8")
    imported = json.loads(tenbrief("import", str(path), "--json").out)
    assert imported["new"] == 1
    assert len(imported["skipped"]) == 1
    found = json.loads(tenbrief("topic", "NVIDIA", "--json").out)
    assert [item["id"] for item in found["items"]] == ["mine-1"]


def test_no_story_is_one_sentence_and_a_failure(tenbrief: Command) -> None:
    outcome = tenbrief("brief", "--date", "2025-02-08")
    assert outcome.code == 1
    assert outcome.err.startswith("tenbrief: No story")


@pytest.mark.parametrize(
    ("arguments", "code", "hint"),
    [
        (("brief", "--edition", "fr"), 1, "zh"),
        (("brief", "--date", "yesterday"), 2, "2025-02-08"),
        (("import", "nowhere.jsonl"), 2, "nowhere.jsonl"),
        (("editions", "set", "zh", "--zone", "Atlantis"), 1, "Asia/Shanghai"),
        (("editions", "set", "zh", "--hour", "25:00"), 2, "18:30"),
        (("sources", "remove", "nobody"), 1, "sources list"),
        (("receipt", "--edition", "zh"), 1, "No brief"),
        (("run",), 1, "TELEGRAM_BOT_TOKEN"),
        (("conjure",), 2, "conjure"),
    ],
)
def test_bad_input_is_one_clear_sentence(
    tenbrief: Command, arguments: tuple[str, ...], code: int, hint: str
) -> None:
    outcome = tenbrief(*arguments)
    assert outcome.code == code
    assert hint in outcome.err
    assert "Traceback" not in outcome.err


def test_an_editions_hour_and_zone_can_be_changed(tenbrief: Command) -> None:
    assert tenbrief("editions", "set", "zh", "--hour", "7:15", "--size", "8").code == 0
    editions = json.loads(tenbrief("editions", "list", "--json").out)["editions"]
    changed = next(edition for edition in editions if edition["slug"] == "zh")
    assert (changed["hour"], changed["size"]) == ("07:15", 8)


def test_default_sources_come_once_and_removed_ones_stay_away(tenbrief: Command) -> None:
    sources = json.loads(tenbrief("sources", "list", "--json").out)["sources"]
    assert len(sources) >= 30
    assert {"zh", "en"} <= {source["lang"] for source in sources}
    tenbrief("sources", "remove", sources[0]["slug"])
    left = json.loads(tenbrief("sources", "list", "--json").out)["sources"]
    assert sources[0]["slug"] not in {source["slug"] for source in left}


def test_sources_go_out_and_in_as_opml(tenbrief: Command, tmp_path: Path) -> None:
    path = tmp_path / "list.opml"
    path.write_text(tenbrief("sources", "export").out, encoding="utf-8")
    again = json.loads(tenbrief("import", str(path), "--json").out)
    assert again["sources"] >= 30
    assert len(json.loads(tenbrief("sources", "list", "--json").out)["sources"]) == again["sources"]


def test_a_backup_fills_an_empty_database(
    tenbrief: Command, post: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenbrief("import", str(post))
    backup = tmp_path / "backup.gz"
    assert tenbrief("db", "backup", str(backup)).code == 0
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    assert tenbrief("db", "restore", str(backup)).code == 0
    assert json.loads(tenbrief("topic", "DeepSeek", "--json").out)["total"] == 1


def test_a_dry_run_publishes_nothing(tenbrief: Command, post: Path) -> None:
    tenbrief("import", str(post))
    rehearsed = tenbrief("publish", "--date", "2025-02-08", "--dry-run", "--json")
    document = json.loads(rehearsed.out)
    assert (document["edition"], document["date"], document["chats"]) == ("zh", "2025-02-08", 0)
    assert (document["messages"], document["stars"]) == (0, 0)
    assert tenbrief("receipt", "--date", "2025-02-08").code == 1


def test_publishing_twice_leaves_one_brief_and_one_receipt(tenbrief: Command, post: Path) -> None:
    tenbrief("import", str(post))
    first = json.loads(tenbrief("publish", "--date", "2025-02-08", "--json").out)
    second = json.loads(tenbrief("publish", "--date", "2025-02-08", "--json").out)
    assert first == second
    assert tenbrief("receipt", "--date", "2025-02-08").code == 0


def test_doctor_says_what_is_missing(tenbrief: Command) -> None:
    outcome = tenbrief("doctor", "--json")
    findings = {finding["what"]: finding for finding in json.loads(outcome.out)["findings"]}
    assert set(findings) == {"database", "sources", "templates", "token", "clock"}
    assert findings["database"]["fine"]
    assert findings["templates"]["fine"]
    assert not findings["token"]["fine"]
    assert "@BotFather" in findings["token"]["says"]
    assert outcome.code == 1
