from hypothesis import given
from hypothesis import strategies as st

from bot.language.fold import detect_lang, fold, han_share


def test_chinese_characters_stand_apart() -> None:
    assert fold("腾讯发布混元大模型") == "腾 讯 发 布 混 元 大 模 型"


def test_traditional_is_simplified() -> None:
    assert fold("騰訊") == fold("腾讯")
    assert fold("後來") == fold("后来")


def test_full_width_and_case_are_gone() -> None:
    assert fold("ＤｅｅｐＳｅｅｋ") == fold("DEEPSEEK") == "deepseek"


def test_punctuation_parts_words() -> None:
    assert fold("GPT-5.5, “Omni”—and C++!") == "gpt 5 5 omni and c"


def test_latin_names_in_chinese_text_are_words() -> None:
    assert fold("谷歌的Gemini模型") == "谷 歌 的 gemini 模 型"


def test_kana_stand_apart_like_chinese() -> None:
    assert fold("トヨタ") == "ト ヨ タ"


def test_only_punctuation_is_nothing() -> None:
    assert fold(" ！？…— _ 🎉 ") == ""


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text())
def test_what_is_left_is_words_and_single_spaces(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert all(word.isalnum() for word in folded.split(" ") if word)


@given(st.text(), st.text())
def test_a_text_folds_part_by_part_at_spaces(one: str, other: str) -> None:
    assert fold(f"{one} {other}").split() == fold(one).split() + fold(other).split()


def test_han_share_counts_letters_only() -> None:
    assert han_share("腾讯 123 !!") == 1.0
    assert han_share("腾讯AI") == 0.5
    assert han_share("...") == 0.0


def test_languages_are_told_by_script() -> None:
    assert detect_lang("OpenAI 发布 GPT-5.5，面向所有用户") == "zh"
    assert detect_lang("A new model, out today") == "en"
    assert detect_lang("新しいモデルを発表しました") == "other"
    assert detect_lang("Новая модель вышла сегодня") == "other"
    assert detect_lang("123 — 456") == "other"


def test_english_that_names_a_chinese_company_is_english() -> None:
    assert detect_lang("The lab behind the model, 智谱, raised money this week") == "en"
