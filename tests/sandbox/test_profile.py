from __future__ import annotations

import pytest
from telegram import BotCommandScopeAllChatAdministrators, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest

from tests.sandbox.conftest import House


async def _menu(house: House, chat: int, user: int) -> list[str]:
    answer = await house.http.get(f"/sandbox/chats/{chat}/commands", params={"user": user})
    return [one["command"] for one in answer.json()["commands"]]


async def test_a_menu_is_the_narrowest_in_the_persons_language(house: House) -> None:
    ann = await house.people.add_person("Ann", language_code="en")
    lin = await house.people.add_person("林", language_code="zh")
    bo = await house.people.add_person("Bo")
    chat = await house.people.add_chat("supergroup", "Readers", owner=ann)
    await house.people.set_rank(chat, bo, "member")
    private = BotCommandScopeAllPrivateChats()
    await house.bot.set_my_commands([("help", "everything")])
    await house.bot.set_my_commands([("today", "the ten")], scope=private)
    await house.bot.set_my_commands([("topics", "话题")], scope=private, language_code="zh")
    admins = BotCommandScopeAllChatAdministrators()
    await house.bot.set_my_commands([("subscribe", "for all")], scope=admins)
    assert await _menu(house, ann, ann) == ["today"]
    assert await _menu(house, lin, lin) == ["topics"]
    assert await _menu(house, chat, ann) == ["subscribe"]
    assert await _menu(house, chat, bo) == ["help"]
    shown = await house.bot.get_my_commands(scope=private, language_code="zh")
    assert [(one.command, one.description) for one in shown] == [("topics", "话题")]
    await house.bot.delete_my_commands(scope=private)
    assert await house.bot.get_my_commands(scope=private) == ()


@pytest.mark.parametrize("command", ["Today", "a b", "x" * 33, "今天"])
async def test_a_command_telegram_would_refuse_is_refused(house: House, command: str) -> None:
    commands = [{"command": command, "description": "x"}]
    assert "BOT_COMMAND_INVALID" in await house.refusal("setMyCommands", commands=commands)


async def test_the_bot_says_who_it_is_in_each_language(house: House) -> None:
    await house.bot.set_my_description("ten stories")
    await house.bot.set_my_description("十条新闻", language_code="zh")
    await house.bot.set_my_short_description("ten")
    assert (await house.bot.get_my_description()).description == "ten stories"
    assert (await house.bot.get_my_description("zh")).description == "十条新闻"
    assert (await house.bot.get_my_short_description("de")).short_description == "ten"
    assert (await house.bot.get_my_name()).name == house.bot.first_name
    with pytest.raises(BadRequest, match=r"(?i)too long"):
        await house.bot.set_my_short_description("x" * 121)
