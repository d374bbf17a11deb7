"""How much of what a person found on a topic `/topic` finds, and how much else.

    python -m benchmarks.find_topics FOLDER

FOLDER is a labelled one (see `labelled`) with `topic_items.jsonl` and
`topic_aliases.json`. Its items are stored and tagged as they come in; then each
topic that a person found in three items or more is asked for in the archive by
its name. Macro figures: each topic counts the same.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mean

from benchmarks.ask_archive import Noon
from benchmarks.labelled import Labelled, default_names, load_labelled
from benchmarks.quality.topics import FEWEST_ITEMS
from bot.archive import Archive
from bot.language.names import load_default_topics
from bot.model import Source
from bot.store import Store, open_store

ALL = 1_000


def main() -> None:
    """Ask for each topic and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    days = load_labelled(folder, default_names())
    rows = (folder / "topic_items.jsonl").read_text(encoding="utf-8").splitlines()
    wanted: dict[str, set[str]] = {}
    for row in map(json.loads, rows):
        for topic in row["topics"]:
            wanted.setdefault(topic, set()).add(row["id"])
    asked = json.loads((folder / "topic_aliases.json").read_text(encoding="utf-8"))
    names = [each["topic"] for each in asked if each["n_items_dev"] >= FEWEST_ITEMS]
    with stored(days) as store:
        archive = Archive(store, Noon())
        figures = {name: _figures(archive, name, wanted.get(name, set())) for name in names}
    for name, (precision, recall) in figures.items():
        if min(precision, recall) < 1:
            print(f"{name:30}{precision:8.2f}{recall:8.2f}")
    precision, recall = (mean(column) for column in zip(*figures.values(), strict=True))
    print(f"{f'{len(figures)} topics':30}{precision:8.3f}{recall:8.3f}  (precision, recall)")


@contextmanager
def stored(days: Labelled) -> Iterator[Store]:
    """Give a store that holds the items with their topics."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(f"sqlite:///{Path(folder) / 'days.db'}") as store,
    ):
        store.topics.seed(load_default_topics())
        for source in {item.source for item in days.items}:
            store.sources.add(Source(source, f"https://{source}.example/feed", source))
        store.items.add(days.items, Noon().now())
        store.items.tag({item.id: item.topics for item in days.items})
        yield store


def _figures(archive: Archive, name: str, wanted: set[str]) -> tuple[float, float]:
    found = {item.guid for item in archive.items_on(name, ALL).items}
    right = len(found & wanted)
    return right / max(1, len(found)), right / max(1, len(wanted))


if __name__ == "__main__":
    main()
