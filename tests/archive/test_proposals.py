from __future__ import annotations

from datetime import UTC, datetime

from bot.archive.proposals import propose
from bot.language.names import Names
from bot.model import Item, Topic, TopicKind

NOW = datetime(2026, 4, 25, 12, 0, tzinfo=UTC)
NAMES = Names([Topic("Lantern", TopicKind.COMPANY)], rules={})


def names_in(*texts: str, outlets: int = 3) -> list[str]:
    items = [
        Item(str(n), f"o{n % outlets}", str(n), "https://a.example", text, "", "zh", NOW)
        for n, text in enumerate(texts)
    ]
    return [proposal.name for proposal in propose(items, NAMES, 9)]


def test_a_latin_name_in_chinese_news_is_proposed() -> None:
    assert names_in("昨天 Firefly 开源", "团队称 Firefly 很快", "试用 Firefly 之后") == ["Firefly"]


def test_a_name_in_quotation_marks_is_proposed() -> None:
    assert names_in("新品“萤火”开售", "评测：“萤火”如何", "「萤火」登场") == ["萤火"]


def test_who_announces_something_is_proposed() -> None:
    assert names_in("萤火智能宣布融资", "快讯：萤火智能发布新船", "消息，萤火智能开源") == [
        "萤火智能"
    ]


def test_known_names_words_and_abbreviations_are_not_proposed() -> None:
    assert names_in("a Lantern for all", "one Lantern more", "the Lantern again") == []
    assert names_in("an API for you", "the API is open", "an API again") == []
    assert names_in("a Quick note, quick", "so Quick and quick", "how Quick, quick") == []
    assert names_in("今日宣布融资", "官方宣布涨价", "该公司发布新船") == []


def test_one_outlet_alone_makes_no_name() -> None:
    assert names_in(*["see Firefly fly"] * 5, outlets=1) == []


def test_a_part_of_a_longer_name_is_left_out() -> None:
    assert names_in(*["the Firefly Works grow"] * 3, "only Firefly here") == ["Firefly Works"]


def test_who_is_called_by_a_trade_is_proposed_wherever_they_stand() -> None:
    texts = ("投资人看好萤火科技", "新船由萤火科技打造", "专访：萤火科技的一年")
    assert names_in(*texts, "昨天，萤火科技搬家") == ["萤火科技"]


def test_a_trade_alone_is_no_name() -> None:
    for trade in (
        "人工智能",
        "人形机器人",
        "多模态大模型",
        "新能源汽车",
        "视觉语言大模型",
        "风险资本",
    ):
        assert names_in(f"与{trade}同行", f"，{trade}升温", f"对{trade}而言") == []
