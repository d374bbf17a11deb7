"""What an import leaves out, and why. Made by jsonl and folder, told by newsroom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or line that is no good: `where` it stands and one sentence on why."""

    where: str
    error: str
