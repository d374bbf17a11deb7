"""The chat page in a real browser: what it shows, and that its buttons work."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.sandbox.browser import Tab, find_chromium, open_tab
from tests.sandbox.conftest import House

pytestmark = pytest.mark.skipif(find_chromium() is None, reason="there is no Chromium here")

HOSTILE = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>'
BRIEF = (
    "<b>十条</b> <i>daily</i>\n<blockquote expandable>" + "A long story. " * 60 + "</blockquote>"
    '<a href="https://ten.example/">source</a> <tg-spoiler>secret</tg-spoiler>'
)


@pytest_asyncio.fixture
async def tab() -> AsyncIterator[Tab]:
    async with open_tab() as opened:
        yield opened


async def _type(tab: Tab, words: str) -> None:
    await tab.run(
        "(() => { const box = document.getElementById('box');"
        f" box.value = {json.dumps(words)}; box.dispatchEvent(new Event('input')); }})()"
    )


async def _click(tab: Tab, words: str) -> None:
    await tab.run(
        "[...document.querySelectorAll('button, a')]"
        f".find((one) => one.textContent.includes({json.dumps(words)})).click()"
    )


async def test_a_person_talks_to_the_bot_on_the_page(house: House, tab: Tab) -> None:
    ann = await house.people.add_person("Ann", language_code="en", started=True)
    await house.bot.set_my_commands([("today", "the ten of today")])
    keyboard = {"inline_keyboard": [[{"text": "More", "callback_data": "m"}]]}
    await house.call(
        "sendMessage", chat_id=ann, text=BRIEF, parse_mode="HTML", reply_markup=keyboard
    )
    await tab.open(f"{house.url}/#{ann}")
    await tab.wait_until("document.querySelector('.bubble strong').textContent === '十条'")
    await tab.wait_until("document.querySelector('.bubble a').href === 'https://ten.example/'")

    await tab.run("document.querySelector('.fold').click()")
    await tab.wait_until("document.querySelector('blockquote').dataset.open === 'true'")
    await tab.run("document.querySelector('.spoiler').click()")
    await tab.wait_until("document.querySelector('.spoiler.open')")

    await _type(tab, "/to")
    await tab.wait_until("document.getElementById('menu').textContent.includes('the ten of today')")
    await _click(tab, "/today")
    await tab.wait_until("document.querySelector('.mine .said').textContent.startsWith('/today')")
    (said,) = await house.bot.get_updates(timeout=5)
    assert said.message is not None
    assert said.message.text == "/today"

    await _click(tab, "More")
    (tapped,) = await house.bot.get_updates(offset=said.update_id + 1, timeout=5)
    assert tapped.callback_query is not None
    await tapped.callback_query.answer("here is more")
    await tab.wait_until("document.getElementById('toast').textContent === 'here is more'")
    assert tab.problems == []


async def test_what_happens_elsewhere_shows_up_by_itself(house: House, tab: Tab) -> None:
    ann = await house.people.add_person("Ann", started=True)
    await tab.open(f"{house.url}/#{ann}")
    await tab.wait_until("document.querySelector('.nothing')")
    sent = await house.bot.send_message(ann, "first words")
    await tab.wait_until("document.querySelector('.said').textContent.startsWith('first words')")
    await sent.edit_text("second words")
    await tab.wait_until("document.querySelector('.foot').textContent.includes('edited')")
    await sent.delete()
    await tab.wait_until("document.querySelector('.nothing')")
    chat = await house.people.add_chat("channel", "Daily news", owner=ann)
    await house.people.set_rank(chat, "bot", "administrator")
    await tab.wait_until("document.getElementById('chats').textContent.includes('Daily news')")
    await house.bot.send_message(chat, "a post")
    await tab.wait_until("document.querySelector('.badge').textContent === '1'")
    assert tab.problems == []


async def test_hostile_words_stay_words(house: House, tab: Tab) -> None:
    ann = await house.people.add_person(HOSTILE)
    group = await house.people.add_chat("supergroup", HOSTILE, owner=ann, is_forum=True)
    await house.people.set_rank(group, "bot", "member")
    topic = await house.people.open_topic(group, HOSTILE)
    entity = {"type": "text_link", "offset": 0, "length": 4, "url": "javascript:window.hurt=1"}
    keyboard = {"inline_keyboard": [[{"text": HOSTILE, "callback_data": HOSTILE[:64]}]]}
    await house.call(
        "sendMessage",
        chat_id=group,
        message_thread_id=topic,
        text=HOSTILE,
        entities=[entity],
        reply_markup=keyboard,
        link_preview_options={"url": "javascript:window.hurt=1"},
    )
    await tab.open(f"{house.url}/#{group}/{topic}")
    await tab.wait_until("document.querySelector('.key')")
    shown = await tab.run("document.querySelector('.said').textContent")
    assert shown.startswith(HOSTILE)
    assert await tab.run("document.querySelectorAll('.thread img, .thread script').length") == 0
    assert not await tab.run("[...document.links].some((one) => one.href.startsWith('javascript'))")
    assert await tab.run("window.hurt") is None


async def test_in_a_group_one_chooses_who_speaks_and_on_a_phone_one_chat_fills_the_page(
    house: House, tab: Tab
) -> None:
    ann = await house.people.add_person("Ann")
    bo = await house.people.add_person("Bo")
    group = await house.people.add_chat("group", "Readers", owner=ann)
    await house.people.set_rank(group, bo, "member")
    await tab.open(f"{house.url}/#{group}", width=390, height=800)
    await tab.wait_until("document.querySelector('.speak')")
    assert not await tab.run("document.querySelector('.side').checkVisibility()")
    await tab.run(
        "(() => { const choice = document.querySelector('.speak');"
        f" choice.value = '{bo}'; choice.dispatchEvent(new Event('change')); }})()"
    )
    await _type(tab, "hello from Bo")
    await tab.run("document.querySelector('.send').click()")
    said = await house.people.wait_for(group, lambda one: one.text == "hello from Bo")
    assert said.sender == bo
    await tab.run("document.querySelector('.back').click()")
    await tab.wait_until("document.querySelector('.side').checkVisibility()")


async def test_a_card_is_found_inline_and_sent(house: House, tab: Tab) -> None:
    ann = await house.people.add_person("Ann", started=True)
    await tab.open(f"{house.url}/#{ann}")
    await tab.wait_until("document.getElementById('box')")
    await _type(tab, "@TenBriefBot DeepSeek")
    (asked,) = await house.bot.get_updates(timeout=5)
    assert asked.inline_query is not None
    assert asked.inline_query.query == "DeepSeek"
    content = {"message_text": "the story"}
    card = {"type": "article", "id": "1", "title": "A card", "input_message_content": content}
    await house.call("answerInlineQuery", inline_query_id=asked.inline_query.id, results=[card])
    await tab.wait_until("document.getElementById('menu').textContent.includes('A card')")
    await _click(tab, "A card")
    assert await house.people.wait_for(ann, lambda one: one.text == "the story")


async def test_a_picture_that_cannot_be_reached_leaves_a_place(house: House, tab: Tab) -> None:
    ann = await house.people.add_person("Ann", started=True)
    preview = {"url": f"{house.url}/nowhere.png", "show_above_text": True}
    await house.call("sendMessage", chat_id=ann, text="x", link_preview_options=preview)
    await tab.open(f"{house.url}/#{ann}")
    await tab.wait_until("document.querySelector('.card .missing')")


async def test_the_page_allows_no_script_but_its_own(house: House) -> None:
    answer = await house.http.get("/")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    taken, _ = await asyncio.gather(
        house.http.get("/page/app.js"), house.http.get("/page/theme.css")
    )
    assert taken.status_code == 200
