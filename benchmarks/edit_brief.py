"""Edits a brief out of 10,000 items of one day.

    python -m benchmarks.edit_brief [--items N] [--embeddings local|off]

The items are made up: events told by several outlets in zh and en, each in its
own words. Filing (tags, vectors, stories) happens as items arrive and is shown
apart from editing, which is what a reader waits for at the edition's hour.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import structlog

from benchmarks.machine import machine, peak_megabytes
from bot.app.house import House, open_house
from bot.intake import file_items
from bot.model import Item, item_id
from bot.settings import Settings

DAY = date(2026, 3, 5)
HOUR = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
MOST_TELLINGS = 6
OUTLETS = 80
SEED = 7
MAKERS = ["OpenAI", "Google", "DeepSeek", "阿里巴巴", "腾讯", "Anthropic", "NVIDIA", "Mistral"]
VERBS_EN = ["opens", "releases", "prices", "delays", "funds", "patents", "tests", "retires"]
VERBS_ZH = ["启用", "发布", "下调", "推迟", "投资", "申请", "试运行", "停用"]
THINGS_EN = ["a data centre", "a speech model", "a chip", "an agent", "a robot", "a fund"]
THINGS_ZH = ["数据中心", "语音模型", "芯片", "智能体", "机器人", "基金"]


def made_up(count: int) -> list[Item]:
    """Return `count` items: events, each told one to six times, in both languages."""
    chance = random.Random(SEED)
    items: list[Item] = []
    while len(items) < count:
        maker, verb, thing = (chance.randrange(n) for n in (8, 8, 6))
        place, amount = chance.randrange(10_000), chance.randrange(2, 900)
        hours = chance.random() * 24
        for _ in range(chance.randrange(1, MOST_TELLINGS + 1)):
            lang = chance.choice(["zh", "en"])
            if lang == "en":
                title = f"{MAKERS[maker]} {VERBS_EN[verb]} {THINGS_EN[thing]} at site {place}"
                text = (
                    f"{MAKERS[maker]} said on Thursday that it {VERBS_EN[verb]} {THINGS_EN[thing]} "
                    f"at site {place}. The plan is worth ${amount} million and takes "
                    f"{chance.randrange(2, 40)} months. Two suppliers confirmed the date."
                )
            else:
                title = f"{MAKERS[maker]}{VERBS_ZH[verb]}{THINGS_ZH[thing]}，位于 {place} 号园区"
                text = (
                    f"{MAKERS[maker]}周四宣布，{VERBS_ZH[verb]}位于 {place} 号园区的"
                    f"{THINGS_ZH[thing]}。计划金额 {amount / 100:g} 亿美元，"
                    f"工期 {chance.randrange(2, 40)} 个月。两家供应商确认了时间。"
                )
            items.append(_item(len(items), title, text, lang, hours, chance))
    return items[:count]


def _item(
    number: int, title: str, text: str, lang: str, hours: float, chance: random.Random
) -> Item:
    source = f"outlet-{chance.randrange(OUTLETS)}"
    published = HOUR - timedelta(hours=min(23.9, max(0.1, hours + chance.random())))
    return Item(
        id=item_id(source, str(number)),
        source=source,
        guid=str(number),
        url=f"https://{source}.example/{number}",
        title=title,
        text=text,
        lang=lang,
        published=published,
    )


def timed(name: str, began: float, remark: str = "") -> None:
    """Print how long something took."""
    print(f"{name:<28}{time.perf_counter() - began:8.2f} s  {remark}")


def measure(house: House, count: int) -> None:
    """Store, file and edit; print how long each took."""
    items = made_up(count)
    began = time.perf_counter()
    house.store.items.add(items, HOUR)
    timed("stored", began, f"{count} items")
    began = time.perf_counter()
    file_items(house.store, house.newsroom.archive.names(), house.embedder)
    timed("tagged, embedded and filed", began, f"peak {peak_megabytes():.0f} MB")
    for turn in range(3):
        began = time.perf_counter()
        brief = asyncio.run(house.newsroom.edit("en", DAY))
        timed(f"edited, {turn + 1}", began, f"{len(brief.slots)} slots")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--embeddings", default="local", choices=["local", "off"])
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_construct(
            database_url=f"sqlite:///{Path(folder) / 'bench.db'}", embeddings=options.embeddings
        )
        with open_house(settings, default_sources=False) as house:
            measure(house, options.items)
    print(f"peak memory {peak_megabytes():.0f} MB")


if __name__ == "__main__":
    main()
