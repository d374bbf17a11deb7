"""The grounding gate: what passes and what is thrown out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.writers.grounding import ViolationKind, check
from tests.writers.builders import DEAL, DEAL_EN, DEAL_ZH, NAMES, item, story, text

HEADLINE = "Brightwater buys Northwind’s chip unit"
ZH_HEADLINE = "明水科技收购北风芯片部门"


def kinds(headline: str, body: str) -> set[ViolationKind]:
    return {violation.kind for violation in check(text(headline, body), DEAL, NAMES)}


@pytest.mark.parametrize(
    "body",
    [
        "Brightwater takes over Northwind’s chips for $1.2 billion, with $0.9 billion in cash.",
        "The Morning Post says Brightwater pays US$1.2bn for Northwind’s unit in June 2026.",
        "Mara Lind, chief executive, expects the cost of inference with Otter to be 35% lower.",
        "Lind said costs of Otter would fall. Northwind had 340 million dollars of sales.",
    ],
)
def test_facts_in_other_words_pass(body: str) -> None:
    assert kinds(HEADLINE, body) == set()


@pytest.mark.parametrize(
    "body",
    [
        "明水科技以 12 亿美元买下北风的芯片部门，其中现金 9 亿美元。",
        "Brightwater 将在 6 月完成交易，玛拉·林德称水獭的推理成本会下降 35%。",
    ],
)
def test_a_translation_passes_with_amounts_in_other_units_and_names_in_other_scripts(
    body: str,
) -> None:
    english = story(DEAL_EN)
    assert check(text(ZH_HEADLINE, body), english, NAMES) == []


def test_a_translation_into_english_passes() -> None:
    body = (
        "Brightwater is buying the chip division of Northwind for $1.2 billion, $900 million of it "
        "in cash. CEO Mara Lind expects Otter inference costs to drop 35%."
    )
    assert check(text(HEADLINE, body), story(DEAL_ZH), NAMES) == []


@pytest.mark.parametrize(
    "body",
    [
        "Brightwater buys Northwind’s chip unit for $1.3 billion.",
        "Brightwater buys Northwind’s chip unit for 1.2 billion euros.",
        "Brightwater buys Northwind’s chip unit, and the deal closes in July 2026.",
        "Brightwater buys Northwind’s chip unit, which has five plants.",
        "明水科技收购北风芯片部门，推理成本下降 36%。",
        "明水科技收购北风芯片部门及三家工厂。",
        "Brightwater says costs of the Otter 4 model fall.",
    ],
)
def test_an_invented_amount_date_or_version_is_found(body: str) -> None:
    assert kinds(HEADLINE, body) == {ViolationKind.AMOUNT}


@pytest.mark.parametrize(
    "body",
    [
        "Brightwater buys Northwind’s chip unit from its owner Halvard Berg.",
        "Brightwater buys Northwind’s chip unit with money from GoldenTree.",
        "明水科技收购北风芯片部门，埃里克·容表示支持。",
        "明水科技收购北风芯片部门，李强东表示支持。",
        "明水科技收购北风芯片部门，Halvard 表示支持。",
    ],
)
def test_an_invented_name_is_found(body: str) -> None:
    assert kinds(HEADLINE, body) == {ViolationKind.NAME}


def test_a_known_name_that_the_items_do_not_have_is_found() -> None:
    chips = story(
        item("Brightwater opens a plant", "Brightwater opens a plant for chips in spring.")
    )
    told = text("Brightwater opens a plant", "Brightwater opens a plant for chips with Northwind.")
    assert [violation.text for violation in check(told, chips, NAMES)] == ["Northwind"]


@pytest.mark.parametrize(
    "body",
    [
        "“We will win this race,” Mara Lind said of Northwind’s chip unit.",
        "玛拉·林德称收购北风芯片部门是“历史性的一步”。",
    ],
)
def test_an_invented_quotation_is_found(body: str) -> None:
    assert ViolationKind.QUOTATION in kinds(HEADLINE, body)


@pytest.mark.parametrize(
    "body",
    [
        "Brightwater buys Northwind’s chip unit, see https://example.org/a.",
        "Brightwater buys Northwind’s chip unit, see evil.example.com.",
        "Brightwater buys Northwind’s chip unit, says @cheap_coins.",
        "Brightwater buys [Northwind’s chip unit](tg://user?id=1).",
        "Brightwater buys <b>Northwind’s chip unit</b>.",
        "明水科技收购北风芯片部门，详见 t.me/coins。",
    ],
)
def test_links_mentions_and_markup_are_found(body: str) -> None:
    assert ViolationKind.LINK in kinds(HEADLINE, body)


def test_a_name_that_looks_like_an_address_passes_where_the_items_have_it() -> None:
    site = story(item("Otter.ai grows", "Visits to Otter.ai rose by 20 percent in May."))
    assert check(text("Otter.ai grows", "Visits to Otter.ai rose 20 percent."), site, NAMES) == []


@pytest.mark.parametrize(
    ("headline", "body"),
    [("", "Brightwater buys a unit."), (HEADLINE, " "), (HEADLINE, "Brightwater buys. " * 100)],
)
def test_an_empty_or_endless_text_is_found(headline: str, body: str) -> None:
    assert kinds(headline, body) == {ViolationKind.LENGTH}


def test_a_text_of_another_story_is_found() -> None:
    other = "Farmers hope that heavy rain will end before the harvest begins in autumn."
    assert kinds("Rain delays the harvest", other) == {ViolationKind.STORY}


def test_a_foreign_text_of_another_story_is_found() -> None:
    told = text("雨水推迟收割", "农民希望大雨在秋收之前停下来。")
    (violation,) = check(told, story(DEAL_EN), NAMES)
    assert violation.kind is ViolationKind.STORY


def test_an_outlets_name_may_stand_in_a_body() -> None:
    told = text(HEADLINE, "Brightwater buys Northwind’s chip unit, Kuriren reports.")
    assert check(told, DEAL, NAMES, {"daily-wire": "Kuriren"}) == []
    assert check(told, DEAL, NAMES) != []


def test_a_headline_in_title_case_passes() -> None:
    assert kinds("Brightwater Buys Chip Unit Of Northwind", "Brightwater buys the unit.") == set()


def test_a_number_spelled_out_passes_as_figure_and_back() -> None:
    plants = story(
        item("明水科技将建三座工厂", "明水科技宣布在北欧新建三座工厂，雇用 2000 人。", lang="zh")
    )
    body = "Brightwater will build three plants. The 3 plants will employ 2,000 people."
    assert check(text("Brightwater will build 3 plants", body), plants, NAMES) == []


AMOUNTS = st.integers(min_value=2, max_value=9_999)
OTHER = st.integers(min_value=1, max_value=9_999)
NEWS = "Brightwater paid Northwind ${:,} million on Monday, and {} people moved to Oslo."
RETOLD = "Brightwater gave ${:,} million to Northwind; the people who moved to Oslo were {}."


def violations(news: str, retold: str) -> set[ViolationKind]:
    told = story(item("Brightwater pays Northwind", news))
    found = check(text("Brightwater pays Northwind", retold), told, NAMES)
    return {violation.kind for violation in found}


@given(AMOUNTS, AMOUNTS)
def test_numbers_that_are_the_items_own_pass_in_any_sentence(millions: int, people: int) -> None:
    assert violations(NEWS.format(millions, people), RETOLD.format(millions, people)) == set()


@given(AMOUNTS, AMOUNTS, OTHER)
def test_a_changed_number_is_found(millions: int, people: int, change: int) -> None:
    news = NEWS.format(millions, people)
    for retold in (
        RETOLD.format(millions + change, people),
        RETOLD.format(millions, people + change),
    ):
        same = {millions, people} >= {millions + change} or {millions, people} >= {people + change}
        assert same or ViolationKind.AMOUNT in violations(news, retold)


@given(st.integers(min_value=2, max_value=99_999))
def test_an_amount_passes_in_the_units_of_the_other_language(hundred_millions: int) -> None:
    news = item(
        "明水科技投资北风", f"明水科技周一向北风投资 {hundred_millions} 亿美元。", lang="zh"
    )
    billions = f"{hundred_millions / 10:,.1f}"
    retold = "Brightwater is putting ${} billion into Northwind."
    headline = "Brightwater invests in Northwind"
    assert check(text(headline, retold.format(billions)), story(news), NAMES) == []
    wrong = f"{hundred_millions / 10 + 0.3:,.1f}"
    found = check(text(headline, retold.format(wrong)), story(news), NAMES)
    assert {each.kind for each in found} == {ViolationKind.AMOUNT}


@given(st.sampled_from(["Mara Lind", "玛拉·林德", "Kelpforge Labs", "Otter", "Dr. Quillfeather"]))
def test_a_name_put_in_anothers_place_is_found(name: str) -> None:
    news = item("Brightwater opens in Oslo", "Brightwater opened an office in Oslo on Monday.")
    retold = text("Brightwater opens in Oslo", f"On Monday {name} opened the office in Oslo.")
    found = check(retold, story(news), NAMES)
    assert ViolationKind.NAME in {each.kind for each in found}


@pytest.mark.parametrize("figure", ["March 33", "row 77", "no. 41", "31:15"])
def test_a_figure_that_is_no_amount_must_still_be_the_items_own(figure: str) -> None:
    news = "Brightwater found the fault in March 26, row 12, no. 14, at 15:31 in Oslo."
    assert ViolationKind.AMOUNT in violations(news, f"The Oslo fault of Brightwater: {figure}.")


MEASURED = story(
    item(
        "Brightwater cuts the memory of Otter 3 to 16 GB",
        "Brightwater said on March 4, 2026 that Otter 3 needs 16 GB of memory and draws 250 watts. "
        "It runs 40 tokens per second and ships in 5 weeks. Sales fell 12 percent to $1.5 billion "
        "in the fourth quarter. A pilot ran for 90 days.",
    )
)


@pytest.mark.parametrize(
    "body",
    [
        "Otter 3 now needs 16 MB of memory, Brightwater said.",
        "Otter 3 by Brightwater draws about 250 kilowatts.",
        "Otter 3 by Brightwater runs 40 tokens per minute.",
        "Brightwater ships Otter 3 in 5 months.",
        "Brightwater had tried Otter 3 for 90 hours.",
        "Brightwater said so of Otter 3 in March 2025.",
        "Brightwater lost sales in the third quarter.",
        "Sales of Brightwater rose 12 percent.",
        "明水科技的水獭 3 功耗为 250 千瓦。",
        "明水科技将在 5 个月后推出水獭 3。",
        "明水科技的销售额上升 12%。",
        "明水科技第三季度的销售额下降。",
    ],
)
def test_a_number_of_something_else_is_found(body: str) -> None:
    found = check(text("Otter 3 by Brightwater", body), MEASURED, NAMES)
    assert ViolationKind.AMOUNT in {violation.kind for violation in found}


@pytest.mark.parametrize(
    "body",
    [
        "Otter 3 needs 16 gigabytes, Brightwater said, after up to 90 days of trying.",
        "Brightwater tried the Otter 3 model for 90 days, in March 2026.",
        "Sales of Brightwater declined by 12 percent in the fourth quarter, to $1.5 billion.",
        "明水科技的水獭 3 每秒 40 token，功耗 250 瓦，5 周后上市。",
        "明水科技第四季度销售额减少 12%，为 15 亿美元。",
    ],
)
def test_numbers_of_the_same_in_other_words_pass(body: str) -> None:
    assert check(text("Otter 3 by Brightwater", body), MEASURED, NAMES) == []
