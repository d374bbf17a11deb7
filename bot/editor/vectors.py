"""Stored vectors made comparable: centred per language, of length one.

Vectors of Chinese and English texts lie in different halves of the space, and
all of one language close together. Subtracting each language's mean brings
what is about the same thing together. The means are those of months of daily
briefs (`means.json`), so that they never move under stories that stand; for
another model's vectors the means of those at hand have to serve. Called by
`stories`. Without numpy (the `embeddings` extra) there is no meaning to
compare, and words alone decide.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bot.model import Item

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

# Items with a cosine of at least this are looked at in earnest, the closest ones
# where there are more.
CLOSE, NEAREST = 0.3, 60
PLACES = 5


class Meanings:
    """The centred vectors of some items, to be compared by item id."""

    def __init__(self, items: Sequence[Item], vectors: Mapping[str, bytes]) -> None:
        having = [item for item in items if item.id in vectors] if _numpy() else []
        self._rows = {item.id: row for row, item in enumerate(having)}
        self._matrix = _centred(having, vectors) if having else None

    def cosine(self, one: str, other: str) -> float | None:
        """Return how close two items are, -1 to 1; None where either has no vector."""
        return self.cosines(one, [other])[0]

    def cosines(self, one: str, others: Sequence[str]) -> list[float | None]:
        """Return how close each of `others` is to `one`, as `cosine` does.

        To five places: further ones depend on what else is worked out with them.
        """
        having = [other for other in others if other in self._rows]
        if self._matrix is None or one not in self._rows or not having:
            return [None] * len(others)
        rows = [self._rows[other] for other in having]
        products = (self._matrix[rows] @ self._matrix[self._rows[one]]).tolist()
        found = {
            other: round(cosine, PLACES) for other, cosine in zip(having, products, strict=True)
        }
        return [found.get(other) for other in others]

    def close(self, ids: Sequence[str]) -> dict[str, list[str]]:
        """Return for each of `ids` that has a vector the ids of the items close to it."""
        wanted = [key for key in ids if key in self._rows]
        if self._matrix is None or not wanted:
            return {}
        np = _numpy()
        every = list(self._rows)
        cosines = self._matrix[[self._rows[key] for key in wanted]] @ self._matrix.T
        if len(every) > NEAREST:
            least = np.partition(cosines, -NEAREST, axis=1)[:, -NEAREST:].min(axis=1)
            cosines[cosines < least[:, None]] = -1.0
        return {
            key: [every[column] for column in np.flatnonzero(row >= CLOSE).tolist()]
            for key, row in zip(wanted, cosines, strict=True)
        }


def _centred(items: Sequence[Item], vectors: Mapping[str, bytes]) -> Matrix:
    """Return one row per item: its vector less its language's mean, of length one."""
    np = _numpy()
    size = max(len(vectors[item.id]) for item in items)
    blank = bytes(size)
    # A vector of another size is another model's: it counts as saying nothing.
    raw = [vectors[item.id] if len(vectors[item.id]) == size else blank for item in items]
    matrix = np.frombuffer(b"".join(raw), dtype=np.float32).reshape(len(items), -1).copy()
    langs = np.array(["zh" if item.lang == "zh" else "en" for item in items])
    for lang in ("zh", "en"):
        chosen = langs == lang
        if chosen.any():
            matrix[chosen] -= _mean_of(lang, matrix[chosen])
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    centred: Matrix = matrix / np.maximum(lengths, 1e-9)
    return centred


def _mean_of(lang: str, matrix: Matrix) -> Matrix:
    """Return the known mean of a language, or that of `matrix` for another model's vectors."""
    known = load_means().get(lang)
    if known is not None and known.shape[0] == matrix.shape[1]:
        return known
    mean: Matrix = matrix.mean(axis=0)
    return mean


@cache
def load_means() -> Mapping[str, Matrix]:
    """Return the mean vector of each language it was measured for."""
    np = _numpy()
    text = files("bot.editor").joinpath("means.json").read_text(encoding="utf-8")
    means: dict[str, str] = json.loads(text)["means"]
    return {
        lang: np.frombuffer(base64.b64decode(encoded), dtype=np.float16).astype(np.float32)
        for lang, encoded in means.items()
    }


@cache
def _numpy() -> Any:
    """Return numpy, or None where the `embeddings` extra is not installed."""
    try:
        import numpy  # noqa: PLC0415 - an extra: the editor works without it
    except ImportError:
        return None
    return numpy
