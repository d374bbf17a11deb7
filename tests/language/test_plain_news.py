"""Plain headlines are said in the other language; whatever is not plain is left alone."""

from __future__ import annotations

import pytest

from bot.language.names import Names, Rule
from bot.language.plain_news import tell_plainly
from bot.model import Topic, TopicKind

NAMES = Names(
    (
        Topic("Brightwater", TopicKind.COMPANY, ("明水", "明水科技")),
        Topic("Northwind", TopicKind.COMPANY, ("北风",)),
    ),
    rules={"Brightwater": Rule(zh="明水"), "Northwind": Rule(zh="北风")},
)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Brightwater to buy Otterly for $1.2 billion", "明水拟以 12 亿美元收购 Otterly"),
        ("Brightwater acquires Otterly, its oldest rival", "明水收购 Otterly"),
        ("Brightwater invests €300 million in Northwind", "明水向北风投资 3 亿欧元"),
        ("Northwind raised $30M at a $500M valuation", "北风融资 3000 万美元，估值 5 亿美元"),
        ("Northwind hits $2B valuation as ships return", "北风估值达 20 亿美元"),
        ("Brightwater open-sources Otter 3 under MIT", "明水开源 Otter 3"),
        ("Brightwater launches Otter 3 mini, a small model", "明水发布 Otter 3 mini"),
    ],
)
def test_plain_english_news_is_said_in_chinese(title: str, told: str) -> None:
    assert tell_plainly(title, "zh", NAMES) == told


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("明水科技发布并开源 Otter 3 模型", "Brightwater releases and open-sources Otter 3"),
        ("明水开源 Otter Cargo，支持 40 种语言", "Brightwater open-sources Otter Cargo"),
        ("明水推出 Otter 3", "Brightwater releases Otter 3"),
        (
            "传明水计划向北风投资最高 400 亿美元",
            "Brightwater reportedly plans to invest up to $40 billion in Northwind",
        ),
        ("明水以 12 亿美元收购 Otterly", "Brightwater acquires Otterly for $1.2 billion"),
        (
            "北风完成 3000 万美元融资，估值达 5 亿美元",
            "Northwind raises $30 million at a $500 million valuation",
        ),
    ],
)
def test_plain_chinese_news_is_said_in_english(title: str, told: str) -> None:
    assert tell_plainly(title, "en", NAMES) == told


@pytest.mark.parametrize(
    ("title", "lang"),
    [
        ("Brightwater does not buy Otterly", "zh"),
        ("Why Brightwater acquires Otterly", "zh"),
        ("Brightwater to buy Otterly, which denies it", "zh"),
        ("Somebody acquires Otterly", "zh"),
        ("Brightwater invests $3 billion in German harbours", "zh"),
        ("Brightwater launches a new way of sailing", "zh"),
        ("明水否认收购 Otterly", "en"),
        ("明水或将发布 Otter 3", "en"),
        ("某公司发布 Otter 3", "en"),
        ("明水发布新品", "en"),
        ("Brightwater acquires Otterly", "en"),
    ],
)
def test_what_is_not_plain_or_in_doubt_is_left_alone(title: str, lang: str) -> None:
    assert tell_plainly(title, lang, NAMES) is None
