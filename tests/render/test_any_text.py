"""Whatever a feed says, what we send is accepted, within limits and free of tags not ours."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Brief, Button, ChatKind, Citation, Message, Slot, Variant
from bot.render import HotLine, OutletLine, Renderer, ThreadView, TopicPage
from bot.render.keyboards import topic_token
from bot.render.markup import ONE_MESSAGE, measure
from tests.render.news import NOON, brief, slot, story

RENDERER = Renderer()
OUR_TAGS = {"b", "i", "a", "blockquote"}

hard = st.sampled_from(
    [
        "<b>", "</blockquote>", "&lt;", "&#60;b&#62;", "<script>", "\ud800", "\x1e", "\x00",
        "\u202e", "\u2067שלום", "👨‍👩‍👧‍👦", "🇨🇳", "é" * 9, "{{ 7 * 7 }}", "{% raw %}", "'\"`",
        "x" * 4096, "🎉" * 2048, "很。" * 2048, "@name #tag a.bc " * 60, "\n" * 50, "%s {name}",
    ]
)  # fmt: skip
wild = st.one_of(
    st.text(alphabet=st.characters(), max_size=60),
    st.lists(st.one_of(hard, st.text(alphabet=st.characters(), max_size=9)), max_size=4).map(
        "".join
    ),
)
addresses = st.one_of(
    wild,
    st.sampled_from(
        [
            "javascript:alert(1)",
            'https://a.example/"><b>',
            "https://a.example/?a=1&b=<c>",
            "https://a.example/" + "y" * 1900,
            "https://a.example/\u202e\ud800",
        ]
    ),
)


@st.composite
def slots(draw: st.DrawFn, position: int) -> Slot:
    citations = st.builds(Citation, name=wild, url=addresses, title=wild, lang=st.just("en"))
    return slot(
        position,
        headline=draw(wild),
        body=draw(wild),
        image=draw(st.none() | addresses),
        since=draw(st.none() | wild),
        sources=tuple(draw(st.lists(citations, max_size=5))),
    )


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    count = draw(st.integers(1, 10))
    return brief(
        *(draw(slots(position)) for position in range(1, count + 1)),
        title=draw(wild),
        lead=draw(wild),
        focus=tuple(draw(st.lists(wild, max_size=6))),
        lang=draw(st.sampled_from(["zh", "en"])),
    )


def check(message: Message) -> None:
    assert measure(message.text).fits(ONE_MESSAGE)
    assert set(re.findall(r"</?([a-z-]+)", message.text)) <= OUR_TAGS
    assert message.text.encode()
    assert message.picture is None or message.picture.startswith(("http://", "https://"))
    for row in message.buttons:
        for button in row:
            check_button(button)


def check_button(button: Button) -> None:
    assert button.text.strip()
    assert button.text.encode()
    if button.data is not None:
        assert 1 <= len(button.data.encode()) <= 64
    if button.share is not None:
        assert button.share.encode()


@settings(max_examples=60, deadline=None)
@given(
    briefs(),
    st.sampled_from(list(ChatKind)),
    st.sampled_from(["default", "headlines"]),
    st.sampled_from(["zh", "zh-Hant", "en"]),
)
def test_any_brief_is_accepted(told: Brief, kind: ChatKind, templates: str, lang: str) -> None:
    messages = RENDERER.brief(
        told, Variant("telegram", kind, lang, templates), bot_name="LanternBot"
    )
    assert messages
    for message in messages:
        check(message)


@settings(max_examples=30, deadline=None)
@given(briefs())
def test_any_brief_has_its_pages(told: Brief) -> None:
    for text in (RENDERER.text(told), RENDERER.hugo(told), RENDERER.html(told)):
        assert text.encode()
    assert "<script" not in RENDERER.html(told)
    assert RENDERER.feed([told], "https://ten.example").encode()


@settings(max_examples=60, deadline=None)
@given(wild, st.lists(wild, max_size=10), st.integers(1, 10_000), st.sampled_from(["zh", "en"]))
def test_any_topic_page_is_accepted(name: str, headlines: list[str], page: int, lang: str) -> None:
    stories = tuple(story(1, "a", "b", "c", "d", headline=headline) for headline in headlines)
    shown = TopicPage(name, stories, 99_999, page, 10, topic_token(name), (name,) * 5)
    check(RENDERER.topic_page(shown, lang=lang, zone="Asia/Tokyo", sources={}))
    searched = replace(shown, words=name, is_search=True, note="note.guessed", asked=name)
    check(RENDERER.topic_page(searched, lang=lang, zone="Asia/Tokyo", sources={}))
    threads = [ThreadView(stories[:5], 3)] * 4
    check(RENDERER.timeline(name, threads, lang=lang, zone="Asia/Tokyo"))
    outlets = [OutletLine(headline, headline, 1, NOON) for headline in headlines * 2]
    check(RENDERER.outlets(name, outlets, lang=lang, zone="Asia/Tokyo"))


@settings(max_examples=60, deadline=None)
@given(wild, st.lists(wild, max_size=8))
def test_any_question_is_answered(query: str, near: list[str]) -> None:
    check(RENDERER.unknown_topic(query, near, lang="zh"))
    check(RENDERER.topics([HotLine(name, 1, 0.0) for name in near], lang="en"))
    check(RENDERER.reply("error", lang="en", message=query))
    values: dict[str, Any] = {"hour": "08:00", "zone": "UTC", "next_at": None, "already": True}
    check(RENDERER.reply("subscribed", lang="en", edition=query, **values))
