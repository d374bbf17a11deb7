"""How much memory embedding and joining take beyond the model.

    python -m benchmarks.meaning_memory [--items N]

embeds the first N items of the project's own labelled days, a thousand unless told
otherwise, then joins them as of one window, and prints what the process held at
each step. Days are measured by `benchmarks.quality`; here only memory counts.
"""

from __future__ import annotations

import argparse
import resource
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.labelled import OWN_DAYS, default_names, load_labelled
from benchmarks.machine import machine, peak_megabytes
from bot.editor import join, local_embedder, text_to_embed
from bot.intake.filing import EMBEDDING_BATCH

DAY = datetime(2026, 1, 15, tzinfo=UTC)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=1000)
    most = parser.parse_args().items
    names = default_names()
    labelled = [item for folder in OWN_DAYS for item in load_labelled(folder, names).items][:most]
    minute = timedelta(minutes=1)
    items = [replace(item, published=DAY + place * minute) for place, item in enumerate(labelled)]
    print(f"{held_megabytes():.0f} MB with the program and {len(items)} items read")
    model = local_embedder()
    model.embed(["warm up"])
    loaded = held_megabytes()
    print(f"{loaded:.0f} MB with the model loaded and one text embedded")
    vectors: dict[str, bytes] = {}
    for start in range(0, len(items), EMBEDDING_BATCH):
        batch = items[start : start + EMBEDDING_BATCH]
        made = model.embed([text_to_embed(item) for item in batch])
        vectors |= dict(zip((item.id for item in batch), made, strict=True))
    print(f"{peak_megabytes():.0f} MB at most while embedding, {EMBEDDING_BATCH} at a time")
    join(items, [], names, vectors)
    peak = peak_megabytes()
    print(
        f"{peak:.0f} MB at most while joining: {peak - loaded:.0f} MB beyond the model; {machine()}"
    )


def held_megabytes() -> float:
    """Return the memory this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1024 / 1024


if __name__ == "__main__":
    main()
