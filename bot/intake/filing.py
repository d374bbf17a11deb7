"""Stored items -> items with topics and a story. Called by newsroom after anything came in.

An interruption between storing and filing costs nothing: the next run files
what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.editor import Embedder, Judge, Profile, join, tag, text_to_embed
from bot.errors import WriterError
from bot.intake.progress import Progress, no_progress
from bot.language.names import Names
from bot.model import Item, Story
from bot.store import Store

log = structlog.get_logger(__name__)

# How far around an item's publication its story is looked for.
STORY_WINDOW = timedelta(days=4)
# Items filed at once; also how often progress is told. What stands is never merged
# again, so stories form best when a whole day is looked at together.
FILING_BATCH = 1000
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
) -> int:
    """Give every stored item without one its topics and its story; return how many.

    Oldest first, so that stories form in the order in which they were told.
    `settle`, where given, is asked about pairs the evidence leaves open.
    """
    done, total = 0, store.items.count_unfiled()
    while batch := store.items.unfiled(FILING_BATCH):
        tags = {item.id: tag(item, names) for item in batch}
        store.items.tag(tags)
        tagged = [replace(item, topics=tags[item.id]) for item in batch]
        recent = store.stories.between(
            tagged[0].published - STORY_WINDOW, tagged[-1].published + STORY_WINDOW
        )
        vectors = _vectors(store, embedder, tagged, recent) if embedder else None
        judge = _settled(tagged, recent, names, vectors, settle) if settle else None
        store.stories.assign(join(tagged, recent, names, vectors, judge))
        done += len(batch)
        progress(done, max(total, done))
    return done


def _settled(
    new: Sequence[Item],
    recent: Sequence[Story],
    names: Names,
    vectors: dict[str, bytes] | None,
    settle: Settle,
) -> Judge:
    """Return a judge that knows what `settle` says of the doubtful pairs among these items."""
    doubtful: dict[tuple[str, str], tuple[Item, Item, float]] = {}

    def note(one: Profile, other: Profile, chance: float) -> float:
        if DOUBT[0] < chance < DOUBT[1]:
            doubtful[one.item.id, other.item.id] = (one.item, other.item, abs(chance - 0.5))
        return chance

    join(new, recent, names, vectors, note)
    asked = sorted(doubtful.values(), key=lambda pair: pair[2])[:MOST_DOUBTS]
    verdicts = settle([(one, other) for one, other, _ in asked]) if asked else []
    known = {
        (one.id, other.id): SURE if verdict else 1 - SURE
        for (one, other, _), verdict in zip(asked, verdicts, strict=True)
        if verdict is not None
    }
    return lambda one, other, chance: known.get((one.item.id, other.item.id), chance)


def _vectors(
    store: Store, embedder: Embedder, new: Sequence[Item], recent: Sequence[Story]
) -> dict[str, bytes]:
    """Return the vectors of all these items; those not stored yet are made and stored."""
    items = {item.id: item for item in (*new, *(i for story in recent for i in story.items))}
    known = store.items.vectors(embedder.name, list(items))
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
