from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from bot.errors import TemplateError
from bot.model import ChatKind, DeliveryState, Edition, Fate, Lateness, Receipt
from bot.render import HotLine, Renderer
from bot.render.markup import parse
from tests.render.news import NOON, brief

EDITIONS = [
    Edition("zh", "十条", "zh", "Asia/Shanghai", time(18, 30)),
    Edition("en", "TenBrief", "en", "UTC", time(12, 0)),
]


def test_the_greeting_offers_each_edition_in_one_tap(renderer: Renderer) -> None:
    message = renderer.start(EDITIONS, lang="en")
    assert [row[0].data for row in message.buttons] == ["subscribe:zh", "subscribe:en", "today"]
    assert message.buttons[1][0].text == "Subscribe to TenBrief"


@pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.TOPIC, ChatKind.CHANNEL])
def test_a_shared_chat_is_greeted_in_its_own_way(renderer: Renderer, kind: ChatKind) -> None:
    message = renderer.start(EDITIONS, lang="en", kind=kind)
    assert "/subscribe" in message.text
    assert message.buttons == ()


def test_help_lists_the_commands_that_were_named(renderer: Renderer) -> None:
    text = renderer.reply("help", lang="en", commands=["topic", "today"], operators=[]).text
    assert "/topic — News on a name" in text
    assert "/draft" not in text
    assert (
        "For operators" in renderer.reply("help", lang="en", commands=[], operators=["draft"]).text
    )


def test_subscribing_says_when_the_next_brief_comes(renderer: Renderer) -> None:
    text = renderer.reply(
        "subscribed",
        lang="zh",
        edition="十条",
        hour="18:30",
        zone="Asia/Shanghai",
        next_at=NOON,
        already=False,
    ).text
    assert "每天 18:30（上海）送到" in text
    assert "下一期：3月1日 20:00" in text


def test_unsubscribing_twice_is_told_apart(renderer: Renderer) -> None:
    done = renderer.reply("unsubscribed", lang="en", was_subscribed=True).text
    again = renderer.reply("unsubscribed", lang="en", was_subscribed=False).text
    assert done.startswith("Unsubscribed")
    assert again.startswith("This chat gets no brief")


def test_a_missing_brief_says_when_it_comes_or_which_date_has_none(renderer: Renderer) -> None:
    today = renderer.reply("no_brief", lang="en", day=None, hour="12:00", zone="UTC").text
    past = renderer.reply("no_brief", lang="en", day=date(2020, 1, 1), hour="", zone="").text
    assert "ready at 12:00 (UTC)" in today
    assert "Wednesday, January 1, 2020" in past


def test_an_unknown_topic_offers_names_like_it(renderer: Renderer) -> None:
    message = renderer.unknown_topic("deepseak", ["DeepSeek"], lang="en")
    assert "Nothing found for “deepseak”" in message.text
    assert message.buttons[0][0].data == "topic:DeepSeek"
    assert "/topics" in renderer.unknown_topic("xyz", [], lang="en").text


def test_topics_in_the_news_are_buttons(renderer: Renderer) -> None:
    message = renderer.topics([HotLine("Lantern", 12), HotLine("腾讯", 1)], lang="en")
    assert "Lantern — 12 stories" in message.text
    assert "腾讯 — 1 story" in message.text
    assert [button.data for row in message.buttons for button in row] == [
        "topic:Lantern",
        "topic:腾讯",
    ]
    assert "No news has been collected" in renderer.topics([], lang="en").text


def test_an_operator_sees_the_draft_as_readers_will_and_may_publish_it(renderer: Renderer) -> None:
    heading, *messages = renderer.draft(brief(), lang="zh")
    assert heading.text.startswith("<b>草稿 · en")
    assert heading.buttons[0][0].data == "publish:en:2025-03-01"
    assert "01 Lantern ships model number 1" in parse(messages[0].text).text


def test_a_receipt_counts_chats_and_reasons(renderer: Renderer) -> None:
    receipt = Receipt(
        brief=1,
        edition="zh",
        date=date(2025, 3, 1),
        states={DeliveryState.SENT: 80, DeliveryState.FAILED: 4},
        fates={Fate.REACHED: 40, Fate.BLOCKED: 2, Fate.WAITING: 0},
        reasons={"blocked": 2},
        chats=42,
        first_sent_at=NOON,
        last_sent_at=NOON,
        minutes=((NOON, 75), (NOON + timedelta(minutes=1), 5)),
        late=Lateness(median_seconds=3, worst_seconds=80),
    )
    text = parse(renderer.receipt(receipt, lang="en", zone="UTC").text).text
    assert "42 chats\nreached: 40\nblocked or gone: 2\nfirst Mar 1, 12:00" in text
    assert "late by 3 seconds for half of them, 80 seconds at worst" in text
    assert "1.2 a second in the busiest minute" in text
    assert "waiting" not in text
    assert "blocked: 2" in text


def test_an_error_is_one_sentence_escaped(renderer: Renderer) -> None:
    assert renderer.reply("error", lang="en", message="No <b>.").text == "No &lt;b&gt;."
    assert "Please try again" in renderer.reply("error", lang="en", message=None).text


def test_a_reply_nobody_wrote_is_named(renderer: Renderer) -> None:
    with pytest.raises(TemplateError, match="no template telegram/private/poem"):
        renderer.reply("poem", lang="en")


def test_a_value_a_reply_needs_is_named(renderer: Renderer) -> None:
    with pytest.raises(TemplateError, match=r"unsubscribed\.html\.j2.*was_subscribed"):
        renderer.reply("unsubscribed", lang="en")
