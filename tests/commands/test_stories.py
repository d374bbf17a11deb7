"""The numbers under a brief, thumbs and reactions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.model import Brief
from tests.town import OPERATOR, Town


async def reader_with_brief(town: Town, lang: str = "en") -> tuple[int, Brief]:
    person = await town.people.add_person("Ada", language_code=lang)
    await town.ask(person, person, f"/subscribe {lang[:2]}")
    planned = await town.house.newsroom.publish(lang[:2])
    await town.deliver()
    return person, planned.brief


async def test_a_number_opens_its_story_in_full(town: Town) -> None:
    lin, brief = await reader_with_brief(town, "zh-hans")
    post = await town.people.wait_for(lin, lambda one: "END" in one.text)
    numbers = [text for text in post.button_texts if text.isdecimal()]
    assert numbers == [str(slot.position) for slot in brief.slots]
    for slot in brief.slots:
        await town.people.press(post, str(slot.position))
        story = (await town.people.messages(lin))[-1]
        assert slot.headline in story.text
        assert slot.sources[0].url in story.links
        assert {"👍", "👎"} <= set(story.button_texts)


async def test_a_double_tap_opens_a_story_once(town: Town) -> None:
    ada, brief = await reader_with_brief(town)
    post = await town.people.wait_for(ada, lambda one: "END" in one.text)
    await town.people.press(post, "1")
    await town.people.press(post, "1")
    opened = [m for m in await town.people.messages(ada, after=post) if m.from_bot]
    assert len(opened) == 1
    town.clock.pass_by(timedelta(minutes=1))
    await town.people.press(post, "1")
    assert len([m for m in await town.people.messages(ada, after=post) if m.from_bot]) == 2
    assert brief.slots[0].headline in opened[0].text


async def test_thumbs_and_reactions_are_kept_and_shown_to_the_operator(town: Town) -> None:
    ada, brief = await reader_with_brief(town)
    post = await town.people.wait_for(ada, lambda one: "END" in one.text)
    await town.people.press(post, "2")
    story = (await town.people.messages(ada))[-1]
    assert (await town.people.press(story, "👎")).text == "Thanks for saying so. Noted."
    await town.people.press(story, "👍")
    await town.people.press(story, "👍")
    await town.people.react(post, "🔥")
    voices = town.house.newsroom.voices
    assert brief.id is not None
    await town.ask(ada, ada, "/help")  # what came before is dealt with
    assert voices.of_brief(brief.id) == {0: {"🔥": 1}, 2: {"👍": 1}}
    await town.people.add_person("Op", language_code="en", user_id=OPERATOR)
    said = await town.people.say(OPERATOR, OPERATOR, "/stats en")
    shown = await town.people.wait_for(OPERATOR, lambda one: "Reactions" in one.text, after=said)
    assert "the brief: 🔥 1" in shown.text
    assert "👍 1" in shown.text


async def test_a_reaction_to_a_brief_one_asked_for_is_counted(town: Town) -> None:
    ada, brief = await reader_with_brief(town)
    asked = await town.ask(ada, ada, "/today")
    await town.people.react(asked, "🔥")
    await town.ask(ada, ada, "/help")  # what came before is dealt with
    assert brief.id is not None
    assert town.house.newsroom.voices.of_brief(brief.id) == {0: {"🔥": 1}}


async def test_a_reaction_to_an_opened_story_is_that_storys(town: Town) -> None:
    ada, brief = await reader_with_brief(town)
    post = await town.people.wait_for(ada, lambda one: "END" in one.text)
    await town.people.press(post, "3")
    story = (await town.people.messages(ada))[-1]
    await town.people.react(story, "❤")
    await town.ask(ada, ada, "/help")
    assert brief.id is not None
    assert town.house.newsroom.voices.of_brief(brief.id) == {3: {"❤": 1}}
    await town.people.react(story, None)
    await town.ask(ada, ada, "/help")
    assert town.house.newsroom.voices.of_brief(brief.id) == {}


async def test_a_channels_numbers_open_the_story_in_private(town: Town) -> None:
    owner = await town.people.add_person("Olga", language_code="en")
    channel = await town.people.add_chat("channel", "Ten a day", owner=owner)
    await town.people.set_rank(channel, "bot", "administrator")
    await town.ask(channel, owner, "/subscribe en")
    planned = await town.house.newsroom.publish("en")
    await town.deliver()
    post = await town.people.wait_for(channel, lambda one: "END" in one.text)
    link = str(post.button("4")["url"])
    ada = await town.people.add_person("Ada", language_code="en")
    story = await town.ask(ada, ada, "/start " + link.partition("start=")[2])
    assert planned.brief.slots[3].headline in story.text


async def test_a_channels_reactions_are_counted(town: Town) -> None:
    owner = await town.people.add_person("Olga", language_code="en")
    fan = await town.people.add_person("Fay", language_code="en")
    channel = await town.people.add_chat("channel", "Ten a day", owner=owner)
    await town.people.set_rank(channel, "bot", "administrator")
    await town.people.set_rank(channel, fan, "member")
    await town.ask(channel, owner, "/subscribe en")
    planned = await town.house.newsroom.publish("en")
    await town.deliver()
    post = await town.people.wait_for(channel, lambda one: "END" in one.text)
    assert planned.brief.id is not None
    for count, person in ((1, owner), (2, fan)):
        await town.people.react(post, "👍", user=person)
        assert await counted(town, owner, planned.brief.id) == {0: {"👍": count}}


async def counted(town: Town, person: int, brief_id: int) -> Mapping[int, Mapping[str, int]]:
    """Return what is counted once it changes: updates are dealt with side by side."""
    before = town.house.newsroom.voices.of_brief(brief_id)
    for _ in range(20):
        await town.ask(person, person, "/help")
        if (now := town.house.newsroom.voices.of_brief(brief_id)) != before:
            return now
    return before


async def test_a_story_that_is_gone_is_said_so_kindly(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    for payload in ("s_999_1", "s_1_99", "s_x_y", "s_99999999999999999999_1", "s_1"):
        assert "no longer kept" in (await town.ask(ada, ada, f"/start {payload}")).text


async def test_a_shorter_brief_still_opens_every_story(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    await town.ask(ada, ada, "/subscribe en")
    await town.ask(ada, ada, "/length headlines")
    planned = await town.house.newsroom.publish("en")
    await town.deliver()
    post = await town.people.wait_for(ada, lambda one: "END" in one.text)
    await town.people.press(post, "10")
    assert planned.brief.slots[9].body[:40] in (await town.people.messages(ada))[-1].text
