"""Picks and texts become a brief that reads as if an editor wrote it."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.editor import Pick, Score, compose
from bot.editor.compose import main_clause
from bot.model import Brief, Edition, SlotText, Source
from tests.editor.news import MONDAY, NAMES, item, story

ZH = Edition("zh", "AI 日报", "zh", "Asia/Shanghai", time(18, 30))
EN = Edition("en", "AI daily", "en", "UTC", time(12, 0))
STORIES = (
    story(
        item("谷歌投资羊驼农场，金额未披露", source="zaobao", image="https://zaobao.example/a.jpg"),
        item("Google invests in a llama farm", source="wire"),
    ),
    story(item("腾讯开源天气模型", source="zaobao")),
    story(item("OpenAI 在里斯本设办公室", source="zaobao")),
    story(item("谷歌与 OpenAI 谈判破裂", source="zaobao")),
)
NO_SCORE = Score(1.0, {"coverage": 1.0})


def brief(edition: Edition, texts: dict[str, SlotText] | None = None) -> Brief:
    picks = [Pick(each, NO_SCORE) for each in STORIES]
    sources = {"zaobao": Source("zaobao", "", "早报社")}
    return compose(edition, date(2026, 3, 2), picks, texts or {}, sources, MONDAY, NAMES)


def test_the_title_is_the_two_strongest_headlines_in_a_clause_each() -> None:
    assert brief(ZH).title == "谷歌投资羊驼农场，腾讯开源天气模型"


def test_the_focus_is_three_names_as_the_readers_call_them() -> None:
    assert set(brief(ZH).focus) == {"谷歌", "OpenAI", "腾讯"}
    assert set(brief(EN).focus) == {"Google", "OpenAI", "Tencent"}


def test_the_focus_names_makers_before_hosts() -> None:
    stories = [
        story(
            item(f"{maker} releases the {city} model"),
            item("Weights", url="https://huggingface.co/blog/weights", source="hf-blog"),
        )
        for maker, city in (("DeepSeek", "Oslo"), ("Mistral AI", "Lima"), ("Cohere", "Quito"))
    ]
    picks = [Pick(each, NO_SCORE) for each in stories]
    made = compose(EN, date(2026, 3, 2), picks, {}, {}, MONDAY, NAMES)
    assert made.focus == ("DeepSeek", "Mistral AI", "Cohere")


def test_the_top_story_is_in_the_focus_whatever_the_others_share() -> None:
    makers = ("Mistral AI", "Cohere", "Google", "Cohere", "Google", "Tencent", "Google", "Tencent")
    stories = [
        story(item(f"{maker} opens in {n}", source=f"s{n}")) for n, maker in enumerate(makers)
    ]
    picks = [Pick(each, NO_SCORE) for each in stories]
    made = compose(EN, date(2026, 3, 2), picks, {}, {}, MONDAY, NAMES)
    assert "Mistral AI" in made.focus


def test_slots_are_numbered_and_cite_each_page_in_the_readers_language_first() -> None:
    first = brief(EN).slots[0]
    assert [slot.position for slot in brief(EN).slots] == [1, 2, 3, 4]
    assert [source.lang for source in first.sources] == ["en", "zh"]
    assert first.sources[1].name == "早报社"


def test_a_slot_takes_the_picture_of_any_of_its_items() -> None:
    assert brief(EN).slots[0].image == "https://zaobao.example/a.jpg"
    assert brief(EN).slots[1].image is None


def test_the_lead_is_the_first_sentence_and_what_else_there_is() -> None:
    texts = {STORIES[0].id: SlotText("谷歌投资", "谷歌收购一半股份。农场很满意。", "extractive")}
    assert (
        brief(ZH, texts).lead
        == "谷歌收购一半股份。另有：OpenAI 在里斯本设办公室；谷歌与 OpenAI 谈判破裂。"
    )


def test_without_a_text_the_headline_tells_the_story() -> None:
    assert brief(ZH).slots[1].headline == "腾讯开源天气模型"


def test_reading_takes_a_minute_for_400_characters() -> None:
    texts = {each.id: SlotText("题", "字" * 399, "extractive") for each in STORIES}
    assert brief(ZH, texts).reading_minutes == 4
    assert brief(ZH).reading_minutes == 1


@pytest.mark.parametrize(
    ("headline", "lang", "clause"),
    [
        ("Similarpage：某应用日访问量超过 Google", "zh", "某应用日访问量超过 Google"),
        ("OpenAI 发布新模型，价格减半", "zh", "OpenAI 发布新模型"),
        (
            "又一家公司收购热潮来临，软银向 OpenAI 投资 300 亿美元",
            "zh",
            "软银向 OpenAI 投资 300 亿美元",
        ),
        ("降价，又降价", "zh", "降价，又降价"),
        ("赢下面包店垄断官司后，法官考虑拆分 OpenAI", "zh", "法官考虑拆分 OpenAI"),
        ("某汽车公司不甘心只造四个轮子，正式发布一副新的眼镜", "zh", "正式发布一副新的眼镜"),
        (
            "OpenAI publishes a long report on bakeries that made its ovens go cold in the winter",
            "en",
            "OpenAI publishes a long report on bakeries that made its ovens go cold in the winter",
        ),
        (
            "OpenAI buys a bakery in Porto — and keeps the baker",
            "en",
            "OpenAI buys a bakery in Porto",
        ),
        ("Apple — again", "en", "Apple — again"),
        (
            "OpenAI releases Dough 2, bringing the company one step closer to a bakery of its own",
            "en",
            "OpenAI releases Dough 2",
        ),
        (
            "OpenAI publishes a long report detailing three faults that caused many cold ovens",
            "en",
            "OpenAI publishes a long report detailing three faults",
        ),
    ],
)
def test_a_title_says_what_happened_without_who_says_so(
    headline: str, lang: str, clause: str
) -> None:
    assert main_clause(headline, NAMES, lang) == clause


def test_what_readers_cannot_read_is_neither_in_the_title_nor_in_the_lead() -> None:
    stories = [
        story(item("Google invests in a llama farm near Oslo", source="wire")),
        story(item("腾讯开源天气模型", source="zaobao")),
        story(item("OpenAI 在里斯本设办公室", source="zaobao")),
    ]
    picks = [Pick(each, NO_SCORE) for each in stories]
    made = compose(ZH, date(2026, 3, 2), picks, {}, {}, MONDAY, NAMES)
    assert made.title == "腾讯开源天气模型，OpenAI 在里斯本设办公室"
    assert made.lead.startswith("腾讯开源天气模型。")


def test_a_long_first_sentence_is_no_opening() -> None:
    texts = {STORIES[0].id: SlotText("谷歌投资羊驼农场", "谷歌" + "买" * 90 + "。", "extractive")}
    assert brief(ZH, texts).lead.startswith("谷歌投资羊驼农场。另有")


def test_a_latin_name_reads_as_one_word() -> None:
    texts = {
        each.id: SlotText("题", "字" * 190 + "Internationalization", "extractive")
        for each in STORIES
    }
    assert brief(ZH, texts).reading_minutes == 2


def test_who_carries_a_story_is_no_opening() -> None:
    texts = {STORIES[0].id: SlotText("谷歌投资羊驼农场", "全文见早报社。", "extractive")}
    assert brief(ZH, texts).lead.startswith("谷歌投资羊驼农场。另有")


def test_a_first_sentence_that_tells_no_event_is_no_opening() -> None:
    texts = {STORIES[0].id: SlotText("谷歌投资羊驼农场", "以前问羊驼，它只会摇头。", "extractive")}
    assert brief(ZH, texts).lead.startswith("谷歌投资羊驼农场。另有")
