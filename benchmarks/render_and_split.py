"""Renders a brief of ten stories for every kind of chat, cut into messages.

    python benchmarks/render_and_split.py

Prints what one brief costs per kind of chat, ordinary and long, and the pages,
with the machine they were measured on.
"""

from __future__ import annotations

import platform
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.model import Brief, ChatKind, Variant
from bot.render import Renderer
from bot.render.sample import sample_brief
from bot.render.text import shorten

ROUNDS = 200
# A brief as editors write it fills one message; one that quotes at length fills several.
ORDINARY_CHARACTERS, LONG_CHARACTERS = 300, 1500


def with_bodies(brief: Brief, characters: int) -> Brief:
    """Return `brief` with bodies of about that many characters."""
    slots = tuple(
        replace(slot, body=(slot.body + " ") * (characters // len(slot.body)))
        for slot in brief.slots
    )
    return replace(brief, slots=slots)


def milliseconds(work: Callable[[], object]) -> list[float]:
    """Return how long each round of `work` took, sorted, the first one left out."""
    work()
    taken = []
    for _ in range(ROUNDS):
        shorten.cache_clear()  # a brief of the next day finds it empty, too
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)


def show(name: str, work: Callable[[], object], remark: str = "") -> None:
    """Print the median and the 99th percentile of `work`."""
    taken = milliseconds(work)
    median, late = statistics.median(taken), taken[int(len(taken) * 0.99) - 1]
    print(f"{name:<34}{median:9.2f} ms{late:9.2f} ms  {remark}")


def machine() -> str:
    """Return the processor, the Python and the system this runs on."""
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    cores = f"{len(names)} x {names[0]}" if names else platform.processor()
    return f"{cores}, Python {platform.python_version()}, {platform.system()}"


def main() -> None:
    """Measure and print."""
    renderer = Renderer()
    print(machine())
    print(f"{'':<34}{'median':>12}{'99th of 100':>12}")
    for length, characters in (("ordinary", ORDINARY_CHARACTERS), ("long", LONG_CHARACTERS)):
        for lang in ("zh", "en"):
            brief = with_bodies(sample_brief(lang), characters)
            for kind in (ChatKind.PRIVATE, ChatKind.GROUP, ChatKind.CHANNEL):
                variant = Variant("telegram", kind, lang)
                parts = len(renderer.brief(brief, variant))
                show(
                    f"{length} {lang} {kind.value}",
                    lambda brief=brief, variant=variant: renderer.brief(brief, variant),
                    f"{parts} message{'s' if parts > 1 else ''}",
                )
    brief = with_bodies(sample_brief("zh"), ORDINARY_CHARACTERS)
    for name, write in (("text", renderer.text), ("hugo", renderer.hugo), ("html", renderer.html)):
        show(name, lambda write=write: write(brief))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
