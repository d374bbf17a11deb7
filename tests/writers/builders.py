"""Stories for the tests of the writers: short to write, easy to read."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.language.names import Names
from bot.model import Item, SlotText, Story, Topic, TopicKind

NAMES = Names(
    (
        Topic("Brightwater", TopicKind.COMPANY, ("明水", "明水科技")),
        Topic("Northwind", TopicKind.COMPANY, ("北风",)),
        Topic("Otter", TopicKind.PRODUCT, ("水獭",), "Brightwater"),
        Topic("Mara Lind", TopicKind.PERSON, ("玛拉·林德",)),
    ),
    rules={},
)

MORNING = datetime(2026, 3, 2, 6, tzinfo=UTC)


def item(title: str, text: str = "", *, lang: str = "en", source: str = "daily-wire") -> Item:
    ident = f"{source}-{title}"
    return Item(ident, source, ident, "https://example.org/a", title, text, lang, MORNING)


def story(*items: Item, ident: str = "s1") -> Story:
    return Story(ident, items[0].title, items, (), MORNING, MORNING)


def text(headline: str, body: str) -> SlotText:
    return SlotText(headline, body, "test")


ZH_TEXT = (
    "据《晨报》3 月 1 日报道，明水科技将以 12 亿美元收购北风的芯片部门。"
    "交易预计在 2026 年 6 月完成，明水科技将支付 9 亿美元现金。"
    "明水科技首席执行官玛拉·林德表示，此举将使水獭模型的推理成本下降 35%。"
    "北风去年的收入约为 3.4 亿美元。"
    "扫码关注我们的公众号，获取更多资讯。"
    "责任编辑：王五"
)
EN_TEXT = (
    "Brightwater will buy the chip unit of Northwind for $1.2 billion, the Morning Post reported. "
    "The deal should close in June 2026, and Brightwater pays $900 million of it in cash. "
    "Chief executive Mara Lind said inference costs of the Otter model would fall by 35 percent. "
    "Northwind had sales of about $340 million last year. "
    "Sign up for our newsletter. "
    "The post Brightwater buys chips appeared first on Daily Wire."
)

DEAL_ZH = item("明水科技将以 12 亿美元收购北风芯片部门", ZH_TEXT, lang="zh", source="chenbao")
DEAL_EN = item("Brightwater to buy Northwind’s chip unit for $1.2 billion", EN_TEXT)
DEAL = story(DEAL_EN, DEAL_ZH)
