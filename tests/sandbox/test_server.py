from __future__ import annotations

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from bot.sandbox import SANDBOX_TOKEN, Client, run_sandbox


async def test_everything_once():
    async with (
        run_sandbox() as url,
        Client(url) as people,
        Bot(SANDBOX_TOKEN, base_url=url + "/bot") as bot,
    ):
        assert bot.username == "TenBriefBot"
        ann = await people.add_person("Ann", language_code="en")
        await people.say(ann, ann, "/start hello")
        updates = await bot.get_updates(timeout=5)
        assert updates[0].message.text == "/start hello"
        kb = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="x")]])
        sent = await bot.send_message(ann, "<b>Hi</b> there", parse_mode="HTML", reply_markup=kb)
        seen = await people.wait_for(ann, lambda m: m.from_bot)
        assert seen.text == "Hi there" and seen.id == sent.message_id
        import asyncio

        press = asyncio.create_task(people.press(seen, "More"))
        updates = await bot.get_updates(offset=updates[-1].update_id + 1, timeout=5)
        await updates[0].callback_query.answer("ok")
        assert (await press).text == "ok"
        with pytest.raises(BadRequest, match="not modified"):
            await bot.edit_message_text(
                "<b>Hi</b> there", ann, sent.message_id, parse_mode="HTML", reply_markup=kb
            )
        await bot.edit_message_text("Bye", ann, sent.message_id)
        assert (await people.messages(ann))[-1].text == "Bye"
