"""How much a story matters."""

from __future__ import annotations

from bot.editor import Score, score
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
