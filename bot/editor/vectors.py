"""Stored vectors made comparable: centred per language, without manner, of length one.

Vectors of Chinese and English texts lie in different halves of the space, and
all of one language close together. Subtracting each language's mean brings
what is about the same thing together; leaving out the few directions in which a
text and its translation differ most (`manner`: how it is told, not what) brings
it closer still, in one language too. Means and directions are those of months of
daily briefs (`means.json`), so that they never move under stories that stand; for
another model's vectors the means of those at hand have to serve. Called by
`stories`. Without numpy (the `embeddings` extra) there is no meaning to
compare, and words alone decide.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence, Set
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
CLOSE, NEAREST = 0.25, 60
PLACES = 5


class Meanings:
    """The centred vectors of some items, to be compared by item id."""

    def __init__(self, items: Sequence[Item] = (), vectors: Mapping[str, bytes] | None = None):
        self._rows: dict[str, int] = {}
        self._vectors: dict[str, bytes] = {}
        self._matrix: Matrix | None = None
        self.hold(items, vectors or {})

    def hold(self, items: Sequence[Item], vectors: Mapping[str, bytes]) -> Set[str]:
        """Let these be the items, by `vectors`; those that stay are not worked out again.

        Returns the ids of those whose cosines may have changed.
        """
        having = [item for item in items if item.id in vectors] if _numpy() else []
        known = {key: vector for key, vector in self._vectors.items() if vectors.get(key) == vector}
        staying = [item for item in having if item.id in known]
        coming = [item for item in having if item.id not in known]
        if not coming and len(staying) == len(self._rows):
            return frozenset()
        before = self._rows.keys()
        if self._matrix is None or not staying or not _is_lasting(having, vectors):
            self._matrix = _centred(having, vectors) if having else None
            kept, changed = having, {*before, *(item.id for item in having)}
        else:
            rows = self._matrix[[self._rows[item.id] for item in staying]]
            fresh = [_centred(coming, vectors)] if coming else []
            self._matrix = _numpy().concatenate([rows, *fresh])
            kept = [*staying, *coming]
            changed = before ^ {item.id for item in kept} | {item.id for item in coming}
        self._rows = {item.id: row for row, item in enumerate(kept)}
        self._vectors = {item.id: vectors[item.id] for item in kept}
        return changed

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
        crowded = np.flatnonzero((cosines >= CLOSE).sum(axis=1) > NEAREST)
        for row in crowded.tolist():
            cosines[row][cosines[row] < np.partition(cosines[row], -NEAREST)[-NEAREST]] = -1.0
        return {
            key: [every[column] for column in np.flatnonzero(row >= CLOSE).tolist()]
            for key, row in zip(wanted, cosines, strict=True)
        }


def _is_lasting(items: Sequence[Item], vectors: Mapping[str, bytes]) -> bool:
    """Whether a row depends on its own vector alone: all of one size, of a model we know."""
    sizes = {len(vectors[item.id]) for item in items}
    return sizes == {4 * mean.shape[0] for mean in load_means().values()}


def _centred(items: Sequence[Item], vectors: Mapping[str, bytes]) -> Matrix:
    """Return one row per item: its vector less its language's mean and its manner."""
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
    manner = load_manner()
    if manner.shape[1] == matrix.shape[1]:
        matrix -= (matrix @ manner.T) @ manner
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
    return {lang: _decoded(encoded) for lang, encoded in _document()["means"].items()}


@cache
def load_manner() -> Matrix:
    """Return the directions, a row each, in which a text and its translation differ most."""
    size = len(next(iter(load_means().values())))
    return _decoded(_document()["manner"]).reshape(-1, size)


def _document() -> dict[str, Any]:
    text = files("bot.editor").joinpath("means.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def _decoded(encoded: str) -> Matrix:
    np = _numpy()
    numbers: Matrix = np.frombuffer(base64.b64decode(encoded), dtype=np.float16)
    return numbers.astype(np.float32)


@cache
def _numpy() -> Any:
    """Return numpy, or None where the `embeddings` extra is not installed."""
    try:
        import numpy  # noqa: PLC0415 - an extra: the editor works without it
    except ImportError:
        return None
    return numpy
