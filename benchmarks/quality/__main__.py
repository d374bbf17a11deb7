"""One table of how good the editor is on labelled days, baselines beside it.

    python -m benchmarks.quality FOLDER [--key-facts FILE] [--brief]

FOLDER has `cluster_items.jsonl` and, where there are any, `topic_items.jsonl`
with `topic_aliases.json`, and `importance_by_day.json`. Pair weights come
from the project's own days (`benchmarks/days`), so another folder's figures
are of days not learned from; the own days are measured by folds, each few
windows judged by weights learned on all others. A baseline's threshold is
picked on the very days it is measured on, which flatters it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

import bot.editor.pairs
from benchmarks.labelled import OWN_DAYS, Labelled, default_names, embed, load_labelled
from benchmarks.learn_weights import learn
from benchmarks.learn_weights import measure as measure_evidence
from benchmarks.machine import machine, peak_megabytes
from benchmarks.quality.picks import measure_picks
from benchmarks.quality.stories import (
    JoinFigures,
    Placement,
    best_of,
    evidence_groups,
    measure,
    nearest_vectors,
    order_matters,
    place,
    single_link,
)
from benchmarks.quality.texts import measure_texts
from benchmarks.quality.topics import measure_topics
from bot.editor.pairs import EVIDENCE
from bot.editor.weights import PairWeights, Weights, load_weights
from bot.language.names import Names

FIGURES = ("pair P", "pair R", "pair F1", "zh-en R", "look-alikes apart", "named ones")
WINDOWS_IN_A_FOLD = 3
# Where single link joins best on the labelled days: the baselines pick from its stories.
SIMPLE_THRESHOLD = 0.4


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--key-facts", type=Path, help="a key-facts file, for the texts")
    parser.add_argument("--brief", action="store_true", help="skip folds and left-out evidence")
    arguments = parser.parse_args()
    names = default_names()
    days = load_labelled(arguments.folder, names)
    own = [load_labelled(folder, names) for folder in OWN_DAYS]
    started = time.perf_counter()
    vectors = embed(list(days.items))
    embedded = time.perf_counter()
    placed = place(days, names, vectors)
    seconds = (embedded - started, time.perf_counter() - embedded)
    console = Console(width=100)
    console.print(_stories_table(days, names, vectors, placed))
    if not arguments.brief:
        console.print(_evidence_table(days, own, names, vectors))
    console.print(_other_table(arguments.folder, days, names, placed, arguments.key_facts))
    per_thousand = [1000 * each / len(days.items) for each in seconds]
    console.print(
        f"{per_thousand[0]:.1f} s to embed and {per_thousand[1]:.1f} s to join 1,000 items; "
        f"peak memory {peak_megabytes():.0f} MB; {machine()}"
    )


def _stories_table(
    days: Labelled, names: Names, vectors: Mapping[str, bytes], placed: Placement
) -> Table:
    table = _table("Stories", *FIGURES)
    alone = {item.id: item.id for item in days.items}
    rows: list[tuple[str, JoinFigures]] = [
        ("TenBrief", measure(days, placed)),
        *order_matters(days, names, vectors).items(),
        ("EMBEDDINGS=off", measure(days, place(days, names, None))),
        ("TF-IDF, single link, best threshold", best_of(days, lambda t: single_link(days, t))),
        (
            "centred embeddings, best threshold",
            best_of(days, lambda t: nearest_vectors(days, vectors, t)),
        ),
        ("nothing joined", measure(days, alone)),
    ]
    for title, figures in rows:
        _add(table, title, figures)
    return table


def _evidence_table(
    days: Labelled, own: Sequence[Labelled], names: Names, vectors: Mapping[str, bytes]
) -> Table:
    """Return the own days by folds, then these days with one evidence left out in turn."""
    own_vectors = embed([item for each in own for item in each.items])
    values, labels = measure_evidence(own, names, own_vectors)
    table = _table("Left out", *FIGURES)
    for each, figures in zip(own, _by_folds(own, names, own_vectors, values, labels), strict=True):
        _add(table, f"(days/{each.name}, by folds)", figures)
    for title, group in evidence_groups().items():
        columns = [place for place, name in enumerate(EVIDENCE) if name not in group]
        with _judging_by(learn(values, labels, columns)):
            _add(table, title, measure(days, place(days, names, vectors)))
    return table


def _by_folds(
    own: Sequence[Labelled],
    names: Names,
    vectors: Mapping[str, bytes],
    values: np.ndarray,
    labels: np.ndarray,
) -> list[JoinFigures]:
    """Return the figures of each of `own`, no window judged by weights learned from it."""
    window_of_pair = np.array(
        [f"{each.name} {each.window[one.id]}" for each in own for one, _, _ in each.pairs()]
    )
    windows = sorted(set(window_of_pair))
    placed: dict[str, str] = {}
    for start in range(0, len(windows), WINDOWS_IN_A_FOLD):
        tested = windows[start : start + WINDOWS_IN_A_FOLD]
        learned_from = ~np.isin(window_of_pair, tested)
        weights = learn(values[learned_from], labels[learned_from], range(len(EVIDENCE)))
        with _judging_by(weights):
            for each in own:
                placed |= place(_only(each, tested), names, vectors)
    return [measure(each, placed) for each in own]


def _only(days: Labelled, windows: Sequence[str]) -> Labelled:
    """Return `days` with the items of these windows alone."""
    items = [item for item in days.items if f"{days.name} {days.window[item.id]}" in windows]
    return replace(days, items=tuple(items), window={i.id: days.window[i.id] for i in items})


@contextmanager
def _judging_by(learned: np.ndarray) -> Iterator[None]:
    """Let the pair scorer use `learned` in place of the file's weights meanwhile."""
    loaded = load_weights()
    evidence = dict(zip(EVIDENCE, map(float, learned), strict=False))
    pairs = PairWeights(float(learned[-1]), evidence, loaded.pairs_with_meaning.threshold)
    changed: Weights = replace(loaded, pairs_with_meaning=pairs)
    original = bot.editor.pairs.load_weights
    bot.editor.pairs.load_weights = lambda: changed
    try:
        yield
    finally:
        bot.editor.pairs.load_weights = original


