"""Amounts: what is read, in one unit, and where it stands."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.amounts import Amount, find_amounts, same_amount


def only(text: str) -> Amount:
    (amount,) = find_amounts(text)
    return amount


@pytest.mark.parametrize(
    "text",
    [
        "400 亿美元",
        "400亿美元",
        "$40 billion",
        "US$40bn",
        "$40B",
        "40 billion dollars",
        "40bn USD",
        "USD 40 billion",
        "四百亿美元",
        "forty billion dollars",
        "400多亿美元",
    ],
)
def test_one_sum_is_the_same_in_every_wording(text: str) -> None:
    assert (only(text).value, only(text).unit) == (4e10, "USD")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("39 元", 39, "CNY"),
        ("人民币 3 亿元", 3e8, "CNY"),
        ("¥1,299", 1299, "CNY"),
        ("€2.5m", 2.5e6, "EUR"),
        ("£700", 700, "GBP"),
        ("8 billion won", 8e9, "KRW"),
        ("12.5%", 12.5, "%"),
        ("百分之30", 30, "%"),
        ("10 percent", 10, "%"),
        ("约三成的", 30, "%"),
        ("3倍", 3, "times"),
        ("2.5x", 2.5, "times"),
        ("7.83 万", 78300, "count"),
        ("500k", 500_000, "count"),
        ("295B", 295e9, "count"),
        ("1,000,000", 1e6, "count"),
        ("三千万", 3e7, "count"),
        ("half a million", 5e5, "count"),
        ("14:30", 870, "time"),
    ],
)
def test_an_amount_is_read_with_its_unit(text: str, value: float, unit: str) -> None:
    assert only(text).unit == unit
    assert math.isclose(only(text).value, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025-02-07", 20250207),
        ("2025年2月7日", 20250207),
        ("2 月 7 日", 207),
        ("Feb. 7, 2025", 20250207),
        ("7 February 2025", 20250207),
        ("October 2024", 20241000),
        ("in 2024", 20240000),
        ("2024 年", 20240000),
    ],
)
def test_a_date_is_a_number_with_noughts_for_what_is_not_said(text: str, value: int) -> None:
    assert (only(text).value, only(text).unit) == (value, "date")


@pytest.mark.parametrize(
    "name",
    ["GPT-5.5", "Qwen3.6-27B", "H100", "o3", "Llama 3.1", "iOS 26.4", "RTX 5090", "Gemini 3"],
)
def test_a_number_inside_a_name_is_a_version(name: str) -> None:
    amount = only(f"他们发布了 {name}。")
    assert (amount.unit, amount.text) == ("version", name)


@pytest.mark.parametrize("text", ["https://example.org/2024/05/12345", "数十亿", "元宝", "五个"])
def test_what_is_no_amount_is_left_out(text: str) -> None:
    assert find_amounts(text) == []


def test_a_currency_sign_ends_where_another_word_begins() -> None:
    assert only("腾讯3元宝").unit == "count"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("10-15 亿美元", [1e9, 1.5e9]),
        ("$10-15 billion", [1e10, 1.5e10]),
        ("between $5 and $6 billion", [5e9, 6e9]),
    ],
)
def test_both_ends_of_a_range_get_its_scale_and_currency(text: str, values: list[float]) -> None:
    amounts = find_amounts(text)
    assert [amount.value for amount in amounts] == values
    assert {amount.unit for amount in amounts} == {"USD"}


def test_two_counts_side_by_side_are_no_range() -> None:
    assert [amount.value for amount in find_amounts("8 and 74 billion")] == [8, 74e9]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2 月 7 日", "2025-02-07"),
        ("February 7", "2025年2月7日"),
        ("GPT-5.5", "GPT 5.5"),
        ("2亿", "200 million"),
    ],
)
def test_amounts_agree_across_languages(one: str, other: str) -> None:
    assert same_amount(only(f"the {one}"), only(f"的 {other}"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("40 亿美元", "40 亿元"),
        ("10%", "10"),
        ("2月7日", "2月8日"),
        ("Llama 3.1", "Llama 3.2"),
        ("8B", "74B"),
    ],
)
def test_amounts_that_differ_do_not_agree(one: str, other: str) -> None:
    assert not same_amount(only(one), only(other))


NUMBERISH = st.text(
    alphabet=st.sampled_from("0123456789.,-:/ $€¥%亿万千百元美月日年倍kKmMbBT到至个GPT")
)


@given(st.one_of(st.text(), NUMBERISH))
def test_any_text_is_read_and_every_span_is_where_it_says(text: str) -> None:
    amounts = find_amounts(text)
    for amount in amounts:
        assert text[amount.start : amount.end] == amount.text
        assert math.isfinite(amount.value)
    assert [amount.start for amount in amounts] == sorted(amount.start for amount in amounts)


@given(st.one_of(st.text(), NUMBERISH))
def test_an_amount_always_agrees_with_itself(text: str) -> None:
    for amount in find_amounts(text):
        assert amount.unit == "date" or same_amount(amount, amount)
