"""Who reads traditional Chinese gets it, in a brief and in every answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.language.scripts import traditional
from bot.model import Address, Button, Chat, ChatKind, Variant, script_of, variant_of
from bot.render import Renderer
from bot.render.sample import sample_brief
from bot.render.script import html_for, rows_for, text_for
from bot.render.words import read_catalogue


def test_a_brief_in_simplified_characters_is_read_in_traditional_ones() -> None:
    brief = sample_brief("zh")
    slot = replace(brief.slots[0], headline="台积电发布里程碑", body="云计算让头发变白，皇后之后。")
    brief = replace(brief, title="简报", slots=(slot, *brief.slots[1:]))
    (first, *_) = Renderer().brief(brief, Variant("telegram", ChatKind.PRIVATE, "zh-Hant"))
    assert "台積電發佈里程碑" in first.text
    assert "雲計算讓頭髮變白，皇后之後。" in first.text
    (plain, *_) = Renderer().brief(brief, Variant("telegram", ChatKind.PRIVATE, "zh"))
    assert "台积电发布里程碑" in plain.text


def test_addresses_stay_as_they_are() -> None:
    html = '<a href="https://example.org/发布?a=1&amp;b=2">发布</a> &amp; 云'
    assert html_for(html, "zh-TW") == (
        '<a href="https://example.org/发布?a=1&amp;b=2">發佈</a> &amp; 雲'
    )
    assert html_for(html, "zh") == html
    assert text_for("云", "en") == "云"


def test_a_button_is_labelled_anew_and_stands_for_the_same() -> None:
    rows = ((Button("腾讯", data="topic:腾讯"), Button("转发", share="简报\nhttps://a.example/b")),)
    ((topic, share),) = rows_for(rows, "zh-hant")
    assert (topic.text, topic.data) == ("騰訊", "topic:腾讯")
    assert (share.text, share.share) == ("轉發", "簡報\nhttps://a.example/b")


@pytest.mark.parametrize(
    ("reader", "script"),
    [
        ("zh-Hant", "zh-Hant"),
        ("zh-hant", "zh-Hant"),
        ("zh_TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-hans", "zh"),
        ("zh-hans-raw", "zh"),
        ("zh", "zh"),
        ("en", "zh"),
        ("", "zh"),
    ],
)
def test_a_chats_script_follows_its_language_code(reader: str, script: str) -> None:
    assert script_of("zh", reader) == script
    assert script_of("en", reader) == "en"
    chat = Chat(1, Address("telegram", "1"), ChatKind.PRIVATE, reader)
    assert variant_of(chat, "zh", "default").lang == script


def test_the_bots_own_traditional_words_stay_as_they_are() -> None:
    for message in read_catalogue("zh_Hant"):
        written = message.string if isinstance(message.string, str) else "".join(message.string)
        assert message.id == "" or traditional(written) == written