def _other_table(
    folder: Path, days: Labelled, names: Names, placed: Placement, key_facts: Path | None
) -> Table:
    table = _table("Other figures", "TenBrief", "baseline", "what the baseline is")
    if (folder / "importance_by_day.json").exists():
        picks = measure_picks(folder, days, placed, single_link(days, SIMPLE_THRESHOLD), names)
        best = max(picks.most_outlets, picks.newest)
        table.add_row("precision@10", f"{picks.ours:.2f}", f"{picks.most_outlets:.2f}", "outlets")
        table.add_row("", "", f"{picks.newest:.2f}", "newest first")
        table.add_row("  what could be found", f"{picks.possible:.2f}", "", "")
        table.add_row("  times the best baseline", f"{picks.ours / max(best, 0.01):.2f}", "", "")
    if (folder / "topic_items.jsonl").exists():
        ours, titles = measure_topics(folder, days, names)
        for title in ("precision", "recall", "f1"):
            pair = [f"{getattr(figures, title):.2f}" for figures in (ours, titles)]
            table.add_row(f"topic {title}", *pair, "spelled out in the title")
    if key_facts:
        texts = measure_texts(key_facts, names)
        kept = [f"{share:.2f}" for share in (texts.kept, texts.kept_by_lead)]
        table.add_row("key facts kept", *kept, "title and first sentence")
        table.add_row("grounding violations", str(texts.violations), "", "")
    return table


def _table(*titles: str) -> Table:
    table = Table()
    for title in titles:
        table.add_column(title, justify="left" if title == titles[0] else "right")
    return table


def _add(table: Table, title: str, figures: JoinFigures) -> None:
    values = (
        figures.precision,
        figures.recall,
        figures.f1,
        figures.across,
        figures.apart,
        figures.named_apart,
    )
    table.add_row(title, *("" if value is None else f"{value:.2f}" for value in values))


if __name__ == "__main__":
    main()
