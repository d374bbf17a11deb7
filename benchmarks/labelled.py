"""Labelled days: items with the event each reports. Used by `quality` and `learn_weights`.

A folder holds `cluster_items.jsonl`, one item a line: `id`, `day`, `source`,
`lang`, `title`, `text`, `url`, `cluster`, `sure`, `roundup`. `window`, where
there is one, parts days that lie far apart. `lookalikes.jsonl`, where there is
one, names items (`id`) that resemble an event (`looks_like`) and are none of it.
The folders under `days/` are in the project's own words; their events happened,
their outlets are made up.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.editor import local_embedder, tag
from bot.editor.embeddings import text_to_embed
from bot.language.names import Names, load_default_topics
from bot.model import Item

# The project's own labelled days; the second were written by somebody else, and
# unseen while it was decided what evidence there should be.
OWN_DAYS = tuple(Path(__file__).parent / "days" / name for name in ("own", "held"))


@dataclass(frozen=True)
class Labelled:
    """The items of a folder, tagged, and what a person said of each."""

    name: str
    items: tuple[Item, ...]
    cluster: Mapping[str, str]
    window: Mapping[str, str]
    counted: frozenset[str]
    rows: tuple[Mapping[str, Any], ...]
    look_alikes: tuple[tuple[str, str], ...] = ()

    def pairs(self) -> Iterator[tuple[Item, Item, bool]]:
        """Yield each two items that count, and whether they report one event.

        Those a person was sure of, roundups left out, never across windows.
        """
        items = [item for item in self.items if item.id in self.counted]
        for one, other in itertools.combinations(items, 2):
            if self.window[one.id] == self.window[other.id]:
                yield one, other, self.cluster[one.id] == self.cluster[other.id]


def load_labelled(folder: Path, names: Names) -> Labelled:
    """Return the labelled items of `folder`."""
    rows = _rows(folder / "cluster_items.jsonl")
    items = (_item(row, place) for place, row in enumerate(rows))
    return Labelled(
        name=folder.name,
        items=tuple(replace(item, topics=tag(item, names)) for item in items),
        cluster={row["id"]: row["cluster"] for row in rows},
        window={row["id"]: row.get("window", folder.name) for row in rows},
        counted=frozenset(r["id"] for r in rows if r.get("sure", True) and not r.get("roundup")),
        rows=tuple(rows),
        look_alikes=tuple(
            (row["id"], row["looks_like"]) for row in _rows(folder / "lookalikes.jsonl")
        ),
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file of JSON lines; none where there is no such file."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line.strip()]


def _item(row: Mapping[str, Any], place: int) -> Item:
    """Return a row's item; within a day, in the order of the file."""
    day = datetime.fromisoformat(row["day"]).replace(tzinfo=UTC)
    return Item(
        id=row["id"],
        source=row["source"],
        guid=row["id"],
        url=row.get("url") or "",
        title=row["title"],
        text=row.get("text") or "",
        lang=row["lang"],
        published=day + timedelta(hours=6, seconds=place),
    )


def default_names() -> Names:
    """Return the names that come with the package."""
    return Names(load_default_topics())


def embed(items: list[Item]) -> dict[str, bytes]:
    """Return the local model's vectors of `items`, by id."""
    made = local_embedder().embed([text_to_embed(item) for item in items])
    return dict(zip((item.id for item in items), made, strict=True))
