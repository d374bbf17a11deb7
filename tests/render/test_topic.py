from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.errors import BadRequestError
from bot.model import Button, Message, Source, TopicKind
from bot.render import HotLine, OutletLine, Renderer, ThreadView, TopicPage
from bot.render.keyboards import topic_token
from bot.render.markup import parse
from bot.render.topic import trend_line
from tests.render.news import NOON, story

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


def test_more_than_was_counted_is_said_to_be_more(renderer: Renderer) -> None:
    shown = page(renderer, story(), total=60, is_floor=True).text
    assert "60+ stories" in shown
    assert "page 1 of 12+" in shown


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


def test_a_topic_says_what_it_is_and_how_much_is_told_of_it(renderer: Renderer) -> None:
    days = (0,) * 16 + (1,) * 7 + (0, 0, 0, 0, 2, 4, 8)
    told = page(renderer, story(), kind=TopicKind.PRODUCT, parent="Harbour", days=days, total=21)
    text = parse(told.text).text
    assert "Product · Harbour" in text
    assert "14 in 7 days, 21 in 30" in text
    assert "▂▂▂▂▂▂▂▁▁▁▁▃▅▇" in text


def test_a_topic_without_news_of_late_has_no_trend(renderer: Renderer) -> None:
    assert trend_line((0, 0, 0)) == ""
    assert "in 7 days" not in page(renderer, story(), days=(0,) * 30).text


def test_a_headline_is_in_the_chats_language_where_an_outlet_told_it_so(
    renderer: Renderer,
) -> None:
    told = story(1, "harbour", headline="harbour headline 1")
    zh = replace(told.items[0], lang="zh", title="灯笼发布模型", url="https://pier.example/zh")
    both = replace(told, items=(*told.items, zh))
    assert "灯笼发布模型" in page(renderer, both, lang="zh").text
    assert "https://pier.example/zh" in page(renderer, both, lang="zh").text
    assert "harbour headline 1" in page(renderer, both, lang="en").text


def test_words_that_were_looked_for_are_bold(renderer: Renderer) -> None:
    told = story(1, "harbour", headline="harbour headline 1")
    item = replace(told.items[0], text="The town is glad. A Quiet engine was shown <b>today</b>.")
    text = page(renderer, replace(told, items=(item,)), words="quiet headline").text
    assert ">harbour <b>headline</b> 1</a>" in text
    assert "A <b>Quiet</b> engine was shown &lt;b&gt;today&lt;/b&gt;" in text


def test_the_time_that_was_asked_for_is_written_out(renderer: Renderer) -> None:
    day, later = date(2025, 2, 1), date(2025, 2, 8)
    assert "Feb 1, 2025 – Feb 8, 2025" in page(renderer, first_day=day, last_day=later).text
    assert "since Feb 1, 2025" in page(renderer, first_day=day).text
    assert "截至2025年2月8日" in page(renderer, last_day=later, lang="zh").text
    assert "<i>Feb 1, 2025</i>" in page(renderer, first_day=day, last_day=day).text


def test_a_topic_has_buttons_for_its_timeline_its_sources_and_to_follow_it(
    renderer: Renderer,
) -> None:
    (row,) = page(renderer, story(), subject="Lantern").buttons
    assert [button.data for button in row] == ["line:Lantern", "who:Lantern", "follow:Lantern"]


def test_a_search_can_be_ordered_the_other_way(renderer: Renderer) -> None:
    newest = page(renderer, story(), is_search=True, total=12)
    best = page(renderer, story(), is_search=True, total=12, page=2, best_first=True)
    assert newest.buttons[-1][0].data == "tb:Lantern:1"
    assert [button.data for row in best.buttons for button in row] == [
        "tb:Lantern:1",
        "tb:Lantern:3",
        "t:Lantern:1",
    ]


def test_a_timeline_tells_threads_from_their_beginning(renderer: Renderer) -> None:
    thread = ThreadView((story(1), story(2)), earlier=3)
    text = parse(renderer.timeline("Lantern", [thread], lang="en", zone="UTC").text).text
    assert text.startswith("Lantern: how it went on")
    assert "3 earlier stories" in text
    assert text.index("• Mar 1, 2025 Story number 1") < text.index("↳ Mar 1, 2025 Story number 2")


def test_a_topics_sources_are_counted(renderer: Renderer) -> None:
    outlets = [
        OutletLine("Harbour News", "https://harbour.example", 3, NOON),
        OutletLine("Pier", None, 1, NOON),
    ]
    message = renderer.outlets("Lantern", outlets, lang="en", zone="UTC")
    text = parse(message.text).text
    assert "Harbour News — 3 items, last Mar 1, 2025" in text
    assert "Pier — 1 item, Mar 1, 2025" in text
    assert message.buttons[0][0].data == "t:Lantern:1"


def test_what_rises_says_how_much(renderer: Renderer) -> None:
    lines = [HotLine("Lantern", 9, 1.5), HotLine("Pier", 2, 0.0), HotLine("Harbour", 9, 8.0)]
    text = renderer.topics(lines, lang="en").text
    assert "Lantern — 9 stories · ↑6×" in text
    assert "Pier — 2 stories · new" in text
    assert "Harbour — 9 stories\n" in text
