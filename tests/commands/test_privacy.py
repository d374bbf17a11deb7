"""What is known of a person is theirs: to have, and to have forgotten."""

from __future__ import annotations

from tests.town import Town


async def reader(town: Town) -> int:
    ada = await town.people.add_person("Ada Byron", language_code="en")
    await town.ask(ada, ada, "/subscribe en")
    await town.ask(ada, ada, "/follow DeepSeek")
    await town.house.newsroom.publish("en")
    await town.deliver()
    post = await town.people.wait_for(ada, lambda one: "END" in one.text)
    await town.people.press(post, "1")
    await town.people.press((await town.people.messages(ada))[-1], "👍")
    return ada


async def test_export_sends_all_that_is_known_as_a_file(town: Town) -> None:
    ada = await reader(town)
    answer = await town.ask(ada, ada, "/export")
    document = answer.raw["document"]
    assert document["file_name"] == "tenbrief.json"
    chat = next(c for c in town.house.store.chats.list() if c.address.chat == str(ada))
    known = await town.house.newsroom.circulation.export(chat)
    for part in ('"DeepSeek"', '"👍"', '"sent"', f'"{ada}"', '"en"'):
        assert part in known
    assert "Ada" not in known


async def test_forgetting_is_confirmed_and_deletes_everything(town: Town) -> None:
    ada = await reader(town)
    asked = await town.ask(ada, ada, "/forget")
    await town.people.press(asked, "Delete everything")
    gone = await town.people.wait_for(ada, lambda one: one.id == asked.id and one.edited)
    assert "I know nothing about you" in gone.text
    store = town.house.store
    assert not store.chats.list()
    brief = store.briefs.list("en")[0]
    assert brief.id is not None
    assert not list(store.ledger.lines(brief.id))
    assert store.reactions.of_brief(brief.id) == {}
    assert "every day" in (await town.ask(ada, ada, "/subscribe en")).text


async def test_who_thinks_again_keeps_everything(town: Town) -> None:
    ada = await reader(town)
    asked = await town.ask(ada, ada, "/forget")
    await town.people.press(asked, "Keep it")
    kept = await town.people.wait_for(ada, lambda one: one.id == asked.id and one.edited)
    assert "Nothing was deleted" in kept.text
    assert len(town.house.store.chats.list()) == 1


async def test_a_group_is_not_forgotten_by_one_of_many(town: Town) -> None:
    owner = await town.people.add_person("Olga", language_code="en")
    group = await town.people.add_chat("supergroup", "Readers", owner=owner)
    await town.people.set_rank(group, "bot", "member")
    await town.people.wait_for(group, lambda one: one.from_bot)
    assert "in private" in (await town.ask(group, owner, "/forget")).text
    assert "in private" in (await town.ask(group, owner, "/export")).text
