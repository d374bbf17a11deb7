"""Files -> stored items and sources. Called by newsroom for `tenbrief import`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.clock import Clock
from bot.intake.following import add_source
from bot.intake.progress import Progress, no_progress
from bot.model import Item
from bot.sources import FoundSource, Skipped, read_paths
from bot.store import Store

# Items stored in one transaction.
IMPORT_BATCH = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """What reading files brought; `skipped` is (where, error) of what was no good."""

    read: int = 0
    new: int = 0
    updated: int = 0
    sources: int = 0
    skipped: tuple[tuple[str, str], ...] = ()


def take_in(
    store: Store, clock: Clock, paths: Sequence[Path], progress: Progress = no_progress
) -> Imported:
    """Store every item and source found in `paths`; bad files and lines are skipped."""
    total = Imported()
    waiting: list[Item] = []
    for found in read_paths(paths, clock.now(), progress):
        if isinstance(found, Skipped):
            total = replace(total, skipped=(*total.skipped, (found.where, found.error)))
        elif isinstance(found, FoundSource):
            add_source(store, found.source)
            total = replace(total, sources=total.sources + 1)
        else:
            waiting.append(found)
        if len(waiting) >= IMPORT_BATCH:
            total, waiting = _import(store, clock, total, waiting), []
    return _import(store, clock, total, waiting)


def _import(store: Store, clock: Clock, total: Imported, items: Sequence[Item]) -> Imported:
    if not items:
        return total
    added = store.items.add(items, clock.now())
    return replace(
        total,
        read=total.read + len(items),
        new=total.new + len(added.new),
        updated=total.updated + len(added.updated),
    )
