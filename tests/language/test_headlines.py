"""What speaks against a title, and how a long one becomes shorter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.headlines import flaws, is_label, shorten, width
from bot.language.links import is_forum

PLAIN = "Northwind opens a chip plant in Porto"


@pytest.mark.parametrize(
    "title",
    [
        "Is Northwind about to open a chip plant?",
        "I toured the chip plant that Northwind opens in Porto",
        "Northwind's chip plant is a BEAST",
        "Otter 3",
        "Five reasons why the plant in Porto matters",
        "An update on the plant in Porto",
        "Also worth noting from the same town:",
        "CHIP PLANT OPENS IN PORTO TODAY, SAYS NORTHWIND",
        "实测北风新芯片，我的结论有点意外",
        "北风近期动作频频",
        "炸裂！北风新芯片来了",
    ],
)
def test_what_no_newsroom_would_put_on_top_counts_against_a_title(title: str) -> None:
    assert flaws(title) > flaws(PLAIN) == 0.0


def test_a_statement_is_no_label() -> None:
    assert is_label("Otter 3 System Card")
    assert not is_label("Otter 3 costs half as much")
    assert not is_label("北风发布水獭 3 模型并下调价格")


@pytest.mark.parametrize(
    ("long", "short"),
    [
        (
            "Northwind opens a chip plant in the harbour of Porto, which the mayor and all of the"
            " council welcomed on Monday",
            "Northwind opens a chip plant in the harbour of Porto",
        ),
        (
            "Northwind says it will add forty thousand machines to its plant in Porto to train the"
            " Otter model for hospitals and schools",
            "Northwind says it will add forty thousand machines to its plant in Porto",
        ),
        (
            "北风科技与明水科技宣布在波尔图港口联合建设新的芯片工厂和训练中心，预计三年之内全部完工并投入使用，届时雇用四千人",
            "北风科技与明水科技宣布在波尔图港口联合建设新的芯片工厂和训练中心",
        ),
    ],
)
def test_a_long_headline_ends_with_a_clause(long: str, short: str) -> None:
    assert shorten(long) == short


def test_a_headline_without_a_place_to_end_stays_whole() -> None:
    endless = "Northwind" + " and Otter" * 20
    assert shorten(endless) == endless


@pytest.mark.parametrize(
    "title",
    [
        "Northwind Tools, the harbour company of Porto, announced, to nobody's surprise, cranes",
        "Northwind, teaming up with the pilots of Porto, opens a school for captains and cooks",
        "Northwind tools, including Otter, were tried on forty ships in the harbour of Porto",
        "Otter is a fast, small and cheerful model for the harbours of the north and their crews",
    ],
)
def test_a_beginning_that_leaves_something_open_is_no_headline(title: str) -> None:
    assert shorten(title, 60) == title


@given(st.text(max_size=300), st.integers(min_value=10, max_value=200))
def test_what_is_left_of_a_headline_is_its_beginning(title: str, limit: int) -> None:
    assert title.startswith(shorten(title, limit))
    assert width(shorten(title, limit)) <= width(title)
    assert flaws(title) >= 0.0


@pytest.mark.parametrize(
    ("url", "forum"),
    [
        ("https://www.reddit.com/r/otters/comments/1", True),
        ("https://old.reddit.com/r/otters", True),
        ("https://news.ycombinator.com/item?id=1", True),
        ("https://northwind.example/reddit.com", False),
        ("", False),
    ],
)
def test_a_forum_is_known_by_its_host(url: str, forum: bool) -> None:
    assert is_forum(url) is forum
