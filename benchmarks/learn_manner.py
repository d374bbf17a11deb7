"""Learn in which directions a text and its translation differ.

    python -m benchmarks.learn_manner FOLDER

reads the daily briefs below FOLDER/cn and FOLDER/en, each of which tells the same
news in its language, pairs the list items of a day that link to the same address
and no other does, and writes the directions in which the vectors of a pair differ
most into `bot/editor/means.json`: language, length and manner, not what is told.
`bot.editor.vectors` leaves them out. No label is needed.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.learn_weights import EDITOR
from bot.editor import local_embedder
from bot.editor.vectors import load_means
from bot.language.links import canonical_url

DIRECTIONS = 10
# The vectors of more pairs take minutes and change little.
MOST_PAIRS = 1500
# A headline's length: what an item's vector is made from says about as much.
CHARACTERS = {"cn": 70, "en": 180}

_LIST_ITEM = re.compile(r"^\s*(?:\d+[.、]|[-*])\s+(.*)")
_LINK = re.compile(r"\[[^\]]*\]\((https?://[^)\s]+)\)")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)|`|<[^>]+>")
_SENTENCE_END = re.compile(r"(?<=[。！？!?])|(?<=\.)\s")


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    pairs = list(iterate_pairs(parser.parse_args().folder))
    chosen = pairs[:: max(1, len(pairs) // MOST_PAIRS)][:MOST_PAIRS]
    zh, en = (_vectors([pair[side] for pair in chosen]) for side in (0, 1))
    means = load_means()
    directions = learn_manner((zh - means["zh"]) - (en - means["en"]))
    document = json.loads((EDITOR / "means.json").read_text(encoding="utf-8"))
    encoded = base64.b64encode(directions.astype(np.float16).tobytes()).decode("ascii")
    text = json.dumps({**document, "manner": encoded}, indent=1) + "\n"
    (EDITOR / "means.json").write_text(text, encoding="utf-8")
    print(f"{len(chosen)} of {len(pairs)} pairs -> {DIRECTIONS} directions")


def learn_manner(differences: np.ndarray) -> np.ndarray:
    """Return the directions, of length one, in which rows of `differences` are largest."""
    return np.linalg.svd(differences, full_matrices=False)[2][:DIRECTIONS]


def iterate_pairs(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the first sentences of each zh and en item that alone share an address."""
    for zh_brief in sorted((folder / "cn").rglob("*.md")):
        en_brief = folder / "en" / zh_brief.relative_to(folder / "cn")
        if not en_brief.exists():
            continue
        en_items = _items(en_brief)
        by_address = defaultdict(set)
        for place, (addresses, _) in enumerate(en_items):
            for address in addresses:
                by_address[address].add(place)
        for addresses, text in _items(zh_brief):
            places = {place for address in addresses for place in by_address[address]}
            if len(places) == 1:
                yield _first(text, "cn"), _first(en_items[places.pop()][1], "en")


def _items(brief: Path) -> list[tuple[frozenset[str], str]]:
    """Return the list items of a brief: the addresses each links to, and its text."""
    items: list[list[str]] = []
    inside = False
    for line in brief.read_text(encoding="utf-8").splitlines():
        if match := _LIST_ITEM.match(line):
            items.append([match.group(1)])
            inside = True
        elif line.strip().startswith("#") or line.strip() == "---":
            inside = False
        elif inside:
            items[-1].append(line)
    texts = (_PICTURE.sub("", " ".join(lines)) for lines in items)
    return [(frozenset(map(canonical_url, _LINK.findall(text))), text) for text in texts]


def _first(text: str, side: str) -> str:
    """Return the first sentence of an item, links and marks left out."""
    plain = re.sub(r"[*_#]", "", _LINK.sub(" ", text)).strip()
    return _SENTENCE_END.split(plain)[0][: CHARACTERS[side]]


def _vectors(texts: list[str]) -> np.ndarray:
    made = local_embedder().embed(texts)
    return np.frombuffer(b"".join(made), dtype=np.float32).reshape(len(texts), -1)


if __name__ == "__main__":
    main()
