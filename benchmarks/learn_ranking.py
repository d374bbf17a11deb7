"""What an editor's choice of main news says about the weights of ranking.

    python -m benchmarks.learn_ranking FOLDER...

A folder holds daily digests in Markdown whose overview (`## 概览`) lists
headlines under sections, one of them the main news (`### 要闻`). Main news
should score above the rest of its day. Printed is how often they do, for the
weights in `weights.json` and for weights learned on the other days: a ridge
logistic regression over who is involved and the kind of event, in which a
name never counts against a story. The file is not written: one editor's taste
is a check on weights set by hand, not a reason to take it over.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.labelled import default_names
from benchmarks.learn_weights import fit
from bot.editor import Context, score, tag
from bot.editor.kinds import kinds_of, load_kinds
from bot.language.names import Names
from bot.model import Item, Story

FOLDS = 5
# Kinds seen more seldom than this teach nothing.
FEWEST = 12
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)

_OVERVIEW = re.compile(r"^## 概览\s*$(?P<lines>.*?)^(?:---|## )", re.MULTILINE | re.DOTALL)
_END_OF_LINE = re.compile(r"\s*(?:\[↗\].*|`#\d+`.*)$")


@dataclass(frozen=True)
class Headline:
    """A headline of a digest: of which day, whether main news, what the editor measures of it."""

    day: str
    is_main: bool
    text: str
    who: float
    ours: float


def main() -> None:
    """Measure, learn by folds, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    arguments = parser.parse_args()
    names = default_names()
    headlines = [
        headline
        for folder in arguments.folders
        for path in sorted(folder.glob("*.md"))
        for headline in read_digest(path, names)
    ]
    features = ["who", *_kinds_told(headlines)]
    values = np.array([[_value(one, name) for name in features] for one in headlines])
    labels = np.array([one.is_main for one in headlines], dtype=float)
    days = np.array([one.day for one in headlines])
    console = Console(width=100)
    console.print(_figures(values, labels, days, np.array([one.ours for one in headlines])))
    learned = dict(zip(features, fit_with_signs(values, labels), strict=False))
    console.print("learned on all days: " + ", ".join(f"{k} {v:+.2f}" for k, v in learned.items()))


def read_digest(path: Path, names: Names) -> Iterator[Headline]:
    """Yield the headlines of a digest's overview; none if it has no main news."""
    found = _OVERVIEW.search(path.read_text(encoding="utf-8"))
    lines = found["lines"].splitlines() if found else []
    if "### 要闻" not in map(str.strip, lines):
        return
    section = ""
    for line in lines:
        if line.startswith("### "):
            section = line.removeprefix("### ").strip()
        elif line.startswith("- "):
            text = _END_OF_LINE.sub("", line.removeprefix("- ")).strip()
            reasons = _reasons(text, names)
            ours = reasons.get("who", 0.0) + reasons.get("kind", 0.0)
            yield Headline(path.stem, section == "要闻", text, reasons.get("who", 0.0), ours)


def _reasons(text: str, names: Names) -> Mapping[str, float]:
    """Return the parts of the score of a story that is this headline alone."""
    bare = Item("x", "digest", "x", "", text, "", "zh", MOMENT)
    topics = tag(bare, names)
    story = Story("x", text, (bare,), topics, MOMENT, MOMENT)
    return score(story, Context(names=names, sources={}, lang="zh", now=MOMENT)).reasons


def _kinds_told(headlines: Sequence[Headline]) -> list[str]:
    return [
        kind
        for kind in load_kinds()
        if sum(kind in kinds_of(headline.text) for headline in headlines) >= FEWEST
    ]


def _value(headline: Headline, feature: str) -> float:
    return headline.who if feature == "who" else float(feature in kinds_of(headline.text))


def fit_with_signs(values: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the weights, the first never below 0, the bias last."""
    fitted = fit(values, labels)
    if fitted[0] < 0:
        fitted = np.concatenate([[0.0], fit(values[:, 1:], labels)])
    return fitted


def _figures(values: np.ndarray, labels: np.ndarray, days: np.ndarray, ours: np.ndarray) -> Table:
    table = Table("scored by", "main news above the rest of its day")
    known = sorted(set(days))
    by_folds = np.zeros(len(labels))
    for start in range(FOLDS):
        tested = np.isin(days, known[start::FOLDS])
        learned = fit_with_signs(values[~tested], labels[~tested])
        by_folds[tested] = values[tested] @ learned[:-1]
    rows = {
        "weights.json": ours,
        "who alone": values[:, 0],
        f"learned, {FOLDS} folds": by_folds,
    }
    for title, scores in rows.items():
        table.add_row(title, f"{above_the_rest(scores, labels, days):.3f}")
    table.add_row("", f"{len(known)} days, {len(labels)} headlines, {int(labels.sum())} main news")
    return table


def above_the_rest(scores: np.ndarray, labels: np.ndarray, days: np.ndarray) -> float:
    """Return how often a main headline scores above another of its day, ties half; by days."""
    shares = []
    for day in sorted(set(days)):
        main, rest = scores[(days == day) & (labels > 0)], scores[(days == day) & (labels == 0)]
        if len(main) and len(rest):
            higher = (main[:, None] > rest).mean() + (main[:, None] == rest).mean() / 2
            shares.append(float(higher))
    return sum(shares) / max(1, len(shares))


if __name__ == "__main__":
    main()
