"""Questions to the archive, as people put them."""

from __future__ import annotations

from datetime import timedelta

from bot.sandbox import Message
from tests.town import Town


async def lin(town: Town) -> int:
    return await town.people.add_person("林晓", language_code="zh-hans")


async def ada(town: Town) -> int:
    return await town.people.add_person("Ada", language_code="en")


async def ask(town: Town, person: int, text: str) -> Message:
    return await town.people.answer_to(await town.people.say(person, person, text))


async def turned(town: Town, message: Message, button: str) -> Message:
    """Press a button that changes the message and return it as it stands then."""
    await town.people.press(message, button)
    return await town.people.wait_for(
        message.chat, lambda one: one.id == message.id and one.text != message.text
    )


async def test_a_topics_page_says_what_it_is_and_how_much_is_told(town: Town) -> None:
    page = await ask(town, await ada(town), "/topic DeepSeek")
    assert "Lab" in page.text or "Company" in page.text
    assert "in 7 days" in page.text
    assert "▇" in page.text


async def test_headlines_come_in_the_readers_language(town: Town) -> None:
    zh = await ask(town, await lin(town), "/topic 宇树科技")
    en = await ask(town, await ada(town), "/topic Unitree")
    assert "宇树科技开启新款人形机器人预售" in zh.text
    assert "Unitree takes orders for a humanoid" in en.text


async def test_a_misspelt_name_is_taken_for_the_name_and_that_is_said(town: Town) -> None:
    page = await ask(town, await ada(town), "/topic deepseak")
    assert page.text.startswith("Nothing is called “deepseak”; here is DeepSeek.")


async def test_a_name_that_is_none_offers_near_ones_and_says_what_can_be_asked(town: Town) -> None:
    reader = await ada(town)
    near = await ask(town, reader, "/topic antrophicc labsx")
    assert "Nothing found" in near.text
    found = await turned_new(town, near, "Anthropic")
    assert "Anthropic · " in found.text
    assert "two together" in (await ask(town, reader, "/topic ؟؟")).text


async def turned_new(town: Town, message: Message, button: str) -> Message:
    """Press a button that is answered with a new message and return that."""
    await town.people.press(message, button)
    return await town.people.wait_for(message.chat, lambda one: one.id > message.id, after=message)


async def test_two_names_find_the_stories_on_both(town: Town) -> None:
    page = await ask(town, await ada(town), "/topic DeepSeek 智己")
    assert page.text.startswith("DeepSeek + ")
    assert "1 story" in page.text


async def test_a_time_bounds_the_page_and_is_written_out(town: Town) -> None:
    page = await ask(town, await lin(town), "/topic DeepSeek 今天")
    assert "2026年3月5日" in page.text
    long_ago = await ask(town, await ada(town), "/topic DeepSeek 2020-02")
    assert long_ago.text.startswith("Nothing in that time")


async def test_a_question_finds_names_words_and_time_in_it(town: Town) -> None:
    reader = await ada(town)
    answer = await ask(town, reader, "What did OpenAI announce in Warsaw this week?")
    assert answer.text.startswith("OpenAI · Warsaw · 1 story")
    assert "OpenAI to open an engineering hub in Warsaw" in answer.text


async def test_words_that_are_no_name_are_searched_for_and_marked(town: Town) -> None:
    page = await ask(town, await lin(town), "人形機器人")
    assert "检索结果" in page.text
    assert "宇树科技首批 1200 台人形机器人发货" in page.text


async def test_a_question_none_has_all_words_of_gets_what_comes_closest(town: Town) -> None:
    page = await ask(town, await lin(town), "接口夜间涨价的消息")
    assert page.text.startswith("没有完全符合的新闻")
    assert "DeepSeek 接口夜间降价六成" in page.text


async def test_the_timeline_shows_how_a_story_went_on_and_leads_back(town: Town) -> None:
    page = await ask(town, await ada(town), "/topic Unitree")
    timeline = await turned(town, page, "Timeline")
    assert "how it went on" in timeline.text
    back = await turned(town, timeline, "‹ Stories")
    assert back.text == page.text


async def test_a_topic_is_called_as_the_readers_press_calls_it_on_all_its_pages(
    town: Town,
) -> None:
    lin = await town.people.add_person("林晓", language_code="zh-hans")
    for button, title in (("来龙去脉", "阿里巴巴：来龙去脉"), ("谁在报道", "谁在报道 阿里巴巴")):
        page = await town.ask(lin, lin, "/topic alibaba")
        assert page.text.startswith("阿里巴巴")
        shown = await turned(town, page, button)
        assert shown.text.startswith(title)


async def test_the_sources_of_a_topic_are_listed(town: Town) -> None:
    page = await ask(town, await ada(town), "/topic DeepSeek")
    outlets = await turned(town, page, "Sources")
    assert "Northwind Tech — " in outlets.text


async def test_a_search_can_be_put_in_order_of_relevance(town: Town) -> None:
    page = await ask(town, await ada(town), "robot")
    best = await turned(town, page, "Best match first")
    assert "Newest first" in best.button_texts


LONG = "model " * 12 + "weights"


async def test_a_long_question_is_remembered_for_the_buttons_that_cannot_hold_it(
    town: Town,
) -> None:
    page = await ask(town, await ada(town), LONG)
    assert page.data_of("Best match first").startswith("tb:~")
    await town.people.press(page, "Best match first")
    best = await town.people.wait_for(page.chat, lambda one: "Newest first" in one.button_texts)
    assert best.id == page.id


async def test_a_button_nobody_remembers_says_kindly_that_it_is_old(town: Town) -> None:
    reader = await ada(town)
    page = await ask(town, reader, LONG)
    town.clock.pass_by(timedelta(days=100))
    await ask(town, reader, "weights " * 12 + "model")
    answer = await town.people.press(page, "Best match first")
    assert "too old" in answer.text


async def test_topics_lists_what_is_hot_as_buttons(town: Town) -> None:
    hot = await ask(town, await ada(town), "/topics")
    assert "DeepSeek" in hot.button_texts
    page = await turned_new(town, hot, "DeepSeek")
    assert page.text.startswith("DeepSeek · ")
