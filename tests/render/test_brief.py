from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Button, ChatKind, Citation, Message
from bot.render import Renderer
from bot.render.markup import ONE_MESSAGE, Parsed, measure, parse
from tests.render.news import NOON, brief, slot, variant

EVERY_KIND = list(ChatKind)


def shown(messages: tuple[Message, ...]) -> str:
    return "\n\n".join(parse(message.text).text for message in messages)


def marked(parsed: Parsed, kind: str) -> list[str]:
    coded = parsed.text.encode("utf-16-le")
    return [
        coded[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")
        for entity in parsed.entities
        if entity.kind == kind
    ]


def test_ten_stories_are_numbered_in_order_with_bold_headlines(renderer: Renderer) -> None:
    (message,) = renderer.brief(brief(), variant())
    bold = marked(parse(message.text), "bold")
    numbered = [text for text in bold if text[:2].isdigit()]
    assert numbered == [f"{n:02d} Lantern ships model number {n}" for n in range(1, 11)]


def test_a_private_chat_reads_the_full_text_in_quotes_that_open(renderer: Renderer) -> None:
    one = slot(body="First paragraph.\n\nSecond paragraph.")
    (message,) = renderer.brief(brief(one), variant())
    assert marked(parse(message.text), "expandable_blockquote") == [one.body]


def test_the_head_says_title_date_minutes_lead_and_focus(renderer: Renderer) -> None:
    text = shown(renderer.brief(brief(), variant()))
    head = text.partition("01 ")[0]
    for part in (
        "Lantern ships a small model",
        "Saturday, March 1, 2025",
        "5-minute read",
        "A quiet day with one loud launch.",
        "In focus: Lantern, DeepSeek, 腾讯",
    ):
        assert part in head


def test_the_foot_says_end_and_asks_to_share(renderer: Renderer) -> None:
    text = shown(renderer.brief(brief(), variant()))
    assert "— END —\nWorth passing on?" in text


def test_a_full_brief_says_nothing_of_numbers_and_a_short_one_does(renderer: Renderer) -> None:
    assert "of 10 today" not in shown(renderer.brief(brief(), variant()))
    assert "3 of 10 today" in shown(renderer.brief(brief(slot(1), slot(2), slot(3)), variant()))


def test_outlets_are_linked_and_those_beyond_three_are_counted(renderer: Renderer) -> None:
    outlets = tuple(
        Citation(f"Outlet {n}", f"https://o{n}.example/", "t", "en") for n in range(1, 6)
    )
    (message,) = renderer.brief(brief(slot(sources=outlets)), variant())
    parsed = parse(message.text)
    assert "Sources: Outlet 1 · Outlet 2 · Outlet 3 and 2 more" in parsed.text
    assert [e.url for e in parsed.entities if e.kind == "text_link"] == [
        "https://o1.example/",
        "https://o2.example/",
        "https://o3.example/",
    ]


def test_an_address_that_is_not_of_the_web_is_no_link(renderer: Renderer) -> None:
    bad = Citation("Harbour", "javascript:alert(1)", "t", "en")
    (message,) = renderer.brief(brief(slot(sources=(bad,))), variant())
    assert "javascript" not in message.text
    assert "Source: Harbour" in parse(message.text).text


def test_a_story_that_moved_on_or_was_corrected_says_so(renderer: Renderer) -> None:
    text = shown(
        renderer.brief(brief(slot(since="the price is known.", corrected_at=NOON)), variant())
    )
    assert "Update: the price is known." in text
    assert "Corrected Mar 1, 12:00 UTC" in text


def test_chinese_reads_in_chinese(renderer: Renderer) -> None:
    chinese = brief(slot(), edition="zh", lang="zh", focus=("腾讯", "DeepSeek"))
    text = shown(renderer.brief(chinese, variant(lang="zh")))
    assert "2025年3月1日" in text
    assert "本期焦点：腾讯、DeepSeek" in text
    assert "来源：Harbour News" in text


def test_the_frame_is_in_the_language_of_the_brief_and_the_script_of_the_chat(
    renderer: Renderer,
) -> None:
    chinese = brief(slot(), lang="zh")
    assert "本期焦點" in shown(renderer.brief(chinese, variant(lang="zh-TW")))
    assert "本期焦点" in shown(renderer.brief(chinese, variant(lang="en")))
    assert "In focus" in shown(renderer.brief(brief(), variant(lang="zh")))


def test_a_group_reads_headlines_and_a_sentence_or_two(renderer: Renderer) -> None:
    long = slot(body="The first sentence says it. " + "Another one goes on and on. " * 30)
    (private,) = renderer.brief(brief(long), variant())
    (group,) = renderer.brief(brief(long), variant(ChatKind.GROUP))
    assert measure(group.text).units < measure(private.text).units / 2
    assert "The first sentence says it." in group.text
    assert "blockquote" not in group.text
    assert "— END —\n" in group.text


def test_a_forum_topic_reads_what_a_group_reads(renderer: Renderer) -> None:
    assert renderer.brief(brief(), variant(ChatKind.TOPIC)) == renderer.brief(
        brief(), variant(ChatKind.GROUP)
    )


def test_a_channel_post_leads_to_the_bot(renderer: Renderer) -> None:
    (post,) = renderer.brief(brief(), variant(ChatKind.CHANNEL), bot_name="LanternBot")
    links = [e.url for e in parse(post.text).entities if e.kind == "text_link"]
    assert links[-1] == "https://t.me/LanternBot?start=subscribe_en"
    assert "@LanternBot" in parse(post.text).text


def test_names_in_focus_are_buttons_that_ask_in_private(renderer: Renderer) -> None:
    (message,) = renderer.brief(brief(), variant())
    assert message.buttons[0] == (
        Button("Lantern", data="topic:Lantern"),
        Button("DeepSeek", data="topic:DeepSeek"),
        Button("腾讯", data="topic:腾讯"),
    )


def test_names_in_focus_lead_from_a_channel_to_the_private_chat(renderer: Renderer) -> None:
    (post,) = renderer.brief(brief(), variant(ChatKind.CHANNEL), bot_name="LanternBot")
    assert post.buttons[0][0] == Button(
        "Lantern", url="https://t.me/LanternBot?start=topic_Lantern"
    )
    (nameless,) = renderer.brief(brief(), variant(ChatKind.CHANNEL))
    assert len(nameless.buttons) == 1


def test_sharing_passes_on_the_title_and_the_page(renderer: Renderer) -> None:
    (message,) = renderer.brief(brief(), variant(), public_url="https://ten.example")
    assert message.buttons[-1][0].share == (
        "Lantern ships a small model\nhttps://ten.example/en/2025-03-01"
    )
    (bot_only,) = renderer.brief(brief(), variant(), bot_name="LanternBot")
    assert bot_only.buttons[-1][0].share == (
        "Lantern ships a small model\nhttps://t.me/LanternBot?start=brief_en_2025-03-01"
    )


def test_the_first_story_lends_its_picture(renderer: Renderer) -> None:
    (message,) = renderer.brief(brief(), variant())
    assert message.picture == "https://pictures.example/1.png"
    (without,) = renderer.brief(brief(slot(image="file:///etc/passwd")), variant())
    assert without.picture is None


def long_brief(sentences: int) -> tuple[Message, ...]:
    body = "A sentence of about fifty characters stands here. " * sentences
    return Renderer().brief(brief(*(slot(n, body=body) for n in range(1, 11))), variant())


def test_a_long_brief_is_cut_between_stories_into_numbered_parts() -> None:
    messages = long_brief(14)
    assert len(messages) == 2
    first, second = (parse(message.text).text for message in messages)
    assert first.endswith("1/2 · continues below ↓")
    assert second.startswith("2/2 · continued")
    assert "05 Lantern" in first
    assert "06 Lantern" in second
    assert all(measure(message.text).fits(ONE_MESSAGE) for message in messages)


def test_the_first_part_has_the_picture_and_the_last_the_buttons() -> None:
    first, *_, last = long_brief(40)
    assert first.picture is not None
    assert first.buttons == ()
    assert last.picture is None
    assert last.buttons


def test_a_story_too_long_for_a_message_ends_with_a_whole_sentence(renderer: Renderer) -> None:
    body = "This sentence is repeated until no message holds it. " * 200
    messages = renderer.brief(brief(slot(body=body)), variant())
    quotes = marked(parse(messages[0].text), "expandable_blockquote")
    assert quotes[0].endswith("holds it.")
    assert all(measure(message.text).fits(ONE_MESSAGE) for message in messages)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_the_same_brief_is_always_rendered_the_same(kind: ChatKind) -> None:
    assert Renderer().brief(brief(), variant(kind)) == Renderer().brief(brief(), variant(kind))


def test_headlines_alone_are_a_set_of_their_own(renderer: Renderer) -> None:
    (message,) = renderer.brief(brief(), variant(templates="headlines"))
    text = parse(message.text).text
    assert "10 Lantern ships model number 10" in text
    assert "It answers in two languages" not in text


def test_a_console_chat_gets_plain_text(renderer: Renderer) -> None:
    (message,) = renderer.brief(brief(), replace(variant(), channel="console"))
    assert message.text == renderer.text(brief())
