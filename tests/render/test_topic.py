from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.errors import BadRequestError
from bot.model import Button, Message, Source
from bot.render import Renderer, TopicPage
from bot.render.keyboards import topic_token
from bot.render.markup import parse
from tests.render.news import story

SOURCES = {"harbour": Source("harbour", "https://harbour.example/feed", "Harbour News")}


def page(
    renderer: Renderer, *stories: Any, lang: str = "en", zone: str = "UTC", **changes: Any
) -> Message:
    values: dict[str, Any] = {
        "name": "Lantern",
        "stories": stories,
        "total": len(stories),
        "page": 1,
        "page_size": 5,
        "token": "Lantern",
    }
    return renderer.topic_page(
        TopicPage(**{**values, **changes}), lang=lang, zone=zone, sources=SOURCES
    )


def test_a_story_is_one_line_however_many_outlets_told_it(renderer: Renderer) -> None:
    text = parse(page(renderer, story(1, "harbour", "pier", "harbour")).text).text
    assert text.count("Story number 1") == 1
    assert "Harbour News · pier" in text


def test_outlets_beyond_three_are_counted(renderer: Renderer) -> None:
    text = parse(page(renderer, story(1, "a", "b", "c", "d", "e")).text).text
    assert "a · b · c and 2 more" in text


def test_a_headline_leads_to_the_item_it_came_from(renderer: Renderer) -> None:
    told = story(1, "harbour", "pier", headline="pier headline 1")
    (link,) = [e for e in parse(page(renderer, told).text).entities if e.kind == "text_link"]
    assert link.url == "https://pier.example/1"


def test_dates_are_those_of_the_chats_zone(renderer: Renderer) -> None:
    late = story(1, last_seen=datetime(2025, 3, 1, 20, 0, tzinfo=UTC))
    assert "Mar 1, 2025" in page(renderer, late).text
    assert "2025年3月2日" in page(renderer, late, lang="zh", zone="Asia/Shanghai").text


def test_a_zone_that_is_none_is_refused(renderer: Renderer) -> None:
    with pytest.raises(BadRequestError, match="no time zone"):
        page(renderer, story(), zone="Moon/Crater")


def test_the_title_counts_all_stories_and_names_other_spellings(renderer: Renderer) -> None:
    text = parse(page(renderer, story(), total=12, aliases=("灯笼", "Lantern AI")).text).text
    assert text.startswith("Lantern · 12 stories\nalso 灯笼, Lantern AI")
    assert text.endswith("page 1 of 3")


def test_buttons_lead_to_the_pages_beside(renderer: Renderer) -> None:
    first = page(renderer, story(), total=12)
    middle = page(renderer, story(), total=12, page=2)
    last = page(renderer, story(), total=12, page=3)
    assert first.buttons == ((Button("Older ›", data="t:Lantern:2"),),)
    assert [button.data for button in middle.buttons[0]] == ["t:Lantern:1", "t:Lantern:3"]
    assert [button.data for button in last.buttons[0]] == ["t:Lantern:2"]
    assert page(renderer, story()).buttons == ()


def test_a_page_found_by_its_text_says_so(renderer: Renderer) -> None:
    text = parse(page(renderer, story(), name="cheap chips", is_search=True).text).text
    assert text.startswith("“cheap chips” in the archive · 1 story")


def test_a_topic_without_news_says_so(renderer: Renderer) -> None:
    assert "Nothing on Lantern yet" in page(renderer).text


def test_a_name_too_long_for_a_button_becomes_a_token() -> None:
    assert topic_token("DeepSeek") == "DeepSeek"
    long, other = topic_token("很" * 40), topic_token("很" * 41)
    assert long != other
    assert long.startswith("~")
    assert all(len(f"t:{token}:9999".encode()) <= 64 for token in (long, other))
    assert ":" not in topic_token("a:b")
