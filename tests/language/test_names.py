"""Finding, resolving and showing the names of topics."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.names import Names, Rule, load_default_topics
from bot.model import Topic, TopicKind

TOPICS = (
    Topic("Google", TopicKind.COMPANY, ("谷歌", "Alphabet"), weight=1.0),
    Topic("Gemini", TopicKind.PRODUCT, ("Gemini CLI",), parent="Google"),
    Topic("Claude", TopicKind.PRODUCT, ("Opus",), parent="Anthropic"),
    Topic("Claude Code", TopicKind.PRODUCT, (), parent="Anthropic"),
    Topic("Anthropic", TopicKind.COMPANY),
    Topic("Alibaba", TopicKind.COMPANY, ("阿里巴巴", "阿里")),
    Topic("Qwen", TopicKind.PRODUCT, ("千问",), parent="Alibaba"),
    Topic("Meta", TopicKind.COMPANY, ()),
    Topic("Li Auto", TopicKind.COMPANY, ("理想",)),
    Topic("IM Motors", TopicKind.COMPANY, ("智己汽车", "智己")),
)
RULES = {
    "Google": Rule(zh="谷歌", hosts=("blog.google",)),
    "Meta": Rule(cased=("Meta",)),
    "Li Auto": Rule(doubtful=("理想",), context=("汽车", "car")),
    "Anthropic": Rule(hosts=("anthropic.com",)),
}


@pytest.fixture
def names() -> Names:
    return Names(TOPICS, RULES)


def found(names: Names, text: str) -> list[str]:
    return [mention.name for mention in names.find(text)]


def test_a_name_is_found_in_either_language(names: Names) -> None:
    assert found(names, "谷歌与 Google 是一家") == ["Google", "Google"]


def test_the_longest_spelling_wins_where_two_overlap(names: Names) -> None:
    assert found(names, "Claude Code beats Claude; 阿里巴巴和阿里") == [
        "Claude Code",
        "Claude",
        "Alibaba",
        "Alibaba",
    ]


def test_latin_names_match_whole_words_only(names: Names) -> None:
    assert found(names, "googled, opusculum and MyGoogle") == []


def test_a_version_may_grow_on_a_name(names: Names) -> None:
    assert found(names, "Qwen3.6 和 千问3") == ["Qwen", "Qwen"]


def test_case_width_and_script_do_not_matter(names: Names) -> None:
    assert found(names, "ＧＯＯＧＬＥ, gOOgle, 阿里巴巴, 智己汽車") == [
        "Google",
        "Google",
        "Alibaba",
        "IM Motors",
    ]


def test_a_cased_name_is_no_common_word(names: Names) -> None:
    assert found(names, "a meta study") == []
    assert found(names, "Meta hires") == ["Meta"]


def test_a_doubtful_name_needs_its_context(names: Names) -> None:
    assert found(names, "理想的一天") == []
    assert found(names, "理想汽车交付") == ["Li Auto"]


def test_a_mention_says_where_it_stands(names: Names) -> None:
    text = "昨天，谷歌 said"
    (mention,) = names.find(text)
    assert (text[mention.start : mention.end], mention.alias) == ("谷歌", "谷歌")


def test_resolving_ignores_spaces_and_hyphens(names: Names) -> None:
    topic = names.resolve("claude-CODE")
    assert topic is not None
    assert topic.name == "Claude Code"
    assert names.resolve("somebody else") is None


def test_near_names_are_offered_for_a_slip(names: Names) -> None:
    assert names.near("Antropic")[0] == "Anthropic"


def test_a_product_implies_its_company(names: Names) -> None:
    assert names.with_parents(["Gemini", "Qwen"]) == ("Gemini", "Google", "Qwen", "Alibaba")


def test_each_edition_shows_the_name_its_readers_use(names: Names) -> None:
    assert names.display("Google", "zh") == "谷歌"
    assert names.display("Google", "en") == "Google"
    assert names.display("Unheard Of", "zh") == "Unheard Of"


def test_a_site_speaks_for_its_owner_and_so_do_those_below_it(names: Names) -> None:
    assert names.of_host("https://www.anthropic.com/news/x") == "Anthropic"
    assert names.of_host("https://docs.anthropic.com/x") == "Anthropic"
    assert names.of_host("https://notanthropic.com/x") is None
    assert names.of_host("no address") is None


def test_without_topics_nothing_is_found() -> None:
    assert Names(()).find("Google") == []


def test_the_default_topics_know_the_same_company_in_both_languages() -> None:
    names = Names(load_default_topics())
    for spelling, canonical in {
        "深度求索": "DeepSeek",
        "谷歌": "Google",
        "腾讯": "Tencent",
        "智己": "IM Motors",
        "微软": "Microsoft",
    }.items():
        topic = names.resolve(spelling)
        assert topic is not None
        assert topic.name == canonical


@given(st.text())
def test_any_text_is_searched_without_harm(text: str) -> None:
    for mention in Names(TOPICS, RULES).find(text):
        assert text[mention.start : mention.end] == mention.alias


def test_a_topic_that_was_renamed_keeps_its_rules() -> None:
    renamed = Topic("Meta Platforms", TopicKind.COMPANY, ("Meta",))
    owner = Topic("Anthropic PBC", TopicKind.COMPANY, ("Anthropic",))
    names = Names((renamed, owner), RULES)
    assert found(names, "a meta question") == []
    assert found(names, "Meta asks") == ["Meta Platforms"]
    assert names.of_host("https://www.anthropic.com/news") == "Anthropic PBC"


def test_a_common_word_before_ai_names_no_company() -> None:
    names = Names(load_default_topics())
    assert "Scale AI" not in found(names, "US accuses China of industrial-scale AI theft")
    assert "Scale AI" in found(names, "Scale AI hires a gardener")
    assert "US government" in found(names, "US accuses China of industrial-scale AI theft")
