"""The numbers the editor judges by: one reviewed file, read once.

`pairs`, `stories`, `rank` and `pick` ask. `python -m benchmarks.learn_weights`
writes the pair weights; the others are set by hand and measured by
`python -m benchmarks.quality`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class PairWeights:
    """A logistic scorer: a bias and one weight for each kind of evidence.

    Two items, or an item and a story, are one event at `threshold` and above.
    Equal only to itself, so that what was worked out by it can be kept by it.
    """

    bias: float
    evidence: Mapping[str, float]
    threshold: float


@dataclass(frozen=True, slots=True)
class Weights:
    """All of the file."""

    pairs_with_meaning: PairWeights
    pairs_without: PairWeights
    ranking: Mapping[str, float]
    kinds: Mapping[str, float]
    picking: Mapping[str, float]


@cache
def load_weights() -> Weights:
    """Return the weights that come with the package."""
    text = files("bot.editor").joinpath("weights.json").read_text(encoding="utf-8")
    return read_weights(json.loads(text))


def read_weights(document: Mapping[str, Any]) -> Weights:
    """Return the weights that a document of the file's form holds."""
    return Weights(
        pairs_with_meaning=_pair_weights(document["pairs_with_meaning"]),
        pairs_without=_pair_weights(document["pairs_without"]),
        ranking=document["ranking"],
        kinds=document["kinds"],
        picking=document["picking"],
    )


def _pair_weights(entry: Mapping[str, Any]) -> PairWeights:
    return PairWeights(
        bias=float(entry["bias"]),
        evidence={name: float(weight) for name, weight in entry["evidence"].items()},
        threshold=float(entry["threshold"]),
    )
