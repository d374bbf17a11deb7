"""The bot's name typed in any chat."""

from __future__ import annotations

from tests.town import Town


async def test_a_name_offers_stories_as_cards(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    answer = await town.people.ask_inline(ada, "DeepSeek")
    assert answer["results"]
    card = answer["results"][0]
    assert card["type"] == "article"
    assert card["title"]
    assert "UTC" in card["description"]
    assert "<b>" in card["input_message_content"]["message_text"]
    assert card["reply_markup"]["inline_keyboard"][0][0]["url"].endswith("start=topic_DeepSeek")


async def test_what_everybody_may_see_is_cached_for_everybody(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    named = await town.people.ask_inline(ada, "DeepSeek")
    assert int(named["cache_time"]) == 300
    assert not named.get("is_personal")


async def test_no_words_offer_todays_ten_in_ones_language(town: Town) -> None:
    lin = await town.people.add_person("林晓", language_code="zh-hans")
    empty = await town.people.ask_inline(lin, "")
    assert empty["results"] == []
    planned = await town.house.newsroom.publish("zh")
    answer = await town.people.ask_inline(lin, "")
    assert [card["title"] for card in answer["results"]] == [
        slot.headline for slot in planned.brief.slots
    ]
    assert answer["is_personal"]
    pictured = [slot.image for slot in planned.brief.slots]
    assert [card.get("thumbnail_url") for card in answer["results"]] == pictured


async def test_more_are_found_as_one_scrolls(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    first = await town.people.ask_inline(ada, "AI")
    if first.get("next_offset"):
        second = await town.people.ask_inline(ada, "AI", offset=first["next_offset"])
        titles = {card["title"] for card in first["results"]}
        assert not titles & {card["title"] for card in second["results"]}


async def test_nonsense_and_forged_offsets_find_nothing(town: Town) -> None:
    ada = await town.people.add_person("Ada", language_code="en")
    for query in ("<b>&", "\u202eqqqq", "😀" * 60, "q" * 256):
        assert (await town.people.ask_inline(ada, query, offset="-1"))["results"] == []
