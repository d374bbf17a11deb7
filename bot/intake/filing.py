"""Stored items -> items with topics and a story. Called by newsroom after anything came in.

An interruption between storing and filing costs nothing: the next run files
what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.editor import Embedder, Judge, Profile, Window, join, tag, text_to_embed
from bot.errors import WriterError
from bot.intake.progress import Progress, no_progress
from bot.intake.standing import Standing
from bot.language.names import Names
from bot.model import Assignment, Item, Story
from bot.store import Store

log = structlog.get_logger(__name__)

# How far around an item's publication its story is looked for.
STORY_WINDOW = timedelta(days=4)
# Items filed at once; also how often progress is told.
FILING_BATCH = 500
# Texts embedded in one call: the model's memory grows with them.
EMBEDDING_BATCH = 64
# Pairs likelier than the first and less likely than the second are doubtful.
DOUBT = (0.2, 0.75)
# The most doubtful ones are asked about, in a few requests; the rest stay as they are.
MOST_DOUBTS = 48
# What an outside verdict counts: much, and still outvoted by a whole story.
SURE = 0.95


Settle = Callable[[Sequence[tuple[Item, Item]]], Sequence[bool | None]]
"""Says of pairs of items whether they report one event; None where it cannot tell."""


def file_items(
    store: Store,
    names: Names,
    embedder: Embedder | None,
    *,
    settle: Settle | None = None,
    progress: Progress = no_progress,
    standing: Standing | None = None,
) -> int:
    """Give every stored item without one its topics and its story; return how many.

    Oldest first, so that stories form in the order in which they were told.
    `settle`, where given, is asked about pairs the evidence leaves open.
    `standing`, where the caller keeps one, spares reading what stands again.
    """
    standing = standing or Standing(store)
    done, total = 0, store.items.count_unfiled()
    with standing.lock:
        while batch := store.items.unfiled(FILING_BATCH):
            tags = {item.id: tag(item, names) for item in batch}
            store.items.tag(tags)
            tagged = [replace(item, topics=tags[item.id]) for item in batch]
            store.stories.assign(_join(store, names, embedder, settle, tagged, standing))
            done += len(batch)
            progress(done, max(total, done))
    return done


def _join(
    store: Store,
    names: Names,
    embedder: Embedder | None,
    settle: Settle | None,
    new: Sequence[Item],
    standing: Standing,
) -> list[Assignment]:
    window = standing.window(names)
    recent = standing.between(new[0].published - STORY_WINDOW, new[-1].published + STORY_WINDOW)
    told = store.stories.told(story.id for story in recent)
    vectors = _vectors(store, embedder, new, recent, standing) if embedder else None
    judge = _settled(new, recent, window, vectors, settle, told) if settle else None
    return join(new, recent, window.names, vectors, judge, told, window)


def _settled(
    new: Sequence[Item],
    recent: Sequence[Story],
    window: Window,
    vectors: dict[str, bytes] | None,
    settle: Settle,
    told: Collection[str],
) -> Judge:
    """Return a judge that knows what `settle` says of the doubtful pairs among these items.

    Pairs of items that both stand were settled when the later one came: what
    was said then shows in whether they stand in one story.
    """
    home = {item.id: story.id for story in recent for item in story.items}
    fresh = {item.id for item in new}
    doubtful: dict[tuple[str, str], tuple[Item, Item, float]] = {}

    def note(one: Profile, other: Profile, chance: float) -> float:
        if DOUBT[0] < chance < DOUBT[1] and not fresh.isdisjoint((one.item.id, other.item.id)):
            doubtful[one.item.id, other.item.id] = (one.item, other.item, abs(chance - 0.5))
        return chance

    join(new, recent, window.names, vectors, note, told, window)
    asked = sorted(doubtful.values(), key=lambda pair: pair[2])[:MOST_DOUBTS]
    verdicts = settle([(one, other) for one, other, _ in asked]) if asked else []
    known = {
        (one.id, other.id): SURE if verdict else 1 - SURE
        for (one, other, _), verdict in zip(asked, verdicts, strict=True)
        if verdict is not None
    }

    def judge(one: Profile, other: Profile, chance: float) -> float:
        pair = (one.item.id, other.item.id)
        if DOUBT[0] < chance < DOUBT[1] and fresh.isdisjoint(pair):
            return DOUBT[1] if home[pair[0]] == home[pair[1]] else DOUBT[0]
        return known.get(pair, chance)

    return judge


def _vectors(
    store: Store,
    embedder: Embedder,
    new: Sequence[Item],
    recent: Sequence[Story],
    standing: Standing,
) -> dict[str, bytes]:
    """Return the vectors of all these items; those of `new`, and missing ones, are made."""
    items = {item.id: item for story in recent for item in story.items}
    known = standing.vectors(embedder.name, items)
    # A new item that stands already has changed, and its vector with it.
    for item in new:
        items[item.id] = item
        known.pop(item.id, None)
    missing = [item for key, item in items.items() if key not in known]
    for start in range(0, len(missing), EMBEDDING_BATCH):
        batch = missing[start : start + EMBEDDING_BATCH]
        try:
            made = embedder.embed([text_to_embed(item) for item in batch])
        except WriterError as error:
            # An address that does not answer: the words alone decide, as with EMBEDDINGS=off.
            log.warning("embedding_failed", items=len(missing) - start, error=str(error))
            break
        fresh = dict(zip((item.id for item in batch), made, strict=True))
        store.items.save_vectors(embedder.name, fresh)
        known |= fresh
    return known
