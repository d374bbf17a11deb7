from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Command


def test_topics_are_listed_with_their_spellings(tenbrief: Command) -> None:
    topics = json.loads(tenbrief("topics", "list", "--json").out)["topics"]
    deepseek = next(each for each in topics if each["name"] == "DeepSeek")
    assert "深度求索" in deepseek["aliases"]
    assert "DeepSeek" in tenbrief("topics", "list").out


def test_a_topic_that_is_added_finds_what_was_imported_before(
    tenbrief: Command, post: Path
) -> None:
    tenbrief("import", str(post))
    added = tenbrief("topics", "add", "Hangzhou", "杭州", "--kind", "public")
    assert added.out == "Hangzhou (杭州): 1 older items tagged anew.\n"
    assert json.loads(tenbrief("topic", "杭州", "--json").out)["topic"] == "Hangzhou"


def test_a_topic_is_renamed_merged_and_removed(tenbrief: Command, post: Path) -> None:
    tenbrief("import", str(post))
    assert tenbrief("topics", "rename", "DeepSeek", "Deep Whale").code == 0
    assert json.loads(tenbrief("topic", "深度求索", "--json").out)["topic"] == "Deep Whale"
    assert tenbrief("topics", "merge", "Deep Whale", "Tencent").code == 0
    assert json.loads(tenbrief("topic", "Tencent", "--json").out)["total"] == 2
    assert tenbrief("topics", "remove", "Tencent").out == "Tencent is no topic any more.\n"


def test_a_spelling_is_added_and_taken_back(tenbrief: Command) -> None:
    assert "小鲸鱼" in tenbrief("topics", "alias", "DeepSeek", "小鲸鱼").out
    assert "小鲸鱼" not in tenbrief("topics", "alias", "DeepSeek", "小鲸鱼", "--remove").out


def test_what_cannot_be_done_is_one_sentence(tenbrief: Command) -> None:
    taken = tenbrief("topics", "add", "深度求索")
    assert taken.code == 1
    assert taken.err == "tenbrief: '深度求索' is a name of DeepSeek already.\n"


def test_proposals_are_empty_without_news(tenbrief: Command) -> None:
    assert json.loads(tenbrief("topics", "propose", "--json").out) == {"proposals": []}
