"""Learn how much each kind of evidence on two items counts.

    python -m benchmarks.learn_weights [FOLDER...] [--means] [--out FILE]

reads labelled folders (the project's own days are always among them) and
rewrites the pair weights in `bot/editor/weights.json`. A logistic regression
with a ridge; a weight whose sign contradicts what its evidence means is
dropped and the rest fitted again, so that few labels do not teach nonsense.
With `--means` the mean vectors per language are measured anew as well.
"""

from __future__ import annotations

import argparse
import base64
import json
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np

import bot.editor
from benchmarks.labelled import OWN_DAYS, Labelled, default_names, embed, load_labelled
from bot.editor.pairs import EVIDENCE, compare
from bot.editor.profile import profile
from bot.editor.vectors import Meanings
from bot.language.names import Names
from bot.model import Item

EDITOR = Path(bot.editor.__file__).parent
RIDGE = 2.0
# Evidence that speaks against one event, and evidence that may go either way.
AGAINST = frozenset(
    {
        "nothing_shared",
        "houses_apart",
        "houses_extra",
        "proper_extra",
        "release_apart",
        "subject_apart",
        "size_apart",
        "same_source",
        "days_apart",
        "kind_apart",
        "aspects_apart",
        "no_event",
    }
)
EITHER = frozenset({"meaning_across", "across_languages"})
MEANING = frozenset({"meaning", "meaning_across"})


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--means", action="store_true", help="measure the mean vectors too")
    parser.add_argument("--out", type=Path, default=EDITOR / "weights.json")
    arguments = parser.parse_args()
    names = default_names()
    folders = [load_labelled(folder, names) for folder in (*OWN_DAYS, *arguments.folders)]
    vectors = embed([item for folder in folders for item in folder.items])
    if arguments.means:
        write_means([item for folder in folders for item in folder.items], vectors)
    values, labels = measure(folders, names, vectors)
    document = json.loads((EDITOR / "weights.json").read_text(encoding="utf-8"))
    learned = learn_both(values, labels)
    for key, weights in learned.items():
        document[key] = {**weights, "threshold": document[key]["threshold"]}
    arguments.out.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(learned, indent=1))
    print(f"{len(labels)} pairs, {int(labels.sum())} of one event -> {arguments.out}")


def measure(
    folders: Sequence[Labelled], names: Names, vectors: dict[str, bytes]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the evidence on all labelled pairs, a row each, and their labels, 0 or 1."""
    rows, labels = [], []
    for folder in folders:
        profiles = {item.id: profile(item, names) for item in folder.items}
        meanings = Meanings(folder.items, vectors)
        for one, other, same in folder.pairs():
            cosine = meanings.cosine(one.id, other.id)
            rows.append(astuple(compare(profiles[one.id], profiles[other.id], cosine)))
            labels.append(same)
    return np.array(rows, dtype=float), np.array(labels, dtype=float)


def learn_both(values: np.ndarray, labels: np.ndarray) -> dict[str, dict[str, Any]]:
    """Return the weights for items with vectors and for items without."""
    blind = [place for place, name in enumerate(EVIDENCE) if name not in MEANING]
    seeing = list(range(len(EVIDENCE)))
    return {
        "pairs_with_meaning": _named(learn(values, labels, seeing)),
        "pairs_without": _named(learn(values, labels, blind)),
    }


def learn(values: np.ndarray, labels: np.ndarray, columns: Sequence[int]) -> np.ndarray:
    """Return a weight for each kind of evidence (0 for those left out), the bias last."""
    kept = list(columns)
    while True:
        fitted = fit(values[:, kept], labels)
        strength = np.abs(fitted[:-1]) * values[:, kept].std(axis=0)
        wrong = [
            (strength[place], column)
            for place, column in enumerate(kept)
            if fitted[place] * _sign(EVIDENCE[column]) < 0
        ]
        if not wrong:
            break
        kept.remove(max(wrong)[1])
    result = np.zeros(len(EVIDENCE) + 1)
    result[kept], result[-1] = fitted[:-1], fitted[-1]
    return result


def _sign(name: str) -> int:
    return 0 if name in EITHER else -1 if name in AGAINST else 1


def fit(values: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return ridge logistic regression weights, the bias last, by Newton's method."""
    scale = values.std(axis=0) + 1e-6
    rows = np.hstack([values / scale, np.ones((len(values), 1))])
    ridge = np.diag([RIDGE] * values.shape[1] + [1e-6])
    beta = np.zeros(rows.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(rows @ beta, -30, 30)))
        slope = rows.T @ (chance - labels) + ridge @ beta
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + ridge
        step = np.linalg.solve(bend, slope)
        beta = beta - step
        if np.abs(step).max() < 1e-6:
            break
    return np.append(beta[:-1] / scale, beta[-1])


def _named(weights: np.ndarray) -> dict[str, Any]:
    evidence = {name: round(float(w), 3) for name, w in zip(EVIDENCE, weights, strict=False)}
    return {"bias": round(float(weights[-1]), 3), "evidence": evidence}


def write_means(items: Sequence[Item], vectors: dict[str, bytes]) -> None:
    """Write each language's mean vector, half precision, for `bot.editor.vectors`."""
    means = {}
    for lang in ("zh", "en"):
        rows = [np.frombuffer(vectors[i.id], dtype=np.float32) for i in items if i.lang == lang]
        mean = np.mean(rows, axis=0).astype(np.float16)
        means[lang] = base64.b64encode(mean.tobytes()).decode("ascii")
    document = json.loads((EDITOR / "means.json").read_text(encoding="utf-8"))
    text = json.dumps({**document, "means": means}, indent=1) + "\n"
    (EDITOR / "means.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
