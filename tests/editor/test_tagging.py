"""Which topics an item is about."""

from __future__ import annotations

from tests.editor.news import item


def test_a_title_says_what_an_item_is_about_and_a_product_implies_its_company() -> None:
    assert item("Gemini learns to fold laundry").topics == ("Gemini", "Google")


def test_both_languages_give_the_same_topics() -> None:
    assert item("谷歌与腾讯谈合作").topics == item("Google and Tencent in talks").topics


def test_a_name_in_passing_in_the_text_is_not_what_it_is_about() -> None:
    told = item("DeepSeek opens an office", "It is bigger than that of Meta, a neighbour said.")
    assert told.topics == ("DeepSeek",)


def test_where_the_title_names_nobody_the_text_that_keeps_naming_someone_counts() -> None:
    told = item("A quiet quarter", "Mistral AI grew. Mistral AI hired. Nobody else did.")
    assert "Mistral AI" in told.topics


def test_a_company_speaks_on_its_own_site() -> None:
    told = item("A note on safeguards", url="https://www.anthropic.com/news/safeguards")
    assert told.topics == ("Anthropic",)


def test_the_words_of_an_address_count_too() -> None:
    told = item("The deal of the year", url="https://post.example/2026/openai-buys-a-bakery")
    assert "OpenAI" in told.topics


def test_an_ordinary_word_is_no_company() -> None:
    assert item("A meta analysis of threads and signals").topics == ()
