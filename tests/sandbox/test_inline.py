from __future__ import annotations

import asyncio

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)

from tests.sandbox.conftest import House

CARD = InlineQueryResultArticle(
    "story-1",
    "DeepSeek opens a model",
    InputTextMessageContent("<b>DeepSeek</b> opens a model", parse_mode="HTML"),
    reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="m")]]),
)


async def test_a_card_offered_inline_is_sent_to_another_chat_and_its_button_works(
    house: House,
) -> None:
    ann = await house.people.add_person("Ann")
    bo = await house.people.add_person("Bo")
    group = await house.people.add_chat("group", "Readers", owner=ann)
    await house.people.set_rank(group, bo, "member")
    asked = asyncio.create_task(house.people.ask_inline(bo, "DeepSeek", chat_type="group"))
    (update,) = await house.bot.get_updates(timeout=5)
    assert update.inline_query is not None
    assert (update.inline_query.query, update.inline_query.chat_type) == ("DeepSeek", "group")
    await update.inline_query.answer([CARD], cache_time=60)
    offered = await asked
    assert [one["title"] for one in offered["results"]] == ["DeepSeek opens a model"]
    sent = await house.people.choose_inline(bo, group, offered["question"], "story-1")
    assert (sent.text, sent.sender) == ("DeepSeek opens a model", bo)
    tap = asyncio.create_task(house.people.press(sent, "More", user=ann))
    (update,) = await house.bot.get_updates(offset=update.update_id + 1, timeout=5)
    assert update.callback_query is not None
    assert update.callback_query.message is None
    await update.callback_query.edit_message_text("changed")
    await update.callback_query.answer()
    await tap
    assert (await house.people.messages(group))[-1].text == "changed"


async def test_results_that_telegram_would_refuse_are_refused(house: House) -> None:
    ann = await house.people.add_person("Ann")
    asked = asyncio.create_task(house.people.ask_inline(ann, ""))
    (update,) = await house.bot.get_updates(timeout=5)
    assert update.inline_query is not None
    query = update.inline_query.id
    content = {"message_text": "<b>x", "parse_mode": "HTML"}
    good = {
        "type": "article",
        "id": "1",
        "title": "t",
        "input_message_content": {"message_text": "x"},
    }
    for results, reason in (
        ([good, good], "RESULT_ID_DUPLICATE"),
        ([{**good, "id": "x" * 65}], "RESULT_ID_INVALID"),
        ([{**good, "input_message_content": content}], "can't parse entities"),
        ([good] * 51, "RESULTS_TOO_MUCH"),
    ):
        refusal = await house.refusal("answerInlineQuery", inline_query_id=query, results=results)
        assert reason in refusal
    late = await house.refusal("answerInlineQuery", inline_query_id="1", results=[])
    assert "query is too old" in late
    await house.call("answerInlineQuery", inline_query_id=query, results=[good])
    assert (await asked)["results"] == [good]


async def test_a_tap_on_an_unknown_query_is_too_old(house: House) -> None:
    refusal = await house.refusal("answerCallbackQuery", callback_query_id="7")
    assert refusal.startswith("Bad Request: query is too old and response timeout expired")
