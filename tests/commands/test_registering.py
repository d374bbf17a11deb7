"""Operators keep the register of topics in the chat."""

from __future__ import annotations

from tests.town import OPERATOR, Town


async def tell(town: Town, text: str) -> str:
    await town.people.add_person("Op", language_code="en", user_id=OPERATOR)
    said = await town.people.say(OPERATOR, OPERATOR, text)
    return (await town.people.answer_to(said)).text


async def test_an_operator_adds_a_topic_and_old_news_are_found_under_it(town: Town) -> None:
    told = await tell(town, "/topicadmin add public Osaka = 大阪")
    assert told == "Osaka: 1 older item tagged anew."
    assert "SoftBank turns a former LCD plant" in await tell(town, "/topic 大阪")


async def test_a_spelling_can_be_added_and_taken_back(town: Town) -> None:
    assert "tagged anew" in await tell(town, "/topicadmin alias DeepSeek = 小鲸鱼")
    assert "DeepSeek · " in await tell(town, "/topic 小鲸鱼")
    assert "tagged anew" in await tell(town, "/topicadmin unalias DeepSeek = 小鲸鱼")


async def test_what_cannot_be_done_is_said_with_the_reason(town: Town) -> None:
    assert "is a name of DeepSeek" in await tell(town, "/topicadmin add deepseek")
    assert "no topic" in await tell(town, "/topicadmin merge Nobodyy = DeepSeek")


async def test_a_command_without_sense_is_answered_with_how_it_is_written(town: Town) -> None:
    assert "/topicadmin add NAME" in await tell(town, "/topicadmin")
    assert "/topicadmin add NAME" in await tell(town, "/topicadmin rename DeepSeek")
    assert "/topicadmin add NAME" in await tell(town, "/topicadmin dance DeepSeek = x")


async def test_readers_cannot_touch_the_register(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    await town.people.say(ada, ada, "/topicadmin remove DeepSeek")
    said = await town.people.say(ada, ada, "/topic DeepSeek")
    assert "DeepSeek · " in (await town.people.answer_to(said)).text
