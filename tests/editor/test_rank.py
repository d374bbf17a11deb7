"""How much a story matters."""

from __future__ import annotations

from dataclasses import replace

from bot.editor import Score, can_tell, score
from bot.model import Story
from tests.editor.news import context, item, story


def scores(*stories: Story) -> list[Score]:
    return [score(each, context(stories)) for each in stories]


def test_what_more_outlets_carry_matters_more() -> None:
    title = "Mistral AI releases Pelican 3"
    lone = story(item(title, source="a"))
    shared = story(*(item(title, source=source) for source in ("a", "b", "c")))
    one, three = scores(lone, shared)
    assert three.total > one.total


def test_a_company_telling_of_itself_is_no_independent_outlet() -> None:
    press = item("OpenAI opens an office in Porto", source="wire")
    own = item("We open in Porto", source="openai-blog", url="https://openai.com/index/porto")
    (with_own,) = scores(story(press, own))
    (lone,) = scores(story(press))
    assert with_own.reasons.get("coverage") == lone.reasons.get("coverage")


def test_an_outlet_that_links_to_a_company_has_chosen_to() -> None:
    chosen = item("OpenAI opens in Porto", source="board", url="https://openai.com/index/porto")
    (found,) = scores(story(chosen))
    assert "own_voice" not in found.reasons


def test_a_side_door_of_an_outlet_is_the_same_outlet() -> None:
    main = item("Qwen 5 is out", source="digest")
    side = item("Qwen 5 released", source="digest-forum")
    (found,) = scores(story(main, side))
    assert "coverage" not in found.reasons


def test_both_languages_count_for_more_than_one() -> None:
    both = story(item("Qwen 5 is out", source="a"), item("千问 5 发布", source="b"))
    (found,) = scores(both)
    assert found.reasons["languages"] > 0


def test_a_release_matters_more_than_advice_on_using_it() -> None:
    release, guide = scores(
        story(item("OpenAI releases a new model")), story(item("How to get started with OpenAI"))
    )
    assert release.total > guide.total


def test_news_that_is_not_about_ai_falls_behind() -> None:
    model, kettle = scores(
        story(item("A lab in Oslo releases an open language model")),
        story(item("This kettle is quieter than any we have owned")),
    )
    assert kettle.reasons["off_topic"] < 0
    assert model.total > kettle.total


def test_the_place_in_a_brief_it_came_from_counts() -> None:
    first, tenth = scores(
        story(item("Anthropic hires a gardener", position=1)),
        story(item("Anthropic hires a baker", position=10)),
    )
    assert first.total > tenth.total


def test_the_total_is_the_sum_of_its_reasons() -> None:
    (found,) = scores(
        story(item("OpenAI buys Rivertown"), item("OpenAI 收购 Rivertown", source="b"))
    )
    assert abs(found.total - sum(found.reasons.values())) < 0.01


FORUM = "https://www.reddit.com/r/otters/comments/1"


def test_a_forum_counts_for_half_an_outlet() -> None:
    title = "Mistral AI releases Pelican 3"
    press = item(title, source="a")
    with_forum = story(press, item(title, source="b", url=FORUM))
    with_press = story(press, item(title, source="c"))
    alone, forum, outlet = (
        each.reasons.get("coverage", 0.0) for each in scores(story(press), with_forum, with_press)
    )
    assert alone < forum < outlet


def test_what_a_forum_calls_it_makes_no_event_of_it() -> None:
    guide = item("How to get started with OpenAI", source="a")
    cheer = item("OpenAI releases a new model", source="b", url=FORUM)
    with_forum, alone = scores(story(guide, cheer), story(guide))
    assert with_forum.reasons["kind"] == alone.reasons["kind"] < 0


def test_how_somebody_uses_a_product_tells_no_event() -> None:
    told, customer, series = scores(
        story(item("OpenAI opens an office in Oslo")),
        story(item("How a bakery in Oslo uses OpenAI")),
        story(item("Working late: How a bakery in Oslo came to OpenAI")),
    )
    assert customer.reasons["kind"] == series.reasons["kind"] < 0 < told.reasons["kind"]


def test_an_update_of_a_product_matters_less_than_the_product() -> None:
    product, update = scores(
        story(item("OpenClaw 发布新的编程智能体")), story(item("OpenClaw 发布新版并新增两种语音"))
    )
    assert update.reasons["kind"] < product.reasons["kind"]


def test_a_benchmark_that_is_released_is_no_review() -> None:
    (found,) = scores(story(item("OpenAI 推出护士评测基准")))
    assert found.reasons["kind"] > 0


def test_whom_the_title_names_first_made_the_news() -> None:
    maker, guest = scores(
        story(item("OpenAI opens a school for gardeners")),
        story(item("Runway now runs OpenAI inside its editor")),
    )
    assert maker.reasons["who"] > guest.reasons["who"]


def test_one_stray_mention_of_ai_makes_no_ai_story_of_three_reports() -> None:
    theft = [item("A film was stolen from a studio in Perth", source=s) for s in ("a", "b")]
    stray = item("Man used AI to fake a stolen film", source="c")
    (mixed,) = scores(story(*theft, stray))
    (clean,) = scores(story(stray))
    assert mixed.reasons["off_topic"] < clean.reasons.get("off_topic", 0.0)


def test_what_readers_can_read_matters_more_the_more_it_tells() -> None:
    long = "The lab in Oslo published weights and a report of ninety pages on Monday morning. " * 2
    told = [
        item("A lab in Oslo releases an open language model", long),
        item("A lab in Oslo releases an open language model"),
        item("The Oslo language model"),
        item("奥斯陆一家实验室发布开源语言模型"),
    ]
    reasons = [each.reasons.get("readable", 0.0) for each in scores(*map(story, told))]
    assert reasons == sorted(reasons, reverse=True)
    assert len(set(reasons)) == 4


def test_a_lone_report_in_another_language_is_told_only_where_it_is_translated() -> None:
    foreign = item("腾讯开源天气模型", "腾讯周一开源了天气模型。", source="zaobao")
    light = context([story(foreign)], lang="en")
    assert not can_tell(story(foreign), light)
    assert can_tell(story(foreign), replace(light, translates=True))
    assert not can_tell(story(foreign, item("腾讯的天气模型开源", source="wanbao")), light)
    assert can_tell(story(foreign, item("Tencent opens its weather model", source="w")), light)
    assert not can_tell(story(foreign, item("tencent weather lol", source="w", url=FORUM)), light)


def test_chinese_readers_get_what_two_outlets_say_in_english_of_those_who_matter_most() -> None:
    def two(title: str) -> Story:
        return story(item(title, source="wire"), item(title, source="post"))

    light = context([], lang="zh")
    assert can_tell(two("Google moves its staff into a lighthouse"), light)
    assert not can_tell(two("A fisherman near Oslo breeds a robot herring"), light)


def test_plain_news_of_two_outlets_is_told_in_any_language() -> None:
    both = story(
        item("腾讯开源 Weather-7B 模型", source="zaobao"),
        item("腾讯开源 Weather-7B", source="wanbao"),
    )
    assert can_tell(both, context([], lang="en"))


def test_what_somebody_tells_a_forum_of_himself_gives_way() -> None:
    mine = story(item("I ran the new Google model on my toaster", source="board", url=FORUM))
    light = context([], lang="en")
    assert not can_tell(mine, light)
    assert can_tell(
        story(*mine.items, item("Google releases a model for toasters", source="w")), light
    )
    assert not can_tell(mine, replace(light, translates=True))
