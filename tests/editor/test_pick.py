"""Which stories make the brief."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from bot.editor import Scored, pick
from bot.model import Story, Told
from tests.editor.news import context, item, scored, story

SUNDAY = date(2026, 3, 1)
LABS = ("Anthropic", "Mistral AI", "Cohere", "xAI", "Perplexity", "Runway", "Midjourney")
CITIES = ("Oslo", "Lima", "Quito", "Porto", "Turin", "Osaka", "Perth", "Accra", "Izmir", "Davao")


def news(lab: str, city: str) -> Story:
    return story(item(f"{lab} releases the {city} model", source="wire", hours=len(city)))


def told(entry: Story, *, headline: str | None = None) -> Told:
    return Told(entry.id, headline or entry.headline, SUNDAY, tuple(i.id for i in entry.items))


def test_no_topic_takes_more_than_four_of_ten() -> None:
    flood = [news("OpenAI", city) for city in CITIES]
    others = [news(lab, "Lagos") for lab in LABS]
    picks = pick(scored([*flood, *others]), 10, [], "en")
    counts = Counter(topic for each in picks for topic in each.story.topics)
    assert len(picks) == 10
    assert 2 <= counts["OpenAI"] <= 4


def test_a_day_of_one_topic_still_fills_its_slots() -> None:
    assert len(pick(scored([news("OpenAI", city) for city in CITIES]), 10, [], "en")) == 10


def test_fewer_stories_than_slots_give_a_short_brief() -> None:
    assert len(pick(scored([news("OpenAI", "Oslo")]), 10, [], "en")) == 1
    assert pick([], 10, [], "en") == []


def test_a_story_told_yesterday_is_left_out() -> None:
    old, fresh = news("OpenAI", "Oslo"), news("Anthropic", "Lima")
    assert [each.story for each in pick(scored([old, fresh]), 10, [told(old)], "en")] == [fresh]


def test_more_outlets_alone_are_no_progress() -> None:
    old = news("OpenAI", "Oslo")
    again = item("OpenAI releases the Oslo model", source="late", hours=30)
    grown = replace(old, items=(*old.items, again))
    assert pick(scored([grown]), 10, [told(old)], "en") == []


def test_a_story_that_moved_on_comes_back_and_says_what_changed() -> None:
    old = story(item("OpenAI plans to buy Rivertown", source="wire"))
    news_of_it = item("Court halts OpenAI's $3 billion purchase of Rivertown", source="b", hours=30)
    grown = replace(old, items=(*old.items, news_of_it))
    (found,) = pick(scored([grown]), 10, [told(old)], "en")
    assert found.since == "New since 1 March: Court halts OpenAI's $3 billion purchase of Rivertown"


def test_a_follow_up_says_what_was_told_before() -> None:
    old = story(item("Meta sued over its llama farm", source="wire"), id="first")
    later = story(item("Judge dismisses the farm case", hours=40), follows="first")
    (found,) = pick(scored([later], "zh"), 10, [told(old, headline="Meta 因羊驼农场被诉")], "zh")
    assert found.since == "3月1日曾报道：Meta 因羊驼农场被诉"


def test_a_company_in_the_news_again_goes_on_from_nothing() -> None:
    old = story(item("OpenAI releases a tool that names roses", source="wire"), id="first")
    later = story(item("OpenAI releases its Pelican model", hours=40), follows="first")
    (found,) = pick(scored([later]), 10, [told(old)], "en")
    assert found.since is None


def test_what_a_forum_says_of_yesterdays_news_is_no_news() -> None:
    old = story(item("Mistral AI releases Pelican 3", source="a"), id="first")
    url = "https://www.reddit.com/r/pelicans/1"
    echo = story(item("Pelican 3 runs on my barge", source="b", url=url, hours=30), follows="first")
    assert pick(scored([echo]), 10, [told(old)], "en") == []


def test_a_follow_up_in_nearly_the_same_names_is_told() -> None:
    old = story(item("OpenAI releases GPT-7.5 and GPT-7.5 Pro", source="a"), id="first")
    later = story(
        item("OpenAI puts GPT-7.5 and GPT-7.5 Pro in its API", source="b", hours=30),
        follows="first",
    )
    (found,) = pick(scored([later]), 10, [told(old)], "en")
    assert found.since is not None


def test_a_mere_label_of_what_was_told_is_no_news() -> None:
    old = story(item("Mistral AI releases PelicanKernels for barges", source="a"))
    label = story(item("Mistral AI pelican kernels / PelicanLang", source="b", hours=30))
    assert pick(scored([label]), 10, [told(old)], "en") == []
    assert len(pick(scored([label]), 10, [], "en")) == 1


def test_one_event_in_two_stories_takes_one_slot_while_there_are_others() -> None:
    first = story(
        item("Mistral AI releases PelicanKernels for barges", source="a"),
        item("Mistral AI releases PelicanKernels for barges", source="b"),
    )
    twin = story(item("Mistral AI pelican kernels / PelicanLang", source="c"))
    others = [news(lab, "Lima") for lab in ("Cohere", "xAI", "Runway")]
    picks = pick(scored([first, twin, *others]), 4, [], "en")
    assert twin not in [each.story for each in picks]
    assert len(pick(scored([first, twin]), 2, [], "en")) == 2


def test_a_model_and_its_api_are_two_matters() -> None:
    model = story(item("OpenAI launches the Dough 2 baking model", source="wire"))
    again = story(item("OpenAI launches Dough 2, a baking model", source="post"))
    api = story(item("OpenAI launches the Dough 2 baking model in the API", source="post"))
    others = [news(lab, city) for lab, city in zip(LABS, CITIES, strict=False)]
    for twin, is_told in ((again, False), (api, True)):
        picked = [entry.story for entry in pick(scored([model, twin, *others]), 6, [], "en")]
        assert (twin in picked and model in picked) is is_told


def test_a_lone_outlet_does_not_fill_the_brief() -> None:
    digest = [story(item(f"{lab} opens in Oslo", source="digest")) for lab in LABS]
    press = [
        story(item(f"{lab} closes in Lima", source=f"paper-of-{place}"))
        for place, lab in enumerate(LABS)
    ]
    picks = pick(scored([*digest, *press]), 8, [], "en")
    outlets = Counter(each.story.items[0].source for each in picks)
    assert outlets["digest"] <= 4


def test_the_same_headline_from_another_story_was_told_too() -> None:
    twin = news("OpenAI", "Oslo")
    earlier = Told("elsewhere", twin.headline, SUNDAY, ("another-item",))
    assert pick(scored([twin]), 10, [earlier], "en") == []


def test_a_roundup_is_no_story_of_its_own() -> None:
    digest = story(item("The Download: models, mines and marmots"))
    assert pick(scored([digest, news("OpenAI", "Oslo")]), 10, [], "en")[0].story is not digest
    assert pick(scored([digest]), 10, [], "en") == []


def test_a_list_of_names_or_a_mere_date_is_no_story() -> None:
    for title in ("Llama 9, Gemini Lite, Qwen-7", "2026-03-01", "3月1日"):
        assert pick(scored([story(item(title))]), 10, [], "en") == []


def test_general_news_stay_out_once_half_the_slots_are_about_ai() -> None:
    about_ai = [news(lab, "Lagos") for lab in LABS]
    general = [story(item(f"A kettle from {city} on test", source="home")) for city in CITIES]
    picks = pick(scored([*about_ai, *general]), 10, [], "en")
    assert {each.story.id for each in picks} == {each.id for each in about_ai}


def test_a_brief_that_was_imported_comes_out_in_its_order() -> None:
    tellers = [*LABS, "DeepSeek", "Tencent", "Baidu"]
    brief = [
        story(item(f"{teller} opens in {city}", source="brief", position=place))
        for place, (teller, city) in enumerate(zip(tellers, CITIES, strict=True), start=1)
    ]
    picks = pick(scored(brief), 10, [], "en")
    places = [each.story.items[0].position or 0 for each in picks]
    assert sorted(places) == list(range(1, 11))
    assert sum(abs(place - slot) for slot, place in enumerate(places, start=1)) <= 20


def test_equal_scores_come_in_a_fixed_order() -> None:
    stories = [news(lab, "Lagos") for lab in LABS]
    light = context(stories)
    forth = [Scored(each, scored([each])[0].score) for each in stories]
    assert light.ai_shares
    assert pick(forth, 5, [], "en") == pick(forth[::-1], 5, [], "en")
