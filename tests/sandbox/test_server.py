from __future__ import annotations

import asyncio

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, InvalidToken

from bot.errors import SandboxError
from bot.sandbox import SANDBOX_TOKEN, Client, new_sandbox, run_sandbox
from tests.sandbox.conftest import House, until

MORE = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more:1")]])


async def test_a_person_writes_and_the_real_bot_answers(house: House) -> None:
    ann = await house.people.add_person("Ann", language_code="en")
    said = await house.people.say(ann, ann, "/topic DeepSeek")
    (update,) = await house.bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.parse_entity(update.message.entities[0]) == "/topic"
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "en"
    await update.message.reply_html("<b>DeepSeek</b> and &lt;more&gt;", reply_markup=MORE)
    answer = await house.people.answer_to(said)
    assert answer.text == "DeepSeek and <more>"
    assert answer.button_texts == ["More"]


async def test_a_tap_reaches_the_bot_and_its_answer_the_person(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    await house.bot.send_message(ann, "page 1", reply_markup=MORE)
    (message,) = await house.people.messages(ann)
    tap = asyncio.create_task(house.people.press(message, "More"))
    (update,) = await house.bot.get_updates(timeout=5)
    assert update.callback_query is not None
    assert update.callback_query.data == "more:1"
    await update.callback_query.edit_message_text("page 2")
    await update.callback_query.answer("turned")
    assert (await tap).text == "turned"
    (message,) = await house.people.messages(ann)
    assert (message.text, message.edited, message.buttons) == ("page 2", True, ())


async def test_an_edit_that_changes_nothing_says_so_and_one_to_nothing_too(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    sent = await house.bot.send_message(ann, "<b>same</b>", parse_mode="HTML", reply_markup=MORE)
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await sent.edit_text("<b>same</b>", parse_mode="HTML", reply_markup=MORE)
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await house.bot.edit_message_text("same", ann, sent.message_id + 1)
    await sent.edit_text("<b>same</b>", parse_mode="HTML")
    assert (await house.people.messages(ann))[0].buttons == ()


async def test_a_wrong_token_is_unauthorized(house: House) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("1:wrong", base_url=f"{house.url}/bot"):
            pass


async def test_an_unknown_method_is_not_found_and_rich_messages_are_a_switch(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    assert await house.refusal("sendNonsense") == "Not Found: method not found"
    rich = {"chat_id": ann, "rich_message": {"html": "<h1>Ten</h1> stories"}}
    assert await house.refusal("sendRichMessage", **rich) == "Not Found: method not found"
    await house.people.set_switches(rich_messages=True)
    await house.call("sendRichMessage", **rich)
    assert (await house.people.messages(ann))[-1].text == "Ten stories"


@pytest.mark.parametrize("form", ["query", "form", "multipart", "json"])
async def test_parameters_come_in_any_of_four_forms(house: House, form: str) -> None:
    ann = await house.people.add_person("Ann", started=True)
    address = f"{house.url}/bot{SANDBOX_TOKEN}/SENDMESSAGE"
    values = {"chat_id": str(ann), "text": "十条 + 100% & more"}
    async with httpx.AsyncClient(trust_env=False) as http:
        match form:
            case "query":
                await http.get(address, params=values)
            case "form":
                await http.post(address, data=values)
            case "multipart":
                fields = {name: (None, value) for name, value in values.items()}
                await http.post(address, files=fields)
            case "json":
                await http.post(address, json=values)
    assert (await house.people.messages(ann))[-1].text == values["text"]


async def test_a_body_that_is_no_json_is_refused(house: House) -> None:
    answer = await house.http.post(
        f"/bot{SANDBOX_TOKEN}/getMe", content=b"[", headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400


async def test_a_page_from_elsewhere_cannot_play_people(house: House) -> None:
    answer = await house.http.post("/sandbox/people", content=b'{"first_name": "Eve"}')
    assert answer.status_code == 400
    assert await house.people.chats() == []


async def test_half_a_surrogate_pair_is_no_text(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    address = f"/bot{SANDBOX_TOKEN}/sendMessage"
    body = f'{{"chat_id":{ann},"text":"\\ud83d"}}'
    headers = {"content-type": "application/json"}
    answer = await house.http.post(address, content=body, headers=headers)
    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_two_sandboxes_live_side_by_side() -> None:
    async with run_sandbox() as one, run_sandbox() as other, Client(one) as people:
        ann = await people.add_person("Ann")
        assert one != other
        async with Client(other) as others:
            with pytest.raises(SandboxError, match="chat not found"):
                await others.messages(ann)


async def test_a_sandbox_that_closes_lets_its_reader_go_home() -> None:
    sandbox = new_sandbox()
    async with httpx.AsyncClient(trust_env=False) as http:
        async with run_sandbox(sandbox=sandbox) as url:
            address = f"{url}/bot{SANDBOX_TOKEN}/getUpdates?timeout=30"
            poll = asyncio.create_task(http.get(address, timeout=40))
            await until(lambda: sandbox.updates.has_reader)
        assert (await poll).json()["result"] == []
