"""A Hugo post that is a brief gives its pieces; any other post gives itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ImportFileError
from bot.language.links import canonical_url
from bot.model import item_id
from bot.sources.hugo import read_hugo

SEED_FORM = """---
title: "甲公司发布新模型，乙公司融资｜今日简报"
date: "2026-05-01 18:20:00"
categories:
  - "Morning Wire"
lang:
  - "zh-CN"
---

每天五分钟，看懂人工智能。

文 ｜编辑部 本文预计阅读时长5分钟

**本期焦点：甲公司、乙公司、丙公司**

**01**

![](https://img.example/1.png)

甲公司发布新模型，价格减半

甲公司周五发布了新一代模型。

新模型的价格只有上一代的一半。

**02**

![](https://img.example/2.png)

乙公司完成新一轮融资

乙公司宣布融资三亿美元。

**03**

丙公司回应传闻

丙公司否认收购传闻。

- - - - - - - -   END   - - - - - - - -

一键转发，点个在看！![](https://img.example/qr.png)

[wire](https://wire.example/rain/a/2026)
"""


def test_numbers_in_bold_part_a_brief_into_its_items() -> None:
    items = read_hugo(SEED_FORM, where="/data/seed/2026-05-01.md")
    assert [item.title for item in items] == [
        "甲公司发布新模型，价格减半",
        "乙公司完成新一轮融资",
        "丙公司回应传闻",
    ]
    first = items[0]
    assert first.text == "甲公司周五发布了新一代模型。\n新模型的价格只有上一代的一半。"
    assert first.image == "https://img.example/1.png"
    assert first.published == datetime(2026, 5, 1, 10, 20, tzinfo=UTC)
    assert (first.source, first.lang, first.position) == ("morning-wire", "zh", 1)
    assert items[2].image is None


def test_items_of_a_brief_have_ids_and_addresses_of_their_own() -> None:
    items = read_hugo(SEED_FORM, where="2026-05-01.md")
    assert items[0].url == "https://wire.example/rain/a/2026#01"
    assert len({canonical_url(item.url) for item in items}) == 3
    assert items[1].id == item_id("morning-wire", "2026-05-01#02")
    again = read_hugo(SEED_FORM, where="/elsewhere/renamed.md")
    assert [item.id for item in again] == [item.id for item in items]


TOP_FORM = """---
title: 05-01-Daily
---

## **Summary**

1. This list sums up what follows and is no news at all.
2. Neither is this one.
3. Nor this.

> 💡 Get an account at [a shop](https://shop.example/?utm_source=daily)

## **🔥 TOP 3**

### 1. [🚀 Acme ships a model](https://acme.example/news)

Acme shipped its model on Friday.

![picture](https://img.example/a.png)

---

### **2. [Beta raises money](https://beta.example/news)**
**What:** Beta raised $300 million.

### 3. Gamma answers

Gamma denies everything.

## **❓ Questions**

### How do I subscribe?

By asking.
"""


def test_numbered_headings_part_a_brief_without_its_advertisements() -> None:
    items = read_hugo(TOP_FORM, where="/data/daily-en/en/2026-05/2026-05-01.md")
    assert [(item.position, item.title) for item in items] == [
        (1, "Acme ships a model"),
        (2, "Beta raises money"),
        (3, "Gamma answers"),
    ]
    assert items[0].url == "https://acme.example/news"
    assert items[0].image == "https://img.example/a.png"
    assert items[1].text == "What: Beta raised $300 million."
    assert items[2].text == "Gamma denies everything."
    assert items[0].published == datetime(2026, 5, 1, tzinfo=UTC)
    assert items[0].source == "daily-en-en"


LIST_FORM = """---
title: 日报
---

## 日报 2026/5/1

> [访问网页版](https://daily.example/)

### **产品更新**
1. **甲公司发布新模型**
   价格只有上一代的一半，[详情](https://a.example/1)。<br/>![图](https://img.example/1.png)<br/>
2. 乙公司宣布融资三亿美元，用于扩建数据中心。更多细节尚未公布。

### 研究
1. 丙团队发表论文，讨论模型为何会出错，见[论文](https://arxiv.example/1)。

### AI科幻小说
1. 很久以后的一天，机器人醒来了。
"""


def test_numbered_lists_under_headings_are_counted_through() -> None:
    items = read_hugo(LIST_FORM, where="/data/daily/cn/2026-05-01.md")
    assert [(item.position, item.title) for item in items] == [
        (1, "甲公司发布新模型"),
        (2, "乙公司宣布融资三亿美元，用于扩建数据中心"),
        (3, "丙团队发表论文，讨论模型为何会出错，见论文"),
    ]
    assert items[0].url == "https://a.example/1"
    assert items[0].image == "https://img.example/1.png"
    assert items[1].url == "https://daily.example/#2026-05-01-02"
    assert items[0].published == datetime(2026, 4, 30, 16, 0, tzinfo=UTC)


NUMBER_LAST_FORM = """# [2026-05-01](https://git.example/issues/9)

# 早报 2026-05-01

## 概览
- 甲公司发布新模型 [↗](https://a.example/1) `#1`

---

## [甲公司发布新模型](https://a.example/1) `#1`
> 一段摘要。

正文第一段。

相关链接：
- [https://a.example/1](https://a.example/1)

---

## 乙公司没有链接 `#2`
乙公司的正文。

## 丙公司 `#3` [原文链接](https://c.example/3)
丙公司的正文。
"""


def test_numbers_after_headings_part_a_brief_too() -> None:
    items = read_hugo(NUMBER_LAST_FORM, where="/data/zao-bao/9_2026-05-01.md")
    assert [item.title for item in items] == ["甲公司发布新模型", "乙公司没有链接", "丙公司"]
    assert items[0].text == "一段摘要。\n正文第一段。"
    assert items[1].url == "https://git.example/issues/9#02"
    assert items[2].url == "https://c.example/3"
    assert items[0].source == "zao-bao"


BOLD_FORM = """---
title: 简报
date: 2026-05-01
---

### 产品

**🔥 甲公司发布新模型！**

甲公司周五发布了新模型。

---

**🎯 乙公司融资**
乙公司宣布融资。

### 研究

**🔬 丙团队论文**

丙团队发表论文。
"""


def test_bold_headlines_part_a_brief_last_of_all() -> None:
    items = read_hugo(BOLD_FORM, where="2026-05-01.md", source="mine")
    assert [item.title for item in items] == ["甲公司发布新模型！", "乙公司融资", "丙团队论文"]
    assert items[1].text == "乙公司宣布融资。"
    assert {item.source for item in items} == {"mine"}


@pytest.mark.parametrize(
    "front_matter",
    [
        "---\ntitle: A day at the office\ndate: 2026-05-01T08:00:00Z\n---\n",
        '+++\ntitle = "A day at the office"\ndate = 2026-05-01T08:00:00Z\n+++\n',
        '{\n"title": "A day at the office",\n"date": "2026-05-01T08:00:00Z"\n}\n',
    ],
)
def test_an_ordinary_post_is_one_item(front_matter: str) -> None:
    (item,) = read_hugo(
        front_matter + "\nWe had tea.\n\nThen cake.\n", where="content/posts/tea.md"
    )
    assert (item.title, item.text) == ("A day at the office", "We had tea.\nThen cake.")
    assert item.published == datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
    assert item.position is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("No date anywhere.", "no date"),
        ("---\ntitle: [broken\n---\ntext", "front matter"),
        ("---\ndate: 2026-05-01\n---\n", "neither a title nor a text"),
    ],
)
def test_a_post_that_cannot_be_placed_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ImportFileError, match=sentence):
        read_hugo(text, where="post.md")


@given(st.text(max_size=300))
def test_any_text_is_items_or_one_sentence(text: str) -> None:
    for wild in (text, f"---\ndate: 2026-05-01\n---\n{text}", f"**01**\n\n{text}\n\n**02**"):
        try:
            items = read_hugo(wild, where="2026-05-01.md")
        except ImportFileError:
            continue
        assert all(item.title for item in items)
        assert len({item.id for item in items}) == len(items)
