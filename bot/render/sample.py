"""A brief of invented news, to try templates on: `doctor` and the benchmark use it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from bot.model import (
    Brief,
    Citation,
    DeliveryState,
    Fate,
    Item,
    Lateness,
    Receipt,
    Slot,
    Story,
    TopicKind,
)
from bot.render.story import StoryCard, card_of_slot
from bot.render.topic import TopicPage
from bot.render.topic_views import HotLine

_WHEN: Final = datetime(2025, 2, 8, 9, 0, tzinfo=UTC)
_STORIES: Final = {
    "zh": (
        (
            "海星实验室开源语音模型，手机上就能跑",
            "海星实验室周五开源了一款语音模型，参数量不到十亿。"
            "团队称，普通手机每秒能处理三分钟录音。\n"
            "模型权重采用宽松许可，商业使用无需申请。",
            "首次公布了许可条款。",
        ),
        (
            "三家云厂商下调推理价格",
            "三家云厂商同日宣布下调推理价格，平均降幅约两成。"
            "分析人士认为，新一代芯片到货是主要原因。",
            "第三家云厂商今天跟进。",
        ),
    ),
    "en": (
        (
            "Starfish Lab opens a speech model that runs on a phone",
            "Starfish Lab released a speech model with fewer than a billion parameters on Friday. "
            "The team says an ordinary phone transcribes three minutes of audio a second.\n"
            "The weights come under a permissive licence.",
            "the licence is out.",
        ),
        (
            "Three clouds cut the price of inference",
            "Three cloud providers lowered inference prices on the same day, by about a fifth. "
            "Analysts point to the arrival of a new generation of chips.",
            "a third cloud followed today.",
        ),
    ),
}


def sample_brief(lang: str = "zh", slots: int = 10) -> Brief:
    """Return a brief in `zh` or `en` with `slots` slots, the same every time."""
    told = _STORIES["zh" if lang.startswith("zh") else "en"]
    return Brief(
        edition=lang,
        date=date(2025, 2, 8),
        lang=lang,
        title=told[0][0],
        lead=told[1][0],
        focus=("Starfish", "DeepSeek", "腾讯"),
        reading_minutes=5,
        slots=tuple(_slot(position, *told[position % 2]) for position in range(1, slots + 1)),
        edited_at=_WHEN,
    )


def _slot(position: int, headline: str, body: str, since: str) -> Slot:
    return Slot(
        position=position,
        story=f"story-{position}",
        headline=headline,
        body=body,
        image=f"https://pictures.example/{position}.jpg",
        topics=("DeepSeek",),
        published_at=_WHEN - timedelta(hours=position),
        sources=(
            Citation("Example Wire", f"https://wire.example/{position}", headline, "en"),
            Citation("例报", f"https://paper.example/{position}", headline, "zh"),
        ),
        since=since if position == 2 else None,
        corrected_at=_WHEN if position == 3 else None,
    )


def sample_story() -> Story:
    """Return a story told by two outlets."""
    headline, text, _ = _STORIES["en"][0]
    items = tuple(
        Item(f"item-{slug}", slug, slug, f"https://{slug}.example/1", headline, text, "en", _WHEN)
        for slug in ("wire", "paper")
    )
    return Story("story-1", headline, items, ("DeepSeek",), _WHEN, _WHEN)


def sample_topic_pages() -> tuple[TopicPage, ...]:
    """Return a topic's page with all that can be on it, and a search's page."""
    page = TopicPage("DeepSeek", (sample_story(),), 11, 1, 5, "DeepSeek", ("深度求索",))
    whole = replace(
        page,
        kind=TopicKind.PRODUCT,
        parent="High-Flyer",
        days=(0, 1, 2),
        first_day=_WHEN.date(),
        note="note.guessed",
        asked="deepseak",
        subject="DeepSeek",
    )
    search = replace(page, aliases=(), is_search=True, words="speech model", note="note.loose")
    return (whole, search)


def sample_hot_topics() -> tuple[HotLine, ...]:
    """Return a topic that is new, one that rises and one that is as usual."""
    return (HotLine("DeepSeek", 3, 0.0), HotLine("Kimi", 9, 1.5), HotLine("OpenAI", 9, 9.0))


def sample_receipt() -> Receipt:
    """Return a receipt with an end of every sort."""
    return Receipt(
        brief=1,
        edition="zh",
        date=date(2025, 2, 8),
        states=dict.fromkeys(DeliveryState, 1),
        reasons={"blocked": 1},
        chats=7,
        first_sent_at=_WHEN,
        last_sent_at=_WHEN,
        fates=dict.fromkeys(Fate, 1),
        minutes=((_WHEN, 1),),
        late=Lateness(median_seconds=2, worst_seconds=75),
    )


def sample_replies() -> dict[str, dict[str, Any]]:
    """Return, by the name of a reply's template, values of every sort it may be given."""
    return {
        "start": {},
        "help": {"commands": ["topic", "today"], "operators": ["draft"]},
        "subscribed": {
            "edition": "TenBrief",
            "hour": "18:30",
            "zone": "Asia/Shanghai",
            "next_at": _WHEN,
            "already": False,
        },
        "unsubscribed": {"was_subscribed": True},
        "no_brief": {"day": None, "hour": "18:30", "zone": "Asia/Shanghai"},
        "error": {"message": None},
        "answer": {
            "claims": [{"text": "It floats.", "marks": [(1, "https://wire.example/1")]}],
            "items": [
                {
                    "number": 1,
                    "headline": "It floats",
                    "url": "https://wire.example/1",
                    "outlet": "Example Wire",
                    "seen": _WHEN,
                }
            ],
            "is_whole": True,
            "zone": "UTC",
        },
        "topic_proposals": {
            "proposals": [{"name": "Starfish", "items": 3, "outlets": 2, "headline": "It floats"}]
        },
        "story": {"card": _card(), "zone": "Asia/Shanghai"},
        "yours_today": {"cards": [_card()]},
        "alert": {"card": _card(), "names": ["DeepSeek"]},
        "reactions": {"lines": [(None, "👍 2"), (sample_brief("en").slots[0], "👎 1")]},
        "inline": {"card": _card(), "when": "Feb 8, 09:00 UTC"},
        "following": {"names": ["DeepSeek", "腾讯"]},
    }


def _card() -> StoryCard:
    brief = sample_brief("en")
    return card_of_slot(brief.slots[1], [sample_story()], "en")
