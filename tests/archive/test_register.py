from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot import intake
from bot.archive import Archive, Register
from bot.errors import BadRequestError, UnknownTopicError
from bot.model import Item, Topic, TopicKind, item_id
from bot.store import Store

NOW = datetime(2026, 4, 25, 12, 0, tzinfo=UTC)
TOPICS = [
    Topic("Lantern", TopicKind.COMPANY, ("灯笼科技",)),
    Topic("Glow", TopicKind.PRODUCT, parent="Lantern"),
]
TITLES = (
    "Lantern opens a yard",
    "Lampion ships its first boat",
    "Lampion hires twenty sailors",
    "灯谜公司发布新船",
    "Harbour fees rise",
)


@dataclass(frozen=True)
class Fixed:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def register(store: Store) -> Register:
    """A register of two topics over five items."""
    store.topics.seed(TOPICS)
    archive = Archive(store, Fixed())
    store.items.add(
        [
            Item(
                id=item_id("pier", str(number)),
                source=("pier", "quay")[number % 2],
                guid=str(number),
                url=f"https://pier.example/{number}",
                title=title,
                text="More was not said.",
                lang="en",
                published=NOW - timedelta(hours=number),
            )
            for number, title in enumerate(TITLES)
        ],
        NOW,
    )
    intake.file_items(store, archive.names(), None)
    return Register(store, Fixed(), archive)


def titles_on(store: Store, topic: str) -> list[str]:
    return [item.title for item in store.search.by_topic([topic], limit=9).items]


def test_a_new_topic_finds_the_items_that_were_there(register: Register, store: Store) -> None:
    change = register.add("Lampion", TopicKind.COMPANY, ["灯谜公司"], parent="lantern")
    assert change.retagged == 3
    assert change.topic.parent == "Lantern"
    assert titles_on(store, "Lampion") == list(TITLES[1:4])
    assert len(titles_on(store, "Lantern")) == 4


def test_an_alias_finds_older_items_and_loses_them_again(register: Register, store: Store) -> None:
    assert register.add_alias("Lantern", "Lampion").retagged == 2
    assert len(titles_on(store, "Lantern")) == 3
    assert register.remove_alias("Lantern", "Lampion").retagged == 2
    assert titles_on(store, "Lantern") == [TITLES[0]]


def test_a_renamed_topic_is_found_by_both_names(register: Register, store: Store) -> None:
    assert register.rename("灯笼科技", "Lantern Works").topic.name == "Lantern Works"
    assert titles_on(store, "Lantern Works") == [TITLES[0]]
    assert register.add_alias("Lantern", "Laterne").topic.name == "Lantern Works"


def test_merged_topics_are_one(register: Register, store: Store) -> None:
    register.add("Lampion", TopicKind.COMPANY)
    merged = register.merge("Lampion", "Lantern").topic
    assert "Lampion" in merged.aliases
    assert len(titles_on(store, "Lantern")) == 3


def test_a_removed_topic_is_unknown(register: Register, store: Store) -> None:
    register.remove("Glow")
    with pytest.raises(UnknownTopicError, match="no topic"):
        register.remove("Glow")
    assert store.topics.seed(TOPICS) == 0


@pytest.mark.parametrize("name", ["", "   ", "!?", "x" * 81])
def test_what_is_no_name_is_refused(register: Register, name: str) -> None:
    with pytest.raises(BadRequestError, match="no name for a topic"):
        register.add(name, TopicKind.COMPANY)


def test_a_name_that_is_taken_is_refused_with_whose_it_is(register: Register) -> None:
    register.add("Lampion", TopicKind.COMPANY)
    with pytest.raises(BadRequestError, match="is a name of Lantern already"):
        register.add("灯笼科技", TopicKind.COMPANY)
    with pytest.raises(BadRequestError, match="merge the two"):
        register.add_alias("Glow", "lampion")
    with pytest.raises(BadRequestError, match="merge the two"):
        register.rename("Glow", "LAMPION")


def test_an_unknown_topic_is_named_with_those_near_it(register: Register) -> None:
    with pytest.raises(UnknownTopicError, match="Did you mean Lantern"):
        register.merge("Lantren", "Glow")


def test_a_name_in_the_news_that_is_no_topic_is_proposed(register: Register, store: Store) -> None:
    assert register.propose() == []
    items = [
        Item(
            f"n{n}",
            f"outlet{n}",
            str(n),
            "https://a.example",
            "The Firefly Nine is shown",
            "",
            "en",
            NOW,
        )
        for n in range(3)
    ]
    store.items.add(items, NOW)
    (proposal,) = register.propose()
    assert (proposal.name, proposal.items, proposal.outlets) == ("Firefly Nine", 3, 3)
